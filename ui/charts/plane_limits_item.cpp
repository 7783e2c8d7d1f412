#include "charts/plane_limits_item.h"

#include "charts/label.h"
#include "charts/message_item.h"

#include <QLocale>
#include <QPainter>

namespace infoplane {

QString bitsText(double bits, int decimals) {
    const bool whole = std::abs(bits - std::round(bits)) < 0.5 * std::pow(10.0, -decimals);
    return QLocale().toString(bits, 'f', whole ? 0 : decimals);
}

PlaneWallsItem::PlaneWallsItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(0.5);
}

void PlaneWallsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!m_state.limits)
        return;
    const PlotFrame& f = m_state.frame;
    const double inputBits = m_state.inputEnd();
    const double highest = m_state.hasLabelLimit() ? m_state.view.labelBits : f.top;
    const auto polygon = [&](std::initializer_list<QPointF> values) {
        QPolygonF points;
        for (const QPointF& v : values)
            points << f.map(v.x(), v.y());
        return points;
    };
    QPainterPath impossible;
    impossible.addRect(f.area);
    QPainterPath possible;
    const double corner = std::min(highest, inputBits);
    possible.addPolygon(polygon({{0, 0}, {corner, corner}, {inputBits, corner}, {inputBits, 0}, {0, 0}}));
    painter->fillPath(impossible.subtracted(possible), m_state.look.theme.wall);
}

PlaneLimitsItem::PlaneLimitsItem(const ChartState& state, const MessageItem& message, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state)
    , m_message(message) {
    setZValue(19);
}

void PlaneLimitsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!m_state.limits)
        return;
    const PlotFrame& f = m_state.frame;
    const SessionView& v = m_state.view;
    painter->setRenderHint(QPainter::Antialiasing);
    QPen pen(m_state.look.theme.limit, m_state.look.metrics.limitLine);
    pen.setDashPattern({4 / std::max(pen.widthF(), 0.75), 3 / std::max(pen.widthF(), 0.75)});
    pen.setCapStyle(Qt::FlatCap);
    painter->setPen(pen);
    const auto line = [&](QPointF from, QPointF to) {
        from = f.map(from.x(), from.y()), to = f.map(to.x(), to.y());
        if (f.cut(from, to))
            painter->drawLine(from, to);
    };
    const double height = m_state.hasLabelLimit() ? v.labelBits : f.top;
    const double end = m_state.inputEnd();
    const double corner = std::min(height, end);
    line({0, 0}, {corner, corner});
    if (m_state.hasLabelLimit())
        line({corner, height}, {end, height});
    if (m_state.hasInputLimit())
        line({end, std::min(0.0, f.bottom)}, {end, height});
    if (f.area.width() < m_state.look.metrics.limitNames)
        return;
    if (m_state.hasInputLimit())
        paintInputName(*painter);
    paintDiagonalName(*painter);
}

/// Upright in the right wall, at its foot.
void PlaneLimitsItem::paintInputName(QPainter& painter) const {
    const PlotFrame& f = m_state.frame;
    const ChartLook& look = m_state.look;
    const double wall = f.x(m_state.view.inputBits);
    if (wall < f.area.left() || f.area.right() - wall < 0.6 * look.metrics.wallRight)
        return;
    Label label(look.families, look.metrics.limitType);
    label.plain(QStringLiteral("log")).sub(QStringLiteral("2")).plain(QStringLiteral(" "));
    label.italic(QStringLiteral("N"))
        .plain(QStringLiteral(" = %1 bit").arg(bitsText(m_state.view.inputBits, 2)));
    const double middle = std::min(wall + look.metrics.wallRight / 2, (wall + f.area.right()) / 2);
    paintName(painter, label, {middle, f.area.bottom() - 0.3 * look.metrics.wallRight - label.width() / 2},
              -90);
}

/// Along the diagonal, in the wedge at its left, where the wedge is wide enough for it.
void PlaneLimitsItem::paintDiagonalName(QPainter& painter) const {
    const PlotFrame& f = m_state.frame;
    const ChartLook& look = m_state.look;
    const double top = m_state.hasLabelLimit() ? std::min(f.top, m_state.view.labelBits) : f.top;
    const double bottom = std::max(f.bottom, 0.0);
    const double value = bottom + 0.7 * (top - bottom);
    const QPointF at = f.map(value, value);
    Label label(look.families, look.metrics.limitType);
    label.italic(QStringLiteral("I")).plain(QStringLiteral("(")).italic(QStringLiteral("T"));
    label.plain(QStringLiteral("; ")).italic(QStringLiteral("Y")).plain(QStringLiteral(") = "));
    label.italic(QStringLiteral("I")).plain(QStringLiteral("(")).italic(QStringLiteral("X"));
    label.plain(QStringLiteral("; ")).italic(QStringLiteral("T")).plain(QStringLiteral(")"));
    const double away = 0.9 * look.metrics.limitType;
    const QPointF along = f.map(value + 1, value + 1) - at;
    const double angle = std::atan2(along.y(), along.x());
    const QPointF middle = at + away * QPointF(std::sin(angle), -std::cos(angle));
    const QPointF low = middle - 0.5 * label.width() * QPointF(std::cos(angle), std::sin(angle));
    const QPointF high = middle + 0.5 * label.width() * QPointF(std::cos(angle), std::sin(angle));
    const QRectF room = f.area.adjusted(0.55 * look.metrics.limitType, 0, 0, 0);
    if (!room.contains(low) || !room.contains(high))
        return;
    paintName(painter, label, middle, angle * 180 / M_PI);
}

void PlaneLimitsItem::paintName(QPainter& painter, const Label& name, const QPointF& middle,
                                double degrees) const {
    const QPointF half(name.width() / 2, 0.75 * m_state.look.metrics.limitType);
    const QTransform turned = QTransform::fromTranslate(middle.x(), middle.y()).rotate(degrees);
    const QRectF words = m_message.words();
    if (!words.isEmpty() && turned.map(QPolygonF(QRectF(-half, half))).intersects(QPolygonF(words)))
        return;
    painter.save();
    painter.setTransform(turned, true);
    name.paintCentred(painter, {0, 0}, m_state.look.theme.text2);
    painter.restore();
}

} // namespace infoplane
