#pragma once

#include "data/dataset.h"

namespace infoplane {

/// Row numbers of the samples trained on and of those that measure the gap; disjoint, together all samples.
struct Split {
    std::vector<int> train;
    std::vector<int> test;
};

/// A seeded shuffle of which the first round(trainFraction N) train (SZT, 0.8: 3277 of 4096); at least one
/// sample on each side, both in shuffled order. Where the data set has its own test set that decides, in the
/// data set's order, and the fraction is not used. Throws Error.
INFOPLANE_ENGINE Split splitSamples(const Dataset& dataset, double trainFraction, std::uint64_t seed);

/// Deals the labels (or target rows) out at random among all samples: only memorizing is left.
INFOPLANE_ENGINE void shuffleLabels(Dataset& dataset, std::uint64_t seed);

} // namespace infoplane
