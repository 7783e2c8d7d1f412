#pragma once

#include "information/observation.h"

#include <vector>

namespace infoplane {

/// The order in which pairs of samples are worked through: class by class and, within a class, near ones
/// together, in tiles of 64 samples. The last tile is padded.
struct PairwiseOrder {
    static constexpr std::size_t tileSide = 64;
    static constexpr int mixed = -1;

    std::vector<std::uint32_t> samples;
    std::vector<std::int32_t> classOf;   ///< in the new order, padded with -1; all 0 without labels
    std::vector<std::int32_t> tileClass; ///< of all samples of a tile; mixed: several, or padding
    std::vector<double> lowest, highest; ///< tiles x units, the box around a tile
    std::vector<std::uint32_t> units;    ///< most spread first: what is far away shows early
    std::vector<double> means;           ///< of the units, in their old order

    std::size_t tiles() const { return tileClass.size(); }
    /// A lower bound of the squared distance of any two samples of two tiles.
    double leastSquare(std::size_t tile, std::size_t other) const;
};

/// Sorted, samples of a class are halved at the median of the unit with the widest range until they fit a
/// tile, as in a k-d tree: what is far away is then far away by tiles. Pays for few units.
PairwiseOrder pairwiseOrder(const Observation& observation, bool sorted);

} // namespace infoplane
