#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/cells.h"
#include "information/discrete_entropy.h"

namespace infoplane {
namespace {

/// I(t;y) of two discrete variables: H(t) + H(y) - H(t,y), plug-in and each term corrected after Miller &
/// Madow, which adds (K_t + K_y - K_ty - 1) / (2 N ln 2).
class DiscreteInformation final : public ArraysOnlyEstimator {
  public:
    using ArraysOnlyEstimator::ArraysOnlyEstimator;

    std::string caption() const override { return "Discrete information"; }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion&) const override {
        int classCount = 0;
        const std::vector<std::int32_t> t = classesOf(arrays.at("t"), "t", classCount);
        const std::vector<std::int32_t> y = classesOf(arrays.at("y"), "y", classCount);
        if (t.size() != y.size() || t.empty())
            throw Error("t and y must hold as many samples as each other, but they hold " +
                        std::to_string(t.size()) + " and " + std::to_string(y.size()) + ".");
        const auto information = [&](EntropyCorrection correction) {
            return entropy(correction, {t}) + entropy(correction, {y}) - entropy(correction, {t, y});
        };
        ArrayEstimate result;
        result.samples = t.size();
        result.quantities = description().quantities;
        result.values = {information(EntropyCorrection::None), information(EntropyCorrection::MillerMadow)};
        return result;
    }

  private:
    static double entropy(EntropyCorrection correction,
                          std::initializer_list<std::span<const std::int32_t>> variables) {
        CellBuilder cells(variables.begin()->size());
        for (const auto& variable : variables)
            cells.add(variable);
        return discreteEntropy(std::move(cells).build().counts, correction);
    }
};

} // namespace

EstimatorEntry discreteInformation() {
    EstimatorDescription description;
    description.id = "mi_miller_madow";
    description.method = "Discrete";
    description.variant = "Information";
    description.question =
        "What do two discrete variables tell of each other? Few samples of many symbols tell too "
        "much; the correction takes some of it off.";
    description.source = "Miller 1955";
    description.quantities = {{"I_plugin", "I(t;y), plug-in", "bit"},
                              {"I_miller_madow", "I(t;y), Miller\u2013Madow", "bit"}};
    description.inputs = {{"t", "whole numbers, one a sample", true},
                          {"y", "whole numbers, one a sample", true}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<DiscreteInformation>};
}

} // namespace infoplane
