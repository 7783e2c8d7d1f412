#pragma once

#include "charts/session_view.h"

namespace infoplane {

/// Index of the measured epoch nearest to a place on the epoch scale; -1: none.
inline int nearestEpochIndex(const SessionView& view, double position) {
    if (view.epochs.empty())
        return -1;
    const double epoch = view.scale.epochAt(std::clamp(position, 0.0, 1.0));
    const auto after = std::lower_bound(view.epochs.begin(), view.epochs.end(), epoch);
    if (after == view.epochs.begin())
        return 0;
    const auto index = static_cast<int>(after - view.epochs.begin());
    if (after == view.epochs.end())
        return index - 1;
    const double above = view.scale.position(*after) - position;
    const double below = position - view.scale.position(*(after - 1));
    return above < below ? index : index - 1;
}

} // namespace infoplane
