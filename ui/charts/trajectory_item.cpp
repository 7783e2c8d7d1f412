#include "charts/trajectory_item.h"

#include <QPainter>

#include <algorithm>

namespace infoplane {

namespace {

constexpr double margin = 8;                 ///< marks at the edge of the plot reach beyond it
constexpr double unnoticeable = 0.35;        ///< device pixels; a point that moved less is not drawn again
constexpr double unnoticeableOnPaper = 0.18; ///< of 1/96 inch: 0.05 mm
constexpr double hollowLine = 0.9;
constexpr double nearlyCovered =
    0.5;                          ///< radii; between marks so near each other the waist is 3 % of a radius
constexpr int manyPoints = 12000; ///< from here on a drag draws no lines

QColor transparent(QColor color, double opacity) {
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

} // namespace

TrajectoryItem::TrajectoryItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(20);
}

QRectF TrajectoryItem::boundingRect() const {
    return m_state.frame.area.adjusted(-margin, -margin, margin, margin);
}

void TrajectoryItem::redrawAll() {
    prepareGeometryChange();
    m_drawn = -1;
    m_ratio = 0;
    update();
}

void TrajectoryItem::followPresent() {
    update();
}

bool TrajectoryItem::pointsOnly() const {
    return m_state.view.dragging &&
           m_state.view.measured() * static_cast<int>(m_state.view.layers.size()) > manyPoints;
}

void TrajectoryItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!m_state.frame.area.isValid() || m_state.view.measured() == 0)
        return;
    if (m_state.vectors) {
        paintVectors(*painter);
        return;
    }
    // Not the device's own ratio: a picture of the window may have another than its screen.
    bringUpToDate(painter->deviceTransform().m11());
    for (const QImage& strip : m_strips)
        if (!strip.isNull())
            painter->drawImage(m_points.origin(), strip);
    painter->drawImage(m_points.origin(), m_under);
    painter->drawImage(m_points.origin(), m_points.image());
}

void TrajectoryItem::bringUpToDate(double pixelRatio) {
    const int last = m_state.view.shownUpTo();
    if (pixelRatio != m_ratio || last < m_drawn || pointsOnly() != m_pointsOnly) {
        m_ratio = pixelRatio;
        m_pointsOnly = pointsOnly();
        m_drawn = -1;
        m_points.begin(boundingRect(), pixelRatio);
        m_under = blank();
        m_strips.assign(m_state.view.layers.size(), {});
        m_reach.assign(m_state.view.layers.size(), {});
        m_nextJoin = 0;
        m_marks.clear();
        for (std::size_t l = 0; l < m_state.view.layers.size(); ++l)
            m_marks.push_back(
                m_points.addMark(layerMarker(static_cast<int>(l), m_state.view.layers[l].output),
                                 m_state.look.metrics.pointRadius, hollowLine));
    }
    if (last <= m_drawn)
        return;
    const int first = m_drawn + 1;
    for (int index = first; index <= last; ++index)
        drawEpoch(index);
    if (drawsJoins()) {
        QPainter painter(&m_under);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(-m_points.origin());
        for (int index = first; index <= last; ++index)
            if (isJoined(index, m_nextJoin))
                paintJoin(painter, index);
    }
    m_epochsDrawn += last - first + 1;
    m_drawn = last;
}

