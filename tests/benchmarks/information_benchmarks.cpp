#include "data/sources.h"
#include "information/estimator.h"
#include "network/network.h"
#include "training/trainer.h"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <map>

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

void estimateSzt(benchmark::State& state, const EstimatorSettings& settings) {
    const SztEpoch& epoch = sztEpoch(static_cast<int>(state.range(0)));
    const auto estimator = makeEstimator(settings);
    for (auto _ : state)
        epoch.estimate(*estimator);
    state.SetItemsProcessed(state.iterations());
}

void binningSzt(benchmark::State& state) {
    estimateSzt(state, {"bin_floor", {}});
}

void quantileSzt(benchmark::State& state) {
    estimateSzt(state, {"bin_quantile", {}});
}

void kdeSzt(benchmark::State& state) {
    estimateSzt(state, {"kde_pairwise", {{"noise_variance", 0.001}}});
}

void kdeWideNoiseSzt(benchmark::State& state) {
    estimateSzt(state, {"kde_pairwise", {{"noise_variance", 0.1}}});
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

// An item is an epoch: six layers; after how many epochs of training is in the name.
BENCHMARK(binningSzt)
    ->Name("binning/szt_six_layers")
    ->ArgName("epoch")
    ->Arg(400)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(quantileSzt)
    ->Name("binning/szt_six_layers_quantile")
    ->ArgName("epoch")
    ->Arg(400)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(kdeSzt)
    ->Name("kde/szt_six_layers")
    ->ArgName("epoch")
    ->Arg(0)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(kdeWideNoiseSzt)
    ->Name("kde/szt_six_layers_variance_0.1")
    ->ArgName("epoch")
    ->Arg(0)
    ->Arg(400)
    ->Arg(4000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kdeWideLayer, near, 0.1)->Name("kde/n10000_d1024")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(kdeWideLayer, far, 10.0)
    ->Name("kde/n10000_d1024_variance_10")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(halfGramProduct)->Name("plain_eigen/half_gram_n10000_d1024")->Unit(benchmark::kMillisecond);

} // namespace
