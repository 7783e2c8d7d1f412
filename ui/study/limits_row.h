#pragma once

#include "session/verdicts/verdict.h"

#include <QWidget>

class QPushButton;

namespace infoplane {

struct Theme;
class FormRow;
class NumberField;

/// The bounds by which findings are judged, a field each; those that are not the defaults are marked, and the
/// mark is the way back.
class LimitsRow : public QWidget {
    Q_OBJECT
  public:
    explicit LimitsRow(QWidget* parent = nullptr);

    const VerdictLimits& limits() const { return m_limits; }
    void setTheme(const Theme& theme);

    NumberField* compression() { return m_fields[0].number; }
    NumberField* errorGap() { return m_fields[1].number; }
    NumberField* lossFactor() { return m_fields[2].number; }
    QPushButton* defaults() { return m_defaults; }

  signals:
    /// By the person; the limits are others now.
    void edited();

  private:
    struct Field {
        VerdictLimit limit;
        double scale; ///< what is shown is so many times the limit
        NumberField* number;
        FormRow* row;
    };
    void addField(const QString& label, const QString& help, VerdictLimit limit, double scale, double lowest,
                  double highest, double step);
    void set(VerdictLimit limit, double value);
    void setDefaults();
    void showChanges();

    VerdictLimits m_limits;
    std::vector<Field> m_fields;
    QPushButton* m_defaults = nullptr;
};

} // namespace infoplane
