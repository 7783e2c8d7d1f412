#pragma once

#include <QPainterPath>
#include <QString>

namespace infoplane {

/// Layers are told apart by shape, never by colour: colour is the epoch. Hidden layers take circle, square,
/// triangle, diamond, triangle down, hexagon, plus, then the same hollow; the output is a star.
struct LayerMarker {
    enum class Shape { Circle, Square, Triangle, Diamond, TriangleDown, Hexagon, Plus, Star };
    Shape shape = Shape::Circle;
    bool hollow = false;

    /// Around (0, 0). All shapes of one radius have about the area of the circle of that radius to the eye.
    QPainterPath path(double radius) const;
    bool operator==(const LayerMarker&) const = default;
};

/// `index` counts layers from 0.
LayerMarker layerMarker(int index, bool output);

} // namespace infoplane
