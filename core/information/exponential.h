#pragma once

#include "network/lanes.h"

#include <bit>
#include <cstdint>

namespace infoplane {

/// 2^-x, x = factor * square >= 0, whatever the scalar; what is behind both exp(-D/8v) and exp(-D/2v).
///
/// With k the whole number nearest to -x and r = -x - k, |r| <= 1/2, 2^-x = 2^k (1 + r q(r)). For double r
/// q(r) is Taylor's series to r^13, of which less than 5e-18 is left out; for float it is the polynomial of
/// fifth degree with the least relative error, 9.2e-8 (Lawson's iteration in long double). Without an
/// instruction that multiplies and adds at once the product factor * square is rounded, which is as an error
/// of x of half a unit in its last place. Rounding included, relative errors stay below, for x <=
/// largestPower:
///     2^-x        float 2e-7    double 4e-16  (+ that of x)
///     2^-x - 1    float 8e-7    double 1e-15
template <typename Scalar>
struct PowerOfTwo;

template <>
struct PowerOfTwo<float> {
    using Bits = std::int32_t;
    static constexpr int mantissaBits = 23;
    static constexpr float largestPower = 60;
    /// Of 2^16 samples that far away all together add 2^-30 to the 1 that every sum of kernels holds.
    static constexpr float negligiblePower = 46;
    /// The fourth power of less would leave the normal numbers.
    static constexpr float leastToTheFourth = 0x1p-31F;
    static constexpr float toInteger = 0x1.8p23F; ///< added and taken off, rounds to a whole number

    static Vec<float> slope(const Vec<float>& r) {
        return 0.6931469776F +
               r * (0.2402224208F + r * (0.05550733745F + r * (0.009671512861F + r * 0.001326472739F)));
    }
};

template <>
struct PowerOfTwo<double> {
    using Bits = std::int64_t;
    static constexpr int mantissaBits = 52;
    static constexpr double largestPower = 120;
    static constexpr double negligiblePower = 70;
    static constexpr double leastToTheFourth = 0x1p-200;
    static constexpr double toInteger = 0x1.8p52;

    /// In pairs, so that the steps need not wait for each other. (ln 2)^n / n!
    static Vec<double> slope(const Vec<double>& r) {
        const Vec<double> r2 = r * r;
        const Vec<double> r4 = r2 * r2;
        const Vec<double> a = (r * 0.2402265069591007 + 0.6931471805599453) +
                              r2 * (r * 0.009618129107628477 + 0.05550410866482158);
        const Vec<double> b = (r * 0.0001540353039338161 + 0.0013333558146428443) +
                              r2 * (r * 1.3215486790144309e-06 + 1.5252733804059840e-05);
        const Vec<double> c = (r * 7.054911620801123e-09 + 1.0178086009239699e-07) +
                              r2 * (r * 2.5678435993488205e-11 + 4.4455382718708120e-10);
        return a + r4 * (b + r4 * (c + r4 * 1.3691488853904129e-12));
    }
};

template <typename Scalar>
class NegativePower {
    using Constants = PowerOfTwo<Scalar>;
    typedef typename Constants::Bits Bits __attribute__((vector_size(vectorBytes)));

  public:
    /// factor * square is at most largestPower.
    NegativePower(const Vec<Scalar>& square, Scalar factor) {
        const Vec<Scalar> shifted = Constants::toInteger - square * factor;
        const Vec<Scalar> minusK = Constants::toInteger - shifted;
        m_r = minusK - square * factor;
        // The low bits of shifted hold k; in the place of the exponent they multiply by 2^k.
        m_exponent = std::bit_cast<Bits>(shifted) << Constants::mantissaBits;
    }

    Vec<Scalar> value() const {
        return std::bit_cast<Vec<Scalar>>(std::bit_cast<Bits>(1 + m_r * Constants::slope(m_r)) + m_exponent);
    }
    /// 2^-x - 1, with all its digits also near 0.
    Vec<Scalar> minusOne() const {
        const auto power = std::bit_cast<Vec<Scalar>>(std::bit_cast<Bits>(Vec<Scalar>{} + 1) + m_exponent);
        return (power - 1) + power * (m_r * Constants::slope(m_r));
    }

  private:
    Vec<Scalar> m_r;
    Bits m_exponent;
};

} // namespace infoplane
