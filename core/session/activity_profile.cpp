#include "session/activity_profile.h"

#include "network/network.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace infoplane {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double saturatedBelow = 0.1;
constexpr std::size_t mostEdges = 400;

bool isBinning(const EstimatorSettings& settings) {
    return describeEstimator(settings.id).method == describeEstimator(EstimatorSettings().id).method;
}

double numberOf(const EstimatorSettings& settings, const char* key, double otherwise) {
    const auto found = settings.values.find(key);
    const double* number = found == settings.values.end() ? nullptr : std::get_if<double>(&found->second);
    return number ? *number : otherwise;
}

/// Where the bins of an activity begin, as far as they are the same at every epoch.
std::vector<double> edgesOf(const EstimatorSettings& settings, double lowest, double highest,
                            const ActivityRange& run) {
    std::vector<double> edges;
    if (settings.id == "bin_floor") {
        const double width = numberOf(settings, "bin_size", 0.07);
        if (!(width > 0) || (highest - lowest) / width > static_cast<double>(mostEdges))
            return {};
        for (double k = std::ceil(lowest / width); k * width <= highest; ++k)
            edges.push_back(k * width);
        return edges;
    }
    const auto equal = [&](double from, double to, double bins) {
        for (double k = 0; k <= bins && edges.size() < mostEdges; ++k)
            edges.push_back(from + k * (to - from) / bins);
    };
    if (settings.id == "bin_linspace") {
        const auto counted = settings.values.find("counted");
        const bool asBins = counted != settings.values.end() &&
                            std::holds_alternative<std::string>(counted->second) &&
                            std::get<std::string>(counted->second) == "bins";
        equal(numberOf(settings, "lo", -1), numberOf(settings, "hi", 1),
              numberOf(settings, "n_edges", 30) - (asBins ? 0 : 1));
    } else if (settings.id == "bin_minmax_epochs") {
        equal(run.lowest, run.highest, numberOf(settings, "n_bins", 100));
    }
    std::erase_if(edges, [&](double edge) { return edge < lowest || edge > highest; });
    return edges;
}

class Profiler {
  public:
    Profiler(const Experiment& experiment, const ActivityQuestion& question)
        : m_shape(experiment.shape())
        , m_question(question)
        , m_samples(fewerSamples(experiment.samples(question.seed, question.on), question.mostSamples,
                                 static_cast<std::uint64_t>(question.seed)))
        , m_bins(withDefaults(isBinning(question.estimator) ? question.estimator : EstimatorSettings()))
        , m_estimator(makeEstimator(m_bins)) {
        m_profile.samples = m_samples->count();
        m_profile.ofSamples = experiment.facts(question.on).samplesOf(question.on);
        m_profile.bins = m_bins;
        if (!isBinning(question.estimator))
            m_profile.noise = std::sqrt(numberOf(withDefaults(question.estimator), "noise_variance", 0));
    }

    bool takeRange(const EpochSnapshot& snapshot, const CancelQuestion& cancelled) {
        if (!activate(snapshot, cancelled))
            return false;
        RunRange range;
        for (const Eigen::MatrixXf& layer : m_activity)
            range.push_back({layer.minCoeff(), layer.maxCoeff()});
        widen(m_range, range);
        return true;
    }

    void frame() {
        for (int layer = 0; layer < m_shape.layerCount(); ++layer) {
            ActivityProfile::Layer& one = m_profile.layers.emplace_back();
            const ActivityRange& run = m_range[static_cast<std::size_t>(layer)];
            one.lowest = run.lowest;
            one.highest = run.highest;
            if (m_shape.isOutput(layer)) {
                if (m_shape.task == Task::Classification)
                    one.lowest = 0, one.highest = 1;
            } else {
                const Activation activation = m_shape.activations[static_cast<std::size_t>(layer)];
                one.lowest = lowerSaturation(activation).value_or(one.lowest);
                one.highest = upperSaturation(activation).value_or(one.highest);
            }
            if (!(one.highest > one.lowest))
                one.highest = one.lowest + 1;
            if (m_profile.noise == 0)
                one.edges = edgesOf(m_bins, one.lowest, one.highest, run);
        }
    }

    bool takeEpoch(const EpochSnapshot& snapshot, const CancelQuestion& cancelled) {
        if (!activate(snapshot, cancelled))
            return false;
        const std::vector<std::int32_t> decisions = decide();
        const int classes = m_shape.widths.back();
        const double entropy = decisions.empty() ? none : labelEntropy(decisions, classes);
        for (int layer = 0; layer < m_shape.layerCount(); ++layer) {
            const auto index = static_cast<std::size_t>(layer);
            ActivityProfile::Layer& one = m_profile.layers[index];
            one.shares.push_back(histogram(m_activity[index], one.lowest, one.highest));
            one.saturated.push_back(saturated(layer));
            double lost = none;
            if (!decisions.empty()) {
                Observation observation{ActivityView(Eigen::Map<const Eigen::MatrixXf>(
                    m_activity[index].data(), m_activity[index].rows(), m_activity[index].cols()))};
                observation.labels = decisions;
                observation.classCount = classes;
                observation.inputGroups = m_samples->groups;
                observation.runRange = m_range[index];
                observation.shape = &m_shape;
                observation.layer = layer;
                const std::vector<double> values = m_estimator->estimate(observation, cancelled);
                if (values.empty())
                    return false;
                const auto y = static_cast<std::size_t>(m_estimator->description().planeY);
                lost = std::max(0.0, entropy - values[y]);
            }
            one.decision.push_back(lost);
        }
        m_profile.epochs.push_back(snapshot.epoch);
        return true;
    }