void TrajectoryItem::drawEpoch(int index) {
    const SessionView& view = m_state.view;
    const ChartMetrics& m = m_state.look.metrics;
    const PlotFrame& frame = m_state.frame;
    const int step = ColorScale::step(m_state.epochPosition(index));
    const QRgb color = m_state.look.colors.rgb(step);
    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        const SessionView::Layer& layer = view.layers[l];
        const QPointF values = view.point(static_cast<int>(l), index);
        if (layer.hidden || !isFinite(values))
            continue;
        const QPointF at = frame.map(values.x(), values.y());
        Reach& reach = m_reach[l];
        const QPointF way = at - reach.at;
        const bool moved =
            reach.index < 0 || std::max(std::abs(way.x()), std::abs(way.y())) * m_ratio > unnoticeable;
        if (!moved && reach.step == step)
            continue;
        const QPointF lowerValues = view.lowerPoint(static_cast<int>(l), index);
        const QPointF lower = frame.map(lowerValues.x(), lowerValues.y());
        if (reach.index >= 0 && !m_pointsOnly) {
            QPointF from = reach.at, to = at;
            if (frame.cut(from, to))
                m_points.line(from, to, m.trailLine, color, m_state.opacity(trailOpacity));
            if (isFinite(lower) && isFinite(reach.lower))
                drawBand(l, reach, at, lower, step);
        }
        const bool start = reach.index < 0;
        if (!start && frame.holds(at))
            m_points.mark(m_marks[l], at, color, pointOpacity);
        reach = {index, at, lower, step};
    }
}

