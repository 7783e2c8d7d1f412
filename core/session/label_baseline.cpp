#include "session/label_baseline.h"

#include "error.h"
#include "session/epoch_queue.h"
#include "session/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <mutex>

namespace infoplane {

namespace {

std::vector<const EpochSnapshot*> chosen(const std::vector<EpochSnapshot>& snapshots,
                                         const std::vector<int>& epochs) {
    std::vector<const EpochSnapshot*> list;
    for (const EpochSnapshot* snapshot : withWeights(snapshots))
        if (epochs.empty() || std::ranges::find(epochs, snapshot->epoch) != epochs.end())
            list.push_back(snapshot);
    return list;
}

std::vector<std::size_t> coarseToFine(std::size_t count) {
    EpochQueue queue;
    queue.addCoarseToFine(count);
    std::vector<std::size_t> order;
    while (const auto index = queue.next())
        order.push_back(*index);
    return order;
}

// Over all measured epochs, as the measurements were made.
std::optional<RunRange> rangeOf(const Measurer& measurer, const std::vector<EpochSnapshot>& snapshots,
                                int threads, const CancelQuestion& cancelled) {
    RunRange range;
    if (!measurer.needsRunRange())
        return range;
    if (const QString lacking = countWeights(snapshots).obstacle(); !lacking.isEmpty())
        throw Error(lacking.toStdString());
    std::vector<std::optional<RunRange>> ranges(snapshots.size());
    parallelFor(static_cast<int>(snapshots.size()), threads, [&](int i) {
        const auto index = static_cast<std::size_t>(i);
        ranges[index] = measurer.activityRange(snapshots[index], cancelled);
    });
    for (const auto& one : ranges) {
        if (!one)
            return std::nullopt;
        widen(range, *one);
    }
    return range;
}

} // namespace

std::optional<LabelBaseline> labelBaseline(const Experiment& experiment,
                                           const std::vector<EpochSnapshot>& snapshots,
                                           const BaselineQuestion& question, const CancelQuestion& cancelled,
                                           const std::function<void(const LabelBaseline::Point&)>& told,
                                           int threads) {
    const Measurer measurer(experiment, question.seed, question.estimator, question.on);
    const int crew = std::min(threads > 0 ? threads : coreCount(), measurer.mostThreads());
    const auto range = rangeOf(measurer, snapshots, crew, cancelled);
    if (!range)
        return std::nullopt;
    const std::vector<const EpochSnapshot*> epochs = chosen(snapshots, question.epochs);
    const std::vector<std::size_t> order = coarseToFine(epochs.size());
    LabelBaseline result;
    result.points.resize(epochs.size());
    result.shuffles = question.shuffles;
    const int samples = measurer.samples().count();
    result.grain = {samples, samples, static_cast<int>(epochs.size()), static_cast<int>(snapshots.size()),
                    measurer.samples().inputBits()};
    std::atomic<bool> stopped = false;
    std::mutex telling;
    parallelFor(static_cast<int>(order.size()), crew, [&](int i) {
        const std::size_t index = order[static_cast<std::size_t>(i)];
        auto layers = stopped ? std::nullopt
                              : measurer.baseline(*epochs[index], *range, question.shuffles, question.dealing,
                                                  cancelled);
        if (!layers) {
            stopped = true;
            return;
        }
        result.points[index] = {epochs[index]->epoch, std::move(*layers)};
        const std::lock_guard lock(telling);
        if (told)
            told(result.points[index]);
    });
    if (stopped)
        return std::nullopt;
    return result;
}

} // namespace infoplane
