#include "information/shuffled_labels.h"

#include "data/random.h"
#include "error.h"

#include <algorithm>
#include <limits>

namespace infoplane {

std::optional<ShuffledLabels> shuffledLabels(const Estimator& estimator, const Observation& observation,
                                             int shuffles, std::uint64_t seed,
                                             const CancelQuestion& cancelled) {
    const int quantity = estimator.description().planeY;
    if (quantity < 0 || shuffles < 1)
        throw Error(estimator.description().id + " has no information about labels to compare with.");
    if (observation.labels.empty()) {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        return ShuffledLabels{none, none, none};
    }
    RandomEngine engine = randomEngine(seed, RandomStream::Estimator);
    std::vector<int> labels(observation.labels.begin(), observation.labels.end());
    Observation dealt = observation;
    std::vector<double> values;
    for (int i = 0; i < shuffles; ++i) {
        shuffle(labels, engine);
        dealt.labels = labels;
        const std::vector<double> estimate = estimator.estimate(dealt, cancelled);
        if (estimate.empty())
            return std::nullopt;
        values.push_back(estimate[static_cast<std::size_t>(quantity)]);
    }
    ShuffledLabels result;
    for (const double value : values)
        result.mean += value / static_cast<double>(values.size());
    const auto [lowest, highest] = std::ranges::minmax(values);
    result.lowest = lowest;
    result.highest = highest;
    return result;
}

} // namespace infoplane
