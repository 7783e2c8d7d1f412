#include "charts/present_item.h"

#include "charts/layer_marker.h"
#include "charts/message_item.h"
#include "charts/plane_limits_item.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <numbers>
#include <numeric>

namespace infoplane {

namespace {

constexpr double topShare = 0.22; ///< of the plot, where names stand side by side

/// Middles of intervals of the given widths, in order, at least `gap` apart, as near as possible (least
/// squares) to where they want to be: neighbours that would overlap form a block around their mean (pool
/// adjacent violators). None reaches beyond left or right.
std::vector<double> spread(const std::vector<double>& wanted, const std::vector<double>& widths, double gap,
                           double left, double right) {
    struct Block {
        double sum;
        int count;
        double mean() const { return sum / count; }
    };
    std::vector<double> offset(wanted.size(), 0);
    for (std::size_t i = 1; i < wanted.size(); ++i)
        offset[i] = offset[i - 1] + (widths[i - 1] + widths[i]) / 2 + gap;
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        blocks.push_back({wanted[i] - offset[i], 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            blocks[blocks.size() - 2].sum += blocks.back().sum;
            blocks[blocks.size() - 2].count += blocks.back().count;
            blocks.pop_back();
        }
    }
    std::vector<double> middles;
    for (const Block& block : blocks)
        for (int i = 0; i < block.count; ++i)
            middles.push_back(block.mean() + offset[middles.size()]);
    for (std::size_t i = middles.size(); i-- > 0; right = middles[i] - widths[i] / 2 - gap)
        middles[i] = std::min(middles[i], right - widths[i] / 2);
    for (std::size_t i = 0; i < middles.size(); left = middles[i] + widths[i] / 2 + gap, ++i)
        middles[i] = std::max(middles[i], left + widths[i] / 2);
    return middles;
}

} // namespace

/// Where all around a marker is taken: the nearest free place farther out, to which a line will lead. Above
/// the marker where there is none at all.
QPointF NamePlacement::farPlace(const Marker& marker,
                                const std::function<bool(const QPointF&)>& isFree) const {
    constexpr int directions = 16, rings = 8;
    const double near = 1.45 * markerRadius + marker.name.height();
    for (int ring = 1; ring <= rings; ++ring)
        for (int step = 0; step < directions; ++step) {
            // From straight up, to both sides in turn.
            const double turn = (step % 2 ? -1 : 1) * ((step + 1) / 2) * 2 * std::numbers::pi / directions;
            const double away = near + ring * 1.1 * marker.name.height();
            const QPointF offset((away + marker.name.width() / 2) * std::sin(turn), -away * std::cos(turn));
            if (isFree(offset))
                return offset;
        }
    return {0, -1.75 * markerRadius - marker.name.height() / 2};
}

QLineF NamePlacement::leader(const Marker& marker, const QPointF& middle) const {
    const QRectF box = around(middle, marker.name);
    const QPointF end(std::clamp(marker.at.x(), box.left() + 2, box.right() - 2),
                      std::clamp(marker.at.y(), box.top() + 1, box.bottom() - 1));
    const QLineF line(marker.at, end);
    const double edge = 1.3 * markerRadius;
    if (line.length() < edge + 0.75 * markerRadius)
        return {};
    return {line.pointAt(edge / line.length()), end};
}

QRectF NamePlacement::around(const QPointF& middle, const QSizeF& name) const {
    return QRectF(middle - QPointF(name.width() / 2, name.height() / 2), name).adjusted(-2, -2, 2, 2);
}

std::vector<QPointF> NamePlacement::place(const std::vector<Marker>& markers, const QRectF& plot) const {
    std::vector<QPointF> middles(markers.size());
    const double reach = 1.45 * markerRadius;
    const auto above = [&](const Marker& marker) {
        return QPointF(0, -reach - 0.3 * markerRadius - marker.name.height() / 2);
    };
    const double topEnd = plot.top() + topShare * plot.height();

    std::vector<std::size_t> side;
    for (std::size_t i = 0; i < markers.size(); ++i)
        if (markers[i].at.y() <= topEnd)
            side.push_back(i);
    std::stable_sort(side.begin(), side.end(), [&](std::size_t a, std::size_t b) {
        // Of layers at one place the deeper one is left: it is the one that may move there.
        return markers[a].at.x() != markers[b].at.x() ? markers[a].at.x() < markers[b].at.x() : a > b;
    });
    std::vector<double> wanted, widths;
    for (const std::size_t i : side) {
        wanted.push_back(markers[i].at.x());
        widths.push_back(markers[i].name.width());
    }
    const double halo = 0.45 * markerRadius; // of a name, which must not be cut at the edge
    const std::vector<double> spreadMiddles =
        spread(wanted, widths, gap, plot.left() + halo, plot.right() - halo);
    std::vector<QRectF> taken;
    for (std::size_t k = 0; k < side.size(); ++k) {
        const Marker& marker = markers[side[k]];
        middles[side[k]] = {spreadMiddles[k], (marker.at + above(marker)).y()};
        taken.push_back(around(middles[side[k]], marker.name));
    }

    for (std::size_t i = 0; i < markers.size(); ++i) {
        const Marker& marker = markers[i];
        if (marker.at.y() <= topEnd)
            continue;
        const double half = marker.name.width() / 2, tall = marker.name.height() / 2;
        const double away = reach + 0.45 * markerRadius;
        const QPointF places[] = {above(marker),
                                  {0.8 * reach + half, 0.9 * reach + tall},
                                  {-away - half, 0},
                                  {0, away + tall},
                                  {away + half, 0}};
        const auto isFree = [&](const QPointF& offset) {
            const QRectF box = around(marker.at + offset, marker.name);
            if (std::any_of(taken.begin(), taken.end(), [&](const QRectF& r) { return r.intersects(box); }))
                return false;
            for (std::size_t other = 0; other < markers.size(); ++other)
                if (other != i && box.adjusted(-reach, -reach, reach, reach).contains(markers[other].at))
                    return false;
            return box.left() > plot.left() - 2 && box.bottom() < plot.bottom() + 2;
        };
        const auto* place = std::find_if(std::begin(places), std::end(places), isFree);
        middles[i] = marker.at + (place == std::end(places) ? farPlace(marker, isFree) : *place);
        taken.push_back(around(middles[i], marker.name));
    }
    return middles;
}

PresentItem::PresentItem(const ChartState& state, const MessageItem& message, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state)
    , m_message(message) {
    setZValue(21);
}

QRectF PresentItem::boundingRect() const {
    const ChartMetrics& m = m_state.look.metrics;
    const double around = 1.45 * m.presentRadius + m.presentHalo;
    return m_state.frame.area.adjusted(-around, -around, std::max(around, m.barGap - 7), around);
}

const Label& PresentItem::name(int layer) {
    const QString& text = m_state.view.layers[static_cast<std::size_t>(layer)].name;
    const auto found = m_names.find(text);
    if (found != m_names.end())
        return found->second;
    const ChartLook& look = m_state.look;
    return m_names.emplace(text, Label::layerName(text, look.families, look.metrics.nameType)).first->second;
}

void PresentItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!m_state.frame.area.isValid())
        return;
    const SessionView& view = m_state.view;
    const ChartLook& look = m_state.look;
    const int layers = static_cast<int>(view.layers.size());
    painter->setRenderHint(QPainter::Antialiasing);
    std::vector<int> shown;
    std::vector<NamePlacement::Marker> markers;
    if (m_state.presentPlace().before >= 0) {
        paintStarts(*painter);
        for (int l = 0; l < layers; ++l) {
            const QPointF values = m_state.presentValues(l);
            if (view.layers[static_cast<std::size_t>(l)].hidden || !isFinite(values))
                continue;
            shown.push_back(l);
            markers.push_back(
                {m_state.frame.map(values.x(), values.y()), {name(l).width(), name(l).capHeight()}});
        }
        for (std::size_t i = 0; i < shown.size(); ++i)
            paintGlide(*painter, shown[i], markers[i].at);
        if (m_state.joins) {
            painter->setPen(QPen(look.theme.text, look.metrics.presentJoin));
            for (std::size_t i = 1; i < shown.size(); ++i) {
                QPointF from = markers[i - 1].at, to = markers[i].at;
                if (m_state.frame.cut(from, to))
                    painter->drawLine(from, to);
            }
        }
        for (std::size_t i = 0; i < shown.size(); ++i)
            paintLower(*painter, shown[i], markers[i].at);
        // Deepest first, so that of layers at one place the first one is on top, as its name is.
        for (std::size_t i = shown.size(); i-- > 0;)
            if (m_state.frame.holds(markers[i].at))
                paintMarker(*painter, shown[i], markers[i].at);
    }

    const NamePlacement placement{look.metrics.presentRadius, look.metrics.nameGap};
    std::erase_if(shown,
                  [&, i = std::size_t(0)](int) mutable { return !m_state.frame.holds(markers[i++].at); });
    std::erase_if(markers, [&](const NamePlacement::Marker& m) { return !m_state.frame.holds(m.at); });
    const std::vector<QPointF> middles = placement.place(markers, m_state.frame.area);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const QLineF leader = placement.leader(markers[i], middles[i]);
        if (leader.isNull())
            continue;
        painter->setPen(QPen(look.theme.chart, 3 * look.metrics.axisLine, Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(leader);
        painter->setPen(QPen(look.theme.text2, look.metrics.axisLine, Qt::SolidLine, Qt::FlatCap));
        painter->drawLine(leader);
    }
    std::vector<QRectF> taken = {m_message.words()};
    const double r = 1.5 * look.metrics.presentRadius;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        name(shown[i]).paintCentred(*painter, middles[i], look.theme.text, look.metrics.nameHalo,
                                    groundAt(middles[i]));
        taken.push_back(placement.around(middles[i], markers[i].name));
        taken.push_back(QRectF(markers[i].at - QPointF(r, r), QSizeF(2 * r, 2 * r)));
    }
    if (m_state.limits && m_state.hasLabelLimit() && m_state.frame.area.width() >= look.metrics.limitNames)
        paintLabelLimitName(*painter, taken);
}

