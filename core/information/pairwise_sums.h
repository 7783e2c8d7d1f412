#pragma once

#include "engine.h"
#include "information/observation.h"

#include <vector>

namespace infoplane {

/// Sums over pairs of samples of the kernels exp(-D/8v) and exp(-D/2v), D_ij = |t_i - t_j|^2: for each sample
/// over all samples, itself included, and over those of its class alone. The samples come class by class, in
/// no other order that matters.
///
/// One pass over the upper triangle, tile by tile; the N x N matrix is never held. Pairs that can add nothing
/// beside the sample's own 1 (D/8v above 46 bits in float, 70 in double) are left out by tiles where the
/// boxes around them are that far apart, else by strips of a tile.
///
/// Activity in single precision is worked on in single precision, that in double in double. Differences are
/// taken directly, of the numbers as they are (but for a power of two), so a shift of all samples changes
/// nothing, no square cancels, and the error is one of D, relative: |error of D| <= (min(units, 32) + units /
/// 32 + 3) e D with e = 2^-24. As sum_j p_j D_ij/2v, with p_j the share of sample j in the sum of i, is at
/// most log N (the entropy of p less the log of a sum that is 1 or more), the error of log sum_j
/// exp(-D_ij/2v) is at most
///     (min(units, 32) + units / 32 + 3) e log N  +  4 x 2e-7 (of 2^-x)  +  18 e (of the sums in float):
/// for 10 units and 4096 samples 1.2e-5 bit, if all rounding went one way; what is measured is below 1e-6
/// bit. Another order of the samples, or other names of the classes, adds the same numbers up in another
/// order: bounds are then the same to 1e-12 bit in double precision, and to 1e-8 bit in single (4096
/// samples).
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
