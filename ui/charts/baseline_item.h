#pragma once

#include "charts/chart_state.h"

#include <QGraphicsItem>

#include <optional>
#include <vector>

namespace infoplane {

/// What I(T;Y) of each layer would read at the present if labels were dealt out at random: a tick under each
/// marker, joined by dashes, with one name. Left out where all of them are next to nothing. Under the trails.
class BaselineItem : public QGraphicsItem {
  public:
    BaselineItem(const ChartState& state, QGraphicsItem* parent);
    QRectF boundingRect() const override { return m_state.frame.area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }

    /// Where its ticks are, from left to right; empty: nothing is drawn.
    std::vector<QPointF> ticks() const;

  private:
    void paintName(QPainter& painter, const std::vector<QPointF>& ticks) const;
    std::optional<QRectF> freePlace(const std::vector<QPointF>& ticks, const QSizeF& room) const;
    std::vector<QPointF> somePathPoints() const;

    const ChartState& m_state;
};

} // namespace infoplane
