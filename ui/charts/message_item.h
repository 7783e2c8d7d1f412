#pragma once

#include "charts/chart_state.h"

#include <QGraphicsItem>

namespace infoplane {

/// What an empty chart says in its middle: what will be seen, and how to read it.
class MessageItem : public QGraphicsItem {
  public:
    MessageItem(const ChartState& state, QGraphicsItem* parent);
    /// Either may be empty.
    void setText(const QString& head, const QString& line);
    QRectF boundingRect() const override { return m_state.frame.area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }

  private:
    const ChartState& m_state;
    QString m_head, m_line;
};

} // namespace infoplane
