#include "estimator/parameter_row.h"

#include "style.h"
#include "theme.h"
#include "widgets/combo_field.h"
#include "widgets/form_row.h"
#include "widgets/log_slider.h"
#include "widgets/number_field.h"
#include "widgets/number_text.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace infoplane {

namespace {

constexpr int shownDigits = 2;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString nameWithUnit(const ParameterDescription& description) {
    return description.unit.empty()
               ? text(description.name)
               : QStringLiteral("%1, %2").arg(text(description.name), text(description.unit));
}

/// A mark whose text is more than its number ("paper 0.07") is the one to notice.
bool isNamed(const ParameterDescription::Mark& mark) {
    return !mark.text.empty() && text(mark.text).at(0).isLetter();
}

} // namespace

ParameterRow::ParameterRow(const ParameterDescription& description, int labelWidth, QWidget* parent)
    : QWidget(parent)
    , m_description(description) {
    setObjectName(text(description.id));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(size::rowGap);
    QWidget* control = makeControl();
    control->setToolTip(wrappedToolTip(text(description.tooltip)));
    control->setAccessibleName(nameWithUnit(description));
    m_row = new FormRow(m_box ? QString() : text(description.name), control, labelWidth, this);
    column->addWidget(m_row);
    if (m_number && !description.marks.empty())
        makeSlider();
    connect(m_row, &FormRow::resetRequested, this, &ParameterRow::resetRequested);
    if (m_number)
        connect(m_row, &FormRow::takeBackRequested, m_number, &NumberField::takeBack);
}

QWidget* ParameterRow::makeControl() {
    switch (m_description.kind) {
    case ParameterDescription::Kind::Choice:
        m_combo = new ComboField(this);
        for (const ParameterDescription::Choice& choice : m_description.choices)
            m_combo->addChoice(text(choice.id), text(choice.name));
        connect(m_combo, &ComboField::chosen, this,
                [this](const QString& id) { emit edited(id.toStdString()); });
        return m_combo;
    case ParameterDescription::Kind::Flag:
        m_box = new QCheckBox(text(m_description.name), this);
        connect(m_box, &QCheckBox::clicked, this, [this](bool on) { emit edited(on ? 1.0 : 0.0); });
        return m_box;
    case ParameterDescription::Kind::Real:
    case ParameterDescription::Kind::Integer:
        break;
    }
    return makeNumber();
}

QWidget* ParameterRow::makeNumber() {
    const bool whole = m_description.kind == ParameterDescription::Kind::Integer;
    m_number = new NumberField(whole ? NumberField::Kind::Integer : NumberField::Kind::Real, this);
    m_number->setRange(m_description.lowestAccepted, m_description.highestAccepted);
    m_number->setLogarithmic(m_description.logarithmic);
    m_number->setArrowsShown(true);
    if (!whole)
        m_number->setMinimumSignificant(shownDigits);
    connect(m_number, &NumberField::valueEdited, this, [this](double number) {
        if (m_slider)
            m_slider->setNumber(number);
        emit edited(number);
    });
    connect(m_number, &NumberField::validityChanged, this, [this] {
        const bool wrong = m_number->validity() == NumberField::Validity::Wrong;
        setMarkedInvalid(m_number, wrong);
        m_row->setProblem(wrong ? m_number->problem() : QString(),
                          wrong ? m_number->textBeforeTyping() : QString());
        emit problemChanged(m_number->problem());
    });
    return m_number;
}

void ParameterRow::makeSlider() {
    m_slider = new LogSlider(this);
    m_slider->setScale(m_description.lowest, m_description.highest, m_description.logarithmic,
                       m_description.kind == ParameterDescription::Kind::Integer);
    std::vector<LogSlider::Mark> marks;
    for (const ParameterDescription::Mark& mark : m_description.marks)
        marks.push_back({mark.value, text(mark.text), isNamed(mark)});
    m_slider->setMarks(std::move(marks));
    m_slider->setAccessibleName(tr("%1, slider").arg(nameWithUnit(m_description)));
    m_slider->setToolTip(wrappedToolTip(text(m_description.tooltip)));
    auto* inset = new QHBoxLayout;
    inset->setContentsMargins(size::panelMargin, 0, size::panelMargin, 0);
    inset->addWidget(m_slider);
    static_cast<QVBoxLayout*>(layout())->addLayout(inset);
    connect(m_slider, &LogSlider::numberEdited, this, [this](double number) {
        m_number->setValue(number);
        emit edited(number);
    });
    connect(m_slider, &QSlider::sliderPressed, this, [this] { emit draggingChanged(true); });
    connect(m_slider, &QSlider::sliderReleased, this, [this] { emit draggingChanged(false); });
}

void ParameterRow::setValue(const Value& value) {
    if (m_combo) {
        const auto* id = std::get_if<std::string>(&value);
        m_combo->setCurrentId(id ? text(*id) : QString());
        return;
    }
    const double* number = std::get_if<double>(&value);
    if (!number)
        return;
    if (m_box)
        m_box->setChecked(*number != 0);
    if (m_number)
        m_number->setValue(*number);
    if (m_slider)
        m_slider->setNumber(*number);
}

void ParameterRow::setChanged(bool changed, const QString& wayBack) {
    m_row->setChanged(changed, wayBack);
}

void ParameterRow::setTheme(const Theme& theme) {
    m_row->setTheme(theme);
    if (m_slider)
        m_slider->setTheme(theme);
}

ParameterRow::Value ParameterRow::valueIn(const EstimatorSettings& settings,
                                          const ParameterDescription& description) {
    const auto found = settings.values.find(description.id);
    if (found != settings.values.end())
        return found->second;
    if (description.kind == ParameterDescription::Kind::Choice)
        return description.defaultChoice;
    return description.defaultNumber;
}

QString ParameterRow::textOf(const Value& value, const ParameterDescription& description,
                             const QLocale& locale) {
    if (const auto* id = std::get_if<std::string>(&value)) {
        for (const ParameterDescription::Choice& choice : description.choices) {
            if (choice.id == *id)
                return text(choice.name);
        }
        return text(*id);
    }
    const double number = std::get<double>(value);
    switch (description.kind) {
    case ParameterDescription::Kind::Flag:
        return number != 0 ? tr("on") : tr("off");
    case ParameterDescription::Kind::Integer:
        return formatInteger(static_cast<qint64>(number), locale);
    default:
        return formatReal(number, locale);
    }
}

} // namespace infoplane
