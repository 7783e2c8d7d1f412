#include "experiment/experiment_form.h"

#include "experiment/data_group.h"
#include "experiment/network_group.h"
#include "experiment/training_group.h"
#include "icons.h"
#include "style.h"
#include "theme.h"
#include "widgets/combo_field.h"
#include "widgets/form_row.h"
#include "widgets/panel_scroll.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace infoplane {

namespace {
constexpr int topMargin = 12;
constexpr int ruleGap = 12;
constexpr int afterRule = 10;
constexpr int barGap = 8;

/// Where a file's error names the key, the form says the field's label.
QString inWordsOfTheForm(const SpecError& error) {
    const SpecField* field = specField(error.path);
    if (!field || !error.message.startsWith(error.path))
        return error.message;
    return field->label + error.message.mid(error.path.size());
}

} // namespace

ExperimentForm::ExperimentForm(SessionDocument* document, QWidget* parent)
    : QFrame(parent)
    , m_document(document) {
    setRole(this, "panel");
    setAccessibleName(tr("Experiment"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);

    m_page = new QWidget(this);
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, topMargin, 0, size::panelMargin);
    column->setSpacing(0);
    column->addWidget(makePresetRow());
    column->addSpacing(ruleGap);
    auto* rule = new QFrame(m_page);
    setRole(rule, "rule");
    auto* ruleRow = new QHBoxLayout;
    ruleRow->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    ruleRow->addWidget(rule);
    column->addLayout(ruleRow);
    column->addSpacing(afterRule);
    m_groups = {new DataGroup(document, m_page), new NetworkGroup(document, m_page),
                new TrainingGroup(document, m_page)};
    for (FieldGroup* group : m_groups) {
        if (group != m_groups.front())
            column->addSpacing(size::sectionGap);
        column->addWidget(group);
    }
    column->addStretch(1);

    m_scroll = new PanelScroll(m_page, this);
    outer->addWidget(m_scroll, 1);
    outer->addWidget(makeBar());

    connect(document, &SessionDocument::specChanged, this, &ExperimentForm::refresh);
    connect(document, &SessionDocument::runReset, this, &ExperimentForm::refreshAnew);
    connect(document, &SessionDocument::stateChanged, this, &ExperimentForm::refreshBar);
    connect(document, &SessionDocument::inputErrorsChanged, this, &ExperimentForm::refreshBar);
    connect(document, &SessionDocument::factsChanged, this, &ExperimentForm::refreshFacts);
    setTheme(lightTheme());
    refreshAnew();
}

QWidget* ExperimentForm::makePresetRow() {
    m_preset = new ComboField(m_page);
    for (const Preset& preset : presets())
        m_preset->addChoice(preset.id, preset.name);
    m_preset->setAccessibleName(tr("Preset"));
    m_preset->setToolTip(wrappedToolTip(tr("A complete experiment with a note. Choosing one replaces the "
                                           "settings below; Ctrl+Z brings yours back.")));
    connect(m_preset, &ComboField::chosen, this, &ExperimentForm::choosePreset);
    auto* row = new FormRow(tr("Preset"), m_preset, 0, m_page);
    row->setObjectName(QStringLiteral("preset"));
    connect(row, &FormRow::resetRequested, this, [this] { choosePreset(m_preset->currentId()); });
    return row;
}

QWidget* ExperimentForm::makeBar() {
    m_bar = new QFrame(this);
    setRole(m_bar, "bar");
    auto* column = new QVBoxLayout(m_bar);
    column->setContentsMargins(size::panelMargin, barGap, size::panelMargin, barGap);
    column->setSpacing(barGap);
    m_barText = new QLabel(m_bar);
    setRole(m_barText, "hint");
    m_barText->setWordWrap(true);
    column->addWidget(m_barText);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(barGap);
    m_undo = new QPushButton(tr("Undo"), m_bar);
    m_undo->setToolTip(
        wrappedToolTip(tr("Back to the settings of this run. Ctrl+Z takes back one at a time.")));
    m_restart = new QPushButton(tr("Restart"), m_bar);
    connect(m_undo, &QPushButton::clicked, this, &ExperimentForm::takeChangesBack);
    connect(m_restart, &QPushButton::clicked, this, &ExperimentForm::restartRequested);
    buttons->addWidget(m_undo, 1);
    buttons->addWidget(m_restart, 1);
    column->addLayout(buttons);
    m_bar->hide();
    return m_bar;
}

