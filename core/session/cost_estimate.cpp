#include "session/cost_estimate.h"

#include "session/draft_measurer.h"
#include "session/experiment.h"
#include "session/parallel_for.h"
#include "session/study_runner.h"
#include "session/weight_store.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace infoplane {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point then) {
    return std::chrono::duration<double>(Clock::now() - then).count();
}

// Samples that a probe can afford: so many multiplications forward and back again.
std::ptrdiff_t probeSamples(const Experiment& experiment, std::ptrdiff_t all) {
    constexpr double multiplications = 3e8;
    const auto parameters = static_cast<double>(experiment.shape().parameterCount());
    return std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(multiplications / parameters),
                                      std::min<std::ptrdiff_t>(8, all), all);
}

// The first samples, in the proportion of train to test.
std::shared_ptr<const Dataset> fewerSamples(const Dataset& data, std::ptrdiff_t count, double trainShare) {
    Dataset few;
    few.name = data.name;
    few.task = data.task;
    few.inputs = data.inputs.topRows(count);
    if (!data.labels.empty())
        few.labels.assign(data.labels.begin(), data.labels.begin() + count);
    few.classNames = data.classNames;
    if (data.targets.rows() > 0)
        few.targets = data.targets.topRows(count);
    few.ownTrainCount =
        std::clamp<std::ptrdiff_t>(std::lround(static_cast<double>(count) * trainShare), 1, count - 1);
    few.teacher = data.teacher;
    return std::make_shared<const Dataset>(std::move(few));
}

struct Probe {
    double epoch = 0;    ///< seconds to train one
    double snapshot = 0; ///< seconds to evaluate one
    double estimate = 0; ///< seconds to estimate one
};

// The quickest of a few tries: what the code takes when nothing disturbs it.
template <typename Work>
double quickest(const Work& work, double budget) {
    double least = 0;
    const auto began = Clock::now();
    do {
        const auto start = Clock::now();
        const bool goesOn = work();
        const double took = secondsSince(start);
        least = least == 0 ? took : std::min(least, took);
        if (!goesOn)
            break;
    } while (secondsSince(began) < budget);
    return least;
}

bool trains(Trainer<float>& trainer, const CancelQuestion& cancelled) {
    try {
        return trainer.trainEpoch(false, cancelled) == Trainer<float>::Progress::EpochDone;
    } catch (const DivergedError&) {
        return false;
    }
}

std::optional<EpochSnapshot> evaluated(Trainer<float>& trainer, const CancelQuestion& cancelled) {
    try {
        return trainer.snapshot(cancelled);
    } catch (const DivergedError&) {
        return std::nullopt;
    }
}

// What one epoch takes over so many samples, from a try on those that are there, or on few of them.
double estimateSeconds(const Experiment& experiment, const std::shared_ptr<const MeasuredSamples>& samples,
                       const EpochSnapshot& snapshot, double measured, const CancelQuestion& cancelled) {
    const EstimatorSettings& settings = experiment.spec().estimator;
    if (describeEstimator(settings.id).comparesPairs) {
        constexpr int few = 512;
        const auto measurer =
            measurerOfFewer(experiment, samples, few, experiment.spec().seeds.first, settings);
        const double ratio = measured / measurer->samples().count();
        return ratio * ratio * secondsOfAnEpoch(*measurer, snapshot, cancelled).value_or(0);
    }
    const Measurer measurer(experiment, samples, settings);
    RunRange range;
    if (measurer.needsRunRange()) {
        if (const auto one = measurer.activityRange(snapshot, cancelled))
            range = *one;
    }
    return measured / samples->count() *
           quickest([&] { return measurer.measure(snapshot, range, cancelled).has_value(); }, 0.06);
}

std::optional<Probe> probe(const Experiment& experiment, const CancelQuestion& cancelled) {
    const int seed = experiment.spec().seeds.first;
    const DataFacts facts = experiment.facts();
    const std::ptrdiff_t count = probeSamples(experiment, facts.samples);
    const double scale = static_cast<double>(facts.samples) / static_cast<double>(count);
    const auto whole = experiment.dataset(seed);
    const auto data =
        count == facts.samples
            ? whole
            : fewerSamples(*whole, count, facts.trainSamples / static_cast<double>(facts.samples));
    const auto trainer = experiment.makeTrainer(*data, seed);
    const auto isCancelled = [&] { return cancelled && cancelled(); };

    Probe probe;
    probe.epoch = scale * quickest([&] { return trains(*trainer, isCancelled); }, 0.08);
    const auto beforeSnapshot = Clock::now();
    const std::optional<EpochSnapshot> snapshot = evaluated(*trainer, isCancelled);
    probe.snapshot = scale * secondsSince(beforeSnapshot);
    if (isCancelled())
        return std::nullopt;
    // Weights that ran away cannot be estimated; that shows when they are run.
    if (!snapshot)
        return probe;
    const auto samples = std::make_shared<MeasuredSamples>();
    samples->dataset = data;
    samples->labels = data->labels;
    const double measured = facts.samplesOf(experiment.spec().measure.on);
    probe.estimate = estimateSeconds(experiment, samples, *snapshot, measured, isCancelled);
    if (isCancelled())
        return std::nullopt;
    return probe;
}

