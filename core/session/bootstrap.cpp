#include "session/bootstrap.h"

#include "data/random.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace infoplane {

namespace {

constexpr double notThere = std::numeric_limits<double>::quiet_NaN();

struct Moments {
    double mean = 0;
    double meanVariance = 0; ///< of the mean: s^2 / n, s^2 dividing by n - 1
};

Moments momentsOf(std::span<const double> values) {
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return {mean, count > 1 ? squares / (count - 1) / count : 0};
}

/// One group of seeds, drawn again and again.
class Resampler {
  public:
    Resampler(std::span<const double> values, RandomEngine& engine)
        : m_values(values)
        , m_drawn(values.size())
        , m_engine(engine)
        , m_index(0, values.size() - 1) {}

    Moments draw() {
        for (double& value : m_drawn)
            value = m_values[m_index(m_engine)];
        return momentsOf(m_drawn);
    }

  private:
    std::span<const double> m_values;
    std::vector<double> m_drawn;
    RandomEngine& m_engine;
    boost::random::uniform_int_distribution<std::size_t> m_index;
};

RandomEngine engineOf(const BootstrapOptions& options) {
    return randomEngine(options.seed, RandomStream::Estimator);
}

/// From resampled statistics and their studentized distances from the statistic.
Interval outerInterval(double value, double error, std::vector<double>& drawn, std::vector<double>& distances,
                       double tail, double confidence) {
    Interval interval{quantile(drawn, tail), quantile(drawn, 1 - tail)};
    if (!distances.empty()) {
        const double cut = (1 - confidence) / 2;
        interval.low = std::min(interval.low, value - error * quantile(distances, 1 - cut));
        interval.high = std::max(interval.high, value - error * quantile(distances, cut));
    }
    return interval;
}

std::vector<double> ranksOf(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t end = first + 1;
        while (end < order.size() && values[order[end]] == values[order[first]])
            ++end;
        for (std::size_t i = first; i < end; ++i)
            ranks[order[i]] = static_cast<double>(first + end - 1) / 2;
        first = end;
    }
    return ranks;
}

} // namespace

double quantile(std::span<double> values, double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(std::floor(place));
    const auto at = values.begin() + below;
    std::nth_element(values.begin(), at, values.end());
    if (at + 1 == values.end())
        return *at;
    const double above = *std::min_element(at + 1, values.end());
    return std::lerp(*at, above, place - static_cast<double>(below));
}

double expandedTail(double degreesOfFreedom, double widening, double confidence) {
    const boost::math::students_t student(degreesOfFreedom);
    const double t = boost::math::quantile(student, (1 + confidence) / 2);
    return boost::math::cdf(boost::math::normal(), -widening * t);
}

Estimated meanOver(std::span<const double> values, const BootstrapOptions& options) {
    Estimated result;
    result.confidence = options.confidence;
    result.seeds = static_cast<int>(values.size());
    if (values.empty())
        return result;
    const Moments sample = momentsOf(values);
    result.value = sample.mean;
    if (values.size() < 2)
        return result;
    RandomEngine engine = engineOf(options);
    Resampler resampler(values, engine);
    std::vector<double> drawn;
    std::vector<double> distances;
    for (int i = 0; i < options.resamples; ++i) {
        const Moments one = resampler.draw();
        drawn.push_back(one.mean);
        if (one.meanVariance > 0)
            distances.push_back((one.mean - sample.mean) / std::sqrt(one.meanVariance));
    }
    const auto count = static_cast<double>(values.size());
    const double tail = expandedTail(count - 1, std::sqrt(count / (count - 1)), options.confidence);
    result.interval = outerInterval(sample.mean, std::sqrt(sample.meanVariance), drawn, distances, tail,
                                    options.confidence);
    return result;
}

Estimated differenceOfMeans(std::span<const double> one, std::span<const double> other,
                            const BootstrapOptions& options) {
    Estimated result;
    result.confidence = options.confidence;
    result.seeds = static_cast<int>(std::min(one.size(), other.size()));
    if (one.empty() || other.empty())
        return result;
    const Moments first = momentsOf(one);
    const Moments second = momentsOf(other);
    result.value = first.mean - second.mean;
    if (result.seeds < 2)
        return result;
    RandomEngine engine = engineOf(options);
    Resampler firstResampler(one, engine);
    Resampler secondResampler(other, engine);
    std::vector<double> drawn;
    std::vector<double> distances;
    for (int i = 0; i < options.resamples; ++i) {
        const Moments a = firstResampler.draw();
        const Moments b = secondResampler.draw();
        drawn.push_back(a.mean - b.mean);
        const double variance = a.meanVariance + b.meanVariance;
        if (variance > 0)
            distances.push_back((a.mean - b.mean - result.value) / std::sqrt(variance));
    }
    const double variance = first.meanVariance + second.meanVariance;
    if (variance == 0) {
        result.interval = {result.value, result.value};
        return result;
    }
    const auto m = static_cast<double>(one.size());
    const auto n = static_cast<double>(other.size());
    const double freedom = variance * variance /
                           (first.meanVariance * first.meanVariance / (m - 1) +
                            second.meanVariance * second.meanVariance / (n - 1));
    const double resampled = first.meanVariance * (m - 1) / m + second.meanVariance * (n - 1) / n;
    const double tail = expandedTail(freedom, std::sqrt(variance / resampled), options.confidence);
    result.interval =
        outerInterval(result.value, std::sqrt(variance), drawn, distances, tail, options.confidence);
    return result;
}

Estimated within(Estimated estimated, const Interval& possible) {
    if (std::isnan(estimated.interval.low))
        return estimated;
    estimated.interval.low = std::clamp(estimated.interval.low, possible.low, possible.high);
    estimated.interval.high = std::clamp(estimated.interval.high, possible.low, possible.high);
    return estimated;
}

double rankCorrelation(std::span<const double> one, std::span<const double> other) {
    const std::vector<double> a = ranksOf(one);
    const std::vector<double> b = ranksOf(other);
    const double middle = (static_cast<double>(a.size()) - 1) / 2;
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        both += (a[i] - middle) * (b[i] - middle);
        squaresA += (a[i] - middle) * (a[i] - middle);
        squaresB += (b[i] - middle) * (b[i] - middle);
    }
    return squaresA > 0 && squaresB > 0 ? both / std::sqrt(squaresA * squaresB) : notThere;
}

Estimated rankCorrelationOver(std::span<const double> one, std::span<const double> other,
                              const BootstrapOptions& options) {
    Estimated result{rankCorrelation(one, other), {}, static_cast<int>(one.size()), options.confidence};
    if (std::isnan(result.value) || one.size() < 4)
        return result;
    RandomEngine engine = engineOf(options);
    boost::random::uniform_int_distribution<std::size_t> index(0, one.size() - 1);
    std::vector<double> drawn;
    std::vector<double> a(one.size());
    std::vector<double> b(one.size());
    for (int i = 0; i < options.resamples; ++i) {
        for (std::size_t k = 0; k < one.size(); ++k) {
            const std::size_t chosen = index(engine);
            a[k] = one[chosen];
            b[k] = other[chosen];
        }
        const double value = rankCorrelation(a, b);
        if (!std::isnan(value))
            drawn.push_back(value);
    }
    if (drawn.empty())
        return result;
    const auto count = static_cast<double>(one.size());
    const double tail = expandedTail(count - 2, std::sqrt(count / (count - 1)), options.confidence);
    result.interval = {quantile(drawn, tail), quantile(drawn, 1 - tail)};
    return result;
}

} // namespace infoplane
