#pragma once

#include <QString>

#include <algorithm>
#include <cmath>
#include <vector>

namespace infoplane {

/// The activity of every layer at some measured epochs, made from the weights: how its values are spread, how
/// many are saturated, and how much of the network's decision is lost where the layer is put into bins.
struct ActivityRecord {
    struct Layer {
        double lowest = 0, highest = 1; ///< what the bins of the histogram span; the same at all epochs
        /// Share of the activities (samples times units) in each of equally wide bins, one row an epoch.
        std::vector<std::vector<float>> shares;
        /// Share of activities at which the slope of the nonlinearity is below a tenth of its steepest; NaN:
        /// not told (a softmax or linear output; GELU and SiLU, whose slope their value does not tell).
        std::vector<double> saturated;
        std::vector<double> decision; ///< H(predicted class | binned T) in bits; NaN for regression
        std::vector<double>
            edges; ///< of the estimator's bins within the span, ascending; empty: none to draw
    };
    std::vector<int> epochs; ///< ascending
    std::vector<Layer> layers;
    double noise = 0;     ///< s.d. of the noise that the estimator adds; 0: none
    QString samplesLine;  ///< "N = 4,096", "2,000 of 60,000 samples"
    QString decisionLine; ///< by which bins: "Binning, width 0.07"
    QString edgesLine;    ///< what is drawn on the histogram: "edges, width 0.07", or why nothing is

    /// The last of its epochs that is not after this one; -1: none.
    int indexAt(int epoch) const {
        return static_cast<int>(std::upper_bound(epochs.begin(), epochs.end(), epoch) - epochs.begin()) - 1;
    }
    /// H(predicted class | binned T) of a layer at an epoch; NaN where it is not known.
    double decisionAt(int layer, int epoch) const {
        const int index = indexAt(epoch);
        if (index < 0 || epochs[static_cast<std::size_t>(index)] != epoch ||
            layer >= static_cast<int>(layers.size()))
            return std::nan("");
        const std::vector<double>& values = layers[static_cast<std::size_t>(layer)].decision;
        return static_cast<std::size_t>(index) < values.size() ? values[static_cast<std::size_t>(index)]
                                                               : std::nan("");
    }
};

} // namespace infoplane
