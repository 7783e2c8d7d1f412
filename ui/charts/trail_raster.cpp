#include "charts/trail_raster.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

/// Premultiplied colour with `cover` (0...255) laid over a premultiplied pixel.
inline void layOver(QRgb& pixel, unsigned red, unsigned green, unsigned blue, unsigned alpha,
                    unsigned cover) {
    const auto share = [](unsigned value, unsigned of255) {
        const unsigned t = value * of255 + 128;
        return (t + (t >> 8)) >> 8;
    };
    const unsigned rest = 255 - share(alpha, cover);
    pixel = qRgba(static_cast<int>(share(red, cover) + share(static_cast<unsigned>(qRed(pixel)), rest)),
                  static_cast<int>(share(green, cover) + share(static_cast<unsigned>(qGreen(pixel)), rest)),
                  static_cast<int>(share(blue, cover) + share(static_cast<unsigned>(qBlue(pixel)), rest)),
                  static_cast<int>(share(alpha, cover) + share(static_cast<unsigned>(qAlpha(pixel)), rest)));
}

struct Ink {
    unsigned red, green, blue, alpha;
    Ink(QRgb color, double opacity)
        : alpha(static_cast<unsigned>(std::lround(255 * opacity))) {
        const QRgb premultiplied = qPremultiply((color & 0x00ffffffu) | (alpha << 24));
        red = static_cast<unsigned>(qRed(premultiplied));
        green = static_cast<unsigned>(qGreen(premultiplied));
        blue = static_cast<unsigned>(qBlue(premultiplied));
    }
};

} // namespace

void TrailRaster::begin(const QRectF& rectangle, double pixelRatio) {
    const QSize size(static_cast<int>(std::ceil(rectangle.width() * pixelRatio)),
                     static_cast<int>(std::ceil(rectangle.height() * pixelRatio)));
    if (size != m_image.size())
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    if (pixelRatio != m_ratio)
        m_masks.clear();
    m_ratio = pixelRatio;
    m_image.setDevicePixelRatio(pixelRatio);
    m_origin = rectangle.topLeft();
    clear();
}

const TrailRaster::Mask& TrailRaster::mask(const LayerMarker& marker, double radius, double hollowLine,
                                           int phaseX, int phaseY) {
    std::vector<Mask>& all = m_masks[{static_cast<int>(marker.shape), marker.hollow, radius}];
    if (all.empty())
        all.resize(phases * phases);
    Mask& mask = all[static_cast<std::size_t>(phaseY * phases + phaseX)];
    if (!mask.cover.empty())
        return mask;

    QPainterPath path = marker.path(radius * m_ratio);
    if (marker.hollow) {
        QPainterPathStroker stroker;
        stroker.setWidth(hollowLine * m_ratio);
        path = stroker.createStroke(path);
    }
    path.translate((phaseX + 0.5) / phases, (phaseY + 0.5) / phases);
    const QRect bounds = path.boundingRect().toAlignedRect();
    QImage image(bounds.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-bounds.topLeft());
    painter.fillPath(path, Qt::black);
    painter.end();
    mask.left = bounds.left(), mask.top = bounds.top();
    mask.width = bounds.width(), mask.height = bounds.height();
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            mask.cover.push_back(static_cast<std::uint8_t>(qAlpha(image.pixel(x, y))));
    return mask;
}

void TrailRaster::mark(const LayerMarker& marker, const QPointF& at, double radius, double hollowLine,
                       QRgb color, double opacity) {
    const QPointF place = (at - m_origin) * m_ratio;
    const double wholeX = std::floor(place.x()), wholeY = std::floor(place.y());
    const Mask& m = mask(marker, radius, hollowLine, static_cast<int>((place.x() - wholeX) * phases),
                         static_cast<int>((place.y() - wholeY) * phases));
    const int left = static_cast<int>(wholeX) + m.left, top = static_cast<int>(wholeY) + m.top;
    const int firstX = std::max(0, -left), lastX = std::min(m.width, m_image.width() - left);
    const int firstY = std::max(0, -top), lastY = std::min(m.height, m_image.height() - top);
    const Ink ink(color, opacity);
    for (int y = firstY; y < lastY; ++y) {
        auto* row = reinterpret_cast<QRgb*>(m_image.scanLine(top + y)) + left;
        const std::uint8_t* cover = m.cover.data() + y * m.width;
        for (int x = firstX; x < lastX; ++x)
            if (cover[x] != 0)
                layOver(row[x], ink.red, ink.green, ink.blue, ink.alpha, cover[x]);
    }
}

/// A pixel is covered by how far its middle lies inside a stadium around the line.
void TrailRaster::line(const QPointF& from, const QPointF& to, double width, QRgb color, double opacity) {
    const QPointF a = (from - m_origin) * m_ratio, b = (to - m_origin) * m_ratio;
    const double half = width * m_ratio / 2, reach = half + 0.5;
    const double dx = b.x() - a.x(), dy = b.y() - a.y();
    const double length = std::hypot(dx, dy);
    const double ux = length > 0 ? dx / length : 1, uy = length > 0 ? dy / length : 0;
    const double lowX = std::min(a.x(), b.x()) - reach, highX = std::max(a.x(), b.x()) + reach;
    const int firstY = std::max(0, static_cast<int>(std::floor(std::min(a.y(), b.y()) - reach)));
    const int lastY =
        std::min(m_image.height() - 1, static_cast<int>(std::ceil(std::max(a.y(), b.y()) + reach)));
    const Ink ink(color, opacity);
    for (int y = firstY; y <= lastY; ++y) {
        const double py = y + 0.5 - a.y();
        double left = lowX, right = highX;
        if (std::abs(uy) > 1e-3) { // only near the line
            const double middle = a.x() + py * ux / uy, spread = reach / std::abs(uy);
            left = std::max(left, middle - spread), right = std::min(right, middle + spread);
        }
        const int firstX = std::max(0, static_cast<int>(std::floor(left)));
        const int lastX = std::min(m_image.width() - 1, static_cast<int>(std::ceil(right)));
        auto* row = reinterpret_cast<QRgb*>(m_image.scanLine(y));
        for (int x = firstX; x <= lastX; ++x) {
            const double px = x + 0.5 - a.x();
            const double along = std::clamp(px * ux + py * uy, 0.0, length);
            const double away2 =
                (px - along * ux) * (px - along * ux) + (py - along * uy) * (py - along * uy);
            if (away2 >= reach * reach)
                continue;
            const double cover = std::min(1.0, reach - std::sqrt(away2));
            layOver(row[x], ink.red, ink.green, ink.blue, ink.alpha,
                    static_cast<unsigned>(cover * 255 + 0.5));
        }
    }
}

} // namespace infoplane