    ActivityProfile take() { return std::move(m_profile); }

  private:
    bool activate(const EpochSnapshot& snapshot, const CancelQuestion& cancelled) {
        return layerActivity<float>(m_shape, snapshot.parameters, m_samples->inputs(), m_activity, cancelled);
    }

    /// The class each sample is taken to be; empty for regression.
    std::vector<std::int32_t> decide() const {
        std::vector<std::int32_t> classes;
        if (m_shape.task != Task::Classification)
            return classes;
        const Eigen::MatrixXf& output = m_activity.back();
        for (Eigen::Index sample = 0; sample < output.rows(); ++sample) {
            Eigen::Index most = 0;
            output.row(sample).maxCoeff(&most);
            classes.push_back(static_cast<std::int32_t>(most));
        }
        return classes;
    }

    std::vector<float> histogram(const Eigen::MatrixXf& activity, double lowest, double highest) const {
        std::vector<std::size_t> counts(static_cast<std::size_t>(m_question.bins), 0);
        const auto scale = static_cast<float>(m_question.bins / (highest - lowest));
        const auto from = static_cast<float>(lowest);
        for (const float value : activity.reshaped()) {
            const float place = (value - from) * scale;
            const auto bin =
                std::clamp(std::isfinite(place) ? static_cast<int>(place) : 0, 0, m_question.bins - 1);
            ++counts[static_cast<std::size_t>(bin)];
        }
        std::vector<float> shares;
        for (const std::size_t count : counts)
            shares.push_back(
                static_cast<float>(static_cast<double>(count) / static_cast<double>(activity.size())));
        return shares;
    }

    double saturated(int layer) const {
        if (m_shape.isOutput(layer))
            return none;
        const Activation activation = m_shape.activations[static_cast<std::size_t>(layer)];
        if (!relativeSlope(activation, 0.5))
            return none;
        const Eigen::MatrixXf& activity = m_activity[static_cast<std::size_t>(layer)];
        std::size_t count = 0;
        for (const float value : activity.reshaped())
            count += *relativeSlope(activation, static_cast<double>(value)) < saturatedBelow ? 1 : 0;
        return static_cast<double>(count) / static_cast<double>(activity.size());
    }

    NetworkShape m_shape;
    ActivityQuestion m_question;
    std::shared_ptr<const MeasuredSamples> m_samples;
    EstimatorSettings m_bins;
    std::unique_ptr<const Estimator> m_estimator;
    std::vector<Eigen::MatrixXf> m_activity;
    RunRange m_range;
    ActivityProfile m_profile;
};

} // namespace

std::optional<double> relativeSlope(Activation activation, double t) {
    switch (activation) {
    case Activation::Tanh:
        return 1 - t * t;
    case Activation::Relu:
        return t > 0 ? 1.0 : 0.0;
    case Activation::Linear:
        return 1.0;
    case Activation::Sigmoid:
        return 4 * t * (1 - t);
    case Activation::Softplus:
        return -std::expm1(-t);
    case Activation::Softsign:
        return (1 - std::abs(t)) * (1 - std::abs(t));
    case Activation::LeakyRelu:
        return t > 0 ? 1.0 : activationDerivative(activation, -1);
    case Activation::Elu:
        return t > 0 ? 1.0 : 1 + t;
    case Activation::HardTanh:
        return std::abs(t) < 1 ? 1.0 : 0.0;
    case Activation::Gelu:
    case Activation::Silu:
        break;
    }
    return std::nullopt;
}

std::optional<ActivityProfile> profileActivity(const Experiment& experiment,
                                               std::vector<std::shared_ptr<const EpochSnapshot>> snapshots,
                                               const ActivityQuestion& question,
                                               const CancelQuestion& cancelled) {
    const auto isCancelled = [&] { return cancelled && cancelled(); };
    std::erase_if(snapshots, [](const auto& snapshot) { return snapshot->parameters.empty(); });
    Profiler profiler(experiment, question);
    for (const auto& snapshot : snapshots)
        if (isCancelled() || !profiler.takeRange(*snapshot, cancelled))
            return std::nullopt;
    if (snapshots.empty())
        return profiler.take();
    profiler.frame();
    for (const auto& snapshot : snapshots)
        if (isCancelled() || !profiler.takeEpoch(*snapshot, cancelled))
            return std::nullopt;
    return profiler.take();
}

} // namespace infoplane
