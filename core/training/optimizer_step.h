#pragma once

#include "network/network_shape.h"
#include "training/optimizer.h"

#include <vector>

namespace infoplane {

/// The moving part of an optimizer: what it remembers from step to step. Formulas and papers stand with
/// OptimizerSettings; all state begins at zero.
template <typename Scalar>
class OptimizerStep {
  public:
    OptimizerStep(const OptimizerSettings& settings, double weightDecay, const NetworkShape& shape);

    /// Moves the parameters; weight decay is added to the gradient on the way.
    void operator()(std::vector<Scalar>& parameters, std::vector<Scalar>& gradient);

  private:
    void decayWeights(std::vector<Scalar>& parameters, std::vector<Scalar>& gradient) const;
    void momentum(Scalar* w, const Scalar* g, bool nesterov);
    void rmsProp(Scalar* w, const Scalar* g);
    void adam(Scalar* w, const Scalar* g);

    OptimizerSettings m_settings;
    double m_weightDecay;
    NetworkShape m_shape;
    std::vector<Scalar> m_first;  ///< velocity, or the mean of gradients
    std::vector<Scalar> m_second; ///< the mean of squared gradients
    double m_beta1Power = 1;      ///< beta1 to the number of steps
    double m_beta2Power = 1;
};

extern template class OptimizerStep<float>;
extern template class OptimizerStep<double>;

} // namespace infoplane