void ExperimentForm::setTheme(const Theme& theme) {
    for (FieldGroup* group : m_groups)
        group->setTheme(theme);
    for (FormRow* row : m_page->findChildren<FormRow*>(QStringLiteral("preset")))
        row->setTheme(theme);
}

bool ExperimentForm::focusFirstProblem() {
    for (FieldRow* row : rows()) {
        if (!row->isOffered() || !m_document->inputErrors().contains(row->field().path))
            continue;
        m_scroll->ensureWidgetVisible(row);
        row->editor()->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return false;
}

std::vector<FieldRow*> ExperimentForm::rows() const {
    std::vector<FieldRow*> all;
    for (const FieldGroup* group : m_groups)
        all.insert(all.end(), group->rows().begin(), group->rows().end());
    return all;
}

void ExperimentForm::choosePreset(const QString& id) {
    const Preset* preset = findPreset(id);
    refresh(); // the box shows what is, until the preset is open
    if (preset)
        emit presetChosen(*preset);
}

void ExperimentForm::refresh() {
    const QStringList changed = m_document->fieldsChangedFromPreset();
    for (FieldRow* row : rows())
        row->refresh(changed);
    refreshPreset(!changed.isEmpty());
    refreshBar();
    refreshFacts();
}

void ExperimentForm::refreshFacts() {
    for (FieldGroup* group : m_groups)
        group->refreshFacts();
    checkWhole();
}

void ExperimentForm::refreshAnew() {
    const QStringList changed = m_document->fieldsChangedFromPreset();
    for (FieldRow* row : rows())
        row->refreshAnew(changed);
    refresh();
}

void ExperimentForm::refreshPreset(bool changed) {
    const Preset* preset = m_document->preset();
    m_preset->setCurrentId(preset ? preset->id : QString());
    // "SZT, tanh · figure 1A" becomes "SZT, tanh · changed"; a spec from a file is known by its title.
    const QString name = preset ? preset->name : m_document->spec().title;
    const QString title = name.section(QStringLiteral(" · "), 0, 0);
    m_preset->setShownText(changed || !preset ? (changed ? tr("%1 · changed").arg(title) : title)
                                              : QString());
    auto* row = m_page->findChild<FormRow*>(QStringLiteral("preset"));
    row->setChanged(changed,
                    changed ? tr("Everything back to the preset \u201c%1\u201d").arg(title) : QString());
}

void ExperimentForm::refreshBar() {
    const auto count =
        static_cast<int>(m_document->session() ? m_document->fieldsChangedFromRun().size() : 0);
    m_bar->setVisible(count > 0);
    if (count == 0)
        return;
    m_barText->setText(count == 1 ? tr("1 change. Restart applies it.")
                                  : tr("%L1 changes. Restart applies them.").arg(count));
    const auto& errors = m_document->inputErrors();
    m_restart->setEnabled(errors.empty());
    m_restart->setToolTip(wrappedToolTip(errors.empty()
                                             ? tr("Trains anew with these settings, from the same seed.")
                                             : m_document->playObstacle()));
}

void ExperimentForm::takeChangesBack() {
    if (!m_document->session())
        return;
    // Estimator and samples are not changes: they act at once.
    ExperimentSpec spec = m_document->session()->spec;
    spec.estimator = m_document->spec().estimator;
    spec.measure.on = m_document->spec().measure.on;
    m_document->editSpec(spec, tr("Take changes back"));
    refreshAnew();
}

void ExperimentForm::checkWhole() {
    std::map<QString, QString> problems;
    for (FieldGroup* group : m_groups)
        problems.merge(group->problemsOfFacts());
    for (const SpecError& error : checkSpec(m_document->spec()))
        problems.emplace(error.path, inWordsOfTheForm(error));
    for (FieldRow* row : rows()) {
        const auto found = problems.find(row->field().path);
        if (found != problems.end()) {
            row->setSpecProblem(found->second);
            problems.erase(found);
        } else {
            row->setSpecProblem({});
        }
    }
    for (const QString& path : std::as_const(m_checkedPaths)) {
        if (!problems.contains(path))
            m_document->setInputError(path, {});
    }
    m_checkedPaths.clear();
    for (const auto& [path, sentence] : problems) {
        m_document->setInputError(path, sentence);
        m_checkedPaths.append(path);
    }
}

} // namespace infoplane
