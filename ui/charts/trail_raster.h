#pragma once

#include "charts/layer_marker.h"

#include <QImage>

#include <array>
#include <cmath>
#include <vector>

namespace infoplane {

/// Draws very many small marks and short lines into an image, antialiased, in a few dozen nanoseconds each:
/// ten thousand epochs of six layers are 60,000 of either. Each call is complete in itself, so an image drawn
/// bit by bit equals one drawn at once. Coordinates are logical pixels; the image has the screen's.
class TrailRaster {
  public:
    TrailRaster() = default;
    TrailRaster(const TrailRaster&) = delete;
    TrailRaster& operator=(const TrailRaster&) = delete;

    /// Covers `rectangle` at so many device pixels a logical one; cleared, and without marks.
    void begin(const QRectF& rectangle, double pixelRatio);
    bool isEmpty() const { return m_image.isNull(); }

    /// Says what marks look like; its number is what mark() wants.
    int addMark(const LayerMarker& marker, double radius, double hollowLine);
    void mark(int kind, const QPointF& at, QRgb color, double opacity);
    /// Round ends.
    void line(const QPointF& from, const QPointF& to, double width, QRgb color, double opacity);

    /// One device column, from one height to another.
    void column(int deviceX, double from, double to, QRgb color, double opacity);
    int columnOf(double x) const { return static_cast<int>(std::floor((x - m_origin.x()) * m_ratio)); }
    double columnMiddle(int deviceX) const { return m_origin.x() + (deviceX + 0.5) / m_ratio; }
    int columns() const { return m_image.width(); }

    const QImage& image() const { return m_image; }
    QPointF origin() const { return m_origin; }

  private:
    /// How much of each pixel a mark covers, at one of the places it can have within a pixel.
    struct Mask {
        int width = 0, height = 0;
        int left = 0, top = 0;
        std::vector<std::uint8_t> cover;
    };
    Mask makeMask(const LayerMarker& marker, double radius, double hollowLine, double shiftX,
                  double shiftY) const;
    QRgb* row(int y) { return m_pixels + y * m_stride; }

    static constexpr int phases = 4;
    QImage m_image;
    QRgb* m_pixels = nullptr; ///< of m_image, which nobody may share while it is drawn into
    qsizetype m_stride = 0;
    QPointF m_origin;
    double m_ratio = 1;
    std::vector<std::array<Mask, phases * phases>> m_kinds;
};

} // namespace infoplane
