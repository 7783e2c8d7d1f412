#pragma once

#include "network/lanes.h"

#include <bit>
#include <cstdint>

namespace infoplane {

/// exp(-x) for 0 <= x <= largestExponent, in parts: exp(-x) = power (1 + rest), where power = 2^-k and rest
/// is exp(r) - 1 for |r| <= ln 2 / 2. Both exp(-x) and exp(-x) - 1 follow to the last bits, see below.
struct ExponentialParts {
    Vec<double> power;
    Vec<double> rest;

    /// Relative error below 4e-16.
    Vec<double> exponential() const { return power + power * rest; }
    /// exp(-x) - 1 with a relative error below 4e-16, also near 0.
    Vec<double> minusOne() const { return (power - 1.0) + power * rest; }
};

/// Beyond it exp(-x) < 2^-66: nothing beside the 1 that every sum of kernels holds.
inline constexpr double largestExponent = 46;

inline ExponentialParts negativeExponential(const Vec<double>& x) {
    typedef std::int64_t Bits __attribute__((vector_size(vectorBytes)));
    constexpr double log2e = 1.4426950408889634074;
    constexpr double ln2High = 6.93147180369123816490e-01; // its last bits are zero, so k * ln2High is exact
    constexpr double ln2Low = 1.90821492927058770002e-10;
    constexpr double toInteger =
        6755399441055744; // 1.5 * 2^52: added and taken off, rounds to a whole number
    const Vec<double> shifted = -x * log2e + toInteger;
    const Vec<double> k = shifted - toInteger;
    const Vec<double> r = (-x - k * ln2High) - k * ln2Low;
    // Taylor's series to r^13 / 13!, what is left out is below 5e-18; in pairs, so that the steps need not
    // wait for each other.
    const Vec<double> r2 = r * r;
    const Vec<double> r4 = r2 * r2;
    const Vec<double> low = (r * (1.0 / 6) + 0.5) + r2 * (r * (1.0 / 120) + 1.0 / 24);
    const Vec<double> middle = (r * (1.0 / 5040) + 1.0 / 720) + r2 * (r * (1.0 / 362880) + 1.0 / 40320);
    const Vec<double> high =
        (r * (1.0 / 39916800) + 1.0 / 3628800) + r2 * (r * (1.0 / 6227020800) + 1.0 / 479001600);
    const Vec<double> sum = low + r4 * (middle + r4 * high);
    // The low bits of shifted hold k; in the place of the exponent they are 2^k.
    const Bits exponent = std::bit_cast<Bits>(shifted) << 52;
    const Bits one = Bits{} + std::bit_cast<std::int64_t>(1.0);
    return {std::bit_cast<Vec<double>>(exponent + one), r + r2 * sum};
}

} // namespace infoplane
