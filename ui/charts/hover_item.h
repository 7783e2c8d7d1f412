#pragma once

#include "charts/chart_state.h"
#include "charts/label.h"

#include <QGraphicsItem>

namespace infoplane {

/// A measured point that a person looks at: which layer, which epoch.
struct PlanePoint {
    int layer = -1;
    int index = -1;
    bool isValid() const { return layer >= 0 && index >= 0; }
    bool operator==(const PlanePoint&) const = default;
};

/// The drawn point nearest to a place within `reach` pixels; none: invalid. Only what is shown can be found:
/// no hidden layer, nothing beyond the present or outside a zoomed plot.
PlanePoint nearestPoint(const ChartState& state, const QPointF& place, double reach);

/// Ring around the point under the pointer, and a tip with its layer, epoch and both values: with both bounds
/// where there are two, the bounds of I(T;Y) that hold, and what shuffled labels would read. The tip stays
/// inside the chart; where that is too small for all of it, it says less.
class HoverItem : public QGraphicsItem {
  public:
    HoverItem(const ChartState& state, QGraphicsItem* parent);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    /// The tip may come later than the ring.
    void setPoint(const PlanePoint& point, bool withTip);
    const PlanePoint& point() const { return m_point; }
    /// Where the tip lies, shown or not; empty: there is no point.
    QRectF tipArea() const { return tip().area; }
    void frameChanged() { prepareGeometryChange(); }

  private:
    /// What the tip says under its head: a quantity, and its value.
    struct Row {
        enum class Quantity { Input, Label, Holds, Shuffled };
        Quantity quantity;
        QString value;
    };
    struct Tip {
        std::vector<Row> rows;
        QRectF area;
    };
    /// How much a tip says: the two values, also how far each may be off, also what else is known of I(T;Y).
    enum class Detail { Values, Ranges, All };
    bool isThere() const;
    std::vector<Row> rows(Detail detail) const;
    Label nameOf(const Row& row) const;
    Label valueOf(const Row& row) const;
    QPointF place() const;
    QSizeF sizeOf(const std::vector<Row>& rows, double room) const;
    QPointF cornerFor(const QSizeF& size, const QRectF& room) const;
    Tip tip() const;

    const ChartState& m_state;
    PlanePoint m_point;
    bool m_withTip = false;
};

} // namespace infoplane
