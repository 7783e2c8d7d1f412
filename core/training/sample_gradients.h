#pragma once

#include "data/dataset.h"
#include "engine.h"
#include "network/network_shape.h"
#include "training/loss.h"

#include <optional>
#include <span>
#include <vector>

namespace infoplane {

/// The gradient of the loss by a layer's weights, without biases and weight decay, over single samples at
/// fixed weights: Frobenius norms of its mean and of its standard deviation (dividing by their number).
struct SampleGradient {
    double mean = 0;
    double sd = 0;
};

/// Of every layer, over the samples in `rows`; exact, in double. No gradient of a single sample is made: that
/// of a dense layer is the outer product of its input a and its error d, so its squared norm is |a|^2 |d|^2.
/// None when cancelled.
INFOPLANE_ENGINE std::optional<std::vector<SampleGradient>>
sampleGradients(const Dataset& dataset, std::span<const int> rows, const NetworkShape& shape, Loss loss,
                std::span<const float> parameters, const CancelQuestion& cancelled = {});

} // namespace infoplane
