#include "charts/epoch_scale.h"

#include "charts/plot_frame.h"

#include <algorithm>

namespace infoplane {

std::vector<int> EpochScale::ticks() const {
    const int last = std::max(lastEpoch, 1);
    std::vector<int> ticks = {0};
    if (linear) {
        const int step = std::max(1, static_cast<int>(niceStep(last / 5.0)));
        for (int tick = step; tick + step / 2 <= last && tick < last; tick += step)
            ticks.push_back(tick);
    } else {
        for (long long tick = 10; tick <= 0.65 * last; tick *= 10)
            ticks.push_back(static_cast<int>(tick));
    }
    ticks.push_back(last);
    return ticks;
}

} // namespace infoplane
