#include "charts/trail_raster.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

/// All four channels of a pixel times share/255, two at a time.
inline QRgb times(QRgb pixel, unsigned share) {
    constexpr unsigned even = 0x00ff00ffu, half = 0x00800080u;
    unsigned low = (pixel & even) * share;
    low = ((low + ((low >> 8) & even) + half) >> 8) & even;
    unsigned high = ((pixel >> 8) & even) * share;
    high = (high + ((high >> 8) & even) + half) & ~even;
    return high | low;
}

/// A premultiplied colour laid over a premultiplied pixel of which it covers cover/255.
inline void layOver(QRgb& pixel, QRgb ink, unsigned cover) {
    const QRgb part = times(ink, cover);
    pixel = part + times(pixel, 255 - static_cast<unsigned>(qAlpha(part)));
}

QRgb makeInk(QRgb color, double opacity) {
    return qPremultiply((color & 0x00ffffffu) | (static_cast<unsigned>(std::lround(255 * opacity)) << 24));
}

} // namespace

void TrailRaster::begin(const QRectF& rectangle, double pixelRatio) {
    // Whole device pixels: laid on the chart anywhere else, the image would be moved or blurred.
    const QRect pixels =
        QRectF(rectangle.topLeft() * pixelRatio, rectangle.size() * pixelRatio).toAlignedRect();
    const QSize size = pixels.size();
    if (size != m_image.size())
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_kinds.clear();
    m_ratio = pixelRatio;
    m_image.setDevicePixelRatio(pixelRatio);
    m_origin = QPointF(pixels.topLeft()) / pixelRatio;
    m_image.fill(Qt::transparent);
    m_pixels = reinterpret_cast<QRgb*>(m_image.bits());
    m_stride = m_image.bytesPerLine() / static_cast<qsizetype>(sizeof(QRgb));
}

int TrailRaster::addMark(const LayerMarker& marker, double radius, double hollowLine) {
    auto& places = m_kinds.emplace_back();
    for (int y = 0; y < phases; ++y)
        for (int x = 0; x < phases; ++x)
            places[static_cast<std::size_t>(y * phases + x)] =
                makeMask(marker, radius, hollowLine, (x + 0.5) / phases, (y + 0.5) / phases);
    return static_cast<int>(m_kinds.size()) - 1;
}

TrailRaster::Mask TrailRaster::makeMask(const LayerMarker& marker, double radius, double hollowLine,
                                        double shiftX, double shiftY) const {
    QPainterPath path = marker.path(radius * m_ratio);
    if (marker.hollow) {
        QPainterPathStroker stroker;
        stroker.setWidth(hollowLine * m_ratio);
        path = stroker.createStroke(path);
    }
    path.translate(shiftX, shiftY);
    const QRect bounds = path.boundingRect().toAlignedRect();
    QImage image(bounds.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-bounds.topLeft());
    painter.fillPath(path, Qt::black);
    painter.end();
    Mask mask;
    mask.left = bounds.left(), mask.top = bounds.top();
    mask.width = bounds.width(), mask.height = bounds.height();
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            mask.cover.push_back(static_cast<std::uint8_t>(qAlpha(image.pixel(x, y))));
    return mask;
}

void TrailRaster::mark(int kind, const QPointF& at, QRgb color, double opacity) {
    const QPointF place = (at - m_origin) * m_ratio;
    const double wholeX = std::floor(place.x()), wholeY = std::floor(place.y());
    const int phaseX = static_cast<int>((place.x() - wholeX) * phases);
    const int phaseY = static_cast<int>((place.y() - wholeY) * phases);
    const Mask& m =
        m_kinds[static_cast<std::size_t>(kind)][static_cast<std::size_t>(phaseY * phases + phaseX)];
    const int left = static_cast<int>(wholeX) + m.left, top = static_cast<int>(wholeY) + m.top;
    const int firstX = std::max(0, -left), lastX = std::min(m.width, m_image.width() - left);
    const int firstY = std::max(0, -top), lastY = std::min(m.height, m_image.height() - top);
    const QRgb ink = makeInk(color, opacity);
    for (int y = firstY; y < lastY; ++y) {
        QRgb* pixels = row(top + y) + left;
        const std::uint8_t* cover = m.cover.data() + y * m.width;
        for (int x = firstX; x < lastX; ++x)
            if (cover[x] != 0)
                layOver(pixels[x], ink, cover[x]);
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
    const QRgb ink = makeInk(color, opacity);
    for (int y = firstY; y <= lastY; ++y) {
        const double py = y + 0.5 - a.y();
        double left = lowX, right = highX;
        if (std::abs(uy) > 1e-3) { // only near the line
            const double middle = a.x() + py * ux / uy, spread = reach / std::abs(uy);
            left = std::max(left, middle - spread), right = std::min(right, middle + spread);
        }
        const int firstX = std::max(0, static_cast<int>(std::floor(left)));
        const int lastX = std::min(m_image.width() - 1, static_cast<int>(std::ceil(right)));
        QRgb* pixels = row(y);
        for (int x = firstX; x <= lastX; ++x) {
            const double px = x + 0.5 - a.x();
            const double along = std::clamp(px * ux + py * uy, 0.0, length);
            const double away2 =
                (px - along * ux) * (px - along * ux) + (py - along * uy) * (py - along * uy);
            if (away2 >= reach * reach)
                continue;
            const double cover = std::min(1.0, reach - std::sqrt(away2));
            layOver(pixels[x], ink, static_cast<unsigned>(cover * 255 + 0.5));
        }
    }
}

void TrailRaster::column(int deviceX, double from, double to, QRgb color, double opacity) {
    if (deviceX < 0 || deviceX >= m_image.width())
        return;
    const double height = m_image.height();
    const double top = std::clamp((std::min(from, to) - m_origin.y()) * m_ratio, 0.0, height);
    const double bottom = std::clamp((std::max(from, to) - m_origin.y()) * m_ratio, 0.0, height);
    const QRgb ink = makeInk(color, opacity);
    for (int y = static_cast<int>(top); y < bottom; ++y) {
        const double cover = std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y));
        layOver(row(y)[deviceX], ink, static_cast<unsigned>(cover * 255 + 0.5));
    }
}

} // namespace infoplane
