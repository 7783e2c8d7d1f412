#include "information/discrete_entropy.h"
#include "information/pairwise_sums.h"
#include "information/registry.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace infoplane {
namespace {

/// Bounds by pairwise distances (Kolchinsky & Tracey 2017) for T + N(0, v I). With the entropy of the noise
/// cancelled on paper, in nats and with D_ij = |t_i - t_j|^2,
///     upper I(X;T) = -mean_i log mean_j exp(-D_ij / 2v),   lower: 8v in place of 2v,
/// and the same within a class. For I(T;Y) Saxe et al. 2018 subtract like from like, which is no bound;
/// lower minus upper within classes is one from below, upper minus lower one from above.
class KdePairwise final : public Estimator {
  public:
    KdePairwise(const EstimatorDescription& description, const ParameterValues& values)
        : m_description(description)
        , m_variance(values.number("noise_variance")) {}

    const EstimatorDescription& description() const override { return m_description; }

    std::vector<double> estimate(const Observation& observation,
                                 const CancelQuestion& cancelled) const override {
        requireUsable(observation);
        PairwiseSums sums = pairwiseSums(observation, m_variance, false, cancelled);
        if (sums.classSize.empty())
            return {};
        constexpr double nearNothing = 0.01; // bits; below, 1 - exp(...) would lose digits
        if (information(sums.narrow.all, sums) < nearNothing) {
            sums = pairwiseSums(observation, m_variance, true, cancelled);
            if (sums.classSize.empty())
                return {};
        }
        return quantities(observation, sums);
    }

    std::string caption() const override {
        return "Kernel density, noise variance " + captionNumber(m_variance) + ", both bounds";
    }

  private:
    static std::vector<double> quantities(const Observation& observation, const PairwiseSums& sums) {
        constexpr double none = std::numeric_limits<double>::quiet_NaN();
        const double upper = information(sums.narrow.all, sums);
        const double lower = information(sums.wide.all, sums);
        if (observation.labels.empty())
            return {upper, none, lower, none, none, none, none};
        const double upperWithin = informationWithin(sums.narrow.own, sums);
        const double lowerWithin = informationWithin(sums.wide.own, sums);
        return {upper,
                upper - upperWithin,
                lower,
                lower - lowerWithin,
                lower - upperWithin,
                upper - lowerWithin,
                labelEntropy(observation.labels, observation.classCount)};
    }

    /// -mean log2 of (sum / size); the size is that of the whole or of a class.
    template <typename Size>
    static double meanLogarithm(const std::vector<double>& kernelSums, bool minusOne, Size size) {
        double total = 0;
        for (std::size_t i = 0; i < kernelSums.size(); ++i) {
            const double mean = kernelSums[i] / size(i);
            total -= minusOne ? std::log1p(mean) : std::log(mean);
        }
        return total / static_cast<double>(kernelSums.size()) / std::numbers::ln2 + 0.0;
    }
    static double information(const std::vector<double>& kernelSums, const PairwiseSums& sums) {
        const auto samples = static_cast<double>(kernelSums.size());
        return meanLogarithm(kernelSums, sums.minusOne, [&](std::size_t) { return samples; });
    }
    static double informationWithin(const std::vector<double>& kernelSums, const PairwiseSums& sums) {
        return meanLogarithm(kernelSums, sums.minusOne, [&](std::size_t i) { return sums.classSize[i]; });
    }

    const EstimatorDescription& m_description;
    double m_variance;
};

} // namespace

EstimatorEntry kdePairwise() {
    EstimatorDescription description;
    description.id = "kde_pairwise";
    description.method = "Kernel density";
    description.question =
        "How much would a layer tell if noise of this variance were added to it? The noise is not "
        "in the network; the band shows how far the bounds are apart.";
    description.source = "Kolchinsky & Tracey 2017; Saxe et al. 2018 (variance 0.001 on SZT, 0.1 on images)";
    ParameterDescription variance;
    variance.id = "noise_variance";
    variance.name = "Noise";
    variance.symbol = "v";
    variance.tooltip =
        "Variance of the noise added before estimating, not in the network (Kolchinsky & Tracey "
        "2017).";
    variance.lowest = 1e-5;
    variance.highest = 1;
    variance.lowestAccepted = 1e-100;
    variance.highestAccepted = 1e100;
    variance.logarithmic = true;
    variance.defaultNumber = 0.001;
    variance.marks = {{1e-5, "10\u207b\u2075"}, {0.001, "paper 0.001"}, {0.1, "0.1"}, {1, "1"}};
    description.parameters = {variance};
    description.quantities = {{"I_XT_upper", "I(X;T), upper bound", "bit"},
                              {"I_TY_kl_minus_kl", "I(T;Y), upper minus upper", "bit"},
                              {"I_XT_lower", "I(X;T), lower bound", "bit"},
                              {"I_TY_bd_minus_bd", "I(T;Y), lower minus lower", "bit"},
                              {"I_TY_bound_lower", "I(T;Y), lower bound", "bit"},
                              {"I_TY_bound_upper", "I(T;Y), upper bound", "bit"},
                              {"H_Y", "H(Y)", "bit"}};
    description.inputs = {{"T", "activity, samples x units", true}, {"y", "labels, one a sample", false}};
    description.planeX = 0;
    description.planeY = 1;
    description.planeLowerX = 2;
    description.planeLowerY = 3;
    description.comparesPairs = true;
    description.windowReady = true;
    return {description, makeOf<KdePairwise>};
}

} // namespace infoplane
