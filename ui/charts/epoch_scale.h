#pragma once

#include <cmath>
#include <vector>

namespace infoplane {

/// Epochs onto 0...1: t(e) = log(1 + e/10) / log(1 + E/10), or e/E. One scale for colours, colorbar, timeline
/// and epoch axes.
struct EpochScale {
    int lastEpoch = 1;
    bool linear = false;

    double position(double epoch) const {
        const double last = lastEpoch > 0 ? lastEpoch : 1;
        return linear ? epoch / last : std::log1p(epoch / 10) / std::log1p(last / 10);
    }
    double epochAt(double position) const {
        const double last = lastEpoch > 0 ? lastEpoch : 1;
        return linear ? position * last : 10 * std::expm1(position * std::log1p(last / 10));
    }
    /// Real epochs to label: 0, 10, 100, 1,000 ... E; a power of ten above 0.65 E gives way to E.
    std::vector<int> ticks() const;
    bool operator==(const EpochScale&) const = default;
};

} // namespace infoplane
