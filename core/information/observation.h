#pragma once

#include "network/network_shape.h"

#include <Eigen/Core>

#include <span>
#include <variant>

namespace infoplane {

/// Activity of one layer, samples x width, column-major, in the precision it was computed in (an estimator
/// that divides does so in that precision, decision D6).
using ActivityView = std::variant<Eigen::Map<const Eigen::MatrixXf>, Eigen::Map<const Eigen::MatrixXd>>;

struct ActivityRange {
    double lowest = 0;
    double highest = 0;
};

/// What an estimator may look at to say how much one layer, at one epoch, knows. A view: the owner keeps
/// everything alive.
struct Observation {
    ActivityView activity; ///< to replace it: activity.emplace<Eigen::Map<const Eigen::MatrixXf>>(...)
    std::span<const std::int32_t> labels = {}; ///< class a sample; empty for regression
    int classCount = 0;                        ///< labels are in [0, classCount); classes may be absent
    std::span<const std::int32_t> inputGroups =
        {}; ///< distinct input of each sample; empty: all inputs are distinct
    /// Of this layer over all measured epochs so far, where the estimator asked for it
    /// (EstimatorDescription::needsRunRange).
    ActivityRange runRange = {};
    /// For estimators that are exact in the weights: the parameters of the whole network, and which layer
    /// this is.
    const NetworkShape* shape = nullptr;
    std::span<const double> parameters = {};
    int layer = 0;
    const LinearTeacher* teacher = nullptr;

    INFOPLANE_ENGINE std::ptrdiff_t samples() const;
    INFOPLANE_ENGINE std::ptrdiff_t width() const;
};

/// Throws Error where there are no samples, where a value is NaN or infinite (naming the first, by sample and
/// then unit), or where labels do not fit.
INFOPLANE_ENGINE void requireUsable(const Observation& observation);

} // namespace infoplane
