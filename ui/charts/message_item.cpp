#include "charts/message_item.h"

#include "charts/label.h"

#include <QPainter>

namespace infoplane {

MessageItem::MessageItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(25);
}

void MessageItem::setText(const QString& head, const QString& line) {
    m_head = head;
    m_line = line;
    update();
}

void MessageItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (m_state.view.measured() > 0)
        return;
    const ChartLook& look = m_state.look;
    const double unit = look.metrics.titleType / type::body;
    const QPointF middle = m_state.frame.area.center();
    painter->setRenderHint(QPainter::Antialiasing);
    const auto line = [&](const QString& text, double size, QFont::Weight weight, double down,
                          const QColor& color) {
        Label label(look.families, size * unit, weight);
        label.plain(text);
        if (label.width() < m_state.frame.area.width())
            label.paintCentred(*painter, middle + QPointF(0, down * unit), color, look.metrics.nameHalo,
                               look.theme.chart);
    };
    if (!m_head.isEmpty())
        line(m_head, type::emptyState, QFont::DemiBold, -17, look.theme.text);
    line(m_line, type::body, QFont::Normal, m_head.isEmpty() ? 0 : 10, look.theme.text2);
}

} // namespace infoplane
