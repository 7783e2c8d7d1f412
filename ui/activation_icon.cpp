#include "activation_icon.h"

#include "drawn_icon.h"
#include "theme.h"

#include <QPainter>
#include <QPainterPath>

namespace infoplane {

namespace {

/// On a square of 18: x from -3 to 3, y from -1.5 to 1.5, upward curves run out at the top.
QPainterPath activationCurve(Activation activation) {
    QPainterPath path;
    constexpr int steps = 60;
    for (int i = 0; i <= steps; ++i) {
        const double z = -3 + 6.0 * i / steps;
        const double y = activationValue(activation, z);
        if (y > 1.5 || y < -1.5)
            continue;
        const QPointF point(9 + z / 3 * 8, 9 - y * 5.2);
        if (path.elementCount() == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    return path;
}

} // namespace

QIcon activationIcon(Activation activation, const Theme& theme) {
    const QPainterPath curve = activationCurve(activation);
    const QColor ink = theme.accent;
    const QColor disabled = theme.disabled;
    const QColor axes = theme.groove;
    return drawnIcon(
        [curve, ink, disabled, axes](QPainter& painter, const QRectF& rect, QIcon::Mode mode, QIcon::State) {
            painter.translate(rect.topLeft());
            painter.scale(rect.width() / 18, rect.height() / 18);
            painter.setPen(QPen(axes, 1));
            painter.drawLine(QPointF(1, 9), QPointF(17, 9));
            painter.drawLine(QPointF(9, 2), QPointF(9, 16));
            painter.setPen(QPen(mode == QIcon::Disabled ? disabled : ink, 1.6, Qt::SolidLine, Qt::RoundCap,
                                Qt::RoundJoin));
            painter.drawPath(curve);
        });
}

} // namespace infoplane
