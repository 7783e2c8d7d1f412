#include "charts/activity_item.h"

#include "charts/label.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace infoplane {

namespace {

constexpr double mostInk = 0.88;
constexpr double gapToHistogram = 10, rightOfHistogram = 8;
constexpr double leastBetweenEdges = 2.5; ///< else they would be a grey area

float highestOf(const std::vector<std::vector<float>>& rows) {
    float highest = 0;
    for (const std::vector<float>& row : rows)
        for (const float share : row)
            highest = std::max(highest, share);
    return highest;
}

} // namespace

ActivityItem::ActivityItem(const ActivityChart& chart, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_chart(chart) {
    setZValue(20);
}

QRectF ActivityItem::boundingRect() const {
    return state().frame.area.adjusted(-4, -4, state().look.metrics.gutters.right(), 4);
}

void ActivityItem::redrawAll() {
    m_image = {};
    update();
}

/// By the root of the share: where few values lie is not nowhere.
double ActivityItem::ink(float share, float most) const {
    return most > 0 ? mostInk * std::sqrt(static_cast<double>(share) / static_cast<double>(most)) : 0;
}

double ActivityItem::epochX(int row) const {
    return state().frame.x(
        state().view.scale.position(state().view.activity->epochs[static_cast<std::size_t>(row)]));
}

double ActivityItem::presentX() const {
    return state().frame.x(state().presentPosition());
}

/// From half way to the epoch before to half way to the one after.
QRectF ActivityItem::cell(int row, int bin, int bins) const {
    const ActivityRecord::Layer& layer = *m_chart.record();
    const int last = static_cast<int>(state().view.activity->epochs.size()) - 1;
    const double here = epochX(row);
    const double left = row > 0 ? (epochX(row - 1) + here) / 2 : here;
    const double right = row < last ? (epochX(row + 1) + here) / 2 : here;
    const double step = (layer.highest - layer.lowest) / bins;
    const double top = state().frame.y(layer.lowest + (bin + 1) * step);
    const double bottom = state().frame.y(layer.lowest + bin * step);
    return {QPointF(left, top), QPointF(right, bottom)};
}

void ActivityItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const ActivityRecord::Layer* layer = m_chart.record();
    const int last = m_chart.shownRow();
    if (!layer || last < 0 || !state().frame.area.isValid())
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    if (state().vectors)
        paintVectors(*painter, *layer, last);
    else {
        if (m_image.isNull())
            makeImage(*layer);
        painter->save();
        QRectF shown = state().frame.area;
        shown.setRight(std::min(shown.right(), presentX()));
        painter->setClipRect(shown, Qt::IntersectClip);
        painter->drawImage(state().frame.area.topLeft(), m_image);
        painter->restore();
    }
    paintSaturation(*painter, *layer, last);
    paintPresent(*painter, *layer, last);
}

