#pragma once

#include "engine_export.h"
#include "training/weights.h"

#include <vector>

namespace infoplane {

/// What a layer did at a measured epoch. The gradient is that of the loss, without weight decay, by the
/// weights, without biases, over the epoch's batches, weights moving meanwhile, as in the paper's code; where
/// an epoch has no batches (epoch 0) or one (full batch), over a partition into diagnosticBatchSize
/// samples each at fixed weights (diagnostic_batch.h).
struct LayerStatistics {
    double weightNorm = 0;   ///< Frobenius norm of the weights
    double gradientMean = 0; ///< Frobenius norm of the mean of the batch gradients
    double gradientSd = 0;   ///< Frobenius norm of their standard deviation (dividing by their number)
    bool operator==(const LayerStatistics&) const = default;
};

/// All that is kept of a measured epoch: everything else is computed from it again.
struct EpochSnapshot {
    int epoch = 0;
    Weights parameters;
    double trainLoss = 0; ///< bits for cross-entropy, mean squared error for regression
    double testLoss = 0;
    double trainError = 0; ///< share misclassified, 0...1; NaN for regression
    double testError = 0;
    std::vector<LayerStatistics> layers;
};

} // namespace infoplane
