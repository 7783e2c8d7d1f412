#include "session/reestimate.h"

#include "error.h"
#include "session/applicability.h"
#include "session/experiment.h"

namespace infoplane {

std::optional<Session> reestimate(Session session, const EstimatorSettings& settings, SampleSet on,
                                  const CancelQuestion& cancelled,
                                  const std::function<void(double)>& progress, int threads) {
    const QString lacking = countWeights(session).obstacle();
    if (!lacking.isEmpty())
        throw Error(lacking.toStdString());
    session.spec.estimator = withDefaults(settings);
    session.spec.measure.on = on;
    const QString why = whyNotApplicable(describeEstimator(settings.id), session.spec);
    if (!why.isEmpty())
        throw Error(why.toStdString());
    const Experiment experiment(session.spec);
    requireSameData(session, experiment);
    const QString trainedOn = session.facts.dataSha256;
    session.facts = experiment.facts();
    session.facts.dataSha256 = trainedOn;
    std::size_t epochs = 0;
    for (const SeedRun& run : session.runs)
        epochs += run.snapshots.size();
    std::size_t before = 0;
    for (SeedRun& run : session.runs) {
        const Measurer measurer(experiment, run.seed, session.spec.estimator, on);
        auto measurements = measurer.measureAll(
            run.snapshots, cancelled,
            [&](int done) {
                if (progress)
                    progress(static_cast<double>(before + static_cast<std::size_t>(done)) /
                             static_cast<double>(epochs));
            },
            threads);
        if (!measurements)
            return std::nullopt;
        run.measurements = std::move(*measurements);
        run.draft = false;
        forgetFailureOfEstimates(run, session.spec);
        before += run.snapshots.size();
    }
    return session;
}

} // namespace infoplane
