#include "charts/hover_item.h"

#include "charts/label.h"
#include "charts/layer_marker.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace infoplane {

PlanePoint nearestPoint(const ChartState& state, const QPointF& place, double reach) {
    PlanePoint nearest;
    double least = reach * reach;
    const int last = state.view.shownUpTo();
    for (std::size_t l = 0; l < state.view.layers.size(); ++l) {
        if (state.view.layers[l].hidden)
            continue;
        for (int index = 0; index <= last; ++index) {
            const QPointF values = state.view.point(static_cast<int>(l), index);
            const QPointF at = state.frame.map(values.x(), values.y());
            const QPointF way = at - place;
            const double distance = QPointF::dotProduct(way, way);
            if (!(distance <= least) || !state.frame.holds(at)) // NaN is nowhere
                continue;
            least = distance;
            nearest = {static_cast<int>(l), index};
        }
    }
    return nearest;
}

HoverItem::HoverItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(30);
    hide();
}

QPointF HoverItem::place() const {
    const QPointF values = m_state.view.point(m_point.layer, m_point.index);
    return m_state.frame.map(values.x(), values.y());
}

std::vector<HoverItem::Row> HoverItem::rows(Detail detail) const {
    using Quantity = Row::Quantity;
    const SessionView& view = m_state.view;
    const bool ranges = detail != Detail::Values;
    const QPointF upper = view.point(m_point.layer, m_point.index);
    const QPointF lower = view.lowerPoint(m_point.layer, m_point.index);
    const auto text = [](double bits) {
        return QLocale().toString(bits, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
    };
    const auto value = [&](double from, double to) {
        const bool isRange = ranges && std::isfinite(from) && text(from) != text(to);
        return QCoreApplication::translate("PlaneTip", "%1 bit")
            .arg(isRange ? QStringLiteral("%1\u2013%2").arg(text(from), text(to)) : text(to));
    };
    const QRectF spread = view.spread(m_point.layer, m_point.index);
    if (view.isMean() && std::isfinite(spread.width())) {
        const auto mean = [ranges](double middle, double from, double to) {
            const QLocale locale;
            if (!ranges)
                return QCoreApplication::translate("PlaneTip", "%1 bit").arg(locale.toString(middle, 'f', 2));
            return QCoreApplication::translate("PlaneTip", "%1, %2\u2013%3 bit")
                .arg(locale.toString(middle, 'f', 2), locale.toString(from, 'f', 2),
                     locale.toString(to, 'f', 2));
        };
        return {{Quantity::Input, mean(upper.x(), spread.left(), spread.right())},
                {Quantity::Label, mean(upper.y(), spread.top(), spread.bottom())}};
    }
    const SessionView::Layer& layer = view.layers[static_cast<std::size_t>(m_point.layer)];
    const auto index = static_cast<std::size_t>(m_point.index);
    std::vector<Row> rows = {{Quantity::Input, value(lower.x(), upper.x())}};
    rows.push_back({Quantity::Label, value(std::min(lower.y(), upper.y()), std::max(lower.y(), upper.y()))});
    if (!std::isfinite(lower.y()))
        rows.back().value = value(lower.y(), upper.y());
    if (detail != Detail::All)
        return rows;
    if (index < layer.validLowerY.size() && std::isfinite(layer.validLowerY[index]))
        rows.push_back({Quantity::Holds, value(layer.validLowerY[index], layer.validUpperY[index])});
    if (const double baseline = view.baselineAt(m_point.layer, m_point.index); std::isfinite(baseline))
        rows.push_back({Quantity::Shuffled, value(std::nan(""), baseline)});
    return rows;
}

Label HoverItem::nameOf(const Row& row) const {
    const ChartLook& look = m_state.look;
    Label name(look.families, type::small * look.metrics.hoverRadius / 8);
    const bool aboutInput = row.quantity == Row::Quantity::Input;
    name.italic(QStringLiteral("I")).plain(QStringLiteral("("));
    name.italic(aboutInput ? QStringLiteral("X") : QStringLiteral("T")).plain(QStringLiteral("; "));
    name.italic(aboutInput ? QStringLiteral("T") : QStringLiteral("Y")).plain(QStringLiteral(")"));
    if (row.quantity == Row::Quantity::Holds)
        name.plain(QCoreApplication::translate("PlaneTip", " within"));
    else if (row.quantity == Row::Quantity::Shuffled)
        name.plain(QCoreApplication::translate("PlaneTip", " labels shuffled"));
    return name;
}

Label HoverItem::valueOf(const Row& row) const {
    const ChartLook& look = m_state.look;
    Label value(look.families, type::small * look.metrics.hoverRadius / 8);
    value.plain(row.value);
    return value;
}

QSizeF HoverItem::sizeOf(const std::vector<Row>& rows, double room) const {
    const double unit = m_state.look.metrics.hoverRadius / 8;
    double name = 0, value = 0;
    for (const Row& row : rows) {
        name = std::max(name, nameOf(row).width());
        value = std::max(value, valueOf(row).width());
    }
    constexpr double left = 27, between = 14, right = 14, least = 158;
    return {std::max(std::min(least * unit, room), name + value + (left + between + right) * unit),
            (34 + 18 * static_cast<double>(rows.size())) * unit};
}

/// Right below the point, or on its other side where the plot ends; then into the room.
QPointF HoverItem::cornerFor(const QSizeF& size, const QRectF& room) const {
    const double unit = m_state.look.metrics.hoverRadius / 8;
    const QRectF plot = m_state.frame.area;
    const QPointF at = place();
    QPointF corner = at + QPointF(14 * unit, 14 * unit);
    if (corner.x() + size.width() > plot.right())
        corner.setX(at.x() - 14 * unit - size.width());
    if (corner.y() + size.height() > plot.bottom())
        corner.setY(at.y() - 14 * unit - size.height());
    return {std::max(std::min(corner.x(), room.right() - size.width()), room.left()),
            std::max(std::min(corner.y(), room.bottom() - size.height()), room.top())};
}

HoverItem::Tip HoverItem::tip() const {
    if (!isThere())
        return {};
    const QRectF room = parentItem()->boundingRect().adjusted(1, 1, -1, -1); // the tip has an edge
    Tip tip;
    for (const Detail detail : {Detail::All, Detail::Ranges, Detail::Values}) {
        tip.rows = rows(detail);
        const QSizeF size = sizeOf(tip.rows, room.width());
        tip.area = {cornerFor(size, room), size};
        if (size.width() <= room.width() && size.height() <= room.height())
            break;
    }
    return tip;
}

/// The view may have fewer layers or epochs than when the point was found.
bool HoverItem::isThere() const {
    return m_point.isValid() && m_point.index < m_state.view.measured() &&
           m_point.layer < static_cast<int>(m_state.view.layers.size());
}

QRectF HoverItem::boundingRect() const {
    if (!isThere())
        return {};
    const double r = m_state.look.metrics.hoverRadius + 3;
    const QRectF ring(place() - QPointF(r, r), QSizeF(2 * r, 2 * r));
    return m_withTip ? ring.united(tipArea().adjusted(-1, -1, 1, 1)) : ring;
}

void HoverItem::setPoint(const PlanePoint& point, bool withTip) {
    if (point == m_point && withTip == m_withTip)
        return;
    prepareGeometryChange();
    m_point = point;
    m_withTip = withTip;
    setVisible(point.isValid());
    update();
}

void HoverItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const SessionView& view = m_state.view;
    if (!isThere())
        return;
    const ChartLook& look = m_state.look;
    const double unit = look.metrics.hoverRadius / 8;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(look.theme.text, look.metrics.hoverLine));
    painter->drawEllipse(place(), look.metrics.hoverRadius, look.metrics.hoverRadius);
    if (!m_withTip)
        return;

    const Tip tip = this->tip();
    const QRectF& box = tip.area;
    painter->setPen(look.theme.dark ? QPen(look.theme.fieldBorder, 1) : QPen(Qt::NoPen));
    painter->setBrush(look.theme.tip);
    painter->drawRoundedRect(box, 8 * unit, 8 * unit);

    const SessionView::Layer& layer = view.layers[static_cast<std::size_t>(m_point.layer)];
    const QLocale locale;
    const double left = box.left() + 14 * unit, text = box.left() + 27 * unit,
                 right = box.right() - 14 * unit;
    double line = box.top() + 21 * unit;
    // The tip is dark under either theme, so the shape has the colour made for dark ground.
    const ColorScale colors(look.colors.map(), true);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colors.at(m_state.epochPosition(m_point.index)));
    painter->drawPath(layerMarker(m_point.layer, layer.output)
                          .path(4.5 * unit)
                          .translated(left + 2 * unit, line - 4.5 * unit));

    Label head = Label::layerName(layer.name, look.families, type::body * unit);
    head.plain(QCoreApplication::translate("PlaneTip", ", epoch %1")
                   .arg(locale.toString(view.epochs[static_cast<std::size_t>(m_point.index)])));
    head.paint(*painter, {text, line}, look.theme.tipText);
    for (const Row& row : tip.rows) {
        line += 18 * unit;
        nameOf(row).paint(*painter, {text, line}, look.theme.tipText);
        const Label value = valueOf(row);
        value.paint(*painter, {right - value.width(), line}, look.theme.tipText);
    }
    painter->setBrush(Qt::NoBrush);
}

} // namespace infoplane