/// What a name lies on: its halo is to hide lines, and not to be seen itself.
QColor PresentItem::groundAt(const QPointF& place) const {
    const PlotFrame& f = m_state.frame;
    const double x = f.valueX(place.x()), y = f.valueY(place.y());
    const bool inWall =
        x > m_state.inputEnd() || y > x || (m_state.hasLabelLimit() && y > m_state.view.labelBits);
    return m_state.limits && inWall ? m_state.look.theme.wall : m_state.look.theme.chart;
}

void PresentItem::paintStarts(QPainter& painter) const {
    const SessionView& view = m_state.view;
    const ChartMetrics& m = m_state.look.metrics;
    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        if (view.layers[l].hidden)
            continue;
        const int last = view.shownUpTo();
        int index = 0;
        while (index <= last && !isFinite(view.point(static_cast<int>(l), index)))
            ++index;
        if (index > last)
            continue;
        const QPointF values = view.point(static_cast<int>(l), index);
        const QPointF at = m_state.frame.map(values.x(), values.y());
        if (!m_state.frame.holds(at))
            continue;
        const QPainterPath shape =
            layerMarker(static_cast<int>(l), view.layers[l].output).path(m.startRadius).translated(at);
        painter.setPen(QPen(m_state.colorAt(index), m.startLine));
        painter.setBrush(m_state.look.theme.chart);
        painter.drawPath(shape);
    }
    painter.setBrush(Qt::NoBrush);
}

