#pragma once

#include "engine_export.h"

namespace infoplane {

/// Into batches of how many samples a training set is parted where the gradient's mean and standard deviation
/// are wanted at fixed weights: 256; where there are no more samples than that, a thirteenth of them, rounded
/// up, for one batch alone has no standard deviation.
INFOPLANE_ENGINE int diagnosticBatchSize(int trainSamples);

} // namespace infoplane
