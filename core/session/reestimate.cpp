#include "session/reestimate.h"

#include "error.h"
#include "session/applicability.h"
#include "session/experiment.h"

namespace infoplane {

std::optional<Session> reestimate(Session session, const EstimatorSettings& settings, SampleSet on,
                                  const CancelQuestion& cancelled,
                                  const std::function<void(double)>& progress, int threads) {
    session.spec.estimator = withDefaults(settings);
    session.spec.measure.on = on;
    const QString why = whyNotApplicable(describeEstimator(settings.id), session.spec);
    if (!why.isEmpty())
        throw Error(why.toStdString());
    const Experiment experiment(session.spec);
    const DataFacts facts = experiment.facts();
    if (experiment.shape() != session.shape || facts.samples != session.facts.samples ||
        facts.trainSamples != session.facts.trainSamples)
        throw Error("The data are no longer those this session was made with; put them back as they were to "
                    "estimate anew.");
    session.facts = facts;
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
        before += run.snapshots.size();
    }
    return session;
}

} // namespace infoplane
