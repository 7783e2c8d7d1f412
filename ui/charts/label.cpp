#include "charts/label.h"

#include "charts/chart_metrics.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>

namespace infoplane {

Label::Label(const QStringList& families, double pixels, QFont::Weight weight)
    : m_font(chartFont(families, pixels, weight))
    , m_italic(chartFont(families, pixels, weight, true))
    , m_sub(chartFont(families, 0.72 * pixels, weight))
    , m_drop(0.16 * pixels) {
    const QFontMetricsF metrics(m_font);
    m_capHeight = metrics.capHeight();
    m_descent = metrics.descent();
}

Label& Label::append(const QString& text, const QFont& font, double drop) {
    m_runs.push_back({text, font, m_width, drop});
    m_width += QFontMetricsF(font).horizontalAdvance(text);
    return *this;
}

Label& Label::plain(const QString& text) {
    return append(text, m_font, 0);
}
Label& Label::italic(const QString& text) {
    return append(text, m_italic, 0);
}
Label& Label::sub(const QString& text) {
    return append(text, m_sub, m_drop);
}

Label Label::layerName(const QString& name, const QStringList& families, double pixels) {
    Label label(families, pixels, QFont::DemiBold);
    for (qsizetype i = 0; i < name.size();) {
        qsizetype end = i + 1;
        while (end < name.size() && name[end].isDigit() == name[i].isDigit())
            ++end;
        const QString run = name.mid(i, end - i);
        const bool isIndex = name[i].isDigit() && i > 0 && name[i - 1].isLetter(); // "T5", not "P = 100"
        isIndex ? label.sub(run) : label.plain(run);
        i = end;
    }
    return label;
}

void Label::paintRuns(QPainter& painter, const QPointF& at, const QColor& color, double halo,
                      const QColor& ground) const {
    if (halo > 0) {
        QPainterPath outline;
        for (const Run& run : m_runs)
            outline.addText(at + QPointF(run.x, run.drop), run.font, run.text);
        painter.strokePath(outline, QPen(ground, 2 * halo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    painter.setPen(color);
    for (const Run& run : m_runs) {
        painter.setFont(run.font);
        painter.drawText(at + QPointF(run.x, run.drop), run.text);
    }
}

void Label::paint(QPainter& painter, const QPointF& at, const QColor& color, double halo,
                  const QColor& ground) const {
    const bool onScreen = painter.paintEngine()->type() == QPaintEngine::Raster &&
                          painter.transform().type() <= QTransform::TxTranslate;
    if (halo <= 0 || !onScreen) {
        paintRuns(painter, at, color, halo, ground);
        return;
    }
    const double ratio = painter.device()->devicePixelRatioF();
    const int around = static_cast<int>(std::ceil(halo)) + 1;
    const int ascent = static_cast<int>(std::ceil(QFontMetricsF(m_font).ascent()));
    const std::tuple<QRgb, QRgb, double, double> of{color.rgba(), ground.rgba(), halo, ratio};
    if (m_picture.isNull() || of != m_pictureOf) {
        const QSize size(static_cast<int>(std::ceil(m_width)) + 2 * around,
                         ascent + static_cast<int>(std::ceil(m_descent)) + 2 * around);
        m_picture = QImage(size * ratio, QImage::Format_ARGB32_Premultiplied);
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Qt::transparent);
        m_pictureOf = of;
        QPainter inside(&m_picture);
        inside.setRenderHint(QPainter::Antialiasing);
        paintRuns(inside, QPointF(around, around + ascent), color, halo, ground);
    }
    // At whole device pixels, or the letters would blur.
    const QPointF corner = painter.transform().map(at - QPointF(around, around + ascent)) * ratio;
    const QPointF whole(std::round(corner.x()) / ratio, std::round(corner.y()) / ratio);
    painter.drawImage(painter.transform().inverted().map(whole), m_picture);
}

void Label::paintCentred(QPainter& painter, const QPointF& at, const QColor& color, double halo,
                         const QColor& ground) const {
    paint(painter, at + QPointF(-m_width / 2, m_capHeight / 2), color, halo, ground);
}

} // namespace infoplane
