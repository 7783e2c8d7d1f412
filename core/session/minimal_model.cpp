#include "session/minimal_model.h"

#include "error.h"
#include "information/estimator.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

// Of a standard normal less than 1e-18 lies beyond.
constexpr double farthestInput = 9;
constexpr double mostEdges = 2e6;

void requireSense(const MinimalModel& model) {
    if (model.bins < 1 || !(model.lowest < model.highest) || !std::isfinite(model.binWidth()))
        throw Error("The bins of the unit need at least one bin between two different ends.");
}

NumericArray column(const std::vector<double>& values) {
    NumericArray array;
    array.shape = {values.size()};
    array.values = values;
    return array;
}

} // namespace

MinimalModel MinimalModel::of(Activation activation) {
    MinimalModel model;
    model.activation = activation;
    const bool hasTwoEnds = activation == Activation::Tanh || activation == Activation::Softsign ||
                            activation == Activation::Sigmoid || activation == Activation::HardTanh;
    model.range = hasTwoEnds ? Range::Closed : Range::Infinite;
    if (activation == Activation::Sigmoid)
        model.lowest = 0;
    return model;
}

std::vector<double> binEdges(const MinimalModel& model, double largestWeight) {
    requireSense(model);
    std::vector<double> edges;
    if (model.range == MinimalModel::Range::Closed) {
        for (int i = 0; i <= model.bins; ++i)
            edges.push_back(model.lowest + (model.highest - model.lowest) * i / model.bins);
        return edges;
    }
    // No activation here leaves its input further behind than by one.
    const double reach = farthestInput * std::max(1.0, std::abs(largestWeight)) + 1;
    const double first = std::floor((-reach - model.lowest) / model.binWidth());
    const double last = std::ceil((reach - model.lowest) / model.binWidth());
    if (last - first > mostEdges)
        throw Error("The bins are too narrow for weights this large: widen them or choose smaller weights.");
    for (double k = first; k <= last; ++k)
        edges.push_back(model.lowest + (model.highest - model.lowest) * k / model.bins);
    return edges;
}

std::vector<MinimalPoint> informationByWeight(const MinimalModel& model, const std::vector<double>& weights,
                                              const CancelQuestion& cancelled) {
    if (weights.empty())
        return {};
    const auto estimator =
        makeEstimator({"neuron_binned_exact", {{"nonlinearity", describe(model.activation).id}}});
    const double largest = std::ranges::max(weights, {}, [](double weight) { return std::abs(weight); });
    NamedArrays arrays;
    arrays["edges"] = column(binEdges(model, largest));
    arrays["w"] = column(weights);
    const ArrayEstimate estimate = estimator->estimateArrays(arrays, cancelled);
    std::vector<MinimalPoint> points;
    for (std::size_t i = 0; i < estimate.values.size(); ++i)
        points.push_back({weights[i], estimate.values[i]});
    return points;
}

std::vector<double> evenWeights(double largest, int count) {
    std::vector<double> weights;
    for (int i = 1; i <= count; ++i)
        weights.push_back(largest * i / count);
    return weights;
}

} // namespace infoplane
