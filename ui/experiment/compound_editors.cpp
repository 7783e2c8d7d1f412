#include "experiment/compound_editors.h"

#include "activation_icon.h"
#include "icons.h"
#include "style.h"
#include "theme.h"
#include "widgets/combo_field.h"
#include "widgets/number_field.h"
#include "widgets/number_text.h"
#include "widgets/text_field.h"
#include "widgets/wheel_guard.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <cmath>

namespace infoplane {

namespace {

constexpr int between = 6;
constexpr int shareFieldWidth = 64;
constexpr int batchFieldWidth = 82;
/// Thrown seeds stay short enough for titles and captions.
constexpr int diceSides = 10'000;

double percentOf(const QJsonValue& share) {
    return std::round(share.toDouble() * 1e8) / 1e6; // 0.07 is 7, not 7.000000000000001
}

QToolButton* besideField(const QString& name, const QString& toolTip, FieldEditor* editor) {
    auto* button = new QToolButton(editor);
    setRole(button, "field");
    button->setIconSize(QSize(size::toolIcon, size::toolIcon));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(name);
    button->setToolTip(wrappedToolTip(toolTip));
    auto* row = static_cast<QBoxLayout*>(editor->layout());
    row->setSpacing(between);
    row->addWidget(button);
    return button;
}

} // namespace

// --- ShareEditor ---

ShareEditor::ShareEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_field(new NumberField(NumberField::Kind::Real, this)) {
    const double lowest = field.lowest * 100;
    const double highest = field.highest * 100;
    ignoreWheelWithoutFocus(m_slider);
    m_slider->setRange(static_cast<int>(std::ceil(lowest)), static_cast<int>(highest));
    m_slider->setAccessibleName(tr("%1, per cent, slider").arg(field.label));
    m_field->setRange(lowest, highest);
    m_field->setSuffix(QStringLiteral(" %"));
    m_field->setArrowsShown(true);
    m_field->setFixedWidth(shareFieldWidth);
    m_field->setAccessibleName(tr("%1, per cent").arg(field.label));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_slider, m_field})
        widget->setToolTip(wrappedToolTip(field.tooltip));
    setFocusProxy(m_field);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(between);
    row->addWidget(m_slider, 1);
    row->addWidget(m_field);

    connect(m_slider, &QSlider::valueChanged, this, [this](int percent) {
        m_field->setValue(percent);
        emit edited(QJsonValue(percent / 100.0));
    });
    connect(m_field, &NumberField::valueEdited, this, [this](double percent) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(static_cast<int>(std::lround(percent)));
        emit edited(QJsonValue(percent / 100));
    });
    connect(m_field, &NumberField::validityChanged, this, [this] {
        emit problemChanged(m_field->problem(), m_field->validity() == NumberField::Validity::Unfinished);
    });
}

void ShareEditor::setValue(const QJsonValue& value) {
    const double percent = percentOf(value);
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(static_cast<int>(std::lround(percent)));
    m_field->setValue(percent);
}

void ShareEditor::markInvalid(bool invalid) {
    setMarkedInvalid(m_field, invalid);
}

QString ShareEditor::textOf(const QJsonValue& value) const {
    return tr("%1 %").arg(formatReal(percentOf(value), locale()));
}

// --- ActivationEditor ---

ActivationEditor::ActivationEditor(const SpecField& field, QWidget* parent)
    : ChoiceEditor(field, parent) {}

void ActivationEditor::setTheme(const Theme& theme) {
    for (int i = 0; i < combo()->count(); ++i) {
        if (const auto activation = activationFromId(combo()->itemData(i).toString().toStdString()))
            combo()->setItemIcon(i, activationIcon(*activation, theme));
    }
}

// --- BatchEditor ---

