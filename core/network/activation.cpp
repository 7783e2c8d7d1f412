#include "network/activation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace infoplane {

namespace {

constexpr double leakySlope = 0.01;

double sigmoid(double z) {
    return 1 / (1 + std::exp(-z));
}

/// Distribution function and density of the standard normal.
double normalDistribution(double z) {
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}
double normalDensity(double z) {
    return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
}

/// log(1 + e^z) without overflow.
double softplus(double z) {
    return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

} // namespace

const std::vector<ActivationDescription>& activations() {
    static const std::vector<ActivationDescription> all = {
        {Activation::Tanh, "tanh", "tanh"},
        {Activation::Relu, "relu", "ReLU"},
        {Activation::Linear, "linear", "linear"},
        {Activation::Sigmoid, "sigmoid", "sigmoid"},
        {Activation::Softplus, "softplus", "softplus"},
        {Activation::Softsign, "softsign", "softsign"},
        {Activation::LeakyRelu, "leakyRelu", "leaky ReLU"},
        {Activation::Elu, "elu", "ELU"},
        {Activation::Gelu, "gelu", "GELU"},
        {Activation::Silu, "silu", "SiLU"},
        {Activation::HardTanh, "hardTanh", "hard tanh"},
    };
    return all;
}

const ActivationDescription& describe(Activation activation) {
    return activations()[static_cast<std::size_t>(activation)]; // listed in the order of the enumeration
}

std::optional<Activation> activationFromId(std::string_view id) {
    for (const ActivationDescription& description : activations())
        if (description.id == id)
            return description.value;
    return std::nullopt;
}

double activationValue(Activation activation, double z) {
    switch (activation) {
    case Activation::Tanh:
        return std::tanh(z);
    case Activation::Relu:
        return z < 0 ? 0 : z;
    case Activation::Linear:
        return z;
    case Activation::Sigmoid:
        return sigmoid(z);
    case Activation::Softplus:
        return softplus(z);
    case Activation::Softsign:
        return z / (1 + std::abs(z));
    case Activation::LeakyRelu:
        return z < 0 ? leakySlope * z : z;
    case Activation::Elu:
        return z < 0 ? std::expm1(z) : z;
    case Activation::Gelu:
        return z * normalDistribution(z);
    case Activation::Silu:
        return z * sigmoid(z);
    case Activation::HardTanh:
        return z < -1 ? -1 : z > 1 ? 1 : z;
    }
    return z;
}

double activationDerivative(Activation activation, double z) {
    switch (activation) {
    case Activation::Tanh: {
        const double t = std::tanh(z);
        return 1 - t * t;
    }
    case Activation::Relu:
        return z > 0 ? 1 : 0;
    case Activation::Linear:
        return 1;
    case Activation::Sigmoid: {
        const double s = sigmoid(z);
        return s * (1 - s);
    }
    case Activation::Softplus:
        return sigmoid(z);
    case Activation::Softsign: {
        const double d = 1 + std::abs(z);
        return 1 / (d * d);
    }
    case Activation::LeakyRelu:
        return z > 0 ? 1 : leakySlope;
    case Activation::Elu:
        return z < 0 ? std::exp(z) : 1;
    case Activation::Gelu:
        return normalDistribution(z) + z * normalDensity(z);
    case Activation::Silu: {
        const double s = sigmoid(z);
        return s * (1 + z * (1 - s));
    }
    case Activation::HardTanh:
        return z > -1 && z < 1 ? 1 : 0;
    }
    return 1;
}

std::optional<double> lowerSaturation(Activation activation) {
    switch (activation) {
    case Activation::Tanh:
    case Activation::Softsign:
    case Activation::Elu:
    case Activation::HardTanh:
        return -1;
    case Activation::Relu:
    case Activation::Sigmoid:
    case Activation::Softplus:
    case Activation::Gelu:
    case Activation::Silu:
        return 0;
    case Activation::Linear:
    case Activation::LeakyRelu:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> upperSaturation(Activation activation) {
    switch (activation) {
    case Activation::Tanh:
    case Activation::Sigmoid:
    case Activation::Softsign:
    case Activation::HardTanh:
        return 1;
    default:
        return std::nullopt;
    }
}

} // namespace infoplane
