#include "session/relevance.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

bool RelevanceIndex::areIn(const std::vector<double>& values) const {
    return std::max(relevant, irrelevant) < values.size() && std::isfinite(values[relevant]) &&
           std::isfinite(values[irrelevant]);
}

std::optional<RelevanceIndex> relevanceOf(const EstimatorDescription& estimator) {
    const auto find = [&](const char* id) {
        return std::ranges::find(estimator.quantities, id, &QuantityDescription::id) -
               estimator.quantities.begin();
    };
    const RelevanceIndex index{static_cast<std::size_t>(find("I_TX_rel")),
                               static_cast<std::size_t>(find("I_TX_irrel"))};
    if (std::max(index.relevant, index.irrelevant) >= estimator.quantities.size())
        return std::nullopt;
    return index;
}

} // namespace infoplane
