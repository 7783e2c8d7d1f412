#pragma once

#include "information/estimator.h"

#include <Eigen/Core>

#include <vector>

namespace infoplane {

/// Distances by the maximum norm from one sample to all, itself included.
class MaxNormDistances {
  public:
    /// samples x units, which must outlive this.
    explicit MaxNormDistances(const Eigen::MatrixXd& samples)
        : m_samples(samples)
        , m_distances(samples.rows()) {}

    const Eigen::ArrayXd& from(Eigen::Index sample);

  private:
    const Eigen::MatrixXd& m_samples;
    Eigen::ArrayXd m_distances;
};

/// digamma(n) for n = 1 ... highest, found at [n].
std::vector<double> digammaTable(std::size_t highest);

/// The parameter k of estimators by nearest neighbours.
ParameterDescription neighbourParameter();

/// Throws Error unless 1 <= k <= samples - 1.
void requireNeighbours(int k, Eigen::Index samples);

} // namespace infoplane
