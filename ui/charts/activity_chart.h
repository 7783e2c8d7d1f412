#pragma once

#include "charts/chart_state.h"

namespace infoplane {

class ActivityItem;
class MessageItem;

/// How the activity of one layer is spread, epoch by epoch: darker where more of its values lie, up to the
/// present, with the share of saturated ones as a curve from 0 at the bottom to all at the top. Right of the
/// plot, on the same axis, the histogram of the present epoch with the estimator's bin edges, or the width of
/// its noise, drawn on it.
class ActivityChart : public PlotChart {
    Q_OBJECT
  public:
    explicit ActivityChart(QGraphicsItem* parent = nullptr);

    void setView(const SessionView& view);
    const SessionView& view() const { return m_state.view; }
    void setLayer(int layer);
    int layer() const { return m_layer; }
    void setVectors(bool on) { m_state.vectors = on; }
    const ChartState& state() const { return m_state; }

    /// Index of the measured epoch nearest to a place; -1: none.
    int indexAt(const QPointF& place) const;
    /// Of the layer; null where nothing is known.
    const ActivityRecord::Layer* record() const;
    /// The last epoch of the record that is shown; -1: none.
    int shownRow() const;
    /// Share of saturated activities at the present; NaN: not told.
    double saturatedNow() const;

  protected:
    PlotFrame home(const QSizeF& plot) const override;
    void lookChanged() override;

  private:
    void takeFrame();
    void nameAxes();

    ChartState m_state;
    int m_layer = 0;
    ActivityItem* m_item;
    MessageItem* m_message;
};

} // namespace infoplane
