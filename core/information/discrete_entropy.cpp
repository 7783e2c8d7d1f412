#include "information/discrete_entropy.h"

#include "information/cells.h"

#include <boost/math/special_functions/digamma.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

namespace infoplane {
namespace {

/// How many symbols occurred how often, ascending: sums over it do not depend on the order of symbols.
using CountsOfCounts = std::map<std::uint32_t, double>;

struct Counted {
    CountsOfCounts symbolsOfCount;
    double samples = 0;
    double symbols = 0;
};

Counted countCounts(std::span<const std::uint32_t> counts) {
    Counted result;
    for (const std::uint32_t count : counts) {
        if (count == 0)
            continue;
        result.symbolsOfCount[count] += 1;
        result.samples += count;
        result.symbols += 1;
    }
    return result;
}

/// Sum over symbols of term(n), in nats.
template <typename Term>
double sumOver(const Counted& counted, Term term) {
    double sum = 0;
    for (const auto& [count, symbols] : counted.symbolsOfCount)
        sum += symbols * term(static_cast<double>(count));
    return sum;
}

double plugIn(const Counted& counted) {
    const double sum = sumOver(counted, [](double n) { return n * std::log(n); });
    return std::log(counted.samples) - sum / counted.samples;
}

double grassberger(const Counted& counted) {
    return sumOver(counted, [&](double n) {
        const double sign = std::fmod(n, 2) == 0 ? 1 : -1;
        return n / counted.samples * (std::log(counted.samples) - boost::math::digamma(n) - sign / (n + 1));
    });
}

double chaoShen(const Counted& counted) {
    const auto once = counted.symbolsOfCount.find(1);
    double seenOnce = once == counted.symbolsOfCount.end() ? 0 : once->second;
    if (seenOnce == counted.samples)
        seenOnce -= 1; // else nothing would be covered
    const double coverage = 1 - seenOnce / counted.samples;
    return sumOver(counted, [&](double n) {
        const double p = coverage * n / counted.samples;
        if (p <= 0)
            return 0.0;
        const double unseen = p < 1 ? std::exp(counted.samples * std::log1p(-p)) : 0.0;
        return -p * std::log(p) / (1 - unseen);
    });
}

double shrink(const Counted& counted) {
    const double equal = 1 / counted.symbols;
    const auto square = [](double value) { return value * value; };
    const double variance =
        sumOver(counted, [&](double n) { return n / counted.samples * (1 - n / counted.samples); });
    const double distance = sumOver(counted, [&](double n) { return square(equal - n / counted.samples); });
    const double scale = (counted.samples - 1) * distance;
    const double weight = scale > 0 ? std::clamp(variance / scale, 0.0, 1.0) : 1.0;
    return sumOver(counted, [&](double n) {
        const double p = weight * equal + (1 - weight) * n / counted.samples;
        return -p * std::log(p);
    });
}

double nats(const Counted& counted, EntropyCorrection correction) {
    switch (correction) {
    case EntropyCorrection::None:
        break;
    case EntropyCorrection::MillerMadow:
        return plugIn(counted) + (counted.symbols - 1) / (2 * counted.samples);
    case EntropyCorrection::Grassberger:
        return grassberger(counted);
    case EntropyCorrection::ChaoShen:
        return chaoShen(counted);
    case EntropyCorrection::Shrink:
        return shrink(counted);
    }
    return plugIn(counted);
}

} // namespace

double discreteEntropy(std::span<const std::uint32_t> counts, EntropyCorrection correction) {
    const Counted counted = countCounts(counts);
    if (counted.samples == 0)
        return 0;
    const double bits = nats(counted, correction) / std::numbers::ln2;
    return bits == 0 ? 0 : bits; // no negative zero
}

} // namespace infoplane