void ActivityItem::makeImage(const ActivityRecord::Layer& layer) {
    const QRectF area = state().frame.area;
    const double ratio = 2; // sharp on any screen
    m_image = QImage((area.size() * ratio).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    m_image.setDevicePixelRatio(ratio);
    m_image.fill(Qt::transparent);
    QPainter painter(&m_image);
    painter.setPen(Qt::NoPen);
    painter.translate(-area.topLeft());
    const float most = highestOf(layer.shares);
    QColor color = state().look.theme.text2;
    for (int row = 0; row < static_cast<int>(layer.shares.size()); ++row) {
        const std::vector<float>& shares = layer.shares[static_cast<std::size_t>(row)];
        for (int bin = 0; bin < static_cast<int>(shares.size()); ++bin) {
            const double opacity = ink(shares[static_cast<std::size_t>(bin)], most);
            if (opacity < 0.01)
                continue;
            color.setAlphaF(static_cast<float>(opacity));
            painter.fillRect(cell(row, bin, static_cast<int>(shares.size())), color);
        }
    }
}

void ActivityItem::paintVectors(QPainter& painter, const ActivityRecord::Layer& layer, int last) const {
    const float most = highestOf(layer.shares);
    const QRectF area = state().frame.area;
    painter.setRenderHint(QPainter::Antialiasing, false); // neighbours meet without a seam
    painter.setPen(Qt::NoPen);
    for (int row = 0; row <= last; ++row) {
        const std::vector<float>& shares = layer.shares[static_cast<std::size_t>(row)];
        for (int bin = 0; bin < static_cast<int>(shares.size()); ++bin) {
            const double opacity = ink(shares[static_cast<std::size_t>(bin)], most);
            QRectF box = cell(row, bin, static_cast<int>(shares.size())).intersected(area);
            box.setRight(std::min(box.right(), presentX()));
            if (opacity < 0.02 || box.width() <= 0)
                continue;
            // Opaque: an SVG with ten thousand see-through boxes is slow to show.
            const QColor& from = state().look.theme.chart;
            const QColor& to = state().look.theme.text2;
            const auto mix = [&](int a, int b) {
                return static_cast<int>(std::lround(a + opacity * (b - a)));
            };
            painter.setBrush(QColor(mix(from.red(), to.red()), mix(from.green(), to.green()),
                                    mix(from.blue(), to.blue())));
            painter.drawRect(box);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
}

void ActivityItem::paintSaturation(QPainter& painter, const ActivityRecord::Layer& layer, int last) const {
    const QRectF area = state().frame.area;
    QPolygonF curve;
    for (int row = 0; row <= last; ++row) {
        const double share = layer.saturated[static_cast<std::size_t>(row)];
        if (!std::isfinite(share))
            return;
        const QPointF at(epochX(row), area.bottom() - share * area.height());
        if (at.x() >= area.left() - 0.5 && at.x() <= area.right() + 0.5)
            curve << at;
    }
    const ChartMetrics& m = state().look.metrics;
    painter.setPen(
        QPen(state().look.theme.chart, 2.2 * m.testLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(curve);
    painter.setPen(QPen(state().look.theme.test, m.testLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(curve);
}

/// The time cursor, and right of the plot the histogram of the present.
void ActivityItem::paintPresent(QPainter& painter, const ActivityRecord::Layer& layer, int row) const {
    const ChartMetrics& m = state().look.metrics;
    const Theme& theme = state().look.theme;
    const PlotFrame& f = state().frame;
    const double x = presentX();
    if (m.cursor && x >= f.area.left() - 0.5 && x <= f.area.right() + 0.5) {
        painter.setPen(QPen(theme.cursor, m.axisLine));
        painter.drawLine(QPointF(x, f.area.top()), QPointF(x, f.area.bottom()));
    }
    const QRectF room(f.area.right() + gapToHistogram, f.area.top(),
                      m.gutters.right() - gapToHistogram - rightOfHistogram, f.area.height());
    if (room.width() < 12)
        return;
    painter.setPen(QPen(theme.axis, m.axisLine));
    painter.drawLine(room.topLeft(), room.bottomLeft());
    const std::vector<float>& shares = layer.shares[static_cast<std::size_t>(row)];
    const float most = std::max(*std::max_element(shares.begin(), shares.end()), 1e-9f);
    const double step = (layer.highest - layer.lowest) / static_cast<double>(shares.size());
    painter.setPen(Qt::NoPen);
    painter.setBrush(state().look.colors.at(state().presentPosition()));
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        const double from = f.y(layer.lowest + static_cast<double>(bin) * step);
        const double to = f.y(layer.lowest + static_cast<double>(bin + 1) * step);
        const QRectF bar(room.left(), to, room.width() * static_cast<double>(shares[bin] / most), from - to);
        painter.drawRect(bar.intersected(room));
    }
    painter.setBrush(Qt::NoBrush);
    paintEdges(painter, layer, room);
    const double share = layer.saturated[static_cast<std::size_t>(row)];
    if (!std::isfinite(share))
        return;
    const QPointF at(std::clamp(x, f.area.left(), f.area.right()), f.area.bottom() - share * f.area.height());
    painter.setPen(QPen(theme.chart, 1.5));
    painter.setBrush(theme.test);
    painter.drawEllipse(at, m.dot, m.dot);
    painter.setBrush(Qt::NoBrush);
    Label label(state().look.families, m.tickType, QFont::DemiBold);
    label.plain(QCoreApplication::translate("ActivityChart", "saturated %1 %")
                    .arg(QLocale().toString(100 * share, 'f', share < 0.1 ? 1 : 0)));
    // On the side where there is room, never over the plot's edge.
    const bool left = at.x() + label.width() + 10 > f.area.right();
    const double y = std::clamp(at.y() - 0.7 * m.tickType, f.area.top() + m.tickType, f.area.bottom() - 3);
    label.paint(painter, {left ? at.x() - label.width() - 8 : at.x() + 8, y}, theme.test, m.nameHalo,
                theme.chart);
}

void ActivityItem::paintEdges(QPainter& painter, const ActivityRecord::Layer& layer,
                              const QRectF& room) const {
    const ChartMetrics& m = state().look.metrics;
    const Theme& theme = state().look.theme;
    const PlotFrame& f = state().frame;
    painter.setPen(QPen(theme.limit, 0.8 * m.limitLine));
    if (layer.edges.size() > 1) {
        const double apart = std::abs(f.y(layer.edges[1]) - f.y(layer.edges[0]));
        if (apart < leastBetweenEdges)
            return;
        for (const double edge : layer.edges)
            if (f.y(edge) >= room.top() - 0.5 && f.y(edge) <= room.bottom() + 0.5)
                painter.drawLine(QPointF(room.left(), f.y(edge)), QPointF(room.right(), f.y(edge)));
        return;
    }
    const double noise = state().view.activity->noise;
    if (!(noise > 0))
        return;
    // The bell of the noise, around the middle of the axis, as wide as it is.
    const double middle = (layer.lowest + layer.highest) / 2;
    QPolygonF bell;
    for (double z = -3; z <= 3.001; z += 0.1) {
        const QPointF at(room.left() + room.width() * std::exp(-z * z / 2), f.y(middle + z * noise));
        if (at.y() >= room.top() && at.y() <= room.bottom())
            bell << at;
    }
    painter.setPen(QPen(theme.text, m.presentJoin));
    painter.drawPolyline(bell);
}

} // namespace infoplane
