#include "export/figure_preview.h"

#include <QPainter>

namespace infoplane {

namespace {
constexpr int margin = 24;
}

FigurePreview::FigurePreview(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme) {
    setMinimumSize(360, 280);
    setAccessibleName(tr("Preview of the figure"));
}

void FigurePreview::setFigure(const QImage& figure) {
    m_figure = figure;
    update();
}

QSize FigurePreview::room() const {
    return size() - QSize(2 * margin, 2 * margin);
}

void FigurePreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.press);
    if (m_figure.isNull())
        return;
    const QSizeF size = m_figure.deviceIndependentSize();
    const QPoint corner(qRound((width() - size.width()) / 2), qRound((height() - size.height()) / 2));
    painter.drawImage(corner, m_figure);
    painter.setPen(m_theme.border);
    painter.drawRect(QRectF(corner, size).adjusted(-0.5, -0.5, 0.5, 0.5));
}

} // namespace infoplane
