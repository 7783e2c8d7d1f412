#include "charts/seeds_item.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr double margin = 8;                 ///< as that of the trails
constexpr int corners = 16;                  ///< of an ellipse
constexpr double leastRadius = 0.75;         ///< units; a spread of nothing is still seen as a line
constexpr double unnoticeableOnPaper = 0.18; ///< of 1/96 inch: 0.05 mm

QPolygonF ellipse(const QPointF& middle, double across, double up) {
    QPolygonF polygon;
    for (int k = 0; k < corners; ++k) {
        const double angle = 2 * M_PI * k / corners;
        polygon << middle + QPointF(across * std::cos(angle), up * std::sin(angle));
    }
    return polygon;
}

double cross(const QPointF& o, const QPointF& a, const QPointF& b) {
    return (a.x() - o.x()) * (b.y() - o.y()) - (a.y() - o.y()) * (b.x() - o.x());
}

/// Andrew's monotone chain; always wound the same way, so that hulls may be united by filling them.
QPolygonF convexHull(QPolygonF points) {
    std::sort(points.begin(), points.end(), [](const QPointF& a, const QPointF& b) {
        return a.x() != b.x() ? a.x() < b.x() : a.y() < b.y();
    });
    QPolygonF hull;
    for (const int pass : {0, 1}) {
        const auto start = hull.size();
        for (const QPointF& point : points) {
            while (hull.size() >= start + 2 && cross(hull[hull.size() - 2], hull.back(), point) <= 0)
                hull.pop_back();
            hull << point;
        }
        hull.pop_back();
        if (pass == 0)
            std::reverse(points.begin(), points.end());
    }
    return hull;
}

QColor withOpacity(QColor color, double opacity) {
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

} // namespace

SeedsItem::SeedsItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(19);
}

QRectF SeedsItem::boundingRect() const {
    return m_state.frame.area.adjusted(-margin, -margin, margin, margin);
}

void SeedsItem::redrawAll() {
    prepareGeometryChange();
    m_ratio = 0;
    update();
}

bool SeedsItem::hasContent() const {
    return m_state.view.seeds != SessionView::Seeds::One && m_state.view.seedsRecord;
}

int SeedsItem::presentEpoch() const {
    const int index = m_state.view.shownUpTo();
    return index < 0 ? -1 : m_state.view.epochs[static_cast<std::size_t>(index)];
}

void SeedsItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!m_state.frame.area.isValid() || !hasContent() || m_state.view.shownUpTo() < 0)
        return;
    if (m_state.vectors) {
        painter->setRenderHint(QPainter::Antialiasing);
        m_state.view.isMean() ? paintStripVectors(*painter) : paintPathVectors(*painter);
        return;
    }
    bringUpToDate(painter->deviceTransform().m11());
    for (const QImage& strip : m_strips)
        painter->drawImage(m_paths.origin(), strip);
    if (!m_state.view.isMean())
        painter->drawImage(m_paths.origin(), m_paths.image());
}

void SeedsItem::bringUpToDate(double pixelRatio) {
    const int last = m_state.view.shownUpTo();
    const bool back = m_state.view.isMean() ? last < m_last : presentEpoch() < m_last;
    if (pixelRatio != m_ratio || back) {
        m_ratio = pixelRatio;
        m_paths.begin(boundingRect(), pixelRatio);
        m_strips.clear();
        m_drawn.assign(m_state.view.seedsRecord->paths.size(), 0);
        m_last = -1;
    }
    if (!m_state.view.isMean()) {
        drawPaths();
        m_last = presentEpoch();
        return;
    }
    for (int layer = 0; layer < static_cast<int>(m_state.view.layers.size()); ++layer)
        if (!m_state.view.layers[static_cast<std::size_t>(layer)].hidden)
            drawStrip(layer, m_last + 1, last);
    m_last = last;
}

void SeedsItem::drawPaths() {
    const SessionView& view = m_state.view;
    const int present = presentEpoch();
    const double width = m_state.look.metrics.joinLine;
    for (std::size_t p = 0; p < m_drawn.size(); ++p) {
        const SeedsRecord::Path& path = view.seedsRecord->paths[p];
        const auto end = static_cast<std::size_t>(
            std::upper_bound(path.epochs.begin(), path.epochs.end(), present) - path.epochs.begin());
        for (std::size_t i = std::max<std::size_t>(m_drawn[p], 1); i < end; ++i) {
            const QColor color =
                m_state.pathColor(path, ColorScale::step(view.scale.position(path.epochs[i])));
            for (std::size_t l = 0; l < std::min(path.x.size(), view.layers.size()); ++l) {
                if (view.layers[l].hidden)
                    continue;
                QPointF from = m_state.frame.map(path.x[l][i - 1], path.y[l][i - 1]);
                QPointF to = m_state.frame.map(path.x[l][i], path.y[l][i]);
                if (isFinite(from) && isFinite(to) && m_state.frame.cut(from, to))
                    m_paths.line(from, to, width, color.rgb(), color.alphaF());
            }
        }
        m_drawn[p] = std::max(m_drawn[p], end);
    }
}

