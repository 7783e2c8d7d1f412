#pragma once

#include "engine.h"
#include "information/observation.h"

#include <vector>

namespace infoplane {

/// Sums over pairs of samples of the kernels exp(-D/8v) and exp(-D/2v), D_ij = |t_i - t_j|^2: for each sample
/// over all samples, itself included, and over those of its class alone. The samples come class by class, in
/// no other order that matters.
///
/// One pass over the upper triangle, in blocks; the N x N matrix is never held. Differences are taken
/// directly, in double, so a shift of all samples changes nothing and no square cancels. A pair further apart
/// than D/8v = 46 adds nothing that double could hold beside the sample's own 1, and is left out early.
struct PairwiseSums {
    struct Kernel {
        std::vector<double> all;
        std::vector<double> own;
    };
    Kernel wide;                   ///< of exp(-D/8v)
    Kernel narrow;                 ///< of exp(-D/2v)
    std::vector<double> classSize; ///< of each sample's class
    /// The sums are of exp(...) - 1: exact where all samples are near each other.
    bool minusOne = false;
};

/// Empty when cancelled. The observation has been checked.
PairwiseSums pairwiseSums(const Observation& observation, double variance, bool minusOne,
                          const CancelQuestion& cancelled);

} // namespace infoplane
