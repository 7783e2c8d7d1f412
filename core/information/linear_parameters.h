#pragma once

#include "information/estimator.h"
#include "information/linear_channel.h"

#include <vector>

namespace infoplane {

/// noise_variance of the exact estimators of linear networks.
ParameterDescription linearNoiseParameter();
/// y_noise_variance of the same.
ParameterDescription targetNoiseParameter();

/// noise_at of the same: "readout" or "every_layer".
ParameterDescription noiseAtParameter();

/// From the input to a layer of a linear network, layer by layer. Noise of a variance is added where the
/// layer is read (T_l = W_l ... W_1 x + z), or in every layer and fed forward (T_l = W_l T_l-1 + z_l, whose
/// noise has the covariance C_l = W_l C_l-1 W_l' + v I, C_0 = 0).
class DeepChannel {
  public:
    DeepChannel(Eigen::Index inputs, double noiseVariance, bool fedForward);
    /// One more layer, units x units before.
    void append(const Eigen::MatrixXd& weights);
    Eigen::Index units() const { return m_product.rows(); }
    /// To the last layer appended.
    LinearChannel channel(const Eigen::MatrixXd& inputCovariance) const {
        return {m_product, inputCovariance, m_noise};
    }

  private:
    Eigen::MatrixXd m_product; ///< of the weights so far
    Eigen::MatrixXd m_noise;   ///< its covariance in the layer
    double m_variance;
    bool m_fedForward;
};

/// The array relevant_idx, checked; empty without it.
std::vector<int> relevantInputs(const NamedArrays& arrays, Eigen::Index inputs);
/// All inputs but these.
std::vector<int> othersThan(const std::vector<int>& chosen, Eigen::Index inputs);

} // namespace infoplane
