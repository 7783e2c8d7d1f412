#pragma once

#include "charts/activity_chart.h"

#include <QGraphicsItem>
#include <QImage>

namespace infoplane {

/// What an ActivityChart draws. The heat map is made once for each record and plot, a column of pixels an
/// epoch's share of the axis; the present says up to where it is shown.
class ActivityItem : public QGraphicsItem {
  public:
    ActivityItem(const ActivityChart& chart, QGraphicsItem* parent);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }
    void redrawAll();

  private:
    const ChartState& state() const { return m_chart.state(); }
    double ink(float share, float most) const;
    double epochX(int row) const;
    double presentX() const;
    QRectF cell(int row, int bin, int bins) const;
    void makeImage(const ActivityRecord::Layer& layer);
    void paintVectors(QPainter& painter, const ActivityRecord::Layer& layer, int last) const;
    void paintSaturation(QPainter& painter, const ActivityRecord::Layer& layer, int last) const;
    void paintPresent(QPainter& painter, const ActivityRecord::Layer& layer, int row) const;
    void paintEdges(QPainter& painter, const ActivityRecord::Layer& layer, const QRectF& room) const;

    const ActivityChart& m_chart;
    QImage m_image; ///< an epoch a column, a bin a row
};

} // namespace infoplane
