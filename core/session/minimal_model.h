#pragma once

#include "engine.h"
#include "network/activation.h"

#include <string>
#include <vector>

namespace infoplane {

/// The minimal model of Saxe et al. 2018, figure 2: one unit h = f(w x) with x ~ N(0,1), its value put into
/// bins of equal width. I(x; bin of h) in bits is exact, a function of the weight alone: it rises and falls
/// where f saturates on both sides, and only rises where it does not. Nothing is trained.
struct MinimalModel {
    enum class Range {
        Closed,  ///< `bins` bins from lowest to highest, the outer ones open
        Infinite ///< bins of the same width without end, so also beyond
    };
    Activation activation = Activation::Tanh;
    int bins = 30; ///< 30 put an edge on the middle of the range, 29 do not
    Range range = Range::Closed;
    double lowest = -1; ///< the paper: -1 to 1 for tanh
    double highest = 1;
    bool operator==(const MinimalModel&) const = default;

    /// As the paper has it for tanh, and chosen alike for the others: closed for activations with two ends,
    /// over the range between them; without end for those that grow without bound.
    static MinimalModel of(Activation activation);
    double binWidth() const { return (highest - lowest) / bins; }
};

struct MinimalPoint {
    double weight = 0;
    double bits = 0;
};

/// Edges of the bins that activities of weights up to `largestWeight` can reach, ascending; of an infinite
/// range the others never matter. Throws Error where the model makes no sense.
std::vector<double> binEdges(const MinimalModel& model, double largestWeight);
/// I(w) at each weight. Quick enough to follow a slider: some milliseconds for a few hundred weights. Empty
/// when cancelled. Throws Error.
std::vector<MinimalPoint> informationByWeight(const MinimalModel& model, const std::vector<double>& weights,
                                              const CancelQuestion& cancelled = {});
/// `count` weights from 0 (left out) to `largest`, evenly spaced; the paper's axis ends at 10.
std::vector<double> evenWeights(double largest = 10, int count = 200);

} // namespace infoplane
