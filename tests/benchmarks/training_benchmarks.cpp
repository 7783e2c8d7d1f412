#include "data/sources.h"
#include "network/network.h"
#include "peers/plain_eigen.h"
#include "training/trainer.h"

#include <benchmark/benchmark.h>

using namespace infoplane;

namespace {

// An item is an epoch of the paper's network on SZT: 12-10-7-5-4-3-2, tanh, Adam 0.0004, batches of 256.

NetworkShape sztShape() {
    return {{12, 10, 7, 5, 4, 3, 2}, std::vector<Activation>(5, Activation::Tanh), Task::Classification};
}

void sztEpochs(benchmark::State& state) {
    const Dataset data = makeSzt();
    Trainer<float> trainer(data, splitSamples(data, 0.8, 0), sztShape(), {}, {}, 0);
    for (auto _ : state)
        trainer.trainEpoch(false);
    state.SetItemsProcessed(state.iterations());
}

void sztEpochsPlainEigen(benchmark::State& state) {
    const Dataset data = makeSzt();
    const Split split = splitSamples(data, 0.8, 0);
    const Eigen::MatrixXf inputs = data.inputs(split.train, Eigen::all).transpose();
    std::vector<int> labels;
    for (const int row : split.train)
        labels.push_back(data.labels[static_cast<std::size_t>(row)]);
    plain_eigen::Network network(sztShape().widths);
    for (auto _ : state)
        network.adamEpoch(inputs, labels, 256, 0.0004F);
    state.SetItemsProcessed(state.iterations());
}

void sztSnapshots(benchmark::State& state) {
    const Dataset data = makeSzt();
    Trainer<float> trainer(data, splitSamples(data, 0.8, 0), sztShape(), {}, {}, 0);
    trainer.trainEpoch(true); // epoch 0 costs more: its gradients are diagnosed
    for (auto _ : state)
        benchmark::DoNotOptimize(trainer.snapshot());
    state.SetItemsProcessed(state.iterations());
}

void sztActivity(benchmark::State& state) {
    const Dataset data = makeSzt();
    const NetworkShape shape = sztShape();
    const Trainer<float> trainer(data, splitSamples(data, 0.8, 0), shape, {}, {}, 0);
    std::vector<Matrix<float>> activity;
    for (auto _ : state)
        benchmark::DoNotOptimize(layerActivity<float>(shape, trainer.parameters(), data.inputs, activity));
    state.SetItemsProcessed(state.iterations());
}

// An item is a sample of the paper's network on images: 784-1024-20-20-20-10, plain descent, batches of 128,
// drawn from a data set of the size of MNIST.

constexpr int imageSamples = 60000;
constexpr int imageSamplesAnEpoch = 1280;

Dataset images() {
    Dataset data;
    data.inputs = (Eigen::MatrixXf::Random(imageSamples, 784).array().abs() * 255).round() / 255; // pixels
    for (int row = 0; row < imageSamples; ++row)
        data.labels.push_back(row % 10);
    for (int c = 0; c < 10; ++c)
        data.classNames.push_back(std::to_string(c));
    return data;
}

NetworkShape imageShape() {
    return {{784, 1024, 20, 20, 20, 10}, std::vector<Activation>(4, Activation::Tanh), Task::Classification};
}

Split imageSplit(const Dataset& data) {
    Split split = splitSamples(data, 0.5, 0);
    split.train.resize(imageSamplesAnEpoch);
    split.test.resize(imageSamplesAnEpoch);
    return split;
}

void imageEpochs(benchmark::State& state) {
    const Dataset data = images();
    TrainingOptions options;
    options.optimizer.kind = OptimizerKind::Sgd;
    options.optimizer.learningRate = 0.001;
    options.batchSize = 128;
    Trainer<float> trainer(data, imageSplit(data), imageShape(), {InitializerKind::GlorotUniform}, options,
                           0);
    for (auto _ : state)
        trainer.trainEpoch(false);
    state.SetItemsProcessed(state.iterations() * imageSamplesAnEpoch);
}

void imageEpochsPlainEigen(benchmark::State& state) {
    const Dataset data = images();
    const Split split = imageSplit(data);
    const Eigen::MatrixXf inputs = data.inputs(split.train, Eigen::all).transpose();
    std::vector<int> labels;
    for (const int row : split.train)
        labels.push_back(data.labels[static_cast<std::size_t>(row)]);
    plain_eigen::Network network(imageShape().widths);
    for (auto _ : state)
        network.descentEpoch(inputs, labels, 128, 0.001F);
    state.SetItemsProcessed(state.iterations() * imageSamplesAnEpoch);
}

BENCHMARK(sztEpochs)->Name("training/szt_tanh_adam_256");
BENCHMARK(sztEpochsPlainEigen)->Name("plain_eigen/szt_tanh_adam_256");
BENCHMARK(sztSnapshots)->Name("training/szt_snapshot");
BENCHMARK(sztActivity)->Name("network/szt_activity");
BENCHMARK(imageEpochs)->Name("training/images_784_1024")->Unit(benchmark::kMillisecond);
BENCHMARK(imageEpochsPlainEigen)->Name("plain_eigen/images_784_1024")->Unit(benchmark::kMillisecond);

} // namespace
