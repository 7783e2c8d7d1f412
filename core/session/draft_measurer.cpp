#include "session/draft_measurer.h"

#include "error.h"
#include "session/experiment.h"

#include <chrono>
#include <cmath>

namespace infoplane {

namespace {

using Clock = std::chrono::steady_clock;

// Two hundred epochs on two threads are then there in half a second, fifty of them in an eighth.
constexpr double secondsForADraft = 0.005;
constexpr int fewestSamples = 256;

EpochSnapshot firstEpoch(const Experiment& experiment, int seed) {
    const std::vector<double> parameters = initialParameters(
        experiment.shape(), experiment.spec().network.initializer, static_cast<std::uint64_t>(seed));
    EpochSnapshot snapshot;
    snapshot.parameters = std::vector<float>(parameters.begin(), parameters.end());
    return snapshot;
}

// The parameter of Monte Carlo estimators.
constexpr const char* drawsKey = "draws";

EstimatorSettings withDrawsFor(double share, const EstimatorSettings& settings) {
    EstimatorSettings fewer = settings;
    for (const ParameterDescription& parameter : describeEstimator(settings.id).parameters) {
        if (parameter.id != drawsKey)
            continue;
        const auto set = settings.values.find(drawsKey);
        const double draws =
            set == settings.values.end() ? parameter.defaultNumber : std::get<double>(set->second);
        fewer.values[drawsKey] = std::max(std::round(draws * share), parameter.lowest);
    }
    return fewer;
}

} // namespace

std::shared_ptr<const Measurer> measurerOfFewer(const Experiment& experiment,
                                                std::shared_ptr<const MeasuredSamples> samples, int count,
                                                int seed, const EstimatorSettings& settings) {
    const double share = std::min(1.0, count / static_cast<double>(samples->count()));
    const auto few = fewerSamples(std::move(samples), count, static_cast<std::uint64_t>(seed));
    return std::make_shared<const Measurer>(experiment, few, withDrawsFor(share, settings));
}

std::optional<double> secondsOfAnEpoch(const Measurer& measurer, const EpochSnapshot& like,
                                       const CancelQuestion& cancelled) {
    std::optional<double> least;
    try {
        for (int i = 0; i < 2; ++i) {
            const auto began = Clock::now();
            if (!measurer.measure(like, {}, cancelled))
                return std::nullopt;
            const double took = std::chrono::duration<double>(Clock::now() - began).count();
            least = least ? std::min(*least, took) : took;
        }
    } catch (const Error&) {
        return std::nullopt; // whoever estimates the epoch in earnest says why
    }
    return least;
}

std::shared_ptr<const Measurer> draftMeasurer(const Experiment& experiment,
                                              std::shared_ptr<const MeasuredSamples> samples, int seed,
                                              const EstimatorSettings& settings, const EpochSnapshot* like,
                                              const CancelQuestion& cancelled) {
    const int all = samples->count();
    if (!describeEstimator(settings.id).comparesPairs || all <= fewestSamples)
        return nullptr;
    const auto few = measurerOfFewer(experiment, samples, fewestSamples, seed, settings);
    const auto seconds =
        secondsOfAnEpoch(*few, like != nullptr ? *like : firstEpoch(experiment, seed), cancelled);
    if (!seconds)
        return nullptr;
    // Twice the samples take four times as long, or less: what does not depend on pairs is in it.
    int count = fewestSamples;
    for (double expected = *seconds * 4; count < all && expected <= secondsForADraft; expected *= 4)
        count *= 2;
    if (count >= all)
        return nullptr;
    return count == fewestSamples ? few : measurerOfFewer(experiment, samples, count, seed, settings);
}

} // namespace infoplane
