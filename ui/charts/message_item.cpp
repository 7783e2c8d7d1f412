#include "charts/message_item.h"

#include "charts/label.h"

#include <QFontMetricsF>
#include <QPainter>

#include <vector>

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

void MessageItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!isSaying())
        return;
    const ChartLook& look = m_state.look;
    const double unit = look.metrics.titleType / type::body;
    const bool obstacle = !m_obstacleLine.isEmpty();
    const QString& head = obstacle ? m_obstacleHead : m_head;
    const QString& text = obstacle ? m_obstacleLine : m_line;
    painter->setRenderHint(QPainter::Antialiasing);
    std::vector<std::pair<Label, double>> lines; // and the height of each
    const auto add = [&](const QString& words, double size, QFont::Weight weight) {
        for (const QString& line : wrapped(words, size * unit, weight)) {
            lines.emplace_back(Label(look.families, size * unit, weight), 1.5 * size * unit);
            lines.back().first.plain(line);
        }
    };
    add(head, type::emptyState, QFont::DemiBold);
    const std::size_t heads = lines.size();
    add(text, type::body, QFont::Normal);
    double height = 0;
    for (const auto& [label, tall] : lines)
        height += tall;
    QPointF middle = m_state.frame.area.center() - QPointF(0, height / 2);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& [label, tall] = lines[i];
        middle.ry() += tall / 2;
        if (label.width() < m_state.frame.area.width())
            label.paintCentred(*painter, middle, i < heads ? look.theme.text : look.theme.text2,
                               look.metrics.nameHalo, look.theme.chart);
        middle.ry() += tall / 2;
    }
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
