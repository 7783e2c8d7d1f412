#pragma once

#include "charts/chart_state.h"

#include <QGraphicsItem>

namespace infoplane {

/// Which colour is which epoch, right of the plot; what lies beyond the present is faint, and a triangle and
/// a line tell where the present is.
class ColorbarItem : public QGraphicsItem {
  public:
    ColorbarItem(const ChartState& state, QGraphicsItem* parent);
    /// What it takes right of the plot.
    static double room(const EpochScale& scale, const ChartLook& look);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }
    /// Repaints if the present has moved by something one can see.
    void followPresent();
    /// Anything else is another.
    void redraw();

  private:
    QRectF bar() const;

    const ChartState& m_state;
    /// The present that is drawn: a repaint of a part of the item, which others may ask for, must not move it
    /// there alone.
    double m_shown = -1;
};

} // namespace infoplane
