#pragma once

#include "engine_export.h"

#include <boost/random/mersenne_twister.hpp>

#include <cstdint>
#include <vector>

namespace infoplane {

/// Portable random numbers (Boost.Random): the same stream on every platform. Each purpose has its own
/// stream, so that, say, another batch size leaves the initial weights as they were.
enum class RandomStream : std::uint64_t { Split = 1, Labels, Weights, Batches, Teacher, Estimator };

using RandomEngine = boost::random::mt19937_64;

INFOPLANE_ENGINE RandomEngine randomEngine(std::uint64_t seed, RandomStream purpose);

/// Fisher-Yates, in place.
INFOPLANE_ENGINE void shuffle(std::vector<int>& values, RandomEngine& engine);

} // namespace infoplane
