#include "session/session_feed.h"
#include "session/session_runner.h"
#include "session/training_worker.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <cmath>
#include <thread>

using namespace infoplane;

namespace {

using Clock = std::chrono::steady_clock;

// An item is a request that estimates a whole run of the paper's network on SZT anew: 10,000 epochs, 212 of
// them measured, all 4,096 samples. The time is that to the full picture; beside it stand, in seconds, that
// to the first picture of the whole run (first), to one of at least 50 epochs (fifty) and to all epochs, if
// only from fewer samples (all_epochs), and how many epochs and samples the first one was made from.

ExperimentSpec sztSpec() {
    ExperimentSpec spec;
    spec.estimator = {"bin_floor", {}};
    return spec;
}

const Session& trainedSession(bool linear) {
    static const auto train = [](const ExperimentSpec& spec) { return runSession(spec); };
    if (!linear) {
        static const Session szt = train(sztSpec());
        return szt;
    }
    // The exact estimator needs a linear network: the same shape of run on a linear teacher.
    static const Session teacher = [] {
        ExperimentSpec spec = sztSpec();
        spec.data.source = QStringLiteral("teacher");
        spec.data.trainSamples = 100;
        spec.data.testSamples = 1000;
        spec.network.hidden = {100};
        spec.network.activations = {Activation::Linear};
        spec.training.loss = Loss::MeanSquaredError;
        spec.training.batchSize.reset();
        return train(spec);
    }();
    return teacher;
}

double secondsSince(Clock::time_point then) {
    return std::chrono::duration<double>(Clock::now() - then).count();
}

struct Reestimate {
    double first = 0;
    double fifty = 0;
    double allEpochs = 0;
    double full = 0;
    PictureGrain firstGrain;
};

Reestimate reestimate(const Session& session, const EstimatorSettings& settings) {
    const auto feed = std::make_shared<SessionFeed>();
    TrainingWorker worker(feed);
    worker.adopt(session);
    while (!worker.isIdle())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    feed->take();
    Reestimate result;
    const auto began = Clock::now();
    worker.remeasure(settings, session.spec.measure.on, 1);
    while (result.full == 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        for (const FeedContent::Remeasured& picture : feed->take().remeasured) {
            const double now = secondsSince(began);
            if (result.first == 0) {
                result.first = now;
                result.firstGrain = picture.grain;
            }
            if (result.fifty == 0 && picture.grain.epochs >= 50)
                result.fifty = now;
            if (result.allEpochs == 0 && picture.grain.hasAllEpochs())
                result.allEpochs = now;
            if (picture.complete)
                result.full = now;
        }
    }
    return result;
}

void reestimates(benchmark::State& state, const EstimatorSettings& settings) {
    const Session& session = trainedSession(settings.id == "linear_gaussian");
    Reestimate sum;
    for (auto _ : state) {
        const Reestimate one = reestimate(session, settings);
        state.SetIterationTime(one.full);
        sum.first += one.first;
        sum.fifty += one.fifty;
        sum.allEpochs += one.allEpochs;
        sum.firstGrain = one.firstGrain;
    }
    const auto mean = [](double value) {
        return benchmark::Counter(value, benchmark::Counter::kAvgIterations);
    };
    state.counters["first"] = mean(sum.first);
    state.counters["fifty"] = mean(sum.fifty);
    state.counters["all_epochs"] = mean(sum.allEpochs);
    state.counters["first_epochs"] = sum.firstGrain.epochs;
    state.counters["first_samples"] = sum.firstGrain.samples;
    state.counters["epochs"] = sum.firstGrain.ofEpochs;
}

const bool registered = [] {
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady)
            continue;
        benchmark::RegisterBenchmark(("session/reestimate_szt/" + description.id).c_str(), reestimates,
                                     EstimatorSettings{description.id, {}})
            ->UseManualTime()
            ->Iterations(1)
            ->Unit(benchmark::kSecond);
    }
    return true;
}();

} // namespace
