#include "charts/elided_label.h"

#include <QPainter>

namespace infoplane {

ElidedLabel::ElidedLabel(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void ElidedLabel::setText(const QString& text, const QString& shorter) {
    if (text == m_text && shorter == m_shorter)
        return;
    m_text = text;
    m_shorter = shorter;
    setAccessibleName(text);
    tell();
    updateGeometry();
    update();
}

void ElidedLabel::setColor(const QColor& color) {
    m_color = color;
    update();
}

QSize ElidedLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_text) + 2, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(m_color.isValid() ? m_color : palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(shownText(), Qt::ElideRight, width()));
}

void ElidedLabel::setMadeOfParts(bool madeOfParts) {
    m_madeOfParts = madeOfParts;
    update();
}

QString ElidedLabel::shownText() const {
    const auto fits = [&](const QString& text) { return fontMetrics().horizontalAdvance(text) <= width(); };
    if (fits(m_text))
        return m_text;
    if (!m_madeOfParts)
        return m_shorter.isEmpty() ? m_text : m_shorter;
    const QString between = QStringLiteral(" · ");
    QStringList parts = m_text.split(between);
    parts.back() = QChar(0x2026);
    while (parts.size() > 1 && !fits(parts.join(between)))
        parts.remove(parts.size() - 2);
    return parts.join(between);
}

void ElidedLabel::resizeEvent(QResizeEvent*) {
    tell();
}

void ElidedLabel::tell() {
    setToolTip(fontMetrics().horizontalAdvance(m_text) > width() ? m_text : QString());
}

} // namespace infoplane
