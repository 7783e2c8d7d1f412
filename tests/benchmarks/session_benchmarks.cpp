#include "session/archive.h"
#include "session/session_feed.h"
#include "session/session_runner.h"
#include "session/training_worker.h"

#include <QTemporaryDir>

#include <benchmark/benchmark.h>
#include <chrono>
#include <cmath>
#include <fstream>
#include <string>
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

/// VmHWM of Linux; NaN elsewhere.
double peakMegabytes() {
    std::ifstream status("/proc/self/status");
    const std::string key = "VmHWM:";
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(key))
            return std::stod(line.substr(key.size())) / 1024;
    return std::nan("");
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

/// An item is a seed of the figure of the paper: 10,000 epochs, 212 of them measured by binning. Beside the
/// time: the most memory that the process ever held.
void seeds(benchmark::State& state) {
    constexpr int count = 50;
    ExperimentSpec spec = sztSpec();
    spec.seeds.count = count;
    for (auto _ : state)
        benchmark::DoNotOptimize(runSession(spec));
    state.SetItemsProcessed(state.iterations() * count);
    state.counters["peak_MB"] = peakMegabytes();
}
BENCHMARK(seeds)->Name("session/seeds_50")->UseRealTime()->Iterations(1)->Unit(benchmark::kSecond);

/// Fifty seeds, each with weights of its own, that did not have to be trained.
Session fiftySeeds() {
    Session session = trainedSession(false);
    constexpr int count = 50;
    session.spec.seeds.count = count;
    const SeedRun first = session.runs.front();
    for (int seed = 1; seed < count; ++seed) {
        SeedRun& run = session.runs.emplace_back(first);
        run.seed = seed;
        for (EpochSnapshot& snapshot : run.snapshots) {
            std::vector<float> parameters = snapshot.parameters.toVector();
            for (float& parameter : parameters)
                parameter *= 1 + 0.001F * static_cast<float>(seed);
            snapshot.parameters = std::move(parameters);
        }
    }
    return session;
}

/// An item is an archive of such a session.
void openArchive(benchmark::State& state) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("seeds.infoplane"));
    writeArchive(fiftySeeds(), path);
    for (auto _ : state)
        benchmark::DoNotOptimize(readArchive(path));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(openArchive)->Name("archive/open_50_seeds")->Unit(benchmark::kMillisecond);

const bool registered = [] {
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady)
            continue;
        // The preset's estimator has the plain name.
        const std::string name = description.id == sztSpec().estimator.id ? "" : "_" + description.id;
        benchmark::RegisterBenchmark(("session/reestimate_szt" + name).c_str(), reestimates,
                                     EstimatorSettings{description.id, {}})
            ->UseManualTime()
            ->Iterations(1)
            ->Unit(benchmark::kSecond);
    }
    return true;
}();

} // namespace
