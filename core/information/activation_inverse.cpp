#include "information/activation_inverse.h"

#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <limits>

namespace infoplane {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

template <typename Function>
double rootBetween(Function function, double low, double high) {
    const double atLow = function(low);
    const double atHigh = function(high);
    if (atLow == 0)
        return low;
    if (atHigh == 0)
        return high;
    std::uintmax_t steps = 200;
    const auto found = boost::math::tools::toms748_solve(
        function, low, high, atLow, atHigh, boost::math::tools::eps_tolerance<double>(52), steps);
    return found.first + (found.second - found.first) / 2;
}

/// For GELU and SiLU: down to a minimum left of 0, then up, to z for large z.
ActivationCrossing crossingOfDipped(Activation activation, double value) {
    constexpr double leftOfMinimum = -2;
    constexpr double rightOfMinimum = -0.5;
    const auto above = [&](double z) { return activationValue(activation, z) - value; };
    const double minimum = rootBetween([&](double z) { return activationDerivative(activation, z); },
                                       leftOfMinimum, rightOfMinimum);
    if (above(minimum) >= 0)
        return {minimum, minimum};
    const double right = rootBetween(above, minimum, std::max(1.0, 2 * value + 1));
    if (value >= 0)
        return {-infinity, right};
    double left = 2 * minimum;
    while (above(left) < 0)
        left *= 2; // to where it is nearly 0 again; ends, as it becomes 0 by underflow
    return {rootBetween(above, left, minimum), right};
}

/// The least z with f(z) >= value, for activations that only rise; infinite where there is none.
double leastReaching(Activation activation, double value) {
    switch (activation) {
    case Activation::Tanh:
        return value <= -1 ? -infinity : value >= 1 ? infinity : std::atanh(value);
    case Activation::Relu:
        return value <= 0 ? -infinity : value;
    case Activation::Linear:
        return value;
    case Activation::Sigmoid:
        return value <= 0 ? -infinity : value >= 1 ? infinity : std::log(value) - std::log1p(-value);
    case Activation::Softplus:
        return value <= 0 ? -infinity : value + std::log(-std::expm1(-value));
    case Activation::Softsign:
        return value <= -1 ? -infinity : value >= 1 ? infinity : value / (1 - std::abs(value));
    case Activation::LeakyRelu:
        return value < 0 ? value / activationDerivative(Activation::LeakyRelu, -1) : value;
    case Activation::Elu:
        return value <= -1 ? -infinity : value < 0 ? std::log1p(value) : value;
    case Activation::HardTanh:
        return value <= -1 ? -infinity : value > 1 ? infinity : value;
    case Activation::Gelu:
    case Activation::Silu:
        break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace

ActivationCrossing crossing(Activation activation, double value) {
    if (activation == Activation::Gelu || activation == Activation::Silu)
        return crossingOfDipped(activation, value);
    return {-infinity, leastReaching(activation, value)};
}

} // namespace infoplane
