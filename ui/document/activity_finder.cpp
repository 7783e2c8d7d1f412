#include "document/activity_finder.h"

#include "document/background_job.h"
#include "error.h"
#include "session/activity_profile.h"

#include <QLocale>

#include <cmath>

namespace infoplane {

namespace {

constexpr int restMilliseconds = 250, runningMilliseconds = 1200;
constexpr std::size_t mostEpochs = 300;
constexpr double mostActivities = 3e8; ///< samples times units times epochs

/// As many as may be, evenly among those that have weights (which lie evenly to the eye), the last one
/// always. Empty where none has.
std::vector<std::shared_ptr<const EpochSnapshot>> copiesOf(const std::vector<EpochSnapshot>& measured,
                                                           std::size_t most) {
    const std::vector<const EpochSnapshot*> all = withWeights(measured);
    std::vector<std::shared_ptr<const EpochSnapshot>> chosen;
    const std::size_t every = (all.size() + most - 1) / std::max<std::size_t>(most, 1);
    for (std::size_t i = 0; i < all.size(); i += std::max<std::size_t>(every, 1))
        chosen.push_back(std::make_shared<const EpochSnapshot>(*all[i]));
    if (!all.empty() && chosen.back()->epoch != all.back()->epoch)
        chosen.push_back(std::make_shared<const EpochSnapshot>(*all.back()));
    return chosen;
}

std::shared_ptr<const ActivityRecord> recordOf(ActivityProfile&& profile, const EstimatorSettings& chosen) {
    auto record = std::make_shared<ActivityRecord>();
    record->epochs = std::move(profile.epochs);
    record->noise = profile.noise;
    const QLocale locale;
    record->samplesLine = profile.samples < profile.ofSamples
                              ? ActivityFinder::tr("%1 of %2 samples")
                                    .arg(locale.toString(profile.samples), locale.toString(profile.ofSamples))
                              : ActivityFinder::tr("N = %1").arg(locale.toString(profile.samples));
    record->decisionLine = QString::fromStdString(makeEstimator(profile.bins)->caption());
    bool anyEdges = false;
    for (ActivityProfile::Layer& layer : profile.layers) {
        anyEdges = anyEdges || !layer.edges.empty();
        record->layers.push_back({layer.lowest, layer.highest, std::move(layer.shares),
                                  std::move(layer.saturated), std::move(layer.decision),
                                  std::move(layer.edges)});
    }
    const QString caption = QString::fromStdString(makeEstimator(chosen)->caption());
    if (profile.noise > 0)
        record->edgesLine =
            ActivityFinder::tr("noise of s.d. %1").arg(locale.toString(profile.noise, 'g', 3));
    else
        record->edgesLine = anyEdges
                                ? ActivityFinder::tr("edges: %1").arg(caption)
                                : ActivityFinder::tr("%1: too fine or too changing to draw").arg(caption);
    return record;
}

} // namespace

ActivityFinder::ActivityFinder(const SessionDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_job(new BackgroundJob(&m_pool, this)) {
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &ActivityFinder::begin);
    for (const auto signal : {&SessionDocument::runReset, &SessionDocument::shownSeedChanged,
                              &SessionDocument::stateChanged, &SessionDocument::remeasuringChanged})
        connect(&document, signal, this, &ActivityFinder::look);
    connect(&document, &SessionDocument::measurementsChanged, this, &ActivityFinder::look);
    connect(&document, &SessionDocument::epochsAppended, this, &ActivityFinder::look);
}

ActivityFinder::~ActivityFinder() {
    m_job->cancel();
    m_pool.waitForDone();
}

void ActivityFinder::setWanted(bool wanted) {
    if (std::exchange(m_wanted, wanted) != wanted)
        look();
}

ActivityFinder::Question ActivityFinder::question() const {
    return {m_document.session(), m_document.shownSeed(), m_document.shownEstimator(),
            m_document.shownSamples()};
}

void ActivityFinder::forget() {
    m_job->cancel();
    m_underWay = false;
    m_question = {};
    m_epochs = 0;
    if (m_record) {
        m_record.reset();
        emit changed();
    }
}

/// What is known goes as soon as it is of another run; of other bins it stays until the new one is there.
void ActivityFinder::look() {
    const Question now = question();
    if (now.session != m_question.session || now.seed != m_question.seed || now.on != m_question.on)
        forget();
    const SeedRun* run = m_document.shownRun();
    const bool isNewer = run && (run->snapshots.size() > m_epochs || !(now == m_question));
    if (m_wanted && isNewer && !m_underWay && !m_rest.isActive())
        m_rest.start(m_document.isRunning() ? runningMilliseconds : restMilliseconds);
}

void ActivityFinder::begin() {
    const Session* session = m_document.session();
    const SeedRun* run = m_document.shownRun();
    if (!m_wanted || m_underWay || !run || run->snapshots.empty())
        return;
    m_question = question();
    m_epochs = run->snapshots.size();
    ActivityQuestion asked;
    asked.seed = run->seed;
    asked.on = m_question.on;
    asked.estimator = m_question.estimator;
    double units = 0;
    for (std::size_t i = 1; i < session->shape.widths.size(); ++i)
        units += session->shape.widths[i];
    const double samples = std::min(asked.mostSamples, std::max(1, session->facts.samples));
    const auto byWork = static_cast<std::size_t>(std::max(8.0, mostActivities / (samples * units)));
    const auto chosen = copiesOf(run->snapshots, std::min(mostEpochs, byWork));
    if (chosen.empty())
        return;
    m_underWay = true;
    m_job->start(
        [spec = session->spec, asked, chosen](const CancelQuestion& cancelled) {
            std::shared_ptr<const ActivityRecord> record;
            try {
                if (auto profile = profileActivity(Experiment(spec), chosen, asked, cancelled))
                    record = recordOf(std::move(*profile), asked.estimator);
            } catch (const std::exception&) {
                // Data that are gone, or an estimator that refuses: the plane says so itself.
            }
            return std::any(record);
        },
        [this](const std::any& found) {
            m_underWay = false;
            if (auto record = std::any_cast<std::shared_ptr<const ActivityRecord>>(found)) {
                m_record = std::move(record);
                emit changed();
            }
            look();
        });
}

std::shared_ptr<const ActivityRecord> makeActivityRecord(const Session& session, int seed) {
    ActivityQuestion asked;
    asked.seed = seed;
    asked.on = session.spec.measure.on;
    asked.estimator = session.spec.estimator;
    for (const SeedRun& run : session.runs)
        if (run.seed == seed && !run.snapshots.empty()) {
            const auto chosen = copiesOf(run.snapshots, mostEpochs);
            if (chosen.empty())
                throw Error(
                    ActivityFinder::tr("This file keeps no weights to read the activity from. Run its "
                                       "experiment again.")
                        .toStdString());
            return recordOf(*profileActivity(Experiment(session.spec), chosen, asked), asked.estimator);
        }
    throw Error(ActivityFinder::tr("This session holds no seed %1.").arg(seed).toStdString());
}

} // namespace infoplane
