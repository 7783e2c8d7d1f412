#include "document/sample_gradient_finder.h"

#include "document/background_job.h"
#include "error.h"
#include "session/experiment.h"
#include "training/sample_gradients.h"

#include <QLocale>

namespace infoplane {

namespace {

constexpr int restMilliseconds = 250, runningMilliseconds = 1200;
constexpr double mostWork = 3e9; ///< samples times parameters times epochs

/// Null when cancelled.
std::shared_ptr<const SampleGradientRecord> recordOf(const ExperimentSpec& spec, int seed,
                                                     const std::vector<EpochSnapshot>& snapshots,
                                                     const CancelQuestion& cancelled = {}) {
    const Experiment experiment(spec);
    const auto dataset = experiment.dataset(seed);
    const Split split = experiment.split(seed);
    auto record = std::make_shared<SampleGradientRecord>();
    record->layers.resize(static_cast<std::size_t>(experiment.shape().layerCount()));
    record->line = SampleGradientFinder::tr("over single training samples at fixed weights, N = %1, seed %2")
                       .arg(QLocale().toString(static_cast<int>(split.train.size())), QString::number(seed));
    for (const EpochSnapshot* snapshot : withWeights(snapshots)) {
        const auto layers = sampleGradients(*dataset, split.train, experiment.shape(), spec.training.loss,
                                            snapshot->parameters, cancelled);
        if (!layers)
            return nullptr;
        record->epochs.push_back(snapshot->epoch);
        for (std::size_t layer = 0; layer < layers->size(); ++layer) {
            record->layers[layer].mean.push_back((*layers)[layer].mean);
            record->layers[layer].sd.push_back((*layers)[layer].sd);
        }
    }
    return record;
}

/// As many as may be, evenly among those that have weights, the last one always; weights are shared, not
/// copied. Empty where none has.
std::vector<EpochSnapshot> someOf(const std::vector<EpochSnapshot>& measured, double samples) {
    const std::vector<const EpochSnapshot*> all = withWeights(measured);
    if (all.empty())
        return {};
    const double each = samples * static_cast<double>(all.front()->parameters.size());
    const auto most = static_cast<std::size_t>(std::max(8.0, mostWork / each));
    const std::size_t every = std::max<std::size_t>(1, (all.size() + most - 1) / most);
    std::vector<EpochSnapshot> chosen;
    for (std::size_t i = 0; i < all.size(); i += every)
        chosen.push_back(*all[i]);
    if (chosen.back().epoch != all.back()->epoch)
        chosen.push_back(*all.back());
    return chosen;
}

} // namespace

SampleGradientFinder::SampleGradientFinder(const SessionDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_job(new BackgroundJob(&m_pool, this)) {
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &SampleGradientFinder::begin);
    for (const auto signal :
         {&SessionDocument::runReset, &SessionDocument::shownSeedChanged, &SessionDocument::stateChanged})
        connect(&document, signal, this, &SampleGradientFinder::look);
    connect(&document, &SessionDocument::epochsAppended, this, &SampleGradientFinder::look);
}

SampleGradientFinder::~SampleGradientFinder() {
    m_job->cancel();
    m_pool.waitForDone();
}

void SampleGradientFinder::setWanted(bool wanted) {
    if (std::exchange(m_wanted, wanted) != wanted)
        look();
}

void SampleGradientFinder::forget() {
    m_job->cancel();
    m_underWay = false;
    m_epochs = 0;
    if (std::exchange(m_record, nullptr))
        emit changed();
}

void SampleGradientFinder::look() {
    const Session* session = m_document.session();
    if (session != m_session || m_document.shownSeed() != m_seed) {
        m_session = session;
        m_seed = m_document.shownSeed();
        forget();
    }
    const SeedRun* run = m_document.shownRun();
    if (m_wanted && run && run->snapshots.size() > m_epochs && !m_underWay && !m_rest.isActive())
        m_rest.start(m_document.isRunning() ? runningMilliseconds : restMilliseconds);
}

void SampleGradientFinder::begin() {
    const Session* session = m_document.session();
    const SeedRun* run = m_document.shownRun();
    if (!m_wanted || m_underWay || !session || !run || run->snapshots.empty())
        return;
    m_epochs = run->snapshots.size();
    const auto chosen = someOf(run->snapshots, std::max(1, session->facts.trainSamples));
    if (chosen.empty())
        return;
    m_underWay = true;
    m_job->start(
        [spec = session->spec, seed = run->seed, chosen](const CancelQuestion& cancelled) {
            std::shared_ptr<const SampleGradientRecord> record;
            try {
                record = recordOf(spec, seed, chosen, cancelled);
            } catch (const std::exception&) {
                // Data that are gone: the window says so itself.
            }
            return std::any(record);
        },
        [this](const std::any& found) {
            m_underWay = false;
            if (auto record = std::any_cast<std::shared_ptr<const SampleGradientRecord>>(found)) {
                m_record = std::move(record);
                emit changed();
            }
            look();
        });
}

std::shared_ptr<const SampleGradientRecord> makeSampleGradientRecord(const Session& session, int seed) {
    for (const SeedRun& run : session.runs)
        if (run.seed == seed && !run.snapshots.empty()) {
            if (withWeights(run.snapshots).empty())
                throw Error(
                    SampleGradientFinder::tr("This file keeps no weights to compute gradients from. Run "
                                             "its experiment again.")
                        .toStdString());
            return recordOf(session.spec, seed, run.snapshots);
        }
    throw Error(SampleGradientFinder::tr("This session holds no seed %1.").arg(seed).toStdString());
}

} // namespace infoplane
