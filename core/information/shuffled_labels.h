#pragma once

#include "information/estimator.h"

#include <optional>

namespace infoplane {

/// What an estimator says of I(T;Y) where there is no relation: the labels are dealt out at random several
/// times. Whatever lies above is more than the bias of few samples.
struct ShuffledLabels {
    double mean = 0;
    double lowest = 0;
    double highest = 0;
};

/// Over the quantity planeY of the estimator, in bits; the same seed gives the same figures. Without labels
/// all are NaN; nothing when cancelled. Takes as long as that many estimates.
INFOPLANE_ENGINE std::optional<ShuffledLabels> shuffledLabels(const Estimator& estimator,
                                                              const Observation& observation, int shuffles,
                                                              std::uint64_t seed,
                                                              const CancelQuestion& cancelled);

} // namespace infoplane