BatchEditor::BatchEditor(const SpecField& field, QWidget* parent)
    : FieldEditor(parent)
    , m_field(new NumberField(NumberField::Kind::Integer, this))
    , m_full(new QCheckBox(tr("Full"), this)) {
    m_field->setRange(field.lowest, field.highest);
    m_field->setLogarithmic(field.logarithmic);
    m_field->setArrowsShown(true);
    m_field->setMinimumWidth(batchFieldWidth);
    m_field->setAccessibleName(tr("%1, samples").arg(field.label));
    m_field->setExplanation([this, field](const QString&, std::optional<double> value) {
        if (!value)
            return QString();
        if (m_trainSamples > 0 && *value > m_trainSamples)
            return tr("Only %L1 samples are trained on.").arg(m_trainSamples);
        return field.check(QJsonValue(*value));
    });
    m_full->setAccessibleName(tr("Full batch"));
    for (QWidget* widget : std::initializer_list<QWidget*>{m_field, m_full})
        widget->setToolTip(wrappedToolTip(field.tooltip));
    setFocusProxy(m_field);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(between);
    row->addWidget(m_field, 1);
    row->addWidget(m_full);

    connect(m_field, &NumberField::valueEdited, this, [this](double value) {
        m_lastSize = value;
        emit edited(QJsonValue(value));
    });
    connect(m_field, &NumberField::validityChanged, this, [this] {
        emit problemChanged(m_field->problem(), m_field->validity() == NumberField::Validity::Unfinished);
    });
    connect(m_full, &QCheckBox::clicked, this, [this](bool full) {
        emit problemChanged({}, false);
        const double most = m_trainSamples > 0 ? m_trainSamples : m_lastSize;
        emit edited(full ? QJsonValue(QStringLiteral("full")) : QJsonValue(std::min(m_lastSize, most)));
    });
}

void BatchEditor::setValue(const QJsonValue& value) {
    const bool full = value.isString();
    if (!full) {
        m_lastSize = value.toDouble();
        m_field->setValue(m_lastSize);
    }
    showFull(full);
}

void BatchEditor::setTrainSamples(int count) {
    m_trainSamples = count;
    showFull(m_full->isChecked());
}

void BatchEditor::showFull(bool full) {
    m_full->setChecked(full);
    m_field->setEnabled(!full);
    m_field->setToolTip(full ? tr("All training samples at once. Switch Full off to choose a size.")
                             : m_full->toolTip());
    if (full && m_trainSamples > 0)
        m_field->setValue(m_trainSamples);
}

void BatchEditor::markInvalid(bool invalid) {
    setMarkedInvalid(m_field, invalid);
}

// --- SeedEditor ---

SeedEditor::SeedEditor(const SpecField& field, QWidget* parent)
    : NumberEditor(field, parent)
    , m_dice(besideField(tr("Another seed"), tr("Another seed, by chance."), this)) {
    connect(m_dice, &QToolButton::clicked, this, [this] {
        double seed = this->field()->value();
        while (seed == this->field()->value())
            seed = QRandomGenerator::global()->bounded(diceSides);
        this->field()->setValue(seed);
        emit edited(QJsonValue(seed));
    });
}

void SeedEditor::setTheme(const Theme& theme) {
    m_dice->setIcon(themedIcon(QStringLiteral("dice"), theme));
}

// --- PathEditor ---

PathEditor::PathEditor(const SpecField& field, QWidget* parent)
    : TextEditor(field, parent)
    , m_button(besideField(tr("Choose"), tr("Choose a folder or file."), this)) {
    connect(m_button, &QToolButton::clicked, this, &PathEditor::chooserRequested);
}

void PathEditor::setTheme(const Theme& theme) {
    m_button->setIcon(themedIcon(QStringLiteral("folder"), theme));
}

void PathEditor::setPlaceholder(const QString& text) {
    field()->setPlaceholderText(text);
}

// --- OptimizerEditor ---

OptimizerEditor::OptimizerEditor(const SpecField& field, QWidget* parent)
    : ChoiceEditor(field, parent)
    , m_button(besideField(tr("Parameters of the optimizer"),
                           tr("Parameters of the optimizer, the loss, and when to stop early."), this)) {}

void OptimizerEditor::setTheme(const Theme& theme) {
    m_button->setIcon(themedIcon(QStringLiteral("sliders"), theme));
}

} // namespace infoplane
