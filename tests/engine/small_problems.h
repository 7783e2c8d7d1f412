#pragma once

#include "data/random.h"
#include "training/trainer.h"

#include <boost/random/normal_distribution.hpp>

#include <numeric>

/// Little data sets, and what it takes to train on them.
namespace small_problems {

inline Eigen::MatrixXf gaussian(int rows, int columns, std::uint64_t seed) {
    auto engine = infoplane::randomEngine(seed, infoplane::RandomStream::Teacher);
    boost::random::normal_distribution<double> draw;
    Eigen::MatrixXf matrix(rows, columns);
    for (float& value : matrix.reshaped())
        value = static_cast<float>(draw(engine));
    return matrix;
}

inline infoplane::Dataset classes(int samples, int inputs, int classCount, std::uint64_t seed = 1) {
    infoplane::Dataset data;
    data.task = infoplane::Task::Classification;
    data.inputs = gaussian(samples, inputs, seed);
    for (int c = 0; c < classCount; ++c)
        data.classNames.push_back(std::to_string(c));
    for (int row = 0; row < samples; ++row)
        data.labels.push_back(static_cast<int>((data.inputs.row(row).sum() + 100) * 3) % classCount);
    return data;
}

inline infoplane::Dataset regression(int samples, int inputs, int outputs, std::uint64_t seed = 1) {
    infoplane::Dataset data;
    data.task = infoplane::Task::Regression;
    data.inputs = gaussian(samples, inputs, seed);
    data.targets = data.inputs * gaussian(inputs, outputs, seed + 1) + gaussian(samples, outputs, seed + 2);
    return data;
}

inline infoplane::Dataset exclusiveOr() {
    infoplane::Dataset data;
    data.task = infoplane::Task::Classification;
    data.inputs.resize(4, 2);
    data.inputs << -1, -1, -1, 1, 1, -1, 1, 1;
    data.labels = {0, 1, 1, 0};
    data.classNames = {"equal", "different"};
    return data;
}

/// The first rows train, the others test.
inline infoplane::Split split(const infoplane::Dataset& data, std::ptrdiff_t trainCount) {
    infoplane::Split result;
    result.train.resize(static_cast<std::size_t>(trainCount));
    result.test.resize(static_cast<std::size_t>(data.sampleCount() - trainCount));
    std::iota(result.train.begin(), result.train.end(), 0);
    std::iota(result.test.begin(), result.test.end(), static_cast<int>(trainCount));
    return result;
}

inline infoplane::NetworkShape shape(const infoplane::Dataset& data, std::vector<int> hidden,
                                     infoplane::Activation activation) {
    infoplane::NetworkShape result;
    result.widths = std::move(hidden);
    result.activations.assign(result.widths.size(), activation);
    result.widths.insert(result.widths.begin(), static_cast<int>(data.inputCount()));
    result.widths.push_back(static_cast<int>(data.outputCount()));
    result.task = data.task;
    return result;
}

} // namespace small_problems
