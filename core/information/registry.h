#pragma once

#include "information/estimator.h"
#include "information/parameter_values.h"

namespace infoplane {

/// What a file of an estimator gives to the registry. The description outlives what make() returns.
struct EstimatorEntry {
    EstimatorDescription description;
    std::unique_ptr<const Estimator> (*make)(const EstimatorDescription& description,
                                             const ParameterValues& values) = nullptr;
};

/// For entries: the estimator is constructible from its description and the values.
template <typename Type>
std::unique_ptr<const Estimator> makeOf(const EstimatorDescription& description,
                                        const ParameterValues& values) {
    return std::make_unique<const Type>(description, values);
}

} // namespace infoplane
