#include "information/observation.h"

#include "error.h"

#include <bit>
#include <cmath>

namespace infoplane {
namespace {

template <typename Scalar>
bool allFinite(const Scalar* values, std::ptrdiff_t count) {
    using Bits = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;
    constexpr Bits exponent =
        sizeof(Scalar) == 4 ? Bits{0x7F800000U} : static_cast<Bits>(0x7FF0000000000000U);
    Bits bad = 0; // of NaN and infinity all bits of the exponent are set
    for (std::ptrdiff_t i = 0; i < count; ++i)
        bad |= static_cast<Bits>((std::bit_cast<Bits>(values[i]) & exponent) == exponent);
    return bad == 0;
}

template <typename Map>
[[noreturn]] void nameFirst(const Map& activity) {
    for (Eigen::Index sample = 0; sample < activity.rows(); ++sample)
        for (Eigen::Index unit = 0; unit < activity.cols(); ++unit) {
            const double value = activity(sample, unit);
            if (std::isfinite(value))
                continue;
            const std::string what = std::isnan(value) ? "not a number (NaN)" : "infinite";
            throw Error("The activity of sample " + std::to_string(sample) + ", unit " +
                        std::to_string(unit) + " (counted from 0) is " + what +
                        ", so information cannot be estimated.");
        }
    throw Error("The activity is not finite.");
}

} // namespace

std::ptrdiff_t Observation::samples() const {
    return std::visit([](const auto& map) -> std::ptrdiff_t { return map.rows(); }, activity);
}

std::ptrdiff_t Observation::width() const {
    return std::visit([](const auto& map) -> std::ptrdiff_t { return map.cols(); }, activity);
}

void requireUsable(const Observation& observation) {
    const std::ptrdiff_t samples = observation.samples();
    if (samples == 0 || observation.width() == 0)
        throw Error("There is nothing to estimate from: the activity has " + std::to_string(samples) +
                    " samples of " + std::to_string(observation.width()) + " units.");
    std::visit(
        [](const auto& map) {
            if (!allFinite(map.data(), map.size()))
                nameFirst(map);
        },
        observation.activity);
    if (!observation.labels.empty() && std::ssize(observation.labels) != samples)
        throw Error("There are " + std::to_string(observation.labels.size()) + " labels for " +
                    std::to_string(samples) + " samples.");
    if (!observation.inputGroups.empty() && std::ssize(observation.inputGroups) != samples)
        throw Error("There are " + std::to_string(observation.inputGroups.size()) + " inputs for " +
                    std::to_string(samples) + " samples.");
    for (std::size_t i = 0; i < observation.labels.size(); ++i)
        if (observation.labels[i] < 0 || observation.labels[i] >= observation.classCount)
            throw Error("The label of sample " + std::to_string(i) + " is " +
                        std::to_string(observation.labels[i]) + ", but there are " +
                        std::to_string(observation.classCount) + " classes, counted from 0.");
}

} // namespace infoplane
