#pragma once

#include "data/dataset.h"
#include "network/lanes.h"
#include "training/loss.h"

#include <vector>

namespace infoplane {

/// What the loss says of a chunk of outputs, before their softmax: column-major, stride x outputs, the first
/// `count` rows being the samples `rows` names, the rest padding.
template <typename Scalar>
class OutputLoss {
  public:
    OutputLoss(const Dataset& dataset, Loss loss);

    /// scale times the gradient of each sample's loss (nats, or half the squared error); zero in the padding.
    void gradient(const int* rows, Index count, Index stride, const Scalar* output, Scalar scale,
                  Scalar* delta);

    struct Sums {
        double loss = 0; ///< nats, or squared error
        std::ptrdiff_t wrong = 0;
        std::ptrdiff_t samples = 0;
    };
    void add(const int* rows, Index count, Index stride, const Scalar* output, Sums& sums);

  private:
    bool softmaxed() const { return m_dataset.task == Task::Classification; }
    /// What the network ends in: shares of classes, or the output as it is.
    const Scalar* prediction(Index stride, const Scalar* output);
    double target(int row, Index unit) const;
    void addCrossEntropy(const int* rows, Index count, Index stride, const Scalar* output, Sums& sums);
    void addSquaredError(const int* rows, Index count, Index stride, const Scalar* output, Sums& sums);
    void squaredErrorGradient(const int* rows, Index count, Index stride, const Scalar* output, Scalar scale,
                              Scalar* delta);

    const Dataset& m_dataset;
    Loss m_loss;
    Index m_outputs;
    std::vector<Scalar> m_shares;
    std::vector<Scalar> m_logSums;
};

extern template class OutputLoss<float>;
extern template class OutputLoss<double>;

} // namespace infoplane
