#include "document/baseline_finder.h"

#include "document/background_job.h"
#include "session/label_baseline.h"

#include <QElapsedTimer>

#include <cmath>

namespace infoplane {

namespace {

constexpr int restMilliseconds = 600;
constexpr int mostMilliseconds = 15000;
constexpr std::size_t mostEpochs = 40;
constexpr int shuffles = 20, fewShuffles = 5;

double position(int epoch) {
    return std::log1p(epoch / 10.0);
}

} // namespace

BaselineFinder::BaselineFinder(const SessionDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_job(new BackgroundJob(&m_pool, this)) {
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &BaselineFinder::begin);
    for (const auto signal :
         {&SessionDocument::runReset, &SessionDocument::shownSeedChanged, &SessionDocument::stateChanged,
          &SessionDocument::remeasuringChanged, &SessionDocument::specChanged})
        connect(&document, signal, this, &BaselineFinder::look);
    connect(&document, &SessionDocument::measurementsChanged, this, &BaselineFinder::look);
}

BaselineFinder::~BaselineFinder() {
    m_job->cancel();
    m_pool.waitForDone();
}

void BaselineFinder::cancel() {
    m_job->cancel();
    ++m_asked;
    m_question = {};
    if (m_means.empty())
        return;
    m_means.clear();
    ++m_revision;
    emit changed();
}

BaselineFinder::Question BaselineFinder::question() const {
    const SeedRun* run = m_document.shownRun();
    return {m_document.session(), m_document.shownSeed(), run ? run->snapshots.size() : 0,
            m_document.shownEstimator(), m_document.shownSamples()};
}

/// What is known goes as soon as it is of something else, and while the run goes on: it holds up to the epoch
/// at which it rested.
void BaselineFinder::look() {
    const Question now = question();
    if (!(now == m_question) || m_document.isRunning())
        cancel();
    const bool atRest = m_document.shownRun() && !m_document.isRunning() && !m_document.remeasuring();
    if (atRest && !(now == m_question))
        m_rest.start();
    else
        m_rest.stop();
}

void BaselineFinder::begin() {
    const Session* session = m_document.session();
    const SeedRun* run = m_document.shownRun();
    if (!run || run->snapshots.empty() || m_document.isRunning() || m_document.remeasuring() ||
        session->facts.task != Task::Classification)
        return;
    m_question = question();
    const EstimatorDescription& description = describeEstimator(m_document.shownEstimator().id);
    const std::vector<const EpochSnapshot*> all = withWeights(run->snapshots);
    // Where bins lie over the range of the run, that must be the whole run's.
    if (all.empty() || (description.needsRunRange && !hasAllWeights(*run)))
        return;
    const std::size_t every =
        description.needsRunRange ? 1 : std::max<std::size_t>(1, all.size() / mostEpochs);
    auto snapshots = std::make_shared<std::vector<EpochSnapshot>>();
    for (std::size_t i = 0; i < all.size(); i += every)
        snapshots->push_back(*all[i]);
    if ((all.size() - 1) % every != 0)
        snapshots->push_back(*all.back());
    BaselineQuestion asked{run->seed,
                           m_document.shownEstimator(),
                           m_document.shownSamples(),
                           {},
                           description.comparesPairs ? fewShuffles : shuffles,
                           0};
    const auto find = [this, spec = session->spec, snapshots, asked,
                       number = m_asked](const CancelQuestion& cancelled) {
        QElapsedTimer time;
        time.start();
        const auto isOver = [&] { return cancelled() || time.hasExpired(mostMilliseconds); };
        const auto told = [&](const LabelBaseline::Point& point) {
            std::vector<double> means;
            for (const ShuffledLabels& layer : point.layers)
                means.push_back(layer.mean);
            // The pool is waited for before this object goes, and what is posted to it goes with it.
            QMetaObject::invokeMethod(
                this,
                [this, epoch = point.epoch, means, number] {
                    if (number == m_asked)
                        take(epoch, means);
                },
                Qt::QueuedConnection);
        };
        try {
            labelBaseline(Experiment(spec), *snapshots, asked, isOver, told, 1);
        } catch (const std::exception&) {
            // The picture itself has been estimated, and a baseline is no more than a help to read it.
        }
        return std::any();
    };
    m_job->start(find, [](const std::any&) {}); // it has told all it found
}

void BaselineFinder::take(int epoch, std::vector<double> means) {
    m_means[epoch] = std::move(means);
    ++m_revision;
    emit changed();
}

std::vector<std::vector<double>> BaselineFinder::at(const std::vector<int>& epochs) const {
    // One alone, which is that of the first epoch, says nothing of the others.
    if (m_means.empty() || (m_means.size() == 1 && epochs.size() > 1))
        return {};
    std::vector<std::vector<double>> layers(m_means.begin()->second.size());
    for (const int epoch : epochs) {
        auto after = m_means.lower_bound(epoch);
        if (after == m_means.end())
            --after;
        const auto before = after == m_means.begin() || after->first <= epoch ? after : std::prev(after);
        const double way = position(after->first) - position(before->first);
        const double share = way > 0 ? (position(epoch) - position(before->first)) / way : 0;
        for (std::size_t layer = 0; layer < layers.size(); ++layer)
            layers[layer].push_back(before->second[layer] +
                                    share * (after->second[layer] - before->second[layer]));
    }
    return layers;
}

} // namespace infoplane
