#include "experiment/basic_editors.h"

#include "style.h"
#include "widgets/combo_field.h"
#include "widgets/number_field.h"
#include "widgets/text_field.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSignalBlocker>

namespace infoplane {

namespace {

void fill(FieldEditor* editor, QWidget* widget, const SpecField& field) {
    auto* row = new QHBoxLayout(editor);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(widget);
    widget->setAccessibleName(field.label);
    widget->setToolTip(wrappedToolTip(field.tooltip));
    editor->setFocusProxy(widget);
}

QString layersText(const QJsonValue& value) {
    QStringList widths;
    for (const QJsonValue& width : value.toArray())
        widths.append(QString::number(width.toInt()));
    return widths.join(QLatin1Char('-'));
}

} // namespace

// --- NumberEditor ---

NumberEditor::NumberEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_field(new NumberField(field.kind == SpecField::Kind::Number ? NumberField::Kind::Real
                                                                    : NumberField::Kind::Integer,
                              this)) {
    fill(this, m_field, field);
    m_field->setRange(field.lowest, field.highest, field.lowestExcluded, field.highestExcluded);
    m_field->setLogarithmic(field.logarithmic);
    if (!field.logarithmic && field.kind == SpecField::Kind::Number)
        m_field->setStep((field.highest - field.lowest) / 100);
    m_field->setOptional(field.optional);
    if (field.optional)
        m_field->setPlaceholder(tr("none"));
    m_field->setArrowsShown(field.kind != SpecField::Kind::Number);
    m_field->setExplanation([this, field](const QString&, std::optional<double> value) {
        return value ? field.check(QJsonValue(*value)) : QString();
    });
    connect(m_field, &NumberField::valueEdited, this,
            [this](double value) { emit edited(QJsonValue(value)); });
    connect(m_field, &NumberField::cleared, this, [this] { emit edited(QJsonValue(QJsonValue::Null)); });
    connect(m_field, &NumberField::validityChanged, this, [this] {
        emit problemChanged(m_field->problem(), m_field->validity() == NumberField::Validity::Unfinished);
    });
}

void NumberEditor::setValue(const QJsonValue& value) {
    if (value.isNull())
        m_field->clearValue();
    else
        m_field->setValue(value.toDouble());
}

void NumberEditor::markInvalid(bool invalid) {
    setMarkedInvalid(m_field, invalid);
}

// --- ChoiceEditor ---

ChoiceEditor::ChoiceEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_combo(new ComboField(this)) {
    fill(this, m_combo, field);
    for (const SpecField::Choice& choice : field.choices)
        m_combo->addChoice(choice.id, choice.name);
    connect(m_combo, &ComboField::chosen, this, [this](const QString& id) { emit edited(QJsonValue(id)); });
}

void ChoiceEditor::setValue(const QJsonValue& value) {
    if (!value.isArray()) {
        m_combo->setShownText({});
        m_combo->setCurrentId(value.toString());
        return;
    }
    // A list, one a hidden layer, as specs may have it: shown, and replaced as a whole by a choice.
    QStringList names;
    for (const QJsonValue& id : value.toArray())
        names.append(m_combo->itemText(m_combo->findData(id.toString())));
    m_combo->setCurrentId({});
    m_combo->setShownText(names.join(QStringLiteral(", ")));
}

void ChoiceEditor::markInvalid(bool invalid) {
    setMarkedInvalid(m_combo, invalid);
}

// --- FlagEditor ---

FlagEditor::FlagEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_box(new QCheckBox(field.label, this)) {
    fill(this, m_box, field);
    connect(m_box, &QCheckBox::clicked, this, [this](bool on) { emit edited(QJsonValue(on)); });
}

void FlagEditor::setValue(const QJsonValue& value) {
    m_box->setChecked(value.toBool());
}

// --- TextEditor ---

TextEditor::TextEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_field(new TextField(this)) {
    fill(this, m_field, field);
    connect(m_field, &QLineEdit::textEdited, this, [this, field](const QString& text) {
        const QString problem = field.check(QJsonValue(text));
        m_field->setWrong(!problem.isEmpty());
        emit problemChanged(problem, false);
        if (problem.isEmpty())
            emit edited(QJsonValue(text));
    });
    connect(m_field, &TextField::takeBack, this, &FieldEditor::takeBack);
}

void TextEditor::setValue(const QJsonValue& value) {
    m_field->setWrong(false);
    if (m_field->text() != value.toString())
        m_field->setText(value.toString());
}

void TextEditor::markInvalid(bool invalid) {
    setMarkedInvalid(m_field, invalid);
}

// --- LayersEditor ---

LayersEditor::LayersEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_spec(specField(field.path))
    , m_field(new TextField(this)) {
    fill(this, m_field, field);
    connect(m_field, &QLineEdit::textEdited, this, &LayersEditor::takeText);
    connect(m_field, &TextField::typingFinished, this, &LayersEditor::finish);
    connect(m_field, &TextField::takeBack, this, &FieldEditor::takeBack);
}

void LayersEditor::setValue(const QJsonValue& value) {
    const bool same = m_problem.isEmpty() && m_value == value;
    m_value = value;
    if (!same || !m_field->isBeingTyped())
        revert();
}

void LayersEditor::markInvalid(bool invalid) {
    setMarkedInvalid(m_field, invalid);
}

void LayersEditor::revert() {
    setProblem({}, false);
    if (m_field->text() != layersText(m_value))
        m_field->setText(layersText(m_value));
}

void LayersEditor::finish() {
    if (m_problem.isEmpty())
        revert();
    else
        setProblem(m_problem, false);
}

void LayersEditor::takeText() {
    // Dashes people's keyboards and papers have for "-" among them.
    static const QRegularExpression separators(
        QStringLiteral("\\s*[-,;xX\\x{00d7}\\x{2010}-\\x{2015}\\x{2212}]\\s*|\\s+"));
    static const QRegularExpression endsOpen(QStringLiteral("[^0-9]$"));
    const QString text = m_field->text().trimmed();
    QJsonArray widths;
    for (const QString& part : text.split(separators, Qt::KeepEmptyParts)) {
        bool whole = false;
        const double width = part.toUInt(&whole);
        if (!whole) {
            const bool unfinished = text.isEmpty() || (part.isEmpty() && endsOpen.match(text).hasMatch());
            setProblem(tr("Write the units of each layer, as in 10-7-5-4-3."), unfinished);
            return;
        }
        widths.append(width);
    }
    const QString problem = m_spec->check(widths);
    setProblem(problem, false);
    if (problem.isEmpty()) { // also where it is the last one again: a wrong text between took that back
        m_value = widths;
        emit edited(m_value);
    }
}

void LayersEditor::setProblem(const QString& sentence, bool unfinished) {
    m_problem = sentence;
    m_field->setWrong(!sentence.isEmpty());
    emit problemChanged(sentence, unfinished);
}

} // namespace infoplane