QImage TrajectoryItem::blank() const {
    QImage image(m_points.image().size(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(m_ratio);
    image.fill(Qt::transparent);
    return image;
}

void TrajectoryItem::drawBand(std::size_t layer, const Reach& from, const QPointF& to, const QPointF& toLower,
                              int step) {
    const QColor color = QColor::fromRgb(m_state.look.colors.rgb(step));
    QImage& image = m_strips[layer];
    if (image.isNull())
        image = blank();
    const auto begin = [&](QPainter& painter) {
        painter.translate(-m_points.origin());
        painter.setClipRect(m_state.frame.area);
    };
    QPainter strip(&image);
    begin(strip);
    // Without antialiasing neighbours meet exactly, so the strip shows no seams.
    strip.setCompositionMode(QPainter::CompositionMode_Source);
    strip.setPen(Qt::NoPen);
    strip.setBrush(transparent(color, m_state.opacity(bandOpacity)));
    strip.drawPolygon(QPolygonF{from.at, to, toLower, from.lower}, Qt::WindingFill);
    strip.end();
    QPainter edge(&m_under);
    begin(edge);
    edge.setRenderHint(QPainter::Antialiasing);
    edge.setPen(QPen(transparent(color, m_state.opacity(bandEdgeOpacity)), m_state.look.metrics.bandEdge));
    edge.drawLine(from.lower, toLower);
}

bool TrajectoryItem::isJoined(int index, int& next) const {
    // The first measured epoch at or after each of the evenly spaced places, so that whether an epoch is
    // joined never depends on later ones.
    const int count = m_state.look.metrics.joins;
    const double place = m_state.epochPosition(index) * count + 1e-9;
    if (place < next)
        return false;
    next = static_cast<int>(std::floor(place)) + 1;
    return true;
}

void TrajectoryItem::paintJoin(QPainter& painter, int index) const {
    const SessionView& view = m_state.view;
    painter.setPen(QPen(transparent(m_state.colorAt(index), m_state.opacity(joinOpacity)),
                        m_state.look.metrics.joinLine));
    QPointF before(std::nan(""), 0);
    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        const QPointF values = view.point(static_cast<int>(l), index);
        if (view.layers[l].hidden || !isFinite(values))
            continue;
        const QPointF at = m_state.frame.map(values.x(), values.y());
        QPointF from = before, to = at;
        if (isFinite(before) && m_state.frame.cut(from, to))
            painter.drawLine(from, to);
        before = at;
    }
}

/// Over a band they would only be noise.
bool TrajectoryItem::drawsJoins() const {
    return m_state.joins && !m_state.view.layers.empty() && !m_state.view.hasBand(0);
}

void TrajectoryItem::paintVectors(QPainter& painter) const {
    const SessionView& view = m_state.view;
    const ChartMetrics& m = m_state.look.metrics;
    const PlotFrame& frame = m_state.frame;
    const int last = view.shownUpTo();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t l = 0; l < view.layers.size(); ++l)
        if (!view.layers[l].hidden && view.hasBand(static_cast<int>(l)))
            paintBandVectors(painter, static_cast<int>(l), last);
    int nextJoin = 0;
    for (int index = 0; index <= last && drawsJoins(); ++index)
        if (isJoined(index, nextJoin))
            paintJoin(painter, index);

    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        if (view.layers[l].hidden)
            continue;
        const LayerMarker marker = layerMarker(static_cast<int>(l), view.layers[l].output);
        const QPainterPath shape = marker.path(m.pointRadius);
        QPainterPath line, marks;
        int step = -1;
        QPointF before(std::nan(""), 0), marked = before;
        const auto flush = [&] {
            if (step < 0)
                return;
            const QColor color = QColor::fromRgb(m_state.look.colors.rgb(step));
            if (!line.isEmpty())
                // PDF holds a line as its outline, where a round corner is ten times a bevelled one.
                painter.strokePath(line, QPen(transparent(color, m_state.opacity(trailOpacity)), m.trailLine,
                                              Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
            if (!marks.isEmpty() && marker.hollow)
                painter.strokePath(marks, QPen(transparent(color, pointOpacity), 0.5 * m.trailLine));
            else if (!marks.isEmpty())
                painter.fillPath(marks, transparent(color, pointOpacity));
            line = {}, marks = {};
        };
        bool start = true;
        for (int index = 0; index <= last; ++index) {
            const QPointF values = view.point(static_cast<int>(l), index);
            if (!isFinite(values))
                continue;
            const QPointF at = frame.map(values.x(), values.y());
            const int now = ColorScale::step(m_state.epochPosition(index));
            if (now == step && isFinite(before) &&
                std::max(std::abs(at.x() - before.x()), std::abs(at.y() - before.y())) < unnoticeableOnPaper)
                continue;
            if (now != step) {
                flush();
                step = now;
            }
            QPointF from = before, to = at;
            if (isFinite(before) && frame.cut(from, to)) {
                if (line.isEmpty() || line.currentPosition() != from)
                    line.moveTo(from);
                line.lineTo(to);
            }
            const bool hidden =
                !marks.isEmpty() && QLineF(marked, at).length() < nearlyCovered * m.pointRadius;
            if (!start && !hidden && frame.holds(at)) {
                marks.setFillRule(Qt::WindingFill);
                marks.addPath(shape.translated(at));
                marked = at;
            }
            start = false;
            before = at;
        }
        flush();
    }
}

void TrajectoryItem::paintBandVectors(QPainter& painter, int layer, int last) const {
    const SessionView& view = m_state.view;
    std::vector<QPointF> upper, lower;
    int step = -1;
    const auto flush = [&] {
        if (upper.size() < 2)
            return;
        const QColor color = QColor::fromRgb(m_state.look.colors.rgb(step));
        QPolygonF strip(upper.begin(), upper.end());
        for (auto point = lower.rbegin(); point != lower.rend(); ++point)
            strip << *point;
        painter.setPen(Qt::NoPen);
        painter.setBrush(transparent(color, m_state.opacity(bandOpacity)));
        painter.drawPolygon(strip, Qt::WindingFill);
        QPainterPath edge(lower.front());
        for (const QPointF& point : lower)
            edge.lineTo(point); // which adds nothing where the bound stays: then there is nothing to stroke
        if (!edge.isEmpty())
            painter.strokePath(edge, QPen(transparent(color, m_state.opacity(bandEdgeOpacity)),
                                          m_state.look.metrics.bandEdge));
    };
    for (int index = 0; index <= last; ++index) {
        const QPointF values = view.point(layer, index), low = view.lowerPoint(layer, index);
        if (!isFinite(values) || !isFinite(low))
            continue;
        const int now = ColorScale::step(m_state.epochPosition(index));
        upper.push_back(m_state.frame.map(values.x(), values.y()));
        lower.push_back(m_state.frame.map(low.x(), low.y()));
        if (now != step && step >= 0) {
            flush();
            upper = {upper.back()}, lower = {lower.back()};
        }
        step = now;
    }
    flush();
}

} // namespace infoplane
