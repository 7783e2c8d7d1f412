#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/discrete_entropy.h"

#include <array>
#include <cmath>
#include <limits>

namespace infoplane {
namespace {

struct Correction {
    const char* quantity;
    const char* name;
    EntropyCorrection correction;
};

constexpr std::array<Correction, 5> corrections = {{
    {"H_plugin", "H, plug-in", EntropyCorrection::None},
    {"H_miller_madow", "H, Miller\u2013Madow", EntropyCorrection::MillerMadow},
    {"H_grassberger88", "H, Grassberger 1988", EntropyCorrection::Grassberger},
    {"H_chao_shen", "H, Chao\u2013Shen", EntropyCorrection::ChaoShen},
    {"H_shrink", "H, shrinkage", EntropyCorrection::Shrink},
}};

std::vector<std::uint32_t> countsOf(const NumericArray& array) {
    const Eigen::MatrixXd values = matrixOf(array, "counts");
    std::vector<std::uint32_t> counts;
    for (const double value : values.reshaped()) {
        if (!(value >= 0 && value <= std::numeric_limits<std::uint32_t>::max()) || value != std::floor(value))
            throw Error("counts must hold whole numbers that are not negative, but element " +
                        std::to_string(counts.size()) + " (counted from 0) is " + captionNumber(value) + ".");
        counts.push_back(static_cast<std::uint32_t>(value));
    }
    return counts;
}

/// Entropy of a discrete variable from how often each symbol occurred, plug-in and corrected.
class CountEntropy final : public ArraysOnlyEstimator {
  public:
    using ArraysOnlyEstimator::ArraysOnlyEstimator;

    std::string caption() const override { return "Entropy of counts"; }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion&) const override {
        const std::vector<std::uint32_t> counts = countsOf(arrays.at("counts"));
        ArrayEstimate result;
        for (const std::uint32_t count : counts)
            result.samples += count;
        if (result.samples == 0)
            throw Error("There is nothing to estimate from: all counts are zero.");
        result.quantities = description().quantities;
        for (const Correction& one : corrections)
            result.values.push_back(discreteEntropy(counts, one.correction));
        return result;
    }
};

} // namespace

EstimatorEntry countEntropy() {
    EstimatorDescription description;
    description.id = "discrete_entropy";
    description.method = "Discrete";
    description.variant = "Entropy";
    description.question =
        "What is the entropy of a discrete variable, seen so many times each? No correction helps "
        "where every symbol occurs once.";
    description.source = "Miller 1955; Grassberger 1988; Chao & Shen 2003; Hausser & Strimmer 2009";
    for (const Correction& one : corrections)
        description.quantities.push_back({one.quantity, one.name, "bit"});
    description.inputs = {{"counts", "how often each symbol occurred", true}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<CountEntropy>};
}

} // namespace infoplane
