#include "session/session.h"

#include <algorithm>

namespace infoplane {

int DataFacts::samplesOf(SampleSet on) const {
    switch (on) {
    case SampleSet::Train:
        return trainSamples;
    case SampleSet::Test:
        return testSamples;
    case SampleSet::All:
        break;
    }
    return samples;
}

NetworkShape shapeOf(const ExperimentSpec& spec, const DataFacts& facts) {
    NetworkShape shape;
    shape.task = facts.task;
    shape.widths.push_back(facts.inputs);
    shape.widths.insert(shape.widths.end(), spec.network.hidden.begin(), spec.network.hidden.end());
    shape.widths.push_back(facts.outputs);
    shape.activations = spec.network.activations;
    if (shape.activations.size() == 1)
        shape.activations.resize(spec.network.hidden.size(), spec.network.activations.front());
    return shape;
}

bool keepsWeights(int keepEvery, qint64 index, qint64 epochs) {
    return keepEvery > 0 && (index % keepEvery == 0 || index == epochs - 1);
}

qint64 keptEpochs(int keepEvery, qint64 epochs) {
    if (keepEvery < 1 || epochs < 1)
        return 0;
    const qint64 last = epochs - 1;
    return last / keepEvery + 1 + (last % keepEvery == 0 ? 0 : 1);
}

bool canKeepWeights(const Session& session, int keepEvery) {
    return std::ranges::all_of(session.runs, [keepEvery](const SeedRun& run) {
        const qint64 epochs = std::ssize(run.snapshots);
        for (qint64 i = 0; i < epochs; ++i)
            if (keepsWeights(keepEvery, i, epochs) &&
                run.snapshots[static_cast<std::size_t>(i)].parameters.empty())
                return false;
        return true;
    });
}

QString WeightCount::obstacle() const {
    if (isWhole())
        return {};
    const QString what =
        kept == 0 ? QStringLiteral("no weights")
                  : QStringLiteral("the weights of %1 of %2 measured epochs").arg(kept).arg(measured);
    return QStringLiteral(
               "This file keeps %1, so information cannot be estimated anew. Restart trains the run "
               "again, to the same weights.")
        .arg(what);
}

WeightCount countWeights(const std::vector<EpochSnapshot>& snapshots) {
    const auto hasWeights = [](const EpochSnapshot& snapshot) { return !snapshot.parameters.empty(); };
    return {std::ranges::count_if(snapshots, hasWeights), std::ssize(snapshots)};
}

WeightCount countWeights(const Session& session) {
    WeightCount sum;
    for (const SeedRun& run : session.runs) {
        const WeightCount one = countWeights(run.snapshots);
        sum.kept += one.kept;
        sum.measured += one.measured;
    }
    return sum;
}

bool hasAllWeights(const SeedRun& run) {
    return countWeights(run.snapshots).isWhole();
}

std::vector<const EpochSnapshot*> withWeights(const std::vector<EpochSnapshot>& snapshots) {
    std::vector<const EpochSnapshot*> chosen;
    for (const EpochSnapshot& snapshot : snapshots)
        if (!snapshot.parameters.empty())
            chosen.push_back(&snapshot);
    return chosen;
}

quint64 bytesBesidesWeights(const Session& session) {
    quint64 bytes = 0;
    for (const SeedRun& run : session.runs) {
        if (!run.snapshots.empty())
            bytes += run.snapshots.size() *
                     (sizeof(EpochSnapshot) + run.snapshots.front().layers.size() * sizeof(LayerStatistics));
        if (run.measurements.empty())
            continue;
        quint64 epoch = sizeof(PlaneMeasurement);
        for (const std::vector<double>& values : run.measurements.front().values)
            epoch += sizeof(values) + values.size() * sizeof(double);
        bytes += run.measurements.size() * epoch;
    }
    return bytes;
}

bool endsTraining(const EpochSnapshot& epoch, const ExperimentSpec& spec) {
    if (epoch.epoch >= spec.training.epochs)
        return true;
    const std::optional<double>& goal = spec.training.stopTrainLoss;
    if (!goal || !(epoch.trainLoss <= *goal))
        return false;
    return std::ranges::binary_search(measuredEpochs(spec.measure.schedule, spec.training.epochs),
                                      epoch.epoch);
}

bool hasEnded(const SeedRun& run, const ExperimentSpec& spec) {
    return run.failure.has_value() || hasTrainedToItsEnd(run, spec);
}

bool hasTrainedToItsEnd(const SeedRun& run, const ExperimentSpec& spec) {
    if (run.failure && run.failure->diverged)
        return true;
    return !run.snapshots.empty() && endsTraining(run.snapshots.back(), spec);
}

void forgetFailureOfEstimates(SeedRun& run, const ExperimentSpec& spec) {
    if (!run.snapshots.empty() && endsTraining(run.snapshots.back(), spec))
        run.failure.reset();
}

} // namespace infoplane
