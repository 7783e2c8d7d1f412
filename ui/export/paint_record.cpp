#include "export/paint_record.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace infoplane {

/// States and shapes as they come; what QPaintEngine can express by these is left to it.
class PaintRecord::Engine : public QPaintEngine {
  public:
    explicit Engine(std::vector<Step>& steps)
        : QPaintEngine(AllFeatures)
        , m_steps(steps) {}

    Type type() const override { return User; }
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState& told) override;

    using QPaintEngine::drawLines, QPaintEngine::drawPoints, QPaintEngine::drawPolygon,
        QPaintEngine::drawRects;
    void drawPath(const QPainterPath& path) override;
    void drawLines(const QLineF* lines, int count) override;
    void drawPoints(const QPointF* points, int count) override;
    void drawRects(const QRectF* rectangles, int count) override;
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override;
    void drawImage(const QRectF& to, const QImage& image, const QRectF& from,
                   Qt::ImageConversionFlags flags) override;
    void drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) override;
    void drawTextItem(const QPointF& at, const QTextItem& item) override;

  private:
    void add(Step step) { m_steps.push_back(std::move(step)); }
    void addClip(const QPaintEngineState& told);

    std::vector<Step>& m_steps;
};

void PaintRecord::Engine::updateState(const QPaintEngineState& told) {
    const DirtyFlags changed = told.state();
    if (changed & DirtyTransform)
        add([transform = told.transform()](QPainter& painter) { painter.setTransform(transform); });
    if (changed & DirtyPen)
        add([pen = told.pen()](QPainter& painter) { painter.setPen(pen); });
    if (changed & DirtyBrush)
        add([brush = told.brush()](QPainter& painter) { painter.setBrush(brush); });
    if (changed & DirtyBrushOrigin)
        add([origin = told.brushOrigin()](QPainter& painter) { painter.setBrushOrigin(origin); });
    if (changed & DirtyHints)
        add([hints = told.renderHints()](QPainter& painter) {
            painter.setRenderHints(painter.renderHints(), false);
            painter.setRenderHints(hints);
        });
    if (changed & DirtyCompositionMode)
        add([mode = told.compositionMode()](QPainter& painter) { painter.setCompositionMode(mode); });
    if (changed & DirtyOpacity)
        add([opacity = told.opacity()](QPainter& painter) { painter.setOpacity(opacity); });
    addClip(told);
}

/// After the transform, to which it belongs.
void PaintRecord::Engine::addClip(const QPaintEngineState& told) {
    const DirtyFlags changed = told.state();
    const Qt::ClipOperation operation = told.clipOperation();
    if (changed & DirtyClipPath)
        add([path = told.clipPath(), operation](QPainter& painter) { painter.setClipPath(path, operation); });
    if (changed & DirtyClipRegion)
        add([region = told.clipRegion(), operation](QPainter& painter) {
            // Charts clip by rectangles of fractions; one of whole numbers is rounded as these are.
            if (region.rectCount() == 1)
                painter.setClipRect(QRectF(region.boundingRect()), operation);
            else
                painter.setClipRegion(region, operation);
        });
    if (changed & DirtyClipEnabled)
        add([clips = told.isClipEnabled()](QPainter& painter) { painter.setClipping(clips); });
}

void PaintRecord::Engine::drawPath(const QPainterPath& path) {
    add([path](QPainter& painter) { painter.drawPath(path); });
}

void PaintRecord::Engine::drawLines(const QLineF* lines, int count) {
    add([all = QList<QLineF>(lines, lines + count)](QPainter& painter) { painter.drawLines(all); });
}

void PaintRecord::Engine::drawPoints(const QPointF* points, int count) {
    add([all = QPolygonF(QList<QPointF>(points, points + count))](QPainter& painter) {
        painter.drawPoints(all);
    });
}

void PaintRecord::Engine::drawRects(const QRectF* rectangles, int count) {
    add([all = QList<QRectF>(rectangles, rectangles + count)](QPainter& painter) { painter.drawRects(all); });
}

void PaintRecord::Engine::drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) {
    const QPolygonF polygon(QList<QPointF>(points, points + count));
    if (mode == PolylineMode)
        add([polygon](QPainter& painter) { painter.drawPolyline(polygon); });
    else
        add([polygon, rule = mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill](QPainter& painter) {
            painter.drawPolygon(polygon, rule);
        });
}

void PaintRecord::Engine::drawImage(const QRectF& to, const QImage& image, const QRectF& from,
                                    Qt::ImageConversionFlags flags) {
    add([to, image, from, flags](QPainter& painter) { painter.drawImage(to, image, from, flags); });
}

void PaintRecord::Engine::drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) {
    drawImage(to, pixmap.toImage(), from, Qt::AutoColor);
}

void PaintRecord::Engine::drawTextItem(const QPointF& at, const QTextItem& item) {
    QFont font = item.font();
    // What a document leaves to its own default font would else be taken from the device's.
    font.setResolveMask(QFont::AllPropertiesResolved);
    add([at, text = item.text(), font](QPainter& painter) {
        painter.setFont(font);
        painter.drawText(at, text);
    });
}

PaintRecord::PaintRecord(const QSize& pixels, int dotsPerInch)
    : m_pixels(pixels)
    , m_dotsPerInch(dotsPerInch)
    , m_engine(std::make_unique<Engine>(m_steps)) {}

PaintRecord::~PaintRecord() = default;

QPaintEngine* PaintRecord::paintEngine() const {
    return m_engine.get();
}

bool PaintRecord::replay(QPainter& painter, const CancelQuestion& cancelled) const {
    return std::ranges::all_of(m_steps, [&](const Step& step) {
        if (cancelled())
            return false;
        step(painter);
        return true;
    });
}

int PaintRecord::metric(PaintDeviceMetric metric) const {
    constexpr double mmPerInch = 25.4;
    switch (metric) {
    case PdmWidth:
        return m_pixels.width();
    case PdmHeight:
        return m_pixels.height();
    case PdmWidthMM:
        return qRound(m_pixels.width() * mmPerInch / m_dotsPerInch);
    case PdmHeightMM:
        return qRound(m_pixels.height() * mmPerInch / m_dotsPerInch);
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return m_dotsPerInch;
    case PdmDepth:
        return 32;
    case PdmDevicePixelRatio:
        return 1;
    case PdmDevicePixelRatioScaled:
        return qRound(devicePixelRatioFScale());
    default:
        return 0;
    }
}

} // namespace infoplane
