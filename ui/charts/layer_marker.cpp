#include "charts/layer_marker.h"

#include <QPolygonF>

#include <numbers>

namespace infoplane {

namespace {

/// Corners on circles of the given radii in turn, the first one straight up.
QPolygonF corners(int count, double outer, double inner, double shiftDown = 0, bool pointDown = false) {
    QPolygonF polygon;
    for (int i = 0; i < count; ++i) {
        const double angle = (pointDown ? 0.5 : -0.5) * std::numbers::pi + 2 * std::numbers::pi * i / count;
        const double radius = i % 2 == 0 ? outer : inner;
        polygon << QPointF(radius * std::cos(angle), radius * std::sin(angle) + shiftDown);
    }
    return polygon;
}

QPolygonF plus(double arm, double half) {
    return {{{-half, -arm},
             {half, -arm},
             {half, -half},
             {arm, -half},
             {arm, half},
             {half, half},
             {half, arm},
             {-half, arm},
             {-half, half},
             {-arm, half},
             {-arm, -half},
             {-half, -half}}};
}

} // namespace

QPainterPath LayerMarker::path(double r) const {
    QPainterPath path;
    const auto polygon = [&path](const QPolygonF& points) {
        path.addPolygon(points);
        path.closeSubpath();
    };
    switch (shape) {
    case Shape::Circle:
        path.addEllipse(QPointF(0, 0), r, r);
        break;
    case Shape::Square:
        path.addRect(-0.89 * r, -0.89 * r, 1.78 * r, 1.78 * r);
        break;
    case Shape::Triangle:
        polygon(corners(3, 1.32 * r, 1.32 * r, 0.14 * r));
        break;
    case Shape::Diamond:
        polygon(corners(4, 1.27 * r, 1.27 * r));
        break;
    case Shape::TriangleDown:
        polygon(corners(3, 1.32 * r, 1.32 * r, -0.14 * r, true));
        break;
    case Shape::Hexagon:
        polygon(corners(6, 1.1 * r, 1.1 * r));
        break;
    case Shape::Plus:
        polygon(plus(1.2 * r, 0.42 * r));
        break;
    case Shape::Star:
        polygon(corners(10, 1.42 * r, 0.66 * r));
        break;
    }
    return path;
}

LayerMarker layerMarker(int index, bool output) {
    if (output)
        return {LayerMarker::Shape::Star, false};
    constexpr int shapes = 7;
    return {static_cast<LayerMarker::Shape>(index % shapes), (index / shapes) % 2 == 1};
}

} // namespace infoplane
