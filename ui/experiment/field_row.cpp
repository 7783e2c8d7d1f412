#include "experiment/field_row.h"

#include "session/presets.h"
#include "widgets/number_text.h"

#include <QApplication>
#include <QJsonArray>

namespace infoplane {

namespace {

QString labelOf(const SpecField& field) {
    return field.kind == SpecField::Kind::Flag ? QString() : field.label;
}

} // namespace

FieldRow::FieldRow(SessionDocument* document, const SpecField& field, FieldEditor* editor, int labelWidth,
                   QWidget* parent)
    : FormRow(labelOf(field), editor, labelWidth, parent)
    , m_document(document)
    , m_field(field)
    , m_editor(editor)
    , m_paths({field.path}) {
    setObjectName(field.path);
    m_apply = [this](const QJsonValue& value) { m_document->editField(m_field.path, value); };
    connect(editor, &FieldEditor::edited, this, &FieldRow::takeEdit);
    connect(editor, &FieldEditor::problemChanged, this, &FieldRow::takeProblem);
    connect(editor, &FieldEditor::takeBack, this, &FieldRow::takeBack);
    connect(this, &FormRow::takeBackRequested, this, &FieldRow::takeBack);
    connect(this, &FormRow::resetRequested, this, &FieldRow::reset);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* left, QWidget*) {
        if (left && (left == m_editor || m_editor->isAncestorOf(left)))
            m_beforeTyping.reset();
    });
}

void FieldRow::setAlsoStandsFor(const QStringList& paths) {
    m_paths += paths;
}

void FieldRow::setApply(std::function<void(const QJsonValue&)> apply) {
    m_apply = std::move(apply);
}

void FieldRow::refresh(const QStringList& changed) {
    const bool offered = m_field.applies(m_document->spec());
    if (offered != m_offered || offered == isHidden()) {
        m_offered = offered;
        setVisible(offered);
    }
    // Wrong text stays until its own value changes.
    const QJsonValue value = m_field.read(m_document->spec());
    if (m_typedProblem.isEmpty() || value != m_shown || !offered) {
        takeProblem({}, false);
        m_editor->setValue(value);
    }
    if (value != m_shown)
        m_beforeTyping.reset();
    m_shown = value;
    m_differs = m_offered && std::any_of(m_paths.begin(), m_paths.end(),
                                         [&](const QString& path) { return changed.contains(path); });
    setChanged(m_differs, m_differs
                              ? tr("%1: back to %2, as in the preset")
                                    .arg(m_field.label, textOf(m_field.read(m_document->preset()->spec)))
                              : QString());
    emit appearanceChanged();
}

void FieldRow::refreshAnew(const QStringList& changed) {
    takeProblem({}, false);
    m_shown = QJsonValue::Undefined;
    refresh(changed);
}

void FieldRow::setSpecProblem(const QString& sentence) {
    if (m_specProblem == sentence)
        return;
    m_specProblem = sentence;
    tellDocument();
    showProblem();
}

bool FieldRow::hasProblem() const {
    return m_offered && !problem().isEmpty();
}

void FieldRow::setTheme(const Theme& theme) {
    FormRow::setTheme(theme);
    m_editor->setTheme(theme);
}

void FieldRow::takeEdit(const QJsonValue& value) {
    if (!m_beforeTyping)
        m_beforeTyping = m_shown;
    m_shown = value;
    m_apply(value);
}

void FieldRow::takeProblem(const QString& sentence, bool unfinished) {
    m_typedProblem = sentence;
    m_unfinished = unfinished;
    tellDocument();
    if (!sentence.isEmpty() && m_beforeTyping && *m_beforeTyping != m_shown) {
        m_shown = *m_beforeTyping; // its beginning was a value, but not one that anybody meant
        m_apply(m_shown);
    }
    showProblem();
}

void FieldRow::tellDocument() {
    // Play is off at once; the field turns red only when more typing cannot help.
    const QString sentence = m_typedProblem.isEmpty() ? m_specProblem : m_typedProblem;
    m_document->setInputError(m_field.path, m_offered ? sentence : QString());
}

void FieldRow::showProblem() {
    const QString typed = m_unfinished ? QString() : m_typedProblem;
    const QString shown = typed.isEmpty() && m_typedProblem.isEmpty() ? m_specProblem : typed;
    m_editor->markInvalid(!shown.isEmpty());
    setProblem(shown, typed.isEmpty() ? QString() : textOf(m_shown));
    emit appearanceChanged();
}

void FieldRow::takeBack() {
    takeProblem({}, false);
    m_editor->setValue(m_shown);
}

void FieldRow::reset() {
    const Preset* preset = m_document->preset();
    if (!preset)
        return;
    ExperimentSpec spec = m_document->spec();
    for (const QString& path : std::as_const(m_paths)) {
        if (const SpecField* field = specField(path))
            field->write(spec, field->read(preset->spec));
    }
    m_editor->setFocus();
    m_document->editSpec(spec, tr("Reset %1").arg(m_field.label));
    refreshAnew(m_document->fieldsChangedFromPreset());
}

QString FieldRow::textOf(const QJsonValue& value) const {
    if (const QString text = m_editor->textOf(value); !text.isEmpty())
        return text;
    for (const SpecField::Choice& choice : m_field.choices) {
        if (choice.id == value.toString())
            return choice.name;
    }
    if (value.isDouble())
        return m_field.kind == SpecField::Kind::Number
                   ? formatReal(value.toDouble(), locale())
                   : formatInteger(static_cast<qint64>(value.toDouble()), locale());
    if (value.isBool())
        return value.toBool() ? tr("on") : tr("off");
    if (value.isArray()) {
        QStringList parts;
        for (const QJsonValue& part : value.toArray())
            parts.append(part.isDouble() ? QString::number(part.toInt()) : part.toString());
        return parts.join(QLatin1Char('-'));
    }
    if (value.isNull() || value.toString().isEmpty())
        return tr("nothing");
    return value.toString();
}

} // namespace infoplane
