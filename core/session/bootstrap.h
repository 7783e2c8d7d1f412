#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace infoplane {

struct Interval {
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
    bool operator==(const Interval&) const = default;
};

/// A statistic of so many seeds with its interval.
struct Estimated {
    double value = std::numeric_limits<double>::quiet_NaN();
    Interval interval;
    int seeds = 0;
    double confidence = 0.95; ///< of the interval
};

/// How seeds are drawn again: always the same for the same numbers.
struct BootstrapOptions {
    int resamples = 10'000;
    std::uint64_t seed = 0;
    double confidence = 0.95;
};

/// The mean over seeds, with an interval that holds for few of them. Percentiles of resampled means alone are
/// too narrow there (with 10 seeds they miss the mean nearly twice as often as they should). So the ends are
/// the outer ones of two corrections: percentiles taken further out, as far as Student's t asks (Hesterberg
/// 2015, "What teachers should know about the bootstrap", expanded percentiles), and the studentized
/// bootstrap (Efron & Tibshirani 1993, chapter 12), which follows skewness. Of one value there is no
/// interval (NaN); of none no mean.
Estimated meanOver(std::span<const double> values, const BootstrapOptions& options = {});

/// Mean of one group minus mean of the other, resampled each by itself, with the degrees of freedom of Welch.
Estimated differenceOfMeans(std::span<const double> one, std::span<const double> other,
                            const BootstrapOptions& options = {});

/// The same with the ends of its interval no farther out than what can be: with few seeds and one that lies
/// far off the studentized bootstrap reaches beyond it.
Estimated within(Estimated estimated, const Interval& possible);

/// Spearman's rank correlation of pairs, ties at their mean rank; NaN where one of both does not vary.
double rankCorrelation(std::span<const double> one, std::span<const double> other);
/// With an interval of expanded percentiles.
Estimated rankCorrelationOver(std::span<const double> one, std::span<const double> other,
                              const BootstrapOptions& options = {});

/// How far out percentiles have to be taken so that an interval of bootstrap means has the width of Student's
/// t: the share that is cut off on either side. `widening`: by how much the standard error of the sample
/// exceeds that of the resamples, sqrt(n / (n - 1)) for a mean of n.
double expandedTail(double degreesOfFreedom, double widening, double confidence = 0.95);

/// Quantile of values in any order, between neighbours by straight lines; reorders them.
double quantile(std::span<double> values, double share);

} // namespace infoplane
