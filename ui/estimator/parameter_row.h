#pragma once

#include "information/estimator.h"

#include <QWidget>

class QCheckBox;

namespace infoplane {

struct Theme;
class ComboField;
class FormRow;
class LogSlider;
class NumberField;

/// The control of one parameter of an estimator, made from its description: a number field, with a slider
/// under it where there are marks, a combo box, or a check box.
class ParameterRow : public QWidget {
    Q_OBJECT
  public:
    using Value = std::variant<double, std::string>;

    explicit ParameterRow(const ParameterDescription& description, int labelWidth, QWidget* parent = nullptr);

    const ParameterDescription& description() const { return m_description; }
    /// From outside; says nothing.
    void setValue(const Value& value);
    void setChanged(bool changed, const QString& wayBack);
    void setTheme(const Theme& theme);

    /// The value of this parameter under such settings, which may leave it at its default.
    static Value valueIn(const EstimatorSettings& settings, const ParameterDescription& description);
    static QString textOf(const Value& value, const ParameterDescription& description, const QLocale& locale);

  signals:
    void edited(const infoplane::ParameterRow::Value& value);
    void problemChanged(const QString& sentence);
    void resetRequested();
    void draggingChanged(bool dragging);

  private:
    QWidget* makeControl();
    QWidget* makeNumber();
    void makeSlider();

    ParameterDescription m_description;
    NumberField* m_number = nullptr;
    LogSlider* m_slider = nullptr;
    ComboField* m_combo = nullptr;
    QCheckBox* m_box = nullptr;
    FormRow* m_row = nullptr;
};

} // namespace infoplane
