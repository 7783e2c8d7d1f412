#include "document/make_session_view.h"

#include "error.h"
#include "session/relevance.h"
#include "training/diagnostic_batch.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace infoplane {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("SessionView", text);
}

QString layerName(const NetworkShape& shape, int layer) {
    return shape.isOutput(layer) ? tr("Out") : tr("T%1").arg(layer + 1);
}

int samplesMeasured(const Session& session) {
    return session.facts.samplesOf(session.spec.measure.on);
}

QString sampleSetName(SampleSet on) {
    switch (on) {
    case SampleSet::Train:
        return tr("train");
    case SampleSet::Test:
        return tr("test");
    case SampleSet::All:
        break;
    }
    return tr("train and test");
}

bool knowsSamples(const EstimatorSettings& settings) {
    return !describeEstimator(settings.id).isExact;
}

QString estimatorLine(const Session& session, const QString& samples, SessionView::Bounds bounds) {
    QString caption = QString::fromStdString(makeEstimator(session.spec.estimator)->caption());
    if (bounds == SessionView::Bounds::Upper)
        caption.replace(QLatin1String("both bounds"), tr("upper bound"));
    else if (bounds == SessionView::Bounds::Lower)
        caption.replace(QLatin1String("both bounds"), tr("lower bound"));
    if (!knowsSamples(session.spec.estimator))
        return caption;
    return tr("%1 · %2, N = %3").arg(caption, sampleSetName(session.spec.measure.on), samples);
}

QString grainLine(const PictureGrain& grain) {
    const QLocale locale;
    const auto share = [&](int of, int all) {
        return tr("%1 of %2").arg(locale.toString(of), locale.toString(all));
    };
    QStringList parts;
    if (!grain.hasAllSamples())
        parts << tr("%1 samples").arg(share(grain.samples, grain.ofSamples));
    if (!grain.hasAllEpochs())
        parts << tr("%1 epochs").arg(share(grain.epochs, grain.ofEpochs));
    return parts.isEmpty() ? QString() : tr("First picture: %1").arg(parts.join(QLatin1String(", ")));
}

/// Only the exact estimator knows targets that are numbers; the others count samples by class.
QString labelObstacle(const Session& session) {
    if (session.facts.task == Task::Classification || !knowsSamples(session.spec.estimator))
        return {};
    return tr("%1 tells I(T;Y) of classes only, and what is learned here is a number. Information by epoch "
              "shows I(X;T).")
        .arg(QString::fromStdString(describeEstimator(session.spec.estimator.id).method));
}

QString gradientLine(const Session& session) {
    const std::optional<int>& size = session.spec.training.batchSize;
    const bool full = !size || *size >= session.facts.trainSamples;
    return full ? tr("full batch: over a diagnostic partition into batches of %1 at fixed weights")
                      .arg(QLocale().toString(diagnosticBatchSize(session.facts.trainSamples)))
                : tr("over the epoch's mini-batches of %1, weights moving meanwhile")
                      .arg(QLocale().toString(*size));
}

QString lossLine(const Session& session) {
    const QString loss =
        session.spec.training.loss == Loss::CrossEntropy ? tr("Cross-entropy") : tr("Mean squared error");
    const QString text = sourceOf(session.spec.data).patterns > 0 ? tr("%1, %2 train, %3 test patterns")
                                                                  : tr("%1, %2 train, %3 test samples");
    const QLocale locale;
    return text.arg(loss, locale.toString(session.facts.trainSamples),
                    locale.toString(session.facts.testSamples));
}

double quantity(const std::vector<double>& values, int index) {
    return index >= 0 && static_cast<std::size_t>(index) < values.size()
               ? values[static_cast<std::size_t>(index)]
               : std::numeric_limits<double>::quiet_NaN();
}

int indexOf(const EstimatorDescription& estimator, const char* quantity) {
    for (std::size_t i = 0; i < estimator.quantities.size(); ++i)
        if (estimator.quantities[i].id == quantity)
            return static_cast<int>(i);
    return -1;
}

void appendRelevance(SessionView::Layer& layer, const std::vector<double>& values,
                     const std::optional<RelevanceIndex>& parts) {
    if (!parts || (layer.irrelevant.empty() && !parts->areIn(values)))
        return;
    layer.relevant.push_back(quantity(values, static_cast<int>(parts->relevant)));
    layer.irrelevant.push_back(quantity(values, static_cast<int>(parts->irrelevant)));
}

void appendMeasurement(SessionView& view, const PlaneMeasurement& measurement,
                       const EstimatorDescription& estimator) {
    const std::optional<RelevanceIndex> parts = relevanceOf(estimator);
    for (std::size_t i = 0; i < view.layers.size() && i < measurement.values.size(); ++i) {
        SessionView::Layer& layer = view.layers[i];
        const std::vector<double>& values = measurement.values[i];
        appendRelevance(layer, values, parts);
        const bool hasBand = estimator.planeLowerX >= 0;
        const bool lower = hasBand && view.bounds == SessionView::Bounds::Lower;
        const int lowerY = estimator.planeLowerY >= 0 ? estimator.planeLowerY : estimator.planeY;
        layer.x.push_back(quantity(values, lower ? estimator.planeLowerX : estimator.planeX));
        layer.y.push_back(quantity(values, lower ? lowerY : estimator.planeY));
        if (hasBand && view.bounds == SessionView::Bounds::Both) {
            layer.lowerX.push_back(quantity(values, estimator.planeLowerX));
            if (estimator.planeLowerY >= 0)
                layer.lowerY.push_back(quantity(values, estimator.planeLowerY));
        }
        const int validLower = indexOf(estimator, "I_TY_bound_lower");
        if (hasBand && validLower >= 0) {
            layer.validLowerY.push_back(quantity(values, validLower));
            layer.validUpperY.push_back(quantity(values, indexOf(estimator, "I_TY_bound_upper")));
        }
    }
}

