#include "charts/baseline_item.h"

#include "charts/label.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace infoplane {

namespace {
constexpr double noticeable = 0.02; ///< of the plot's height in bits; below, it is the axis
constexpr double halfTick = 1.2;    ///< radii of a present marker
} // namespace

BaselineItem::BaselineItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(19.5);
}

std::vector<QPointF> BaselineItem::ticks() const {
    const SessionView& view = m_state.view;
    const PlotFrame& frame = m_state.frame;
    const ChartState::Place place = m_state.presentPlace();
    std::vector<QPointF> ticks;
    double highest = 0;
    for (int layer = 0; m_state.limits && layer < static_cast<int>(view.layers.size()); ++layer) {
        const QPointF values(m_state.presentValues(layer).x(), view.baselineAt(layer, place.before));
        if (view.layers[static_cast<std::size_t>(layer)].hidden || !isFinite(values))
            continue;
        highest = std::max(highest, values.y());
        ticks.push_back(frame.map(values.x(), values.y()));
    }
    if (highest < noticeable * (frame.top - frame.bottom))
        return {};
    std::sort(ticks.begin(), ticks.end(), [](const QPointF& a, const QPointF& b) { return a.x() < b.x(); });
    return ticks;
}

void BaselineItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const std::vector<QPointF> ticks = this->ticks();
    if (ticks.empty())
        return;
    const ChartLook& look = m_state.look;
    const PlotFrame& frame = m_state.frame;
    painter->setRenderHint(QPainter::Antialiasing);
    const auto line = [&](QPointF from, QPointF to) {
        if (frame.cut(from, to))
            painter->drawLine(from, to);
    };
    QPen pen(look.theme.limit, look.metrics.limitLine);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({2 / std::max(pen.widthF(), 0.75), 3 / std::max(pen.widthF(), 0.75)});
    painter->setPen(pen);
    for (std::size_t i = 1; i < ticks.size(); ++i)
        line(ticks[i - 1], ticks[i]);
    painter->setPen(QPen(look.theme.limit, 1.5 * look.metrics.limitLine));
    const QPointF half(halfTick * look.metrics.presentRadius, 0);
    for (const QPointF& tick : ticks)
        line(tick - half, tick + half);
    if (frame.area.width() >= look.metrics.limitNames)
        paintName(*painter, ticks);
}

/// Under the widest stretch between two ticks, else left of the first.
void BaselineItem::paintName(QPainter& painter, const std::vector<QPointF>& ticks) const {
    const ChartLook& look = m_state.look;
    Label label(look.families, look.metrics.limitType);
    label.plain(QCoreApplication::translate("Baseline", "labels shuffled"));
    const QSizeF room(label.width(), look.metrics.limitType);
    const std::optional<QRectF> box = freePlace(ticks, room);
    if (box)
        label.paintCentred(painter, box->center(), look.theme.text2, look.metrics.nameHalo, look.theme.chart);
}

/// Beside one of the dashed lines, or left of the first tick: where the fewest points of the paths are.
std::optional<QRectF> BaselineItem::freePlace(const std::vector<QPointF>& ticks, const QSizeF& room) const {
    const auto around = [&](const QPointF& middle) {
        return QRectF(middle - QPointF(room.width() / 2, room.height() / 2), room);
    };
    std::vector<QRectF> places;
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        const QPointF way = ticks[i] - ticks[i - 1];
        if (way.x() < room.width())
            continue;
        const double away = room.height() + std::abs(way.y() / way.x()) * room.width() / 2;
        for (const double side : {1.0, -1.0})
            places.push_back(around(ticks[i - 1] + 0.5 * way + QPointF(0, side * away)));
    }
    places.push_back(
        around(ticks.front() - QPointF(room.width() / 2 + 2 * m_state.look.metrics.presentRadius, 0)));
    std::erase_if(places, [&](const QRectF& place) { return !m_state.frame.area.contains(place); });

    const std::vector<QPointF> points = somePathPoints();
    const auto covered = [&](const QRectF& place) {
        constexpr double margin = 4;
        const QRectF wide = place.adjusted(-margin, -margin, margin, margin);
        return std::ranges::count_if(points, [&](const QPointF& point) { return wide.contains(point); });
    };
    const auto best = std::ranges::min_element(places, {}, covered);
    return best == places.end() ? std::nullopt : std::optional(*best);
}

/// Of all layers up to the present; of a long run only some, which is enough to see where paths are.
std::vector<QPointF> BaselineItem::somePathPoints() const {
    constexpr int most = 300; // of each layer
    const SessionView& view = m_state.view;
    const int last = view.shownUpTo();
    const int step = last / most + 1;
    std::vector<QPointF> points;
    for (int layer = 0; layer < static_cast<int>(view.layers.size()); ++layer) {
        for (int index = 0; index <= last; index += step) {
            const QPointF values = view.point(layer, index);
            if (isFinite(values))
                points.push_back(m_state.frame.map(values.x(), values.y()));
        }
    }
    return points;
}

} // namespace infoplane
