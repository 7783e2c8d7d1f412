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
    return run.failure.has_value() || (!run.snapshots.empty() && endsTraining(run.snapshots.back(), spec));
}

} // namespace infoplane