void appendStatistics(SessionView& view, const EpochSnapshot& snapshot) {
    for (std::size_t l = 0; l < view.layers.size() && l < snapshot.layers.size(); ++l) {
        view.layers[l].weightNorm.push_back(snapshot.layers[l].weightNorm);
        view.layers[l].gradientMean.push_back(snapshot.layers[l].gradientMean);
        view.layers[l].gradientSd.push_back(snapshot.layers[l].gradientSd);
    }
}

} // namespace

const SeedRun* findRun(const Session& session, int seed) {
    for (const SeedRun& run : session.runs)
        if (run.seed == seed)
            return &run;
    return nullptr;
}

QString samplesLine(const Session& session) {
    return tr("%1, N = %2")
        .arg(sampleSetName(session.spec.measure.on), QLocale().toString(samplesMeasured(session)));
}

SessionView emptySessionView(const Session& session, int seed, SessionView::Bounds bounds) {
    SessionView view;
    view.bounds = bounds;
    view.title = session.spec.title;
    view.specLine = specLine(session.spec, session.facts.inputs, session.facts.outputs, seed);
    view.estimatorLine = estimatorLine(session, QLocale().toString(samplesMeasured(session)), view.bounds);
    view.lossLine = lossLine(session);
    view.lossLineShort = tr("%1 train, %2 test")
                             .arg(QLocale().toString(session.facts.trainSamples),
                                  QLocale().toString(session.facts.testSamples));
    view.dataLine = dataName(session.spec) + QStringLiteral(", ") + view.lossLineShort;
    view.gradientLine = gradientLine(session);
    view.labelObstacle = labelObstacle(session);
    view.classification = session.facts.task == Task::Classification;
    if (knowsSamples(session.spec.estimator))
        view.inputBits = session.facts.inputBits;
    else
        view.inputBits = std::numeric_limits<double>::quiet_NaN();
    view.labelBits = session.facts.labelBits;
    view.scale.lastEpoch = session.spec.training.epochs;
    view.layers.resize(static_cast<std::size_t>(session.shape.layerCount()));
    for (int layer = 0; layer < session.shape.layerCount(); ++layer) {
        SessionView::Layer& shown = view.layers[static_cast<std::size_t>(layer)];
        shown.name = layerName(session.shape, layer);
        shown.output = session.shape.isOutput(layer);
    }
    return view;
}

void putGrain(SessionView& view, const Session& session, const PictureGrain& grain) {
    if (grain.samples <= 0)
        return;
    view.grainLine = grainLine(grain);
    if (!knowsSamples(session.spec.estimator))
        return;
    view.inputReach = session.facts.inputBits;
    view.inputBits = grain.hasAllSamples() ? session.facts.inputBits : grain.inputBits;
    const QLocale locale;
    const QString samples = locale.toString(grain.samples);
    view.estimatorLine = estimatorLine(
        session,
        grain.hasAllSamples() ? samples : tr("%1 of %2").arg(samples, locale.toString(grain.ofSamples)),
        view.bounds);
}

void appendMeasurements(SessionView& view, const std::vector<PlaneMeasurement>& measurements,
                        const EstimatorDescription& estimator) {
    for (const PlaneMeasurement& measurement : measurements) {
        view.epochs.push_back(measurement.epoch);
        appendMeasurement(view, measurement, estimator);
    }
    view.present = static_cast<int>(view.epochs.size()) - 1;
    view.glide = view.present;
}

void appendEpochs(SessionView& view, const SeedRun& run, const EstimatorDescription& estimator) {
    const std::size_t measured = std::min(run.snapshots.size(), run.measurements.size());
    for (std::size_t i = view.epochs.size(); i < measured; ++i) {
        const EpochSnapshot& snapshot = run.snapshots[i];
        view.epochs.push_back(snapshot.epoch);
        view.trainLoss.push_back(snapshot.trainLoss);
        view.testLoss.push_back(snapshot.testLoss);
        view.trainError.push_back(snapshot.trainError);
        view.testError.push_back(snapshot.testError);
        appendMeasurement(view, run.measurements[i], estimator);
        appendStatistics(view, snapshot);
    }
    view.present = static_cast<int>(view.epochs.size()) - 1;
    view.glide = view.present;
}

SessionView makeSessionView(const Session& session, int seed) {
    const SeedRun* run = findRun(session, seed);
    if (!run)
        throw Error(tr("This session holds no seed %1.").arg(seed).toStdString());
    SessionView view = emptySessionView(session, seed);
    appendEpochs(view, *run, makeEstimator(session.spec.estimator)->description());
    return view;
}

} // namespace infoplane
