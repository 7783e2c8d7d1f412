#pragma once

#include "data/split.h"
#include "engine.h"
#include "error.h"
#include "network/initializer.h"
#include "training/epoch_snapshot.h"
#include "training/loss.h"
#include "training/optimizer.h"

#include <memory>
#include <optional>
#include <span>

namespace infoplane {

struct TrainingOptions {
    OptimizerSettings optimizer;
    std::optional<int> batchSize = 256; ///< none: full batch
    /// L2: adds weightDecay * w to the gradient of a weight. AdamW: decoupled, w <- w (1 - r weightDecay)
    /// with r the learning rate, as PyTorch has it (the paper's lambda is this product). Never for biases.
    double weightDecay = 0;
    Loss loss = Loss::CrossEntropy;
};

/// The loss became NaN or infinite: "Diverged at epoch 27: the loss is no longer a number. A learning rate of
/// 0.7 is too high for momentum on this network." Who shows it may add what is kept.
class INFOPLANE_ENGINE DivergedError : public Error {
  public:
    DivergedError(int epoch, const OptimizerSettings& optimizer);
    ~DivergedError() override;
    int epoch() const { return m_epoch; } ///< the epoch during which it happened
    const OptimizerSettings& optimizer() const { return m_optimizer; }

  private:
    int m_epoch;
    OptimizerSettings m_optimizer;
};

/// Trains one network from one seed, epoch by epoch, deterministically, on the calling thread. The batches of
/// an epoch are a fresh seeded permutation of the training samples; the last one may be smaller. The same
/// code in double is for tests.
template <typename Scalar>
class INFOPLANE_ENGINE Trainer {
  public:
    /// The data set must outlive the trainer. Throws Error where shape and data do not fit.
    Trainer(const Dataset& dataset, const Split& split, const NetworkShape& shape,
            const Initializer& initializer, const TrainingOptions& options, std::uint64_t seed);
    ~Trainer();

    /// Completed epochs.
    int epoch() const;

    enum class Progress { EpochDone, Interrupted };
    /// Trains to the end of the current epoch. Asks between batches; when interrupted, a later call goes on
    /// where this one stopped, with the same bits as if it had not been. Gradient statistics are gathered
    /// where the epoch will be measured; say the same at each call for one epoch. Parameters that are no
    /// longer finite are noticed at the end of every epoch. Throws DivergedError.
    Progress trainEpoch(bool gatherGradients, const CancelQuestion& interrupted = {});

    /// Losses, errors, statistics and weights as they are now, between epochs; none when interrupted, and
    /// the next call goes on from there. Gradient statistics are NaN where the epoch had several batches and
    /// they were not gathered. Throws DivergedError.
    std::optional<EpochSnapshot> snapshot(const CancelQuestion& interrupted = {});

    const std::vector<Scalar>& parameters() const;
    void setParameters(std::span<const Scalar> parameters);

    /// Loss (nats or half squared error, the objective without weight decay) and its gradient over the given
    /// rows; for gradient checks.
    double objective(std::span<const int> rows, std::vector<Scalar>& gradient);

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

extern template class Trainer<float>;
extern template class Trainer<double>;

} // namespace infoplane
