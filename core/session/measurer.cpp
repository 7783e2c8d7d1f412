#include "session/measurer.h"

#include "data/random.h"
#include "network/network.h"
#include "session/experiment.h"
#include "session/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <numeric>

namespace infoplane {

bool widen(RunRange& range, const RunRange& other) {
    if (range.empty()) {
        range = other;
        return !other.empty();
    }
    bool grew = false;
    for (std::size_t layer = 0; layer < range.size() && layer < other.size(); ++layer) {
        if (other[layer].lowest < range[layer].lowest) {
            range[layer].lowest = other[layer].lowest;
            grew = true;
        }
        if (other[layer].highest > range[layer].highest) {
            range[layer].highest = other[layer].highest;
            grew = true;
        }
    }
    return grew;
}

double MeasuredSamples::inputBits() const {
    const auto total = static_cast<double>(count());
    if (groups.empty())
        return std::log2(total);
    std::map<std::int32_t, double> sizes;
    for (const std::int32_t group : groups)
        ++sizes[group];
    double bits = 0;
    for (const auto& [group, size] : sizes)
        bits -= size / total * std::log2(size / total);
    return bits;
}

namespace {

/// Rows by class, each class in random order.
std::vector<std::vector<int>> shuffledClasses(const MeasuredSamples& samples, std::uint64_t seed) {
    RandomEngine engine = randomEngine(seed, RandomStream::Estimator);
    std::vector<int> rows(static_cast<std::size_t>(samples.count()));
    std::iota(rows.begin(), rows.end(), 0);
    shuffle(rows, engine);
    if (samples.labels.empty())
        return {rows};
    std::vector<std::vector<int>> classes(static_cast<std::size_t>(samples.dataset->classCount()));
    for (const int row : rows)
        classes[static_cast<std::size_t>(samples.labels[static_cast<std::size_t>(row)])].push_back(row);
    return classes;
}

/// How many of each class: its share rounded down, and one more where most was cut off.
std::vector<std::size_t> shares(const std::vector<std::vector<int>>& classes, int count, int of) {
    std::vector<std::size_t> sizes;
    std::vector<std::pair<std::int64_t, std::size_t>> cut; // most first, then by class
    auto left = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const std::int64_t exact = static_cast<std::int64_t>(classes[i].size()) * count;
        sizes.push_back(static_cast<std::size_t>(exact / of));
        cut.emplace_back(-(exact % of), i);
        left -= sizes.back();
    }
    std::sort(cut.begin(), cut.end());
    for (std::size_t i = 0; i < left; ++i)
        ++sizes[cut[i].second];
    return sizes;
}

} // namespace

std::shared_ptr<const MeasuredSamples> fewerSamples(std::shared_ptr<const MeasuredSamples> samples, int count,
                                                    std::uint64_t seed) {
    if (count >= samples->count())
        return samples;
    const std::vector<std::vector<int>> classes = shuffledClasses(*samples, seed);
    const std::vector<std::size_t> sizes = shares(classes, count, samples->count());
    std::vector<int> rows;
    for (std::size_t i = 0; i < classes.size(); ++i)
        rows.insert(rows.end(), classes[i].begin(),
                    classes[i].begin() + static_cast<std::ptrdiff_t>(sizes[i]));
    std::sort(rows.begin(), rows.end());
    auto few = std::make_shared<MeasuredSamples>();
    few->dataset = samples->dataset;
    few->chosen = samples->inputs()(rows, Eigen::all);
    if (!samples->labels.empty())
        for (const int row : rows)
            few->labels.push_back(samples->labels[static_cast<std::size_t>(row)]);
    if (!samples->groups.empty())
        few->groups = repeatedInputGroups(*few->chosen);
    return few;
}

class Measurer::Implementation {
  public:
    Implementation(const Experiment& experiment, std::shared_ptr<const MeasuredSamples> samples,
                   const EstimatorSettings& settings)
        : m_shape(experiment.shape())
        , m_samples(std::move(samples))
        , m_estimator(makeEstimator(settings)) {}

    const Estimator& estimator() const { return *m_estimator; }
    const MeasuredSamples& samples() const { return *m_samples; }

    std::vector<Eigen::MatrixXf> activity(const EpochSnapshot& snapshot,
                                          const CancelQuestion& cancelled) const {
        return layerActivity<float>(m_shape, snapshot.parameters, m_samples->inputs(), cancelled);
    }

    std::optional<RunRange> activityRange(const EpochSnapshot& snapshot,
                                          const CancelQuestion& cancelled) const {
        const std::vector<Eigen::MatrixXf> layers = activity(snapshot, cancelled);
        if (layers.empty())
            return std::nullopt;
        RunRange range;
        for (const Eigen::MatrixXf& layer : layers)
            range.push_back({layer.minCoeff(), layer.maxCoeff()});
        return range;
    }

    std::optional<PlaneMeasurement> measure(const EpochSnapshot& snapshot, const RunRange& range,
                                            const CancelQuestion& cancelled) const {
        PlaneMeasurement measurement{snapshot.epoch, {}};
        const bool done = eachLayer(snapshot, range, cancelled, [&](const Observation& observation) {
            measurement.values.push_back(m_estimator->estimate(observation, cancelled));
            return !measurement.values.back().empty();
        });
        return done ? std::optional(std::move(measurement)) : std::nullopt;
    }