QRectF SeedsItem::place(int layer, int index) const {
    const QRectF spread = m_state.view.spread(layer, index);
    return {m_state.frame.map(spread.left(), spread.bottom()),
            m_state.frame.map(spread.right(), spread.top())};
}

bool SeedsItem::isNear(int layer, int one, int other) const {
    const QRectF a = place(layer, one), b = place(layer, other);
    const QPointF corners[] = {a.topLeft() - b.topLeft(), a.bottomRight() - b.bottomRight()};
    return std::all_of(std::begin(corners), std::end(corners), [](const QPointF& moved) {
        return std::abs(moved.x()) < unnoticeableOnPaper && std::abs(moved.y()) < unnoticeableOnPaper;
    });
}

QPolygonF SeedsItem::cover(int layer, int from, int to) const {
    QPolygonF points;
    for (const int index : {from, to})
        if (const QRectF spread = place(layer, index);
            isFinite(spread.topLeft()) && isFinite(spread.bottomRight()))
            points << ellipse(spread.center(), std::max(leastRadius, spread.width() / 2),
                              std::max(leastRadius, spread.height() / 2));
    return points.isEmpty() ? points : convexHull(points);
}

void SeedsItem::drawStrip(int layer, int first, int last) {
    if (m_strips.empty()) {
        QImage blank(m_paths.image().size(), QImage::Format_ARGB32_Premultiplied);
        blank.setDevicePixelRatio(m_ratio);
        blank.fill(Qt::transparent);
        m_strips.assign(m_state.view.layers.size(), blank);
    }
    QPainter painter(&m_strips[static_cast<std::size_t>(layer)]);
    painter.translate(-m_paths.origin());
    painter.setClipRect(m_state.frame.area);
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.setPen(Qt::NoPen);
    for (int index = first; index <= last; ++index) {
        painter.setBrush(withOpacity(m_state.colorAt(index), m_state.opacity(bandOpacity)));
        painter.drawPolygon(cover(layer, std::max(0, index - 1), index), Qt::WindingFill);
    }
}

void SeedsItem::paintPathVectors(QPainter& painter) const {
    const SessionView& view = m_state.view;
    const int present = presentEpoch();
    painter.setBrush(Qt::NoBrush);
    for (const SeedsRecord::Path& path : view.seedsRecord->paths)
        for (std::size_t l = 0; l < std::min(path.x.size(), view.layers.size()); ++l) {
            if (view.layers[l].hidden)
                continue;
            QPainterPath line;
            int step = -1;
            const auto flush = [&] {
                if (line.isEmpty())
                    return;
                painter.strokePath(line, QPen(m_state.pathColor(path, step), m_state.look.metrics.joinLine,
                                              Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
                line = {};
            };
            for (std::size_t i = 1; i < path.epochs.size() && path.epochs[i] <= present; ++i) {
                const int now = ColorScale::step(view.scale.position(path.epochs[i]));
                if (now != step)
                    flush();
                step = now;
                QPointF from = m_state.frame.map(path.x[l][i - 1], path.y[l][i - 1]);
                QPointF to = m_state.frame.map(path.x[l][i], path.y[l][i]);
                if (!isFinite(from) || !isFinite(to) || !m_state.frame.cut(from, to))
                    continue;
                if (line.isEmpty() || line.currentPosition() != from)
                    line.moveTo(from);
                line.lineTo(to);
            }
            flush();
        }
}

/// A layer's strip is one path of one colour: pieces of several would show where they overlap.
void SeedsItem::paintStripVectors(QPainter& painter) const {
    const int last = m_state.view.shownUpTo();
    for (int layer = 0; layer < static_cast<int>(m_state.view.layers.size()); ++layer) {
        if (m_state.view.layers[static_cast<std::size_t>(layer)].hidden)
            continue;
        QPainterPath strip;
        strip.setFillRule(Qt::WindingFill);
        int before = 0;
        for (int index = 0; index <= last; ++index) {
            // Of epochs that hardly differ the last one will do.
            if (index > 0 && index < last && isNear(layer, before, index))
                continue;
            if (const QPolygonF polygon = cover(layer, before, index); !polygon.isEmpty()) {
                strip.addPolygon(polygon);
                strip.closeSubpath();
            }
            before = index;
        }
        painter.save();
        painter.setClipRect(m_state.frame.area);
        painter.fillPath(strip, withOpacity(m_state.look.colors.at(0.5), m_state.opacity(bandOpacity)));
        painter.restore();
    }
}

} // namespace infoplane
