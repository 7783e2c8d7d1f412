#include "data/sources.h"
#include "information/estimator.h"
#include "network/network.h"
#include "training/trainer.h"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <map>
#include <random>

using namespace infoplane;

namespace {

/// What an estimator sees of one epoch of the paper's network on SZT: 4096 samples, six layers.
struct SztEpoch {
    Dataset data = makeSzt();
    std::vector<Matrix<float>> activity;

    explicit SztEpoch(int epochs) {
        const NetworkShape shape{
            {12, 10, 7, 5, 4, 3, 2}, std::vector<Activation>(5, Activation::Tanh), Task::Classification};
        Trainer<float> trainer(data, splitSamples(data, 0.8, 0), shape, {}, {}, 0);
        for (int epoch = 0; epoch < epochs; ++epoch)
            trainer.trainEpoch(false);
        layerActivity<float>(shape, trainer.parameters(), data.inputs, activity);
    }

    void estimate(const Estimator& estimator) const {
        for (const Matrix<float>& layer : activity) {
            Observation observation{
                .activity = Eigen::Map<const Eigen::MatrixXf>(layer.data(), layer.rows(), layer.cols())};
            observation.labels = data.labels;
            observation.classCount = 2;
            observation.runRange = {-1, 1};
            benchmark::DoNotOptimize(estimator.estimate(observation, {}));
        }
    }
};

const SztEpoch& sztEpoch(int epochs) {
    static std::map<int, SztEpoch> made;
    return made.try_emplace(epochs, epochs).first->second;
}

void estimateSzt(benchmark::State& state, const EstimatorSettings& settings, int epochs) {
    const SztEpoch& epoch = sztEpoch(epochs);
    const auto estimator = makeEstimator(settings);
    for (auto _ : state)
        epoch.estimate(*estimator);
    state.SetItemsProcessed(state.iterations());
}

/// A wide layer on images: ten classes, each a cloud.
constexpr Eigen::Index wideSamples = 10000;
constexpr Eigen::Index wideUnits = 1024;

Eigen::MatrixXf wideActivity() {
    std::srand(1);
    const Eigen::MatrixXf centers = Eigen::MatrixXf::Random(10, wideUnits);
    Eigen::MatrixXf activity = 0.1F * Eigen::MatrixXf::Random(wideSamples, wideUnits);
    for (Eigen::Index sample = 0; sample < wideSamples; ++sample)
        activity.row(sample) += centers.row(sample % 10);
    return activity.array().tanh();
}

void kdeWideLayer(benchmark::State& state, double variance) {
    const Eigen::MatrixXf activity = wideActivity();
    std::vector<std::int32_t> labels;
    for (Eigen::Index sample = 0; sample < wideSamples; ++sample)
        labels.push_back(static_cast<std::int32_t>(sample % 10));
    Observation observation{
        .activity = Eigen::Map<const Eigen::MatrixXf>(activity.data(), activity.rows(), activity.cols())};
    observation.labels = labels;
    observation.classCount = 10;
    const auto estimator = makeEstimator({"kde_pairwise", {{"noise_variance", variance}}});
    for (auto _ : state)
        benchmark::DoNotOptimize(estimator->estimate(observation, {}));
    state.SetItemsProcessed(state.iterations());
}

/// The yardstick: the products of half of all pairs, and nothing else.
void halfGramProduct(benchmark::State& state) {
    const Eigen::MatrixXf activity = wideActivity().transpose();
    constexpr Eigen::Index panel = 1000;
    Eigen::MatrixXf products(wideSamples, panel);
    for (auto _ : state)
        for (Eigen::Index first = 0; first < wideSamples / 2; first += panel) {
            products.noalias() = activity.transpose() * activity.middleCols(first, panel);
            benchmark::DoNotOptimize(products.data());
        }
    state.SetItemsProcessed(state.iterations());
}

/// Mixed neighbours of five continuous units and a label that hangs on them.
void mixedNeighbours(benchmark::State& state, std::size_t units) {
    constexpr std::size_t samples = 4096;
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    std::vector<double> activity;
    std::vector<std::int64_t> labels;
    for (std::size_t sample = 0; sample < samples; ++sample) {
        double sum = 0;
        for (std::size_t unit = 0; unit < units; ++unit)
            sum += activity.emplace_back(normal(random));
        labels.push_back(sum + normal(random) > 0 ? 1 : 0);
    }
    const NamedArrays arrays{{"t", {{samples, units}, activity}}, {"y", {{samples}, labels}}};
    const auto estimator = makeEstimator({"mixed_knn", {}});
    for (auto _ : state)
        benchmark::DoNotOptimize(estimator->estimateArrays(arrays, {}));
    state.SetItemsProcessed(state.iterations());
}

// An item is an epoch: six layers, after 400 epochs of training unless the name says another number.
const bool registered = [] {
    const EstimatorSettings floor{"bin_floor", {}};
    const EstimatorSettings kde{"kde_pairwise", {{"noise_variance", 0.001}}};
    const EstimatorSettings wideKde{"kde_pairwise", {{"noise_variance", 0.1}}};
    const EstimatorSettings neighbours{"neighbours", {}};
    const auto add = [](const std::string& name, const EstimatorSettings& settings, int epochs) {
        benchmark::RegisterBenchmark(name.c_str(), estimateSzt, settings, epochs)
            ->Unit(benchmark::kMillisecond);
    };
    add("binning/szt_six_layers", floor, 400);
    add("binning/szt_six_layers_quantile", {"bin_quantile", {}}, 400);
    add("kde/szt_six_layers", kde, 400);
    add("kde/szt_six_layers_epoch_0", kde, 0);
    add("kde/szt_six_layers_epoch_4000", kde, 4000);
    add("kde/szt_six_layers_variance_0.1", wideKde, 400);
    add("kde/szt_six_layers_variance_0.1_epoch_0", wideKde, 0);
    add("kde/szt_six_layers_variance_0.1_epoch_4000", wideKde, 4000);
    add("knn/szt_six_layers", neighbours, 400);
    add("knn/szt_six_layers_epoch_4000", neighbours, 4000);
    for (const std::size_t units : {5, 20})
        benchmark::RegisterBenchmark(("knn/n4096_d" + std::to_string(units)).c_str(),
                                     [units](benchmark::State& state) { mixedNeighbours(state, units); })
            ->Unit(benchmark::kMillisecond);
    return true;
}();
BENCHMARK_CAPTURE(kdeWideLayer, near, 0.1)->Name("kde/n10000_d1024")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kdeWideLayer, far, 10.0)
    ->Name("kde/n10000_d1024_variance_10")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(halfGramProduct)->Name("plain_eigen/half_gram_n10000_d1024")->Unit(benchmark::kMillisecond);

} // namespace
