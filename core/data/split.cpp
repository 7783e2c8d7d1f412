#include "data/split.h"

#include "data/random.h"
#include "error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace infoplane {

namespace {

std::vector<int> rowNumbers(std::ptrdiff_t count) {
    std::vector<int> rows(static_cast<std::size_t>(count));
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

Split cutAt(const std::vector<int>& rows, std::ptrdiff_t trainCount) {
    return {{rows.begin(), rows.begin() + trainCount}, {rows.begin() + trainCount, rows.end()}};
}

} // namespace

Split splitSamples(const Dataset& dataset, double trainFraction, std::uint64_t seed) {
    const std::ptrdiff_t count = dataset.sampleCount();
    if (count < 2) {
        throw Error("The data set " + dataset.name + " has " + std::to_string(count) +
                    " samples; at least two are needed, one to train on and one to test on.");
    }
    std::vector<int> rows = rowNumbers(count);
    if (dataset.ownTrainCount) {
        if (*dataset.ownTrainCount < 1 || *dataset.ownTrainCount >= count) {
            throw Error("The data set " + dataset.name +
                        " has no training samples or no test samples of its own; both are needed.");
        }
        return cutAt(rows, *dataset.ownTrainCount);
    }
    if (!(trainFraction > 0 && trainFraction < 1)) {
        throw Error("The train fraction is " + std::to_string(trainFraction) +
                    "; it must lie between 0 and 1, for instance 0.8.");
    }
    const auto wanted = static_cast<std::ptrdiff_t>(std::llround(trainFraction * static_cast<double>(count)));
    RandomEngine engine = randomEngine(seed, RandomStream::Split);
    shuffle(rows, engine);
    return cutAt(rows, std::clamp<std::ptrdiff_t>(wanted, 1, count - 1));
}

void shuffleLabels(Dataset& dataset, std::uint64_t seed) {
    std::vector<int> order = rowNumbers(dataset.sampleCount());
    RandomEngine engine = randomEngine(seed, RandomStream::Labels);
    shuffle(order, engine);
    if (dataset.task == Task::Classification) {
        const std::vector<std::int32_t> labels = dataset.labels;
        std::transform(order.begin(), order.end(), dataset.labels.begin(),
                       [&labels](int row) { return labels[static_cast<std::size_t>(row)]; });
    } else {
        const Eigen::MatrixXf targets = dataset.targets;
        dataset.targets = targets(order, Eigen::all);
    }
}

} // namespace infoplane
