#pragma once

#include "charts/chart_panel.h"

namespace infoplane {

class ActivityChart;
class ComboField;

/// How the activity of a layer is spread over the epochs and now; the layer is chosen in the header.
class ActivityChartView : public ChartPanel {
    Q_OBJECT
  public:
    explicit ActivityChartView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    void setLayer(int layer);
    ActivityChart* activityChart() const { return m_chart; }
    QString description() const override;

  private:
    ActivityChart* m_chart;
    ComboField* m_layer;
};

} // namespace infoplane
