#include "session/ensemble.h"

#include "data/random.h"
#include "session/relevance.h"

#include <QStringList>

#include <Eigen/Core>
#include <boost/random/uniform_int_distribution.hpp>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr double notThere = std::numeric_limits<double>::quiet_NaN();

int lastEpochOf(const SeedRun& run) {
    return run.snapshots.empty() ? -1 : run.snapshots.back().epoch;
}

bool isEstimatedToItsEnd(const SeedRun& run) {
    return !run.draft && !run.measurements.empty() && run.measurements.back().epoch == lastEpochOf(run);
}

int index(int given) {
    return std::max(0, given);
}

struct PlaneIndex {
    std::size_t x = 0;
    std::size_t y = 0;
};

PlaneIndex planeOf(const Session& session) {
    const EstimatorDescription& description = describeEstimator(session.spec.estimator.id);
    return {static_cast<std::size_t>(index(description.planeX)),
            static_cast<std::size_t>(index(description.planeY))};
}

/// A single layer without a number would leave none in the mean of all seeds. I(T;Y) may be missing: there is
/// none without labels.
bool saysSomethingAtItsEnd(const Session& session, const SeedRun& run) {
    const std::size_t x = planeOf(session).x;
    return std::ranges::all_of(run.measurements.back().values,
                               [=](const std::vector<double>& layer) { return std::isfinite(layer[x]); });
}

double compressionOfLayer(const SeedRun& run, std::size_t layer, const PlaneIndex& plane) {
    const auto x = [&](const PlaneMeasurement& epoch) { return epoch.values[layer][plane.x]; };
    const auto y = [&](const PlaneMeasurement& epoch) { return epoch.values[layer][plane.y]; };
    constexpr double fitted = 0.9;
    const double end = x(run.measurements.back());
    const double goal = fitted * y(run.measurements.back());
    double most = end;
    bool hasFitted = std::isnan(goal); // without labels the whole run counts
    for (const PlaneMeasurement& epoch : run.measurements) {
        hasFitted = hasFitted || y(epoch) >= goal;
        if (hasFitted && x(epoch) > most)
            most = x(epoch);
    }
    return most - end;
}

/// How often each seed is drawn in each resample: resamples x seeds.
Eigen::MatrixXd resampleShares(Eigen::Index seeds, const BootstrapOptions& options) {
    RandomEngine engine = randomEngine(options.seed, RandomStream::Estimator);
    boost::random::uniform_int_distribution<Eigen::Index> draw(0, seeds - 1);
    Eigen::MatrixXd shares = Eigen::MatrixXd::Zero(options.resamples, seeds);
    for (Eigen::Index row = 0; row < shares.rows(); ++row)
        for (Eigen::Index i = 0; i < seeds; ++i)
            shares(row, draw(engine)) += 1 / static_cast<double>(seeds);
    return shares;
}

/// Means and bands of columns, one row a seed.
class BandMaker {
  public:
    BandMaker(std::size_t seeds, const BootstrapOptions& options)
        : m_seeds(static_cast<Eigen::Index>(seeds)) {
        if (m_seeds < 2)
            return;
        const auto count = static_cast<double>(seeds);
        m_shares = resampleShares(m_seeds, options);
        m_tail = expandedTail(count - 1, std::sqrt(count / (count - 1)), options.confidence);
    }

    std::vector<BandPoint> bands(const Eigen::MatrixXd& values) const {
        std::vector<BandPoint> points;
        for (Eigen::Index column = 0; column < values.cols(); ++column) {
            BandPoint point{values.col(column).mean(), {}};
            if (m_seeds >= 2 && !std::isnan(point.mean)) {
                Eigen::VectorXd drawn = m_shares * values.col(column);
                const std::span all(drawn.data(), static_cast<std::size_t>(drawn.size()));
                point.band = {quantile(all, m_tail), quantile(all, 1 - m_tail)};
            }
            points.push_back(point);
        }
        return points;
    }

  private:
    Eigen::Index m_seeds;
    Eigen::MatrixXd m_shares;
    double m_tail = 0;
};

/// Epochs that all of the runs have measured.
std::vector<int> commonEpochs(const std::vector<const SeedRun*>& runs) {
    std::vector<int> common;
    for (const SeedRun* run : runs) {
        std::vector<int> epochs;
        for (const PlaneMeasurement& measurement : run->measurements)
            epochs.push_back(measurement.epoch);
        if (run == runs.front()) {
            common = epochs;
            continue;
        }
        std::vector<int> both;
        std::ranges::set_intersection(common, epochs, std::back_inserter(both));
        common = std::move(both);
    }
    return common;
}

/// One row a seed, one column an epoch; `value` is asked with what was kept of the epoch.
Eigen::MatrixXd table(const Ensemble& ensemble, const auto& items, auto value) {
    Eigen::MatrixXd values(std::ssize(ensemble.seeds.used), std::ssize(ensemble.epochs));
    for (Eigen::Index row = 0; row < values.rows(); ++row) {
        const auto& all = ensemble.seeds.used[static_cast<std::size_t>(row)]->*items;
        auto item = all.begin();
        for (Eigen::Index column = 0; column < values.cols(); ++column) {
            while (item->epoch != ensemble.epochs[static_cast<std::size_t>(column)])
                ++item;
            values(row, column) = value(*item);
        }
    }
    return values;
}

