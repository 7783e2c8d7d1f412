#include "estimator/multiples_views.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr double wallShare = 1.03; ///< what is higher than this has no room in the wall

/// At the epochs that both have.
void putReference(SessionView& view, const SessionView& exact) {
    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        std::vector<double>& reference = view.layers[l].reference;
        reference.clear();
        if (l >= exact.layers.size() || exact.epochs.empty())
            continue;
        for (const int epoch : view.epochs) {
            const auto there = std::lower_bound(exact.epochs.begin(), exact.epochs.end(), epoch);
            const auto index = static_cast<std::size_t>(there - exact.epochs.begin());
            reference.push_back(there != exact.epochs.end() && *there == epoch &&
                                        index < exact.layers[l].x.size()
                                    ? exact.layers[l].x[index]
                                    : std::nan(""));
        }
    }
}

} // namespace

void shareAxes(std::vector<SessionView>& views) {
    double across = 0, up = 0;
    for (const SessionView& view : views) {
        if (view.layers.empty())
            continue;
        across = std::max({across, view.inputReach, std::isfinite(view.inputBits) ? view.inputBits : 0});
        for (const SessionView::Layer& layer : view.layers) {
            for (const double x : layer.x)
                if (x > wallShare * across)
                    across = std::ceil(x);
            for (const double y : layer.y)
                if (!std::isfinite(view.labelBits) && y > up)
                    up = std::ceil(2 * y) / 2;
        }
    }
    for (SessionView& view : views) {
        view.inputReach = across;
        view.labelReach = up;
    }
}

void shareFrame(MultipleViews& shown, const std::vector<Multiple>& multiples) {
    const std::size_t count = std::min(shown.views.size(), multiples.size());
    shown.byEpoch = false;
    shown.exact.reset();
    for (std::size_t i = 0; i < count; ++i) {
        if (!multiples[i].obstacle.isEmpty())
            continue;
        shown.byEpoch = shown.byEpoch || !shown.views[i].labelObstacle.isEmpty();
        if (describeEstimator(multiples[i].settings.id).isExact)
            shown.exact = i;
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (shown.byEpoch && shown.exact && i != *shown.exact)
            putReference(shown.views[i], shown.views[*shown.exact]);
        else
            for (SessionView::Layer& layer : shown.views[i].layers)
                layer.reference.clear();
    }
    shareAxes(shown.views);
}

} // namespace infoplane
