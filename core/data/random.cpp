#include "data/random.h"

#include <boost/random/seed_seq.hpp>

#include <utility>

namespace infoplane {

namespace {

/// An unbiased integer below a bound from 32 random bits, by one multiplication (Lemire 2019, "Fast random
/// integer generation in an interval"). The few words that would favour some integers are drawn anew.
std::size_t below(std::size_t bound, std::uint64_t word, RandomEngine& engine) {
    std::uint64_t product = (word & 0xffffffffU) * bound;
    if ((product & 0xffffffffU) < bound) [[unlikely]] {
        const std::uint64_t threshold = (std::uint64_t{1} << 32) % bound;
        while ((product & 0xffffffffU) < threshold)
            product = (engine() & 0xffffffffU) * bound;
    }
    return static_cast<std::size_t>(product >> 32);
}

} // namespace

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
    // This is a tenth of the training of a small network: each number of the engine serves two swaps.
    std::size_t left = values.size();
    for (; left > 2; left -= 2) {
        const std::uint64_t number = engine();
        std::swap(values[left - 1], values[below(left, number, engine)]);
        std::swap(values[left - 2], values[below(left - 1, number >> 32, engine)]);
    }
    if (left == 2)
        std::swap(values[1], values[below(2, engine(), engine)]);
}

} // namespace infoplane
