#pragma once

#include "charts/layer_marker.h"

#include <QImage>

#include <map>

namespace infoplane {

/// Draws very many small marks and short lines into an image, antialiased, in a few dozen nanoseconds each:
/// ten thousand epochs of six layers are 60,000 of either. Each call is complete in itself, so an image drawn
/// bit by bit equals one drawn at once. Coordinates are logical pixels; the image has the screen's.
class TrailRaster {
  public:
    /// Covers `rectangle` at so many device pixels a logical one; cleared.
    void begin(const QRectF& rectangle, double pixelRatio);
    void clear() { m_image.fill(Qt::transparent); }
    bool isEmpty() const { return m_image.isNull(); }

    void mark(const LayerMarker& marker, const QPointF& at, double radius, double hollowLine, QRgb color,
              double opacity);
    /// Round ends.
    void line(const QPointF& from, const QPointF& to, double width, QRgb color, double opacity);

    const QImage& image() const { return m_image; }
    QPointF origin() const { return m_origin; }

  private:
    /// How much of each pixel a mark covers, at one of the places it can have within a pixel.
    struct Mask {
        int width = 0, height = 0;
        int left = 0, top = 0;
        std::vector<std::uint8_t> cover;
    };
    const Mask& mask(const LayerMarker& marker, double radius, double hollowLine, int phaseX, int phaseY);

    static constexpr int phases = 4;
    QImage m_image;
    QPointF m_origin;
    double m_ratio = 1;
    std::map<std::tuple<int, bool, double>, std::vector<Mask>> m_masks;
};

} // namespace infoplane
