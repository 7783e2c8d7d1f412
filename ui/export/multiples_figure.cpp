#include "export/multiples_figure.h"

#include "document/make_session_view.h"
#include "error.h"
#include "estimator/multiples_views.h"
#include "session/experiment.h"

#include <QCoreApplication>

#include <algorithm>

namespace infoplane {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("MultiplesFigure", text);
}

/// The present estimator and all others with these values; throws where none of them has such a parameter.
std::vector<Multiple> chosenMultiples(const Session& session, MultiplesSet set,
                                      const std::vector<std::pair<std::string, std::string>>& shared) {
    std::vector<bool> used(shared.size(), false);
    const auto put = [&](EstimatorSettings settings) {
        const EstimatorDescription& description = describeEstimator(settings.id);
        for (std::size_t i = 0; i < shared.size(); ++i)
            if (std::ranges::find(description.parameters, shared[i].first, &ParameterDescription::id) !=
                description.parameters.end()) {
                setFromText(settings, shared[i].first, shared[i].second);
                used[i] = true;
            }
        return withDefaults(settings);
    };
    std::map<std::string, EstimatorSettings> last;
    for (const EstimatorDescription& description : estimators())
        if (description.windowReady)
            last[description.id] = put({description.id, {}});
    const EstimatorSettings present = put(session.spec.estimator);
    for (std::size_t i = 0; i < shared.size(); ++i)
        if (!used[i])
            throw Error(tr("No estimator has a parameter %1. infoplane estimators lists them.")
                            .arg(QString::fromStdString(shared[i].first))
                            .toStdString());
    return multiplesOf(set, present, session.spec, last);
}

SessionView viewOf(const Session& session, const SeedRun& run, const Experiment& experiment,
                   const std::shared_ptr<const MeasuredSamples>& samples, Multiple& multiple) {
    Session frame;
    frame.spec = session.spec;
    frame.spec.estimator = multiple.settings;
    frame.facts = session.facts;
    frame.shape = session.shape;
    SessionView view = emptySessionView(frame, run.seed);
    if (!multiple.obstacle.isEmpty())
        return view;
    try {
        const Measurer measurer(experiment, samples, multiple.settings);
        if (const auto measurements = measurer.measureAll(run.snapshots))
            appendMeasurements(view, *measurements, describeEstimator(multiple.settings.id));
    } catch (const Error& error) { // one that refuses leaves the others as they are
        multiple.obstacle = QString::fromUtf8(error.what());
    }
    return view;
}

} // namespace

FigureMultiples multiplesFigure(const Session& session, int seed, MultiplesSet set,
                                const std::vector<std::pair<std::string, std::string>>& shared) {
    const SeedRun* run = findRun(session, seed);
    if (!run)
        throw Error(tr("This session holds no seed %1.").arg(seed).toStdString());
    if (const QString lacking = countWeights(run->snapshots).obstacle(); !lacking.isEmpty())
        throw Error(lacking.toStdString());
    std::vector<Multiple> multiples = chosenMultiples(session, set, shared);
    const Experiment experiment(session.spec);
    const auto samples = experiment.samples(seed, session.spec.measure.on);
    MultipleViews shown;
    for (Multiple& one : multiples)
        shown.views.push_back(viewOf(session, *run, experiment, samples, one));
    shareFrame(shown, multiples);
    FigureMultiples figure{samplesLine(session), shown.byEpoch, {}};
    if (shown.byEpoch && shown.exact)
        figure.line += QStringLiteral(" · ") + tr("dashes: exact; + and \u2212: how far from it, in bits");
    for (std::size_t i = 0; i < multiples.size(); ++i)
        figure.cells.push_back(
            {multiples[i].name, multiples[i].detail, multiples[i].obstacle, shown.views[i]});
    return figure;
}

} // namespace infoplane
