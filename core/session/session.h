#pragma once

#include "session/experiment_spec.h"
#include "training/epoch_snapshot.h"

#include <QDateTime>

namespace infoplane {

/// What an estimator said of every layer at one measured epoch: values[layer][quantity], in the order of its
/// description.
struct PlaneMeasurement {
    int epoch = 0;
    std::vector<std::vector<double>> values;
};

/// Why a run ended before its last epoch.
struct RunFailure {
    int epoch = 0;
    QString message;       ///< "Diverged at epoch 27: ..."
    bool diverged = false; ///< the loss is no longer a number: a lower learning rate may help
};

/// One seed of a session: the record of its training.
struct SeedRun {
    int seed = 0;
    std::vector<EpochSnapshot> snapshots;       ///< ascending epochs
    std::vector<PlaneMeasurement> measurements; ///< of the session's estimator, same epochs as snapshots
    bool draft = false; ///< the measurements are from fewer samples, for the screen alone: no file keeps them
    std::optional<RunFailure> failure;
    double secondsTrained = 0;
};

/// Facts about the data that the spec alone does not hold, needed to read and draw a session.
struct DataFacts {
    int inputs = 0;
    int outputs = 0;
    int samples = 0; ///< train and test together
    int trainSamples = 0;
    int testSamples = 0;
    double inputBits =
        0; ///< ceiling of I(X;T): H(X) of the samples measured on, log2 N where inputs are distinct
    double labelBits = 0; ///< ceiling H(Y); NaN for regression
    Task task = Task::Classification;
    /// Of inputs, labels and targets, see Experiment::dataSha256; empty: unknown, or made from the spec
    /// alone.
    QString dataSha256 = {};

    int samplesOf(SampleSet on) const;
};

/// A spec plus the weights of every measured epoch of every seed: all that is shown is a function of this.
struct Session {
    ExperimentSpec spec;
    DataFacts facts;
    NetworkShape shape;
    std::vector<SeedRun> runs;
    QString notes;
    QDateTime created;
    QString programVersion;
    QString engineLevel;
    /// Weights of every k-th measured epoch of a seed, from the first on, are in its file, and of the last;
    /// 0: of none.
    int keepEvery = 1;
};

/// What it holds in memory besides weights, whose memory WeightStore bounds; each epoch as its first.
quint64 bytesBesidesWeights(const Session& session);

constexpr int mostKeepEvery = 1'000'000;

/// Whether a file has the weights of the epoch with this index, of so many measured.
bool keepsWeights(int keepEvery, qint64 index, qint64 epochs);
/// Of how many it has them.
qint64 keptEpochs(int keepEvery, qint64 epochs);

/// Every epoch of which a file would have the weights has them here.
bool canKeepWeights(const Session& session, int keepEvery);

/// Measured epochs, and how many of them have weights: not all where they came from a file that keeps fewer.
/// Those without have empty parameters.
struct WeightCount {
    qint64 kept = 0;
    qint64 measured = 0;

    bool isWhole() const { return kept == measured; }
    /// Why information cannot be estimated anew, nor training go on; a sentence. Empty: it can.
    QString obstacle() const;
};
WeightCount countWeights(const std::vector<EpochSnapshot>& snapshots);
/// Of all seeds together.
WeightCount countWeights(const Session& session);
bool hasAllWeights(const SeedRun& run);
/// Those with weights; they are the vector's own.
std::vector<const EpochSnapshot*> withWeights(const std::vector<EpochSnapshot>& snapshots);

/// The network that the spec and the facts about its data give.
NetworkShape shapeOf(const ExperimentSpec& spec, const DataFacts& facts);

/// Whether training ends with this epoch: the last one, or a scheduled one whose train loss is as low as
/// asked for. An epoch that was measured because a person stepped there ends nothing.
bool endsTraining(const EpochSnapshot& epoch, const ExperimentSpec& spec);
/// Whether nothing is left to train: by its last epoch, its goal or a failure.
bool hasEnded(const SeedRun& run, const ExperimentSpec& spec);
/// Whether it ended as every run of the same training does: by its last epoch, its goal or divergence. One
/// that its estimator cut short has not.
bool hasTrainedToItsEnd(const SeedRun& run, const ExperimentSpec& spec);
/// Of a run that has been estimated anew: what ended it after its training was the other estimate.
void forgetFailureOfEstimates(SeedRun& run, const ExperimentSpec& spec);

} // namespace infoplane