/// The piece of the path between the last measured epoch that is drawn and the gliding marker.
void PresentItem::paintGlide(QPainter& painter, int layer, const QPointF& to) const {
    const ChartState::Place place = m_state.presentPlace();
    if (place.share <= 0)
        return;
    const QPointF values = m_state.view.point(layer, place.before);
    if (!isFinite(values))
        return;
    QPointF from = m_state.frame.map(values.x(), values.y()), end = to;
    if (!m_state.frame.cut(from, end))
        return;
    QColor color = m_state.look.colors.at(m_state.presentPosition());
    color.setAlphaF(static_cast<float>(m_state.opacity(trailOpacity)));
    painter.setPen(QPen(color, m_state.look.metrics.trailLine));
    painter.drawLine(from, end);
}

void PresentItem::paintLower(QPainter& painter, int layer, const QPointF& upper) const {
    const ChartState::Place place = m_state.presentPlace();
    const QPointF values = m_state.view.lowerPoint(layer, place.after);
    if (!isFinite(values))
        return;
    const ChartMetrics& m = m_state.look.metrics;
    const QPointF lower = m_state.frame.map(values.x(), values.y());
    QPointF from = upper, to = lower;
    if (!m_state.frame.cut(from, to))
        return;
    painter.setPen(QPen(m_state.look.theme.text, m.bandStem));
    painter.drawLine(from, to);
    if (!m_state.frame.holds(lower))
        return;
    painter.setBrush(m_state.look.theme.chart);
    painter.drawEllipse(lower, 0.3 * m.presentRadius, 0.3 * m.presentRadius);
    painter.setBrush(Qt::NoBrush);
}

