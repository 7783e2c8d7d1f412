#pragma once

#include "engine_export.h"

#include <Eigen/Core>

#include <vector>

namespace infoplane {

/// Exact information of a linear layer T = W x + z with x ~ N(mu, S), z ~ N(0, noise), in bits; by singular
/// values and log1p, never by determinants, which overflow and cancel.
class INFOPLANE_ENGINE LinearChannel {
  public:
    /// noise: covariance of z, or its variance in every unit. S need not be of full rank. Throws Error where
    /// sizes do not fit or a covariance is not one.
    LinearChannel(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& inputCovariance,
                  const Eigen::MatrixXd& noiseCovariance);
    LinearChannel(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& inputCovariance,
                  double noiseVariance);

    /// I(T;X) = 1/2 sum log2(1 + s_k^2), s_k the singular values of noise^(-1/2) W S^(1/2).
    double aboutInput() const;
    /// I(T;Y) for Y = target x + e, e ~ N(0, targetNoise I): -1/2 sum log2(1 - r_k^2), r_k the canonical
    /// correlations. Where r_k^2 > 1/2, 1 - r_k^2 is that of the covariance of Y given T, so that nothing
    /// cancels.
    double aboutTarget(const Eigen::MatrixXd& target, double targetNoise) const;
    /// I(T; x_A) for a subset A of the inputs: I(T;X) - I(T; others | x_A).
    double aboutSubset(const std::vector<int>& inputs) const;

  private:
    Eigen::MatrixXd m_weights; ///< whitened: noise^(-1/2) W
    Eigen::MatrixXd m_inputCovariance;
    Eigen::MatrixXd m_root; ///< of the covariance: S = root root'
};

/// Information of Gaussian channels side by side: 1/2 sum log2(1 + gain_k^2 / noiseVariance).
double parallelChannels(const Eigen::VectorXd& gains, double noiseVariance);

} // namespace infoplane
