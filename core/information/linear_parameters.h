#pragma once

#include "information/estimator.h"

namespace infoplane {

/// noise_variance of the exact estimators of linear networks.
ParameterDescription linearNoiseParameter();
/// y_noise_variance of the same.
ParameterDescription targetNoiseParameter();

} // namespace infoplane