    std::optional<std::vector<ShuffledLabels>> baseline(const EpochSnapshot& snapshot, const RunRange& range,
                                                        int shuffles, std::uint64_t dealing,
                                                        const CancelQuestion& cancelled) const {
        std::vector<ShuffledLabels> layers;
        const bool done = eachLayer(snapshot, range, cancelled, [&](const Observation& observation) {
            const auto one = shuffledLabels(*m_estimator, observation, shuffles, dealing, cancelled);
            layers.push_back(one.value_or(ShuffledLabels()));
            return one.has_value();
        });
        return done ? std::optional(std::move(layers)) : std::nullopt;
    }

    int mostThreads() const {
        const double units = std::accumulate(m_shape.widths.begin() + 1, m_shape.widths.end(), 0.0);
        const double bytes = static_cast<double>(m_samples->inputs().rows()) * units * sizeof(float);
        constexpr double most = 1e9;
        return std::max(1, static_cast<int>(std::min(most / std::max(bytes, 1.0), 1024.0)));
    }

  private:
    // False when cancelled, or where `look` says so.
    bool eachLayer(const EpochSnapshot& snapshot, const RunRange& range, const CancelQuestion& cancelled,
                   const std::function<bool(const Observation&)>& look) const {
        const std::vector<Eigen::MatrixXf> layers = activity(snapshot, cancelled);
        const std::vector<double> parameters(snapshot.parameters.begin(), snapshot.parameters.end());
        for (std::size_t layer = 0; layer < layers.size(); ++layer) {
            Observation observation = observe(layers[layer], static_cast<int>(layer), parameters);
            if (layer < range.size())
                observation.runRange = range[layer];
            if (!look(observation))
                return false;
        }
        return !layers.empty();
    }

    Observation observe(const Eigen::MatrixXf& activity, int layer,
                        std::span<const double> parameters) const {
        Observation observation{ActivityView(
            Eigen::Map<const Eigen::MatrixXf>(activity.data(), activity.rows(), activity.cols()))};
        observation.labels = m_samples->labels;
        observation.classCount = m_samples->dataset->classCount();
        observation.inputGroups = m_samples->groups;
        observation.shape = &m_shape;
        observation.parameters = parameters;
        observation.layer = layer;
        if (m_samples->dataset->teacher)
            observation.teacher = &*m_samples->dataset->teacher;
        return observation;
    }

    NetworkShape m_shape;
    std::shared_ptr<const MeasuredSamples> m_samples;
    std::unique_ptr<const Estimator> m_estimator;
};

Measurer::Measurer(const Experiment& experiment, int seed, const EstimatorSettings& settings, SampleSet on)
    : Measurer(experiment, experiment.samples(seed, on), settings) {}

Measurer::Measurer(const Experiment& experiment, std::shared_ptr<const MeasuredSamples> samples,
                   const EstimatorSettings& settings)
    : m_implementation(std::make_unique<Implementation>(experiment, std::move(samples), settings)) {}

Measurer::~Measurer() = default;

const Estimator& Measurer::estimator() const {
    return m_implementation->estimator();
}

const MeasuredSamples& Measurer::samples() const {
    return m_implementation->samples();
}

bool Measurer::needsRunRange() const {
    return estimator().description().needsRunRange;
}

std::optional<RunRange> Measurer::activityRange(const EpochSnapshot& snapshot,
                                                const CancelQuestion& cancelled) const {
    return m_implementation->activityRange(snapshot, cancelled);
}

std::optional<PlaneMeasurement> Measurer::measure(const EpochSnapshot& snapshot, const RunRange& range,
                                                  const CancelQuestion& cancelled) const {
    return m_implementation->measure(snapshot, range, cancelled);
}

std::optional<std::vector<ShuffledLabels>> Measurer::baseline(const EpochSnapshot& snapshot,
                                                              const RunRange& range, int shuffles,
                                                              std::uint64_t dealing,
                                                              const CancelQuestion& cancelled) const {
    return m_implementation->baseline(snapshot, range, shuffles, dealing, cancelled);
}

std::optional<std::vector<PlaneMeasurement>> Measurer::measureAll(const std::vector<EpochSnapshot>& snapshots,
                                                                  const CancelQuestion& cancelled,
                                                                  const std::function<void(int)>& done,
                                                                  int threads) const {
    const int count = static_cast<int>(snapshots.size());
    const int crew = std::min(threads > 0 ? threads : coreCount(), mostThreads());
    std::atomic<bool> stopped = false;
    const auto isCancelled = [&] {
        if (cancelled && cancelled())
            stopped = true;
        return stopped.load();
    };

    RunRange range;
    if (needsRunRange()) {
        std::vector<std::optional<RunRange>> ranges(snapshots.size());
        parallelFor(count, crew, [&](int i) {
            const auto index = static_cast<std::size_t>(i);
            if (!isCancelled())
                ranges[index] = activityRange(snapshots[index], isCancelled);
        });
        if (stopped)
            return std::nullopt;
        for (const std::optional<RunRange>& one : ranges)
            widen(range, *one);
    }

    std::vector<PlaneMeasurement> measurements(snapshots.size());
    std::atomic<int> ready = 0;
    parallelFor(count, crew, [&](int i) {
        const auto index = static_cast<std::size_t>(i);
        if (isCancelled())
            return;
        auto measurement = measure(snapshots[index], range, isCancelled);
        if (!measurement)
            return;
        measurements[index] = std::move(*measurement);
        const int now = ++ready;
        if (done)
            done(now);
    });
    if (ready < count)
        return std::nullopt;
    return measurements;
}

int Measurer::mostThreads() const {
    return m_implementation->mostThreads();
}

} // namespace infoplane
