#pragma once

#include "engine_export.h"

#include <Eigen/Core>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace infoplane {

/// Nonlinearities of hidden layers.
enum class Activation {
    Tanh,
    Relu,
    Linear,
    Sigmoid,
    Softplus,
    Softsign,
    LeakyRelu,
    Elu,
    Gelu,
    Silu,
    HardTanh
};

/// All of them with the id used in specs ("tanh", "relu", "leakyRelu", ...) and the name shown ("tanh",
/// "ReLU", ...).
struct ActivationDescription {
    Activation value;
    std::string id;
    std::string name;
};
INFOPLANE_ENGINE const std::vector<ActivationDescription>& activations();
INFOPLANE_ENGINE const ActivationDescription& describe(Activation activation);
INFOPLANE_ENGINE std::optional<Activation> activationFromId(std::string_view id);

/// f(z) and f'(z) at one point, in double; the definition the fast versions are tested against.
INFOPLANE_ENGINE double activationValue(Activation activation, double z);
INFOPLANE_ENGINE double activationDerivative(Activation activation, double z);
/// Where f is bounded below, above: the values it saturates at (tanh: -1, 1; ReLU: 0, none).
INFOPLANE_ENGINE std::optional<double> lowerSaturation(Activation activation);
INFOPLANE_ENGINE std::optional<double> upperSaturation(Activation activation);

} // namespace infoplane
