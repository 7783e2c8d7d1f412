#pragma once

#include "charts/chart_panel.h"

namespace infoplane {

class EpochChart;
class SegmentedControl;

/// Train and test loss, or error, over the epochs; the area between them is the gap.
class GeneralizationView : public ChartPanel {
    Q_OBJECT
  public:
    explicit GeneralizationView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    EpochChart* epochChart() const { return m_chart; }
    void setShowsError(bool error);
    bool showsError() const;
    QString description() const override;

  private:
    EpochChart* m_chart;
    SegmentedControl* m_quantity;
};

} // namespace infoplane
