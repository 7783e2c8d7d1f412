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
    std::size_t widest = 0;
    for (std::size_t i = 1; i < ticks.size(); ++i)
        if (widest == 0 || ticks[i].x() - ticks[i - 1].x() > ticks[widest].x() - ticks[widest - 1].x())
            widest = i;
    const double away = look.metrics.limitType;
    QPointF middle = ticks.front() - QPointF(label.width() / 2 + 2 * look.metrics.presentRadius, 0);
    if (widest > 0 && ticks[widest].x() - ticks[widest - 1].x() > label.width()) {
        const QPointF way = ticks[widest] - ticks[widest - 1];
        const double slope = std::abs(way.y() / way.x());
        middle = ticks[widest - 1] + 0.5 * way + QPointF(0, away + slope * label.width() / 2);
    }
    const QRectF box(middle - QPointF(label.width() / 2, away / 2), QSizeF(label.width(), away));
    if (m_state.frame.area.contains(box))
        label.paintCentred(painter, middle, look.theme.text2, look.metrics.nameHalo, look.theme.chart);
}

} // namespace infoplane
