#pragma once

#include "information/estimator.h"

#include <optional>

namespace infoplane {

/// Where an estimator keeps I(X_rel;T) and I(X_irr;T), what a layer tells of the inputs that the target
/// depends on and of all others.
struct RelevanceIndex {
    std::size_t relevant = 0;
    std::size_t irrelevant = 0;

    /// Of a layer's values: data without irrelevant inputs have none.
    bool areIn(const std::vector<double>& values) const;
};

/// None where the estimator does not tell them apart.
std::optional<RelevanceIndex> relevanceOf(const EstimatorDescription& estimator);

} // namespace infoplane