/// Weights hardly compress; a row of the tables does, to about a third.
double archiveBytes(const NetworkShape& shape, double measured, double kept) {
    const auto parameters = static_cast<double>(shape.parameterCount());
    return kept * 0.93 * parameters * sizeof(float) + measured * (shape.layerCount() * 45.0 + 50);
}

constexpr double archiveHead = 4000; ///< manifest and directory

double weightsInMemory(double bytes) {
    return std::min(bytes, static_cast<double>(WeightStore::usualMemory));
}

} // namespace

std::optional<CostEstimate> foretellCost(const Experiment& experiment, const CancelQuestion& cancelled) {
    const std::optional<Probe> found = probe(experiment, cancelled);
    if (!found)
        return std::nullopt;
    const ExperimentSpec& spec = experiment.spec();
    const DataFacts facts = experiment.facts();
    const double seeds = spec.seeds.count;
    const double threads = coreCount();
    const auto measured =
        static_cast<double>(measuredEpochs(spec.measure.schedule, spec.training.epochs).size());
    const auto parameters = static_cast<double>(experiment.shape().parameterCount());
    const double layers = experiment.shape().layerCount();

    // A seed trains on one thread at a time; estimates go to whatever threads are free.
    const double chain = spec.training.epochs * found->epoch + measured * found->snapshot;
    const double work = seeds * (chain + measured * found->estimate);
    CostEstimate cost;
    cost.seconds = std::max(chain * std::ceil(seeds / threads), work / threads);
    cost.estimateSeconds = seeds * measured * found->estimate / threads;

    const double data = facts.samples * static_cast<double>(facts.inputs) * sizeof(float);
    const auto& widths = experiment.shape().widths;
    const double units = std::accumulate(widths.begin() + 1, widths.end(), 0.0);
    const double activity = facts.samples * units * sizeof(float);
    cost.weightBytes = seeds * measured * parameters * sizeof(float);
    const double inMemory = weightsInMemory(cost.weightBytes);
    cost.temporaryBytes = cost.weightBytes - inMemory;
    // The worker and the window share the weights; the rest of a measured epoch each has for itself.
    cost.memoryBytes = data + std::min(threads * activity, 1e9 + activity) + inMemory +
                       2 * seeds * measured * layers * 200 + seeds * 6 * parameters * sizeof(float);
    cost.archiveBytes = archiveBytes(experiment.shape(), seeds * measured, seeds * measured) + archiveHead;
    return cost;
}

std::optional<CostEstimate> foretellCost(const std::vector<ExperimentSpec>& conditions,
                                         const CancelQuestion& cancelled) {
    CostEstimate sum;
    for (auto condition = conditions.begin(); condition != conditions.end(); ++condition) {
        const std::optional<CostEstimate> cost = foretellCost(Experiment(*condition), cancelled);
        if (!cost)
            return std::nullopt;
        const bool isTrained = std::any_of(conditions.begin(), condition, [&](const ExperimentSpec& earlier) {
            return trainsAlike(earlier, *condition);
        });
        sum.seconds += isTrained ? cost->estimateSeconds : cost->seconds;
        sum.estimateSeconds += cost->estimateSeconds;
        sum.archiveBytes += cost->archiveBytes;
        if (isTrained)
            continue;
        sum.weightBytes += cost->weightBytes;
        sum.memoryBytes += cost->memoryBytes - weightsInMemory(cost->weightBytes);
    }
    sum.memoryBytes += weightsInMemory(sum.weightBytes); // which all share
    sum.temporaryBytes = sum.weightBytes - weightsInMemory(sum.weightBytes);
    return sum;
}

double foretellArchiveBytes(const Session& session, int keepEvery) {
    double bytes = archiveHead;
    for (const SeedRun& run : session.runs) {
        const qint64 measured = std::ssize(run.snapshots);
        bytes += archiveBytes(session.shape, static_cast<double>(measured),
                              static_cast<double>(keptEpochs(keepEvery, measured)));
    }
    return bytes;
}

} // namespace infoplane
