#include "charts/message_item.h"

#include <QFontMetricsF>
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

void MessageItem::setObstacle(const QString& head, const QString& line) {
    m_obstacleHead = head;
    m_obstacleLine = line;
    update();
}

bool MessageItem::isSaying() const {
    return !m_obstacleLine.isEmpty() || m_state.view.measured() == 0;
}

QRectF MessageItem::words() const {
    QRectF area;
    for (const Line& line : lines()) {
        const QPointF half(line.label.width() / 2, line.height / 2);
        area |= QRectF(line.middle - half, line.middle + half);
    }
    return area;
}

void MessageItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const ChartLook& look = m_state.look;
    painter->setRenderHint(QPainter::Antialiasing);
    for (const Line& line : lines())
        line.label.paintCentred(*painter, line.middle, line.color, look.metrics.nameHalo, look.theme.chart);
}

/// In the middle of the plot, one under the other; none that is wider than the plot.
std::vector<MessageItem::Line> MessageItem::lines() const {
    if (!isSaying())
        return {};
    const ChartLook& look = m_state.look;
    const double unit = look.metrics.titleType / type::body;
    const bool obstacle = !m_obstacleLine.isEmpty();
    std::vector<Line> lines;
    double height = 0;
    const auto add = [&](const QString& text, double size, QFont::Weight weight, const QColor& color) {
        for (const QString& part : wrapped(text, size * unit, weight)) {
            const double tall = 1.5 * size * unit;
            Label label(look.families, size * unit, weight);
            label.plain(part);
            lines.push_back({std::move(label), QPointF(0, height + tall / 2), tall, color});
            height += tall;
        }
    };
    add(obstacle ? m_obstacleHead : m_head, type::emptyState, QFont::DemiBold, look.theme.text);
    add(obstacle ? m_obstacleLine : m_line, type::body, QFont::Normal, look.theme.text2);
    for (Line& line : lines)
        line.middle += m_state.frame.area.center() - QPointF(0, height / 2);
    std::erase_if(lines, [&](const Line& line) { return line.label.width() >= m_state.frame.area.width(); });
    return lines;
}

/// Into lines that fit the plot.
QStringList MessageItem::wrapped(const QString& text, double pixels, QFont::Weight weight) const {
    const QFontMetricsF metrics(chartFont(m_state.look.families, pixels, weight));
    const double room = 0.86 * m_state.frame.area.width();
    QStringList lines;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString longer = lines.isEmpty() ? word : lines.back() + QLatin1Char(' ') + word;
        if (lines.isEmpty() || metrics.horizontalAdvance(longer) > room)
            lines << word;
        else
            lines.back() = longer;
    }
    return lines;
}

} // namespace infoplane
