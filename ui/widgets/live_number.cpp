#include "widgets/live_number.h"

#include <QPainter>

#include <cmath>

namespace infoplane {

namespace {

/// Digits each in a cell of their own, what stands between them as it is: visits each piece with its room.
template <typename Visit>
void forEachPiece(const QFontMetricsF& metrics, const QString& text, const Visit& visit) {
    const qreal cell = metrics.horizontalAdvance(QLatin1Char('0'));
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at + 1;
        const bool digit = text[at].isDigit();
        while (!digit && end < text.size() && !text[end].isDigit())
            ++end;
        const QString piece = text.mid(at, end - at);
        visit(piece, digit ? cell : metrics.horizontalAdvance(piece));
        at = end;
    }
}

} // namespace

qreal liveNumberWidth(const QFontMetricsF& metrics, const QString& text) {
    qreal width = 0;
    forEachPiece(metrics, text, [&](const QString&, qreal room) { width += room; });
    return width;
}

void drawLiveNumber(QPainter& painter, const QRectF& rect, const QString& text, Qt::Alignment alignment) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const qreal width = liveNumberWidth(metrics, text);
    qreal x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - width / 2;
    const qreal baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    forEachPiece(metrics, text, [&](const QString& piece, qreal room) {
        painter.drawText(QPointF(x + (room - metrics.horizontalAdvance(piece)) / 2, baseline), piece);
        x += room;
    });
}

LiveNumber::LiveNumber(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LiveNumber::setText(const QString& text) {
    if (m_text == text)
        return;
    const int before = sizeHint().width();
    m_text = text;
    setAccessibleDescription(text);
    if (sizeHint().width() != before)
        updateGeometry();
    update();
}

void LiveNumber::setColor(const QColor& color) {
    m_color = color;
    update();
}

void LiveNumber::setAlignment(Qt::Alignment alignment) {
    m_alignment = alignment;
    update();
}

void LiveNumber::setWidestText(const QString& text) {
    m_widest = text;
    updateGeometry();
}

QSize LiveNumber::sizeHint() const {
    const QFontMetricsF metrics(font());
    const qreal width = liveNumberWidth(metrics, m_widest.isEmpty() ? m_text : m_widest);
    return QSize(static_cast<int>(std::ceil(width)), static_cast<int>(std::ceil(metrics.height())));
}

QSize LiveNumber::minimumSizeHint() const {
    return QSize(0, sizeHint().height());
}

void LiveNumber::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(m_color.isValid() ? m_color : palette().color(foregroundRole()));
    const QFontMetricsF metrics(font());
    if (liveNumberWidth(metrics, m_text) <= width() + 0.5)
        drawLiveNumber(painter, rect(), m_text, m_alignment);
    else
        drawLiveNumber(painter, rect(), metrics.elidedText(m_text, Qt::ElideRight, width()), Qt::AlignLeft);
}

} // namespace infoplane
