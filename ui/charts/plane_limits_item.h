#pragma once

#include "charts/chart_state.h"

#include <QGraphicsItem>

namespace infoplane {

class Label;
class MessageItem;

/// What cannot happen is tinted: beyond log2 N, above H(Y), left of I(T;Y) = I(X;T). Under the grid.
class PlaneWallsItem : public QGraphicsItem {
  public:
    PlaneWallsItem(const ChartState& state, QGraphicsItem* parent);
    QRectF boundingRect() const override { return m_state.frame.area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }

  private:
    const ChartState& m_state;
};

/// The limits themselves: dashes, and the names of log2 N and of the diagonal. (The name of H(Y) makes way
/// for the layers' names and is drawn with them.) A name that the message would cover is left out. Over the
/// grid, under the trails.
class PlaneLimitsItem : public QGraphicsItem {
  public:
    PlaneLimitsItem(const ChartState& state, const MessageItem& message, QGraphicsItem* parent);
    QRectF boundingRect() const override { return m_state.frame.area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }

  private:
    void paintInputName(QPainter& painter) const;
    void paintDiagonalName(QPainter& painter) const;
    void paintName(QPainter& painter, const Label& name, const QPointF& middle, double degrees) const;

    const ChartState& m_state;
    const MessageItem& m_message;
};

/// "12" or "11.68".
QString bitsText(double bits, int decimals);

} // namespace infoplane
