#include "error.h"
#include "information/activation_inverse.h"
#include "information/arrays.h"
#include "information/arrays_only.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

namespace infoplane {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// P(low <= N(0,1) < high), by the tail in which it lies, so that far out it is still exact.
double normalBetween(double low, double high) {
    if (!(low < high))
        return 0;
    const auto above = [](double z) { return std::erfc(z / std::numbers::sqrt2) / 2; };
    return low >= 0 ? above(low) - above(high) : above(-high) - above(-low);
}

/// The minimal model of Saxe et al. 2018: one unit h = f(w x) with x ~ N(0,1), its value put into bins, the
/// first and the last of them open. I(x; bin) = -sum p log2 p in bits, exactly.
class NeuronBinnedExact final : public ArraysOnlyEstimator {
  public:
    NeuronBinnedExact(const EstimatorDescription& description, const ParameterValues& values)
        : ArraysOnlyEstimator(description, values)
        , m_activation(*activationFromId(values.choice("nonlinearity"))) {}

    std::string caption() const override { return "Exact, one unit, " + describe(m_activation).name; }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        const Eigen::MatrixXd edges = matrixOf(arrays.at("edges"), "edges");
        const Eigen::MatrixXd weights = matrixOf(arrays.at("w"), "w");
        if (edges.size() < 2 || !std::ranges::is_sorted(edges.reshaped()))
            throw Error("edges must hold two numbers or more, in ascending order.");
        std::vector<ActivationCrossing> crossings = {{-infinity, -infinity}};
        for (Eigen::Index i = 1; i + 1 < edges.size(); ++i)
            crossings.push_back(crossing(m_activation, edges.reshaped()(i)));
        crossings.push_back({-infinity, infinity});
        ArrayEstimate result;
        for (const double weight : weights.reshaped()) {
            if (cancelled && cancelled())
                return {};
            std::array<char, 32> text{};
            std::snprintf(text.data(), text.size(), "%g", weight);
            result.quantities.push_back(
                {"I_XT_w=" + std::string(text.data()), "I(X;T), w = " + captionNumber(weight), "bit"});
            result.values.push_back(information(crossings, std::abs(weight)));
        }
        return result;
    }

  private:
    /// x is symmetric, so only the size of the weight matters.
    static double information(const std::vector<ActivationCrossing>& crossings, double weight) {
        if (weight == 0)
            return 0;
        double sum = 0;
        for (std::size_t bin = 0; bin + 1 < crossings.size(); ++bin) {
            const double p = probability(crossings[bin], crossings[bin + 1], weight);
            if (p > 0)
                sum -= p * std::log2(p);
        }
        return sum + 0.0;
    }

    /// Of pre-activations below the upper edge but not below the lower. The first edge has nothing below it:
    /// its interval is empty and taken to lie at the upper edge's left end.
    static double probability(const ActivationCrossing& lower, const ActivationCrossing& upper,
                              double weight) {
        if (lower.right == -infinity)
            return normalBetween(upper.left / weight, upper.right / weight);
        return normalBetween(upper.left / weight, std::min(lower.left, upper.right) / weight) +
               normalBetween(lower.right / weight, upper.right / weight);
    }

    Activation m_activation;
};

} // namespace

EstimatorEntry neuronBinnedExact() {
    EstimatorDescription description;
    description.id = "neuron_binned_exact";
    description.method = "Exact (one unit)";
    description.question =
        "How much does one unit, put into bins, tell of a Gaussian input as its weight grows? It rises "
        "and falls where the activation saturates on both sides.";
    description.source = "Saxe et al. 2018, figure 2";
    ParameterDescription nonlinearity;
    nonlinearity.id = "nonlinearity";
    nonlinearity.name = "Activation";
    nonlinearity.symbol = "f";
    nonlinearity.tooltip = "Nonlinearity of the unit (Saxe et al. 2018, figure 2: tanh and ReLU).";
    nonlinearity.kind = ParameterDescription::Kind::Choice;
    nonlinearity.defaultChoice = "tanh";
    for (const ActivationDescription& activation : activations())
        nonlinearity.choices.push_back({activation.id, activation.name});
    description.parameters = {nonlinearity};
    description.quantities = {{"I_XT_w=...", "I(X;T), one for each weight", "bit"}};
    description.inputs = {{"edges", "edges of the bins, ascending; the outer bins are open", true},
                          {"w", "weights", true}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<NeuronBinnedExact>};
}

} // namespace infoplane
