#pragma once

#include "information/registry.h"

namespace infoplane {

/// Base of estimators that take arrays by name and say nothing of a layer of a network.
class ArraysOnlyEstimator : public Estimator {
  public:
    ArraysOnlyEstimator(const EstimatorDescription& description, const ParameterValues&)
        : m_description(description) {}

    const EstimatorDescription& description() const final { return m_description; }
    /// Throws Error.
    std::vector<double> estimate(const Observation& observation, const CancelQuestion& cancelled) const final;

  private:
    const EstimatorDescription& m_description;
};

} // namespace infoplane
