#pragma once

#include "network/activation.h"

namespace infoplane {

/// Where an activation f passes a value, exactly: the pre-activations z with f(z) < value are those between
/// left and right. Where f only rises, left is -infinity; GELU and SiLU fall before they rise, so values just
/// below 0 are passed twice. right is +infinity where f stays below the value; left = right where it never
/// falls below it.
struct ActivationCrossing {
    double left;
    double right;
};
INFOPLANE_ENGINE ActivationCrossing crossing(Activation activation, double value);

} // namespace infoplane
