#include "data/random.h"

#include <boost/random/seed_seq.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include <utility>

namespace infoplane {

RandomEngine randomEngine(std::uint64_t seed, RandomStream purpose) {
    // A seed sequence spreads every bit of its words over the whole state, so neighbouring seeds and
    // purposes give unrelated streams.
    const auto low = [](std::uint64_t word) { return static_cast<std::uint32_t>(word); };
    const auto high = [](std::uint64_t word) { return static_cast<std::uint32_t>(word >> 32); };
    const auto stream = static_cast<std::uint64_t>(purpose);
    boost::random::seed_seq sequence{low(seed), high(seed), low(stream), high(stream)};
    return RandomEngine(sequence);
}

void shuffle(std::vector<int>& values, RandomEngine& engine) {
    for (std::size_t last = values.size(); last > 1; --last) {
        boost::random::uniform_int_distribution<std::uint64_t> below(0, last - 1);
        std::swap(values[last - 1], values[static_cast<std::size_t>(below(engine))]);
    }
}

} // namespace infoplane
