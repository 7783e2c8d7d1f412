#include "document/make_seeds_record.h"

#include "document/make_session_view.h"
#include "session/ensemble.h"

#include <QCoreApplication>

#include <algorithm>

namespace infoplane {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("SeedsRecord", text);
}

SeedsRecord::Band bandOf(const std::vector<BandPoint>& points) {
    SeedsRecord::Band band;
    for (const BandPoint& point : points) {
        band.mean.push_back(point.mean);
        band.low.push_back(point.band.low);
        band.high.push_back(point.band.high);
    }
    return band;
}

std::vector<double> meansOf(const std::vector<BandPoint>& points) {
    return bandOf(points).mean;
}

/// What the charts take of a run under the session's estimator is what one seed shows.
SeedsRecord::Path pathOf(const SeedRun& run, const EstimatorDescription& estimator, std::size_t layers) {
    SeedsRecord::Path path;
    path.seed = run.seed;
    SessionView view;
    view.layers.resize(layers);
    appendMeasurements(view, run.measurements, estimator);
    path.epochs = std::move(view.epochs);
    for (SessionView::Layer& layer : view.layers) {
        path.x.push_back(std::move(layer.x));
        path.y.push_back(std::move(layer.y));
        path.relevant.push_back(std::move(layer.relevant));
        path.irrelevant.push_back(std::move(layer.irrelevant));
    }
    return path;
}

} // namespace

std::shared_ptr<const SeedsRecord> makeSeedsRecord(const Session& session, bool leaveOutDead) {
    const Ensemble ensemble = ensembleOf(session, {.leaveOutDead = leaveOutDead});
    auto record = std::make_shared<SeedsRecord>();
    record->epochs = ensemble.epochs;
    for (const Ensemble::Layer& layer : ensemble.layers)
        record->layers.push_back({bandOf(layer.x), bandOf(layer.y), layer.weightNorm, layer.gradientMean,
                                  layer.gradientSd, bandOf(layer.relevant), bandOf(layer.irrelevant)});
    record->trainLoss = meansOf(ensemble.trainLoss);
    record->testLoss = meansOf(ensemble.testLoss);
    record->trainError = meansOf(ensemble.trainError);
    record->testError = meansOf(ensemble.testError);
    record->counted = static_cast<int>(ensemble.seeds.used.size());
    record->leftOut = ensemble.seeds.leftOutText();
    const EstimatorDescription& estimator = describeEstimator(session.spec.estimator.id);
    for (const SeedRun& run : session.runs) {
        if (run.draft || run.measurements.empty())
            continue;
        record->paths.push_back(pathOf(run, estimator, record->layers.size()));
        // One under way may come to count; grey is for those that are known not to.
        const SeedState state = stateOf(session, run);
        record->paths.back().counted =
            state != SeedState::Failed && (state != SeedState::Dead || !leaveOutDead);
    }
    return record;
}

SessionView makeMeanView(const Session& session, std::shared_ptr<const SeedsRecord> record) {
    SessionView view = emptySessionView(session, session.spec.seeds.first, SessionView::Bounds::Upper);
    view.seeds = SessionView::Seeds::Mean;
    view.epochs = record->epochs;
    for (std::size_t l = 0; l < std::min(view.layers.size(), record->layers.size()); ++l) {
        const SeedsRecord::Layer& mean = record->layers[l];
        view.layers[l].x = mean.x.mean;
        view.layers[l].y = mean.y.mean;
        view.layers[l].weightNorm = mean.weightNorm;
        view.layers[l].gradientMean = mean.gradientMean;
        view.layers[l].gradientSd = mean.gradientSd;
        view.layers[l].relevant = mean.relevant.mean;
        view.layers[l].irrelevant = mean.irrelevant.mean;
    }
    view.trainLoss = record->trainLoss;
    view.testLoss = record->testLoss;
    view.trainError = record->trainError;
    view.testError = record->testError;
    view.present = view.measured() - 1;
    view.glide = view.present;
    view.seedsRecord = std::move(record);
    putSeedsLine(view, session, session.spec.seeds.first);
    return view;
}

QString meanLine(const SeedsRecord& record, bool withBand) {
    QString line = withBand ? tr("mean of %1 seeds, 95 % band").arg(record.counted)
                            : tr("mean of %1 seeds").arg(record.counted);
    if (!record.leftOut.isEmpty())
        line += tr(" (%1 left out)").arg(record.leftOut);
    return line;
}

void putSeedsLine(SessionView& view, const Session& session, int seed) {
    if (view.seeds == SessionView::Seeds::One || !view.seedsRecord)
        return;
    const SeedsRecord& record = *view.seedsRecord;
    view.seedsLine = view.isMean()
                         ? meanLine(record)
                         : tr("%1 seeds, seed %2 before the others").arg(record.paths.size()).arg(seed);
    view.specLine = specLine(session.spec, session.facts.inputs, session.facts.outputs, view.seedsLine);
}

} // namespace infoplane
