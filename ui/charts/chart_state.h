#pragma once

#include "charts/plot_chart.h"
#include "charts/session_view.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

/// What the items of a chart share; owned by the chart, which tells items when it changes.
struct ChartState {
    SessionView view;
    ChartLook look;
    PlotFrame frame;
    bool joins = true;    ///< lines between the layers of an epoch
    bool limits = true;   ///< walls, dashes and their names
    bool vectors = false; ///< painted for a figure: paths and text, no pixels

    bool hasLabelLimit() const { return std::isfinite(view.labelBits) && view.labelBits > 0; }
    bool hasInputLimit() const { return std::isfinite(view.inputBits); }
    /// The ceiling of I(X;T); where there is none, the end of the plot.
    double inputEnd() const { return hasInputLimit() ? view.inputBits : frame.right; }
    double epochPosition(int index) const {
        return view.scale.position(view.epochs[static_cast<std::size_t>(index)]);
    }
    double opacity(double usual) const { return look.theme.opacity(usual); }
    QColor colorAt(int index) const { return look.colors.at(epochPosition(index)); }

    /// Of another seed's path, faint, and fainter the more there are; grey where it is not in the mean.
    QColor pathColor(const SeedsRecord::Path& path, int step) const {
        QColor color = path.counted ? QColor::fromRgb(look.colors.rgb(step)) : look.theme.text3;
        const double many = 50; // for which seedOpacity is made: a few would hardly be seen at it
        const double few =
            std::sqrt(many / static_cast<double>(std::max<std::size_t>(view.seedsRecord->paths.size(), 1)));
        const double faint = std::min(seedOpacity * std::max(few, 1.0), joinOpacity);
        color.setAlphaF(static_cast<float>(opacity(path.counted ? faint : leftOutOpacity)));
        return color;
    }

    struct Place {
        int before = -1, after = -1; ///< indices the present lies between
        double share = 0;            ///< of the way from `before` to `after`
    };
    Place presentPlace() const {
        const int last = std::min(view.present, view.measured() - 1);
        if (last < 0)
            return {};
        if (view.glide < 0 || view.glide >= last)
            return {last, last, 0};
        const int before = static_cast<int>(view.glide);
        return {before, std::min(before + 1, last), view.glide - before};
    }
    double presentPosition() const {
        const Place place = presentPlace();
        if (place.before < 0)
            return -1;
        return epochPosition(place.before) +
               place.share * (epochPosition(place.after) - epochPosition(place.before));
    }
    /// Values of a layer at the present; NaN: none.
    QPointF presentValues(int layer) const {
        const Place place = presentPlace();
        const QPointF a = view.point(layer, place.before), b = view.point(layer, place.after);
        return place.share > 0 ? a + place.share * (b - a) : a;
    }
};

inline bool isFinite(const QPointF& point) {
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

} // namespace infoplane
