#pragma once

#include "engine_export.h"

namespace infoplane {

/// CrossEntropy: of the softmax, for classification; reported in bits a sample. MeanSquaredError: for
/// regression; gradient descent goes down half of it (so a learning rate means what it does in the linear
/// literature), reported is the mean over samples of |y - f(x)|^2. Fits of classes with MeanSquaredError use
/// one-hot targets against the softmax output.
enum class Loss { CrossEntropy, MeanSquaredError };

} // namespace infoplane
