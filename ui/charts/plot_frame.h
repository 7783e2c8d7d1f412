#pragma once

#include <QPointF>
#include <QRectF>

#include <cmath>

namespace infoplane {

/// Smallest of 1, 2, 5 times a power of ten that is not less than `least` (> 0).
inline double niceStep(double least) {
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    for (const double digit : {1.0, 2.0, 5.0})
        if (digit * power >= least * (1 - 1e-9))
            return digit * power;
    return 10 * power;
}

/// A plot on the canvas: which values (left, right, bottom, top of the axes) lie on which rectangle. Values
/// go up, pixels down.
struct PlotFrame {
    QRectF area;
    double left = 0, right = 1, bottom = 0, top = 1;

    double x(double value) const { return area.left() + (value - left) / (right - left) * area.width(); }
    double y(double value) const { return area.bottom() - (value - bottom) / (top - bottom) * area.height(); }
    QPointF map(double valueX, double valueY) const { return {x(valueX), y(valueY)}; }
    double valueX(double pixel) const { return left + (pixel - area.left()) / area.width() * (right - left); }
    double valueY(double pixel) const {
        return bottom + (area.bottom() - pixel) / area.height() * (top - bottom);
    }
    /// Inside the plot, its edges included.
    bool holds(const QPointF& point) const {
        return point.x() >= area.left() - 0.01 && point.x() <= area.right() + 0.01 &&
               point.y() >= area.top() - 0.01 && point.y() <= area.bottom() + 0.01;
    }
    /// Cuts a line to the plot; false where nothing of it lies inside (Liang & Barsky 1984), or but a point:
    /// a line without length, as between layers at one place, makes a faulty path in a PDF.
    bool cut(QPointF& from, QPointF& to) const {
        double first = 0, last = 1;
        const QPointF way = to - from;
        const auto side = [&](double step, double distance) {
            if (step == 0)
                return distance >= 0;
            const double t = distance / step;
            if (step < 0)
                first = std::max(first, t);
            else
                last = std::min(last, t);
            return first <= last;
        };
        if (!side(-way.x(), from.x() - area.left()) || !side(way.x(), area.right() - from.x()) ||
            !side(-way.y(), from.y() - area.top()) || !side(way.y(), area.bottom() - from.y()))
            return false;
        to = from + last * way;
        from += first * way;
        return from != to;
    }
    bool operator==(const PlotFrame&) const = default;
};

} // namespace infoplane
