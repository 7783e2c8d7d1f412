#pragma once

#include "charts/chart_panel.h"

namespace infoplane {

class EpochChart;
class SegmentedControl;

/// I(X;T) or I(T;Y) of every layer over the epochs.
class InformationByEpochView : public ChartPanel {
    Q_OBJECT
  public:
    explicit InformationByEpochView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    EpochChart* epochChart() const { return m_chart; }
    void setShowsLabel(bool label);
    bool showsLabel() const;
    QString description() const override;

  private:
    EpochChart* m_chart;
    SegmentedControl* m_quantity;
};

} // namespace infoplane
