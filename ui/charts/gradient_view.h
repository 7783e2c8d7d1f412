#pragma once

#include "charts/chart_panel.h"

namespace infoplane {

class EpochChart;
class SegmentedControl;

/// Signal and noise of the gradient, layer by layer over the epochs: the norm of its mean over the norm of
/// its standard deviation, over mini-batches or over single samples, either of them alone, and the norm of
/// the weights. Both axes are logarithmic; what the standard deviation is over is said in the header.
class GradientView : public ChartPanel {
    Q_OBJECT
  public:
    explicit GradientView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    EpochChart* epochChart() const { return m_chart; }
    /// 0: the ratio over batches, 1: mean, 2: standard deviation, 3: weights, 4: the ratio over single
    /// samples.
    void setShown(int quantity);
    int shown() const;
    bool showsSamples() const { return shown() == 4; }
    QString description() const override;

  signals:
    /// Another quantity, which may have to be found first.
    void shownChanged();

  private:
    void putSubtitle();

    EpochChart* m_chart;
    SegmentedControl* m_quantity;
};

} // namespace infoplane
