#pragma once

#include "charts/chart_state.h"
#include "charts/label.h"

#include <QGraphicsItem>

#include <vector>

namespace infoplane {

/// What an empty chart says in its middle: what will be seen, and how to read it.
class MessageItem : public QGraphicsItem {
  public:
    MessageItem(const ChartState& state, QGraphicsItem* parent);
    /// Either may be empty.
    void setText(const QString& head, const QString& line);
    /// Why there is nothing to see though there are epochs; said instead. Either may be empty.
    void setObstacle(const QString& head, const QString& line);
    bool isSaying() const;
    /// What its words cover; empty where it says nothing.
    QRectF words() const;
    QRectF boundingRect() const override { return m_state.frame.area; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }

  private:
    struct Line {
        Label label;
        QPointF middle;
        double height;
        QColor color;
    };
    std::vector<Line> lines() const;
    QStringList wrapped(const QString& text, double pixels, QFont::Weight weight) const;

    const ChartState& m_state;
    QString m_head, m_line;
    QString m_obstacleHead, m_obstacleLine;
};

} // namespace infoplane
