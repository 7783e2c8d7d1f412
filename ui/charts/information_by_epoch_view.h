#pragma once

#include "charts/chart_panel.h"

namespace infoplane {

class EpochChart;
class SegmentedControl;

/// I(X;T) or I(T;Y) of every layer over the epochs; where the estimator tells relevant inputs from irrelevant
/// ones, I(X_rel;T) or I(X_irr;T) as well.
class InformationByEpochView : public ChartPanel {
    Q_OBJECT
  public:
    explicit InformationByEpochView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    EpochChart* epochChart() const { return m_chart; }
    void setShowsLabel(bool label);
    bool showsLabel() const;
    /// 0: I(X;T), 1: I(T;Y), 2: I(X_rel;T), 3: I(X_irr;T); the last two where the view has them, else the
    /// first.
    void setShown(int quantity);
    int shown() const;
    QString description() const override;

  private:
    EpochChart* m_chart;
    SegmentedControl* m_quantity;
};

} // namespace infoplane
