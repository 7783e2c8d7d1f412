#pragma once

#include "charts/chart_panel.h"

namespace infoplane {

class EpochChart;

/// How much of the network's decision is lost where a layer is put into bins, H(predicted class | binned T),
/// over the epochs: where it is high the bins are too coarse for what the layer does.
class DecisionView : public ChartPanel {
    Q_OBJECT
  public:
    explicit DecisionView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    EpochChart* epochChart() const { return m_chart; }
    QString description() const override;

  private:
    EpochChart* m_chart;
};

} // namespace infoplane