std::vector<double> meansOf(const Eigen::MatrixXd& values) {
    std::vector<double> means;
    for (Eigen::Index column = 0; column < values.cols(); ++column)
        means.push_back(values.col(column).mean());
    return means;
}

} // namespace

SeedState stateOf(const Session& session, const SeedRun& run) {
    if (run.failure)
        return SeedState::Failed;
    int furthest = -1;
    for (const SeedRun& other : session.runs)
        if (!other.failure)
            furthest = std::max(furthest, lastEpochOf(other));
    if (run.snapshots.empty() || !isEstimatedToItsEnd(run) ||
        (lastEpochOf(run) < furthest && !endsTraining(run.snapshots.back(), session.spec)))
        return SeedState::Unfinished;
    if (!saysSomethingAtItsEnd(session, run))
        return SeedState::Failed;
    const bool classifies = session.facts.task == Task::Classification;
    return classifies && run.snapshots.back().trainError > deadTrainError ? SeedState::Dead
                                                                          : SeedState::Alive;
}

QString SeedSelection::leftOutText() const {
    QStringList parts;
    for (const auto& [count, what] :
         {std::pair(usesDead ? 0 : dead, "dead"), {failed, "failed"}, {unfinished, "unfinished"}})
        if (count > 0)
            parts += QStringLiteral("%1 %2").arg(count).arg(QLatin1String(what));
    return parts.join(QStringLiteral(", "));
}

SeedSelection selectSeeds(const Session& session, bool leaveOutDead) {
    SeedSelection selection;
    selection.usesDead = !leaveOutDead;
    for (const SeedRun& run : session.runs) {
        const SeedState state = stateOf(session, run);
        selection.dead += state == SeedState::Dead ? 1 : 0;
        selection.failed += state == SeedState::Failed ? 1 : 0;
        selection.unfinished += state == SeedState::Unfinished ? 1 : 0;
        if (state == SeedState::Alive || (state == SeedState::Dead && !leaveOutDead))
            selection.used.push_back(&run);
    }
    return selection;
}

Ensemble ensembleOf(const Session& session, const EnsembleOptions& options) {
    Ensemble ensemble;
    ensemble.seeds = selectSeeds(session, options.leaveOutDead);
    ensemble.epochs = commonEpochs(ensemble.seeds.used);
    const PlaneIndex plane = planeOf(session);
    std::optional<RelevanceIndex> parts = relevanceOf(describeEstimator(session.spec.estimator.id));
    if (parts && (ensemble.epochs.empty() ||
                  !parts->areIn(ensemble.seeds.used.front()->measurements.front().values.front())))
        parts.reset();
    const BandMaker maker(ensemble.seeds.used.size(), options.bootstrap);
    const auto informationOf = [&](std::size_t layer, std::size_t quantity) {
        return maker.bands(table(ensemble, &SeedRun::measurements, [=](const PlaneMeasurement& epoch) {
            return epoch.values[layer][quantity];
        }));
    };
    const auto curveOf = [&](double EpochSnapshot::*member) {
        return maker.bands(
            table(ensemble, &SeedRun::snapshots, [=](const EpochSnapshot& epoch) { return epoch.*member; }));
    };
    const auto normOf = [&](std::size_t layer, double LayerStatistics::*member) {
        return meansOf(table(ensemble, &SeedRun::snapshots, [=](const EpochSnapshot& epoch) {
            return layer < epoch.layers.size() ? epoch.layers[layer].*member : notThere;
        }));
    };
    for (std::size_t layer = 0; layer < static_cast<std::size_t>(session.shape.layerCount()); ++layer)
        ensemble.layers.push_back(
            {informationOf(layer, plane.x), informationOf(layer, plane.y),
             normOf(layer, &LayerStatistics::weightNorm), normOf(layer, &LayerStatistics::gradientMean),
             normOf(layer, &LayerStatistics::gradientSd),
             parts ? informationOf(layer, parts->relevant) : std::vector<BandPoint>(),
             parts ? informationOf(layer, parts->irrelevant) : std::vector<BandPoint>()});
    ensemble.trainLoss = curveOf(&EpochSnapshot::trainLoss);
    ensemble.testLoss = curveOf(&EpochSnapshot::testLoss);
    ensemble.trainError = curveOf(&EpochSnapshot::trainError);
    ensemble.testError = curveOf(&EpochSnapshot::testError);
    return ensemble;
}

std::vector<double> compressionOf(const Session& session, const SeedRun& run) {
    const auto layers = static_cast<std::size_t>(session.shape.layerCount());
    if (run.measurements.empty())
        return std::vector<double>(layers, notThere);
    const PlaneIndex plane = planeOf(session);
    std::vector<double> bits;
    for (std::size_t layer = 0; layer < layers; ++layer)
        bits.push_back(compressionOfLayer(run, layer, plane));
    return bits;
}

std::vector<double> compressionsOf(std::span<const SeedRun* const> runs, const Session& session, int layer) {
    std::vector<double> bits;
    for (const SeedRun* run : runs)
        bits.push_back(compressionOf(session, *run)[static_cast<std::size_t>(layer)]);
    return bits;
}

double medianOf(std::vector<double> values) {
    return values.empty() ? notThere : quantile(values, 0.5);
}

} // namespace infoplane
