#include "document/session_document.h"

#include "document/background_job.h"
#include "document/undo_commands.h"
#include "session/archive.h"
#include "session/spec_fields.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <set>

namespace infoplane {

namespace {

constexpr int feedMilliseconds = 16;
constexpr int unseenFeedMilliseconds = 1000;
constexpr int quietTicksBeforeRest = 3;
constexpr int specSettlesMilliseconds = 150;

/// What looking at a spec finds out; the experiment is kept for the probe of its cost.
struct SpecFacts {
    std::shared_ptr<const Experiment> experiment;
    DataFacts facts;
    QString error;
};

SpecFacts factsOf(const ExperimentSpec& spec) {
    SpecFacts found;
    try {
        found.experiment = std::make_shared<const Experiment>(spec);
        found.facts = found.experiment->facts();
    } catch (const std::exception& error) {
        found.experiment.reset();
        found.error = QString::fromUtf8(error.what());
    }
    return found;
}

std::optional<CostEstimate> costOf(const Experiment& experiment, const CancelQuestion& cancelled) {
    try {
        return foretellCost(experiment, cancelled);
    } catch (const std::exception&) {
        return std::nullopt; // the run itself will say what is wrong
    }
}

bool isEmpty(const FeedContent& content) {
    return !content.started && content.newEpochs.empty() && content.remeasured.empty() &&
           content.failures.empty() && content.error.isEmpty() && content.epoch < 0 &&
           content.estimated < 0 && !content.finished;
}

bool aboutTheEstimate(const QString& path) {
    return path.startsWith(QLatin1String("estimator")) || path == QLatin1String("measure.on");
}

/// What a person calls a field, one of the estimator's too.
QString labelOf(const QString& path, const EstimatorSettings& estimator) {
    if (const SpecField* field = specField(path))
        return field->label;
    const std::string id = path.section(QLatin1Char('.'), -1).toStdString();
    for (const ParameterDescription& parameter : describeEstimator(estimator.id).parameters)
        if (parameter.id == id)
            return QString::fromStdString(parameter.name);
    return path;
}

const auto changedMark = QStringLiteral(" · changed: ");

/// A run's title says what differs from its preset; the spec that is edited has it without.
QString baseTitle(const QString& title) {
    return title.section(changedMark, 0, 0);
}

const Preset* presetOf(const ExperimentSpec& spec) {
    for (const Preset& preset : presets())
        if (preset.spec.title == baseTitle(spec.title))
            return &preset;
    return nullptr;
}

QByteArray readText(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error(QObject::tr("%1 cannot be read: %2.").arg(path, file.errorString()).toStdString());
    return file.readAll();
}

} // namespace

QStringList fieldsThatDiffer(const ExperimentSpec& one, const ExperimentSpec& other) {
    QStringList paths;
    for (const SpecField& field : specFields()) {
        const bool inOne = !field.applies || field.applies(one);
        const bool inOther = !field.applies || field.applies(other);
        if (inOne && inOther && field.read(one) != field.read(other) && field.path != QLatin1String("title"))
            paths.push_back(field.path);
    }
    return paths;
}

/// What a background thread read from a file, ready to be taken over without further work.
struct SessionDocument::Opened {
    QString error;
    bool onlyEstimatesDamaged = false;
    std::optional<ExperimentSpec> spec; ///< of a .json file
    std::shared_ptr<Session> session;
    std::shared_ptr<SessionFeed> feed;
    std::unique_ptr<TrainingWorker> worker;
};

SessionDocument::SessionDocument(QObject* parent)
    : QObject(parent)
    , m_mostBytesToUndo(mostBytesToUndo)
    , m_factsJob(new BackgroundJob(&m_pool, this))
    , m_costJob(new BackgroundJob(&m_pool, this))
    , m_openJob(new BackgroundJob(&m_pool, this))
    , m_saveJob(new BackgroundJob(&m_pool, this))
    , m_copyJob(new BackgroundJob(&m_pool, this)) {
    m_pool.setMaxThreadCount(std::max(4, QThread::idealThreadCount()));
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(feedMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &SessionDocument::takeFeed);
    m_specTimer.setSingleShot(true);
    connect(&m_specTimer, &QTimer::timeout, this, &SessionDocument::learnFacts);
    exchangeUndo(std::make_unique<QUndoStack>());
    reset(m_spec, nullptr);
}

SessionDocument::~SessionDocument() {
    m_undo->disconnect(this);
    for (BackgroundJob* job : {m_factsJob, m_costJob, m_openJob, m_saveJob, m_copyJob})
        job->cancel();
    m_worker.reset();
    m_pool.waitForDone();
}

std::unique_ptr<QUndoStack> SessionDocument::exchangeUndo(std::unique_ptr<QUndoStack> stack) {
    m_undoGroup.addStack(stack.get());
    m_undoGroup.setActiveStack(stack.get());
    connect(stack.get(), &QUndoStack::indexChanged, this, &SessionDocument::limitUndo, Qt::UniqueConnection);
    return std::exchange(m_undo, std::move(stack));
}

void SessionDocument::setMostBytesToUndo(quint64 bytes) {
    m_mostBytesToUndo = bytes;
    limitUndo();
}

/// Only what is new makes others too old: what is undone comes back to the other side, and must not push out
/// what would be undone next. A command that has become obsolete leaves when it is undone or redone; nobody
/// should have to do that.
void SessionDocument::limitUndo() {
    if (!m_undo->canRedo())
        forgetOldRuns(*m_undo, m_mostBytesToUndo);
    const auto isObsolete = [this](int i) { return m_undo->command(i) && m_undo->command(i)->isObsolete(); };
    while (isObsolete(m_undo->index() - 1))
        m_undo->undo();
    while (isObsolete(m_undo->index()))
        m_undo->redo();
}

// --- the spec being edited ---

void SessionDocument::editField(const QString& path, const QJsonValue& value) {
    const SpecField* field = specField(path);
    if (!field || field->read(m_spec) == value)
        return;
    ExperimentSpec after = m_spec;
    field->write(after, value);
    m_undo->push(new EditSpecCommand(*this, after, path, tr("%1").arg(field->label)));
}

void SessionDocument::editSpec(const ExperimentSpec& spec, const QString& commandText) {
    if (spec != m_spec)
        m_undo->push(new EditSpecCommand(*this, spec, {}, commandText));
}

void SessionDocument::openPreset(const Preset& preset) {
    m_undo->push(new OpenPresetCommand(*this, preset));
}

void SessionDocument::startNew(const Preset& preset) {
    reset(preset.spec, &preset);
}

void SessionDocument::startNew(const ExperimentSpec& spec) {
    reset(spec, presetOf(spec));
}

QStringList SessionDocument::fieldsChangedFromPreset() const {
    return m_preset ? fieldsThatDiffer(m_spec, m_preset->spec) : QStringList();
}

QStringList SessionDocument::fieldsChangedFromRun() const {
    if (!m_session)
        return {};
    QStringList paths = fieldsThatDiffer(m_spec, m_session->spec);
    paths.erase(std::remove_if(paths.begin(), paths.end(), aboutTheEstimate), paths.end());
    return paths;
}

QString SessionDocument::title() const {
    constexpr int named = 2;
    QStringList names;
    for (const QString& path : fieldsChangedFromPreset())
        if (!aboutTheEstimate(path) && path != QLatin1String("seeds.first"))
            names.push_back(specField(path)->label);
    if (names.isEmpty())
        return m_spec.title;
    const int others = static_cast<int>(names.size()) - named;
    if (others > 1)
        names = names.mid(0, named) << tr("%1 others").arg(others);
    return m_spec.title + changedMark + names.join(tr(", "));
}

void SessionDocument::setInputError(const QString& path, const QString& sentence) {
    const auto known = m_inputErrors.find(path);
    if (sentence.isEmpty() ? known == m_inputErrors.end()
                           : known != m_inputErrors.end() && known->second == sentence)
        return;
    if (sentence.isEmpty())
        m_inputErrors.erase(known);
    else
        m_inputErrors[path] = sentence;
    emit inputErrorsChanged();
}

QString SessionDocument::openingText() const {
    return m_opening.isEmpty() ? QString() : tr("Opening %1…").arg(QFileInfo(m_opening).fileName());
}

void SessionDocument::setOpening(const QString& path) {
    if (std::exchange(m_opening, path) != path)
        emit openingChanged();
}

QString SessionDocument::playObstacle() const {
    if (!m_opening.isEmpty())
        return openingText();
    if (m_inputErrors.empty())
        return m_specError.isEmpty() ? m_factsError : m_specError;
    return tr("Correct %1 first.").arg(labelOf(m_inputErrors.begin()->first, m_spec.estimator));
}

void SessionDocument::applySpec(const ExperimentSpec& spec, const Preset* preset) {
    // Written out, so that what is left to its default and what is set to it are the same.
    const EstimatorSettings estimator = withDefaults(spec.estimator);
    const bool otherEstimate = estimator != m_spec.estimator || spec.measure.on != m_spec.measure.on;
    m_spec = spec;
    m_spec.estimator = estimator;
    m_spec.title = baseTitle(spec.title);
    m_preset = preset;
    const std::vector<SpecError> errors = checkSpec(m_spec);
    m_specError = errors.empty() ? QString() : errors.front().message;
    if (m_session && otherEstimate)
        requestMeasurements();
    else if (!m_session)
        showEstimator(m_spec.estimator, m_spec.measure.on);
    lookAtSpec();
    emit specChanged();
}

void SessionDocument::reset(const ExperimentSpec& spec, const Preset* preset) {
    takeRun();
    m_undo->clear();
    m_inputErrors.clear();
    m_notes.clear();
    applySpec(spec, preset);
    emit inputErrorsChanged();
    emit replaced();
}

/// Facts are found once the spec has rested a moment; the old cost is void at once.
void SessionDocument::lookAtSpec() {
    m_experiment.reset();
    m_factsJob->cancel();
    m_costJob->cancel();
    if (std::exchange(m_cost, std::nullopt))
        emit costChanged();
    m_specTimer.start(m_facts ? specSettlesMilliseconds : 0);
}

void SessionDocument::learnFacts() {
    if (!m_specError.isEmpty())
        return;
    m_factsJob->start([spec = m_spec](const CancelQuestion&) { return std::any(factsOf(spec)); },
                      [this](const std::any& result) {
                          const auto found = std::any_cast<SpecFacts>(result);
                          m_factsError = found.error;
                          m_experiment = found.experiment;
                          m_facts.reset();
                          m_shape.reset();
                          if (found.experiment) {
                              m_facts = found.facts;
                              m_shape = found.experiment->shape();
                          }
                          if (m_sessionLock.tryLock()) {
                              adoptCeiling();
                              m_sessionLock.unlock();
                          } else {
                              m_specTimer.start(specSettlesMilliseconds);
                          }
                          emit factsChanged();
                          foretell();
                      });
}

/// The ceiling of I(X;T) is that of the samples measured on, which may be changed after the run.
void SessionDocument::adoptCeiling() {
    if (m_session && m_facts && m_spec.data == m_session->spec.data &&
        m_spec.measure.on == m_session->spec.measure.on)
        m_session->facts.inputBits = m_facts->inputBits;
}

/// Not while something trains: the probe would measure a busy machine, and slow the run.
void SessionDocument::foretell() {
    if (!m_experiment || m_cost || isRunning() || m_costJob->busy())
        return;
    m_costJob->start(
        [experiment = m_experiment](const CancelQuestion& cancelled) {
            return std::any(costOf(*experiment, cancelled));
        },
        [this](const std::any& result) {
            m_cost = std::any_cast<std::optional<CostEstimate>>(result);
            emit costChanged();
        });
}

// --- the run ---

bool SessionDocument::isRunning() const {
    return m_state == State::Starting || m_state == State::Training;
}

const SeedRun* SessionDocument::shownRun() const {
    return const_cast<SessionDocument*>(this)->findRun(m_shownSeed);
}

SeedRun* SessionDocument::findRun(int seed) {
    if (!m_session)
        return nullptr;
    for (SeedRun& run : m_session->runs)
        if (run.seed == seed)
            return &run;
    return nullptr;
}

const std::vector<PlaneMeasurement>& SessionDocument::shownMeasurements() const {
    static const std::vector<PlaneMeasurement> none;
    if (isCoarse())
        return m_coarse;
    const SeedRun* run = shownRun();
    return run ? run->measurements : none;
}

PictureGrain SessionDocument::shownGrain() const {
    if (isCoarse())
        return m_coarseGrain;
    const SeedRun* run = shownRun();
    if (!run)
        return {};
    const auto known = m_grains.find(run->seed);
    if (known != m_grains.end() && known->second.ofSamples > 0)
        return known->second;
    const DataFacts& facts = m_session->facts;
    const int samples = facts.samplesOf(m_shownSamples);
    const auto epochs = static_cast<int>(run->measurements.size());
    return {samples, samples, epochs, epochs, facts.inputBits};
}

void SessionDocument::showSeed(int seed) {
    if (seed == m_shownSeed || !findRun(seed))
        return;
    m_shownSeed = seed;
    m_failure = shownRun()->failure;
    m_coarse.clear();
    m_worker->show(seed);
    if (m_remeasuring)
        requestMeasurements();
    emit shownSeedChanged();
}

void SessionDocument::start() {
    begin(&TrainingWorker::start);
}

void SessionDocument::begin(void (TrainingWorker::*how)(const ExperimentSpec&)) {
    if (!playObstacle().isEmpty())
        return;
    m_costJob->cancel();
    dropPendingSave();
    ExperimentSpec spec = m_spec;
    spec.title = title();
    retireWorker();
    makeWorker();
    m_stepping = false;
    m_pausing = false;
    awaitMeasurementsOf(spec);
    (m_worker.get()->*how)(spec);
    setRemeasuring(std::nullopt);
    setState(State::Starting);
}

void SessionDocument::restart() {
    start();
}

void SessionDocument::newSeed() {
    if (!playObstacle().isEmpty())
        return;
    ExperimentSpec spec = m_spec;
    spec.seeds.first += spec.seeds.count;
    editSpec(spec, tr("New seed"));
    start();
}

void SessionDocument::pause() {
    if (!isRunning())
        return;
    m_worker->pause();
    m_pausing = true;
    m_stepping = false;
    if (m_state == State::Training)
        setState(State::Paused);
}

void SessionDocument::resume() {
    if (m_state != State::Paused && !(m_state == State::Starting && m_pausing))
        return;
    m_pausing = false;
    m_worker->resume();
    if (m_state == State::Paused)
        setState(State::Training);
}

void SessionDocument::step() {
    if (m_state == State::Ready)
        begin(&TrainingWorker::startWithStep);
    else if (m_worker && (m_state == State::Paused || m_state == State::Training))
        m_worker->step();
    else
        return;
    if (m_state == State::Ready) // something is in the way
        return;
    m_stepping = true;
    m_pausing = false;
    if (m_state == State::Paused)
        setState(State::Training);
}

void SessionDocument::stop() {
    if (m_state == State::Starting) { // nothing of it has come yet
        retireWorker();
        if (m_session)
            bringBack(takeRun());
        else
            setState(State::Ready);
    } else if (m_state == State::Training || m_state == State::Paused) {
        m_worker->stop();
        setState(State::Stopped);
    }
}

void SessionDocument::setEstimator(const EstimatorSettings& settings) {
    ExperimentSpec after = m_spec;
    after.estimator = withDefaults(settings);
    if (after == m_spec || refusesEstimates())
        return;
    m_undo->push(new EditSpecCommand(
        *this, after, QLatin1String("estimator.") + QString::fromStdString(settings.id), tr("Estimator")));
}

void SessionDocument::setSampleSet(SampleSet on) {
    if (on == m_spec.measure.on || refusesEstimates())
        return;
    ExperimentSpec after = m_spec;
    after.measure.on = on;
    m_undo->push(new EditSpecCommand(*this, after, {}, tr("Samples")));
}

/// A run that is about to begin keeps its weights.
bool SessionDocument::refusesEstimates() {
    if (!m_session || m_state == State::Starting)
        return false;
    const QString why = countWeights(*m_session).obstacle();
    if (!why.isEmpty())
        emit estimatorRefused(why);
    return !why.isEmpty();
}

void SessionDocument::requestMeasurements() {
    if (!m_worker || m_session->runs.empty())
        return;
    m_requests[++m_request] = {m_spec.estimator, m_spec.measure.on};
    m_worker->remeasure(m_spec.estimator, m_spec.measure.on, m_request);
    setRemeasuring(0);
}

/// A new worker knows nothing of what the one before was asked.
void SessionDocument::awaitMeasurementsOf(const ExperimentSpec& spec) {
    m_answered.clear();
    m_grains.clear();
    m_request = 0;
    m_requests = {{m_request, {spec.estimator, spec.measure.on}}};
}

void SessionDocument::showEstimator(const EstimatorSettings& settings, SampleSet on) {
    m_shownSamples = on;
    if (m_estimator && settings == m_shownEstimator)
        return;
    try {
        m_estimator = makeEstimator(settings);
        m_shownEstimator = settings;
    } catch (const std::exception& error) {
        emit estimatorRefused(QString::fromUtf8(error.what()));
    }
}

void SessionDocument::setState(State state) {
    if (std::exchange(m_state, state) == state)
        return;
    emit stateChanged();
    foretell();
}

void SessionDocument::setRemeasuring(std::optional<double> share) {
    if (m_remeasuring == share)
        return;
    m_remeasuring = share;
    emit remeasuringChanged();
}

int SessionDocument::unsavedRunsToUndo() const {
    return infoplane::unsavedRunsToUndo(*m_undo);
}

SessionDocument::RunRecord SessionDocument::recordOfRun() const {
    return {m_session,        m_shownSeed, m_epochReached,
            m_secondsTrained, m_state,     m_path,
            m_modified,       m_notes,     m_session && (!isOfOneEstimator() || hasDrafts())};
}

SessionDocument::RunRecord SessionDocument::takeRun() {
    dropPendingSave();
    RunRecord record = recordOfRun();
    retireWorker();
    m_session.reset();
    m_shownSeed = 0;
    m_epochReached = 0;
    m_epochsPerSecond = 0;
    m_secondsTrained = 0;
    m_failure.reset();
    m_coarse.clear();
    m_notes.clear();
    m_answered.clear();
    setRemeasuring(std::nullopt);
    setPath({});
    setModified(false);
    setState(State::Ready);
    emit runReset();
    return record;
}

void SessionDocument::bringBack(RunRecord record) {
    m_notes = record.notes;
    setPath(record.path);
    setModified(record.modified);
    if (!record.session)
        return;
    makeWorker();
    awaitMeasurementsOf(record.session->spec);
    m_worker->adopt(*record.session);
    m_session = std::move(record.session);
    m_shownSeed = record.shownSeed;
    m_worker->show(m_shownSeed);
    m_epochReached = record.epochReached;
    m_secondsTrained = record.secondsTrained;
    m_failure = shownRun() ? shownRun()->failure : std::nullopt;
    showEstimator(m_session->spec.estimator, m_session->spec.measure.on);
    const bool ran = record.state == State::Starting || record.state == State::Training;
    setState(ran ? restingState() : record.state);
    emit runReset();
    if (record.lacksEstimates || m_spec.estimator != m_session->spec.estimator ||
        m_spec.measure.on != m_session->spec.measure.on)
        requestMeasurements();
}

/// Of a session that nobody trains at the moment.
SessionDocument::State SessionDocument::restingState() const {
    const bool ended = std::all_of(m_session->runs.begin(), m_session->runs.end(),
                                   [this](const SeedRun& run) { return hasEnded(run, m_session->spec); });
    if (ended)
        return endState();
    // What a file kept without all weights cannot be trained on, only anew.
    return countWeights(*m_session).isWhole() ? State::Paused : State::Stopped;
}

/// Of all seeds together; what became of the shown one is in failure().
SessionDocument::State SessionDocument::endState() const {
    const bool failed = std::all_of(m_session->runs.begin(), m_session->runs.end(),
                                    [](const SeedRun& run) { return run.failure.has_value(); });
    return failed && !m_session->runs.empty() ? State::Failed : State::Finished;
}

std::shared_ptr<SessionFeed> SessionDocument::makeFeed() {
    auto feed = std::make_shared<SessionFeed>();
    feed->setWake([this] { QMetaObject::invokeMethod(this, &SessionDocument::wake, Qt::QueuedConnection); });
    return feed;
}

void SessionDocument::makeWorker() {
    m_feed = makeFeed();
    m_worker = std::make_unique<TrainingWorker>(m_feed);
}

/// The old worker ends and joins elsewhere; what it still says goes to a feed nobody reads.
void SessionDocument::retireWorker() {
    m_feed.reset();
    if (m_worker)
        m_pool.start(
            [worker = std::shared_ptr<TrainingWorker>(std::move(m_worker))]() mutable { worker.reset(); });
}

// --- the worker's news ---

void SessionDocument::wake() {
    m_quietTicks = 0;
    if (m_timer.isActive() || !m_feed)
        return;
    m_timer.start();
    takeFeed();
}

void SessionDocument::setSeen(bool seen) {
    const int interval = seen ? feedMilliseconds : unseenFeedMilliseconds;
    if (m_timer.interval() == interval)
        return;
    m_timer.setInterval(interval);
    if (seen)
        takeFeed();
}

void SessionDocument::takeFeed() {
    if (!m_sessionLock.tryLock()) // a copy is being made to be saved: the feed goes on gathering
        return;
    const auto unlock = qScopeGuard([this] { m_sessionLock.unlock(); });
    FeedContent content = m_feed ? m_feed->take() : FeedContent();
    if (isEmpty(content)) {
        if (++m_quietTicks >= quietTicksBeforeRest)
            m_timer.stop();
        return;
    }
    m_quietTicks = 0;
    if (content.started)
        takeStart(std::move(*content.started));
    if (!m_session) {
        takeError(content);
        return;
    }
    const bool epochsCame = !content.newEpochs.empty();
    takeEpochs(content);
    for (FeedContent::Remeasured& news : content.remeasured)
        takeMeasurements(news);
    takeEstimatedShare(content);
    takeFailures(content);
    takeError(content);
    settleState(content, epochsCame);
    if (content.epoch >= 0) {
        m_epochReached = content.epoch;
        m_epochsPerSecond = content.epochsPerSecond;
        m_secondsTrained = content.secondsTrained;
    }
    if (content.epoch >= 0 || epochsCame) // of other seeds than the shown one, too
        emit progressed();
}

void SessionDocument::takeStart(Session&& session) {
    const bool sameExperiment = m_session && fieldsThatDiffer(m_session->spec, session.spec).isEmpty();
    // The same experiment gives the same bits again; any other run is kept for undo until it is in a file.
    if (m_session && m_modified && !sameExperiment)
        m_undo->push(new ReplaceRunCommand(*this, recordOfRun()));
    m_session = std::make_shared<Session>(std::move(session));
    if (!sameExperiment)
        setPath({});
    m_epochReached = 0;
    m_epochsPerSecond = 0;
    m_secondsTrained = 0;
    m_failure.reset();
    m_coarse.clear();
    if (!findRun(m_shownSeed) && !m_session->runs.empty())
        m_shownSeed = m_session->runs.front().seed;
    m_worker->show(m_shownSeed);
    showEstimator(m_session->spec.estimator, m_session->spec.measure.on);
    setModified(false);
    setState(m_pausing ? State::Paused : State::Training);
    emit runReset();
    if (m_spec.estimator != m_session->spec.estimator || m_spec.measure.on != m_session->spec.measure.on)
        requestMeasurements();
}

void SessionDocument::takeEpochs(FeedContent& content) {
    int firstNew = -1;
    for (FeedContent::NewEpochs& news : content.newEpochs) {
        SeedRun* run = findRun(news.seed);
        if (!run)
            continue;
        if (news.seed == m_shownSeed && firstNew < 0)
            firstNew = static_cast<int>(run->snapshots.size());
        std::move(news.snapshots.begin(), news.snapshots.end(), std::back_inserter(run->snapshots));
        std::move(news.measurements.begin(), news.measurements.end(), std::back_inserter(run->measurements));
        run->secondsTrained = news.secondsTrained;
        run->draft = !news.grain.hasAllSamples();
        m_grains[news.seed] = news.grain;
    }
    if (!content.newEpochs.empty())
        setModified(true);
    if (firstNew >= 0)
        emit epochsAppended(firstNew);
}

void SessionDocument::takeMeasurements(FeedContent::Remeasured& news) {
    SeedRun* run = findRun(news.seed);
    const auto asked = m_requests.find(news.request);
    if (!run || asked == m_requests.end())
        return;
    const EstimateRequest request = asked->second;
    if (news.request == m_request && news.isDraft()) {
        takeDraft(request, news);
        return;
    }
    if (!news.complete || news.request != m_request) {
        takePassingPicture(request, news);
        return;
    }
    // Epochs that came after this picture was made are already estimated anew.
    const int last = news.measurements.empty() ? -1 : news.measurements.back().epoch;
    const auto later = std::find_if(run->measurements.begin(), run->measurements.end(),
                                    [last](const PlaneMeasurement& one) { return one.epoch > last; });
    std::move(later, run->measurements.end(), std::back_inserter(news.measurements));
    run->measurements = std::move(news.measurements);
    run->draft = false;
    takeBackFailure(*run);
    m_grains[news.seed] = news.grain;
    setModified(true);
    m_answered[news.seed] = news.request;
    if (!awaitsEstimates()) {
        m_session->spec.estimator = request.settings;
        m_session->spec.measure.on = request.on;
        adoptCeiling();
    }
    if (news.seed == m_shownSeed) {
        m_coarse.clear();
        m_requests.erase(m_requests.begin(), m_requests.find(news.request));
        showEstimator(request.settings, request.on);
        emit measurementsChanged(true);
    }
}

/// An estimator refused, another did not: a run that has trained to its end has nothing to be told of.
void SessionDocument::takeBackFailure(SeedRun& run) {
    if (!run.failure)
        return;
    forgetFailureOfEstimates(run, m_session->spec);
    if (run.failure)
        return;
    if (run.seed == m_shownSeed)
        m_failure.reset();
    if (m_state == State::Failed)
        setState(restingState());
}

/// All epochs, but from fewer samples: the run goes on with them until those from all samples are there.
void SessionDocument::takeDraft(const EstimateRequest& request, FeedContent::Remeasured& news) {
    SeedRun& run = *findRun(news.seed);
    run.measurements = std::move(news.measurements);
    run.draft = true;
    m_grains[news.seed] = news.grain;
    if (news.seed != m_shownSeed)
        return;
    m_coarse.clear();
    m_requests.erase(m_requests.begin(), m_requests.find(news.request));
    showEstimator(request.settings, request.on);
    emit measurementsChanged(false);
}

void SessionDocument::takeEstimatedShare(const FeedContent& content) {
    if (!awaitsEstimates() && !hasDrafts()) {
        setRemeasuring(std::nullopt);
        writePendingSave();
    } else if (content.estimated >= 0 && content.estimatedRequest == m_request) {
        setRemeasuring(content.estimated);
    }
}

/// Of some of the epochs, or of a request that a newer one has followed already: shown until a better picture
/// comes, never kept. While a slider is dragged, these are what follows it.
void SessionDocument::takePassingPicture(const EstimateRequest& request, FeedContent::Remeasured& news) {
    if (news.seed != m_shownSeed || news.measurements.empty())
        return;
    m_coarse = std::move(news.measurements);
    m_coarseGrain = news.grain;
    m_requests.erase(m_requests.begin(), m_requests.find(news.request));
    showEstimator(request.settings, request.on);
    emit measurementsChanged(false);
}

void SessionDocument::takeFailures(const FeedContent& content) {
    for (const auto& [seed, failure] : content.failures) {
        if (SeedRun* run = findRun(seed))
            run->failure = failure;
        if (seed == m_shownSeed) {
            m_failure = failure;
            emit failed(failure);
        }
    }
}

/// The run could not start, an epoch cannot be estimated while all else goes on, or an estimator refused:
/// then the worker goes on with the one before.
void SessionDocument::takeError(const FeedContent& content) {
    if (content.error.isEmpty())
        return;
    if (m_state == State::Starting) {
        m_failure = RunFailure{-1, content.error, false};
        setState(State::Failed);
        emit failed(*m_failure);
        return;
    }
    if (content.errorSeed < 0) {
        m_coarse.clear();
        setRemeasuring(std::nullopt);
        if (m_session && !m_session->runs.empty() && isOfOneEstimator() &&
            answeredBy(m_session->runs.front()) + 1 == m_request)
            m_requests.erase(m_request--);
        if (mayBeWritten())
            writePendingSave();
        else
            dropPendingSave();
    }
    emit estimatorRefused(content.error);
}

void SessionDocument::settleState(const FeedContent& content, bool epochsCame) {
    if (!isRunning() && m_state != State::Paused)
        return;
    if (content.finished) {
        setState(endState());
    } else if (m_stepping && epochsCame) {
        m_stepping = false;
        setState(State::Paused);
    }
}

// --- files ---

QString SessionDocument::notes() const {
    return m_notes;
}

void SessionDocument::setNotes(const QString& notes) {
    if (std::exchange(m_notes, notes) != notes)
        setModified(true);
}

void SessionDocument::setModified(bool modified) {
    if (modified)
        ++m_revision;
    if (std::exchange(m_modified, modified) != modified)
        emit modifiedChanged();
}

void SessionDocument::setPath(const QString& path) {
    if (std::exchange(m_path, path) != path)
        emit pathChanged();
}

void SessionDocument::save(const QString& path) {
    if (!m_session) {
        emit fileDone(false, path, tr("There is no run to save yet. Press Play first."));
        return;
    }
    m_pendingSave = path; // waits for estimates that are under way
    if (mayBeWritten())
        writePendingSave();
    else if (!m_remeasuring)
        dropPendingSave();
}

void SessionDocument::writePendingSave() {
    if (!m_pendingSave.isEmpty())
        writeFile(std::exchange(m_pendingSave, {}));
}

void SessionDocument::dropPendingSave() {
    if (const QString path = std::exchange(m_pendingSave, {}); !path.isEmpty())
        emit fileDone(
            false, path,
            tr("%1 was not written: its new estimates are not complete. Let them end, then save again.")
                .arg(path));
}

quint64 SessionDocument::answeredBy(const SeedRun& run) const {
    const auto found = m_answered.find(run.seed);
    return found == m_answered.end() ? 0 : found->second;
}

/// Drafts aside, which are in no file.
bool SessionDocument::isOfOneEstimator() const {
    std::set<quint64> requests;
    for (const SeedRun& run : m_session->runs)
        if (!run.draft)
            requests.insert(answeredBy(run));
    return requests.size() < 2;
}

bool SessionDocument::awaitsEstimates() const {
    return std::any_of(m_session->runs.begin(), m_session->runs.end(),
                       [this](const SeedRun& run) { return answeredBy(run) != m_request; });
}

bool SessionDocument::hasDrafts() const {
    return std::any_of(m_session->runs.begin(), m_session->runs.end(),
                       [](const SeedRun& run) { return run.draft; });
}

/// What is in the file must be of one estimator and from all samples. A run that goes on need not wait for
/// the latter: drafts stay out of the file.
bool SessionDocument::mayBeWritten() const {
    if (!m_session)
        return true;
    return isOfOneEstimator() && (!m_remeasuring || isRunning());
}

/// Called on another thread: a copy made while takeFeed keeps its hands off.
Session SessionDocument::copyOf(const std::shared_ptr<Session>& session, const QString& notes) {
    Session copy = [&] {
        const QMutexLocker lock(&m_sessionLock);
        return *session;
    }();
    copy.notes = notes;
    return copy;
}

void SessionDocument::writeFile(const QString& path) {
    const int revision = m_revision;
    m_saveJob->queue(
        [this, session = m_session, notes = m_notes, path](const CancelQuestion&) {
            try {
                writeArchive(copyOf(session, notes), path);
            } catch (const std::exception& error) {
                return std::any(QString::fromUtf8(error.what()));
            }
            return std::any(QString());
        },
        [this, path, revision, session = m_session](const std::any& result) {
            const auto error = std::any_cast<QString>(result);
            if (error.isEmpty() && session == m_session) {
                setPath(path);
                if (revision == m_revision)
                    setModified(false);
            }
            emit fileDone(false, path, error);
        });
}

void SessionDocument::useCopy(std::function<void(const Session&)> work,
                              std::function<void(const QString& error)> done) {
    if (!m_session) {
        done(tr("There is no run yet. Press Play first."));
        return;
    }
    if (!mayBeWritten()) {
        done(tr("The information is being estimated anew. Do this again once that is done."));
        return;
    }
    m_copyJob->queue(
        [this, session = m_session, notes = m_notes, work = std::move(work)](const CancelQuestion&) {
            try {
                work(copyOf(session, notes));
            } catch (const std::exception& error) {
                return std::any(QString::fromUtf8(error.what()));
            }
            return std::any(QString());
        },
        [done = std::move(done)](const std::any& result) { done(std::any_cast<QString>(result)); });
}

void SessionDocument::open(const QString& path, Estimates estimates) {
    setOpening(path);
    m_openJob->start(
        [this, path, estimates](const CancelQuestion&) {
            auto opened = std::make_shared<Opened>();
            try {
                if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) {
                    opened->spec = parseSpec(readText(path), QFileInfo(path).fileName());
                } else {
                    opened->session = std::make_shared<Session>(readArchive(path, estimates));
                    opened->feed = makeFeed();
                    opened->worker = std::make_unique<TrainingWorker>(opened->feed);
                    opened->worker->adopt(*opened->session);
                }
            } catch (const EstimatesDamagedError& error) {
                opened->error = QString::fromUtf8(error.what());
                opened->onlyEstimatesDamaged = true;
            } catch (const std::exception& error) {
                opened->error = QString::fromUtf8(error.what());
            }
            return std::any(opened);
        },
        [this, path](const std::any& result) {
            const auto opened = std::any_cast<std::shared_ptr<Opened>>(result);
            setOpening({});
            if (opened->error.isEmpty())
                takeOver(*opened, path);
            if (opened->onlyEstimatesDamaged)
                emit estimatesDamaged(path, opened->error);
            else
                emit fileDone(true, path, opened->error);
        });
}

void SessionDocument::takeOver(Opened& opened, const QString& path) {
    if (opened.spec) {
        startNew(*opened.spec);
        return;
    }
    reset(opened.session->spec, presetOf(opened.session->spec));
    m_feed = std::move(opened.feed);
    m_worker = std::move(opened.worker);
    m_session = std::move(opened.session);
    awaitMeasurementsOf(m_session->spec);
    setPath(path);
    m_notes = m_session->notes;
    m_shownSeed = m_session->runs.empty() ? 0 : m_session->runs.front().seed;
    const SeedRun* run = shownRun();
    m_failure = run ? run->failure : std::nullopt;
    m_secondsTrained = run ? run->secondsTrained : 0;
    m_epochReached = run && !run->snapshots.empty() ? run->snapshots.back().epoch : 0;
    showEstimator(m_session->spec.estimator, m_session->spec.measure.on);
    setState(restingState());
    emit runReset();
    if (hasDrafts()) {
        setModified(true);
        requestMeasurements();
    }
    wake();
}

} // namespace infoplane
