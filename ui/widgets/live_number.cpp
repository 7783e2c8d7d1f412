#include "widgets/live_number.h"

#include <QPainter>

#include <cmath>

namespace infoplane {

qreal liveNumberWidth(const QFontMetricsF& metrics, const QString& text) {
    const qreal cell = metrics.horizontalAdvance(QLatin1Char('0'));
    qreal width = 0;
    for (const QChar character : text)
        width += character.isDigit() ? cell : metrics.horizontalAdvance(character);
    return width;
}

void drawLiveNumber(QPainter& painter, const QRectF& rect, const QString& text, Qt::Alignment alignment) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const qreal cell = metrics.horizontalAdvance(QLatin1Char('0'));
    const qreal width = liveNumberWidth(metrics, text);
    qreal x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - width / 2;
    const qreal baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    for (const QChar character : text) {
        const qreal advance = metrics.horizontalAdvance(character);
        const qreal room = character.isDigit() ? cell : advance;
        painter.drawText(QPointF(x + (room - advance) / 2, baseline), QString(character));
        x += room;
    }
}

LiveNumber::LiveNumber(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void LiveNumber::setText(const QString& text) {
    if (m_text == text)
        return;
    const bool longer = text.size() > m_text.size() && m_widest.isEmpty();
    m_text = text;
    setAccessibleDescription(text);
    if (longer)
        updateGeometry();
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

void LiveNumber::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    drawLiveNumber(painter, rect(), m_text, m_alignment);
}

} // namespace infoplane