void PresentItem::paintMarker(QPainter& painter, int layer, const QPointF& at) const {
    const ChartMetrics& m = m_state.look.metrics;
    const Theme& theme = m_state.look.theme;
    const LayerMarker marker =
        layerMarker(layer, m_state.view.layers[static_cast<std::size_t>(layer)].output);
    const QColor color = m_state.look.colors.at(m_state.presentPosition());
    const QPainterPath shape = marker.path(m.presentRadius).translated(at);
    painter.setBrush(theme.chart);
    painter.setPen(QPen(theme.chart, m.presentHalo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(shape);
    if (marker.hollow) {
        painter.setPen(QPen(theme.text, 3 * m.presentLine, Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin));
        painter.drawPath(shape);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.6 * m.presentLine, Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin));
    } else {
        painter.setPen(QPen(theme.text, m.presentLine, Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin));
        painter.setBrush(color);
    }
    painter.drawPath(shape);
    painter.setBrush(Qt::NoBrush);
}

/// "H(Y) = 0.999 bit" over its line, at the free place nearest the middle; nowhere if none is free.
void PresentItem::paintLabelLimitName(QPainter& painter, const std::vector<QRectF>& taken) const {
    const ChartLook& look = m_state.look;
    const PlotFrame& f = m_state.frame;
    const double bits = m_state.view.labelBits;
    Label label(look.families, look.metrics.limitType);
    label.italic(QStringLiteral("H")).plain(QStringLiteral("(")).italic(QStringLiteral("Y"));
    label.plain(QStringLiteral(") = %1 bit").arg(bitsText(bits, 3)));
    const double line = f.y(bits);
    const double middleY = line - 0.5 * label.capHeight() - 0.5 * look.metrics.limitType;
    if (line < f.area.top() + look.metrics.limitType || line > f.area.bottom())
        return;
    const QSizeF box(label.width() + 12, label.capHeight() + 4);
    const double from = std::max(f.area.left(), f.x(std::min(bits, m_state.inputEnd()))) + box.width() / 2;
    const double to = std::min(f.area.right(), f.x(m_state.inputEnd())) - box.width() / 2;
    for (const double place : {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.0, 1.0}) {
        if (to < from)
            return;
        const QPointF middle(from + place * (to - from), middleY);
        const QRectF rectangle(middle - QPointF(box.width() / 2, box.height() / 2), box);
        if (std::any_of(taken.begin(), taken.end(), [&](const QRectF& r) { return r.intersects(rectangle); }))
            continue;
        label.paintCentred(painter, middle, look.theme.text2);
        return;
    }
}

} // namespace infoplane
