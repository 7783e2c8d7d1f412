#pragma once

#include <QString>

#include <algorithm>
#include <cmath>
#include <vector>

namespace infoplane {

/// The gradient over single training samples at some measured epochs, made from the weights: by layer and
/// epoch the norm of its mean and that of its standard deviation.
struct SampleGradientRecord {
    struct Layer {
        std::vector<double> mean, sd;
    };
    std::vector<int> epochs; ///< ascending
    std::vector<Layer> layers;
    QString line; ///< "over single training samples at fixed weights, N = 3,277, seed 0"

    /// Norm of the mean over that of the standard deviation; NaN where it is not known.
    double ratioAt(int layer, int epoch) const {
        const auto found = std::lower_bound(epochs.begin(), epochs.end(), epoch);
        if (found == epochs.end() || *found != epoch || layer >= static_cast<int>(layers.size()))
            return std::nan("");
        const auto index = static_cast<std::size_t>(found - epochs.begin());
        const Layer& one = layers[static_cast<std::size_t>(layer)];
        return one.mean[index] / one.sd[index];
    }
};

} // namespace infoplane
