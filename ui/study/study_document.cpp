#include "study/study_document.h"

#include "document/background_job.h"
#include "document/file_name.h"
#include "document/undo_commands.h"
#include "session/archive.h"
#include "session/reestimate.h"
#include "session/spec_fields.h"
#include "session/study_runner.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

namespace infoplane {

namespace {

using Runs = std::vector<SessionDocument::RunRecord>;

QString oneLine(const QJsonObject& changes) {
    return changes.isEmpty() ? QString()
                             : QString::fromUtf8(QJsonDocument(changes).toJson(QJsonDocument::Compact));
}

/// Whether there is a run of every seed, and all are so.
bool areAll(const Session& session, bool (*is)(const SeedRun&, const ExperimentSpec&)) {
    return static_cast<int>(session.runs.size()) == session.spec.seeds.count &&
           std::ranges::all_of(session.runs, [&](const SeedRun& run) { return is(run, session.spec); });
}

/// What a file held: a study to be run, one that was, or neither, and then the session's document reads it.
struct Read {
    std::optional<Study> study;
    std::optional<StudyRecord> record;
    QString error;
    bool onlyEstimatesDamaged = false;
};

Read readStudy(const QString& path, Estimates estimates) {
    Read read;
    try {
        if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive)) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly))
                return read; // the document says why
            read.study = parseStudy(file.readAll(), QFileInfo(path).fileName());
            if (read.study->isPlain())
                read.study.reset();
        } else if (archiveConditions(path).size() > 1) {
            read.record = readStudyArchive(path, estimates);
        }
    } catch (const EstimatesDamagedError& error) {
        read.error = QString::fromUtf8(error.what());
        read.onlyEstimatesDamaged = true;
    } catch (const std::exception& error) {
        read.error = QString::fromUtf8(error.what());
    }
    return read;
}

/// A condition of a preset as it is written; one that the preset does not have, as it was opened.
const ExperimentSpec& asWritten(const StudyCondition& condition, const Preset& preset) {
    for (const StudyCondition& one : preset.study.conditions)
        if (one.name == condition.name)
            return one.spec;
    return condition.spec;
}

/// On the stack of the condition that was shown, which is shown again when it is undone.
class ShareEstimatorCommand : public QUndoCommand {
  public:
    using Choices = std::vector<StudyDocument::EstimateChoice>;
    ShareEstimatorCommand(StudyDocument& study, Choices before, Choices after)
        : QUndoCommand(StudyDocument::tr("the same estimator for all"))
        , m_study(study)
        , m_before(std::move(before))
        , m_after(std::move(after)) {}

    void redo() override { m_study.putEstimators(m_after); }
    void undo() override { m_study.putEstimators(m_before); }

  private:
    StudyDocument& m_study;
    Choices m_before, m_after;
};

} // namespace

StudyDocument::StudyDocument(SessionDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_openJob(new BackgroundJob(&m_pool, this))
    , m_saveJob(new BackgroundJob(&m_pool, this))
    , m_estimateJob(new BackgroundJob(&m_pool, this))
    , m_costJob(new BackgroundJob(&m_pool, this)) {
    connect(&m_document, &SessionDocument::replaced, this, [this] {
        if (!m_switching)
            close();
        emit replaced();
    });
    connect(&m_document, &SessionDocument::stateChanged, this, &StudyDocument::takeState);
    connect(&m_document, &SessionDocument::remeasuringChanged, this, &StudyDocument::takeState);
    connect(&m_document, &SessionDocument::costChanged, this, &StudyDocument::foretell);
    connect(&m_document, &SessionDocument::specChanged, this, [this] {
        if (isOpen() && !m_switching)
            emit specsChanged();
    });
    const auto changed = [this] {
        if (isOpen() && !m_switching)
            emit conditionChanged(m_shown);
        emit runsChanged();
    };
    connect(this, &StudyDocument::conditionChanged, this, &StudyDocument::runsChanged);
    connect(&m_document, &SessionDocument::runReset, this, changed);
    connect(&m_document, &SessionDocument::measurementsChanged, this, changed);
    connect(&m_document, &SessionDocument::epochsAppended, this, changed);
}

StudyDocument::~StudyDocument() {
    for (BackgroundJob* job : {m_openJob, m_saveJob, m_estimateJob, m_costJob})
        job->cancel();
    m_pool.waitForDone();
}

// --- what there is ---

const ExperimentSpec& StudyDocument::spec(int condition) const {
    return condition == m_shown ? m_document.spec() : at(condition).spec;
}

QStringList StudyDocument::changedFields(int condition) const {
    const ExperimentSpec& now = spec(condition);
    const ExperimentSpec& then = at(condition).preset ? at(condition).preset->spec : at(condition).asOpened;
    QStringList labels;
    for (const QString& path : fieldsThatDiffer(now, then))
        labels << specField(path)->label;
    if (withDefaults(now.estimator) != withDefaults(then.estimator))
        labels << tr("Estimator");
    return labels;
}

std::shared_ptr<const Session> StudyDocument::session(int condition) const {
    return condition == m_shown ? m_document.m_session : at(condition).resting.session;
}

int StudyDocument::shownSeed(int condition) const {
    return condition == m_shown ? m_document.shownSeed() : at(condition).resting.shownSeed;
}

bool StudyDocument::hasRun(int condition) const {
    const std::shared_ptr<const Session> run = session(condition);
    return run && areAll(*run, hasEnded);
}

bool StudyDocument::hasRunInPart(int condition) const {
    return session(condition) && !hasRun(condition);
}

bool StudyDocument::hasRunAll() const {
    for (int i = 0; i < count(); ++i)
        if (!hasRun(i))
            return false;
    return true;
}

std::vector<ExperimentSpec> StudyDocument::specs() const {
    if (!isOpen())
        return {m_document.spec()};
    std::vector<ExperimentSpec> all;
    for (int i = 0; i < count(); ++i)
        all.push_back(spec(i));
    return all;
}

bool StudyDocument::hasAnyRun() const {
    return m_document.session() || std::ranges::any_of(m_conditions, [](const Condition& one) {
               return one.resting.session != nullptr;
           });
}

std::vector<std::shared_ptr<const Session>> StudyDocument::sessions() const {
    std::vector<std::shared_ptr<const Session>> all;
    for (int i = 0; i < std::max(count(), 1); ++i)
        if (std::shared_ptr<const Session> run = session(i))
            all.push_back(std::move(run));
    return all;
}

bool StudyDocument::isBusy() const {
    return m_document.isRunning() || m_document.remeasuring() || m_estimating > 0 || m_runsAll;
}

bool StudyDocument::isModified() const {
    return m_document.isModified() || std::ranges::any_of(m_conditions, [](const Condition& one) {
               return one.resting.session && one.resting.modified;
           });
}

int StudyDocument::unsavedRunsToUndo() const {
    int runs = m_document.unsavedRunsToUndo();
    for (const Condition& one : m_conditions)
        if (one.undo)
            runs += infoplane::unsavedRunsToUndo(*one.undo);
    return runs;
}

// --- opening ---

void StudyDocument::open(const Study& study, const Preset* preset) {
    if (study.conditions.size() < 2 && preset)
        m_document.startNew(*preset);
    else if (study.conditions.size() < 2)
        m_document.startNew(study.conditions.front().spec);
    else
        begin(study, Runs(study.conditions.size()), preset);
}

void StudyDocument::open(StudyRecord record, const QString& path) {
    Runs runs;
    for (Session& session : record.sessions) {
        SessionDocument::RunRecord run;
        run.notes = session.notes;
        if (!session.runs.empty()) {
            run.shownSeed = session.runs.front().seed;
            run.secondsTrained = session.runs.front().secondsTrained;
            if (!session.runs.front().snapshots.empty())
                run.epochReached = session.runs.front().snapshots.back().epoch;
            run.session = std::make_shared<Session>(std::move(session));
            run.state = SessionDocument::State::Training; // brought back, it rests where it stands
            run.lacksEstimates =
                std::ranges::any_of(run.session->runs, [](const SeedRun& one) { return one.draft; });
            run.modified = run.lacksEstimates;
        }
        runs.push_back(std::move(run));
    }
    const Preset* preset = presetOfStudy(record.study.title);
    begin(record.study, std::move(runs), preset, path);
}

void StudyDocument::open(const QString& path, Estimates estimates) {
    m_document.m_openJob->cancel(); // a file asked for before
    m_document.setOpening(path);
    m_openJob->start(
        [path, estimates](const CancelQuestion&) {
            return std::any(std::make_shared<Read>(readStudy(path, estimates)));
        },
        [this, path, estimates](const std::any& result) {
            const auto read = std::any_cast<std::shared_ptr<Read>>(result);
            const bool isSession = !read->record && !read->study && read->error.isEmpty();
            if (isSession) {
                m_document.open(path, estimates);
                return;
            }
            m_document.setOpening({});
            if (read->record)
                open(std::move(*read->record), path);
            else if (read->study)
                open(*read->study, presetOfStudy(read->study->title));
            else if (read->onlyEstimatesDamaged) {
                emit m_document.estimatesDamaged(path, read->error);
                return;
            }
            emit m_document.fileDone(true, path, read->error);
        });
}

void StudyDocument::begin(const Study& study, Runs runs, const Preset* preset, const QString& path) {
    m_switching = true;
    stopAll();
    m_estimateJob->cancel();
    m_estimating = 0;
    ++m_generation;
    m_title = study.title;
    m_path = path;
    m_conditions.clear();
    for (std::size_t i = 0; i < study.conditions.size(); ++i) {
        const StudyCondition& one = study.conditions[i];
        if (preset) {
            m_presets.push_back(*preset);
            m_presets.back().spec = asWritten(one, *preset);
        }
        m_conditions.push_back({one.name, oneLine(one.changes), preset ? &m_presets.back() : nullptr,
                                one.spec, one.spec, std::move(runs[i]), nullptr});
        Condition& added = m_conditions.back();
        if (added.resting.session)
            added.spec = added.asOpened = added.resting.session->spec;
    }
    m_shown = 0;
    Condition& first = m_conditions.front();
    m_document.reset(first.spec, first.preset);
    m_document.bringBack(std::exchange(first.resting, {}));
    m_switching = false;
    emit opened();
    emit shownChanged();
    for (int i = 1; i < count(); ++i)
        if (waitsForEstimates(i))
            estimate(i);
}

/// The shown condition stays, as a session by itself.
void StudyDocument::close() {
    if (!isOpen())
        return;
    stopAll();
    m_estimateJob->cancel();
    m_estimating = 0;
    ++m_generation;
    m_conditions.clear();
    m_title.clear();
    m_path.clear();
    m_shown = 0;
    emit opened();
}

void StudyDocument::show(int condition) {
    if (condition == m_shown || condition < 0 || condition >= count())
        return;
    if (!hasRun(m_shown) || m_document.isRunning() || m_document.remeasuring())
        stopAll(); // what it waits for is left
    switchTo(condition);
}

void StudyDocument::switchTo(int condition) {
    if (condition == m_shown)
        return;
    m_switching = true;
    Condition& from = at(m_shown);
    Condition& to = at(condition);
    const int left = m_shown;
    from.spec = m_document.spec();
    from.resting = m_document.takeRun();
    m_shown = condition;
    from.undo = m_document.exchangeUndo(to.undo ? std::move(to.undo) : std::make_unique<QUndoStack>());
    m_document.applySpec(to.spec, to.preset);
    m_document.bringBack(std::exchange(to.resting, {}));
    m_switching = false;
    emit shownChanged();
    if (waitsForEstimates(left))
        estimate(left);
}

/// A run that rests was left before the estimates that were asked for were there.
bool StudyDocument::waitsForEstimates(int condition) const {
    const std::shared_ptr<const Session> run = session(condition);
    return run && (at(condition).resting.lacksEstimates || run->spec.estimator != spec(condition).estimator ||
                   run->spec.measure.on != spec(condition).measure.on);
}

// --- running ---

void StudyDocument::runAll() {
    if (!isOpen() || m_runsAll)
        return;
    m_runsAll = true;
    emit runningAllChanged();
    if (!m_document.isRunning()) // else what is in training comes first
        runNext();
}

void StudyDocument::stopAll() {
    if (std::exchange(m_runsAll, false))
        emit runningAllChanged();
}

void StudyDocument::runNext() {
    for (int i = 0; i < count(); ++i) {
        if (hasRun(i))
            continue;
        if (const int from = trainedAs(i); from >= 0) {
            takeTraining(i, from);
            continue;
        }
        switchTo(i);
        if (const QString obstacle = m_document.playObstacle(); !obstacle.isEmpty()) {
            stopAll();
            emit failed(QStringLiteral("%1: %2").arg(name(i), obstacle));
            return;
        }
        // One that was stopped, or has fewer seeds than it should, begins again: the same bits, all of them.
        if (m_document.session() && m_document.state() != SessionDocument::State::Paused)
            emit restartAsked();
        else
            emit startAsked();
        return;
    }
    stopAll();
}

/// A condition trained to its end, which its estimator may have prevented, and with all weights to estimate
/// from, that this one's training would only repeat; -1: none.
int StudyDocument::trainedAs(int condition) const {
    for (int other = 0; other < count(); ++other) {
        const std::shared_ptr<const Session> run = session(other);
        if (other != condition && run && areAll(*run, hasTrainedToItsEnd) && countWeights(*run).isWhole() &&
            trainsAlike(run->spec, spec(condition)))
            return other;
    }
    return -1;
}

void StudyDocument::takeTraining(int condition, int from) {
    SessionDocument::RunRecord run = from == m_shown ? m_document.recordOfRun() : at(from).resting;
    run.session = std::make_shared<Session>(*run.session); // the weights are shared
    run.session->spec.title = spec(condition).title;
    run.session->notes.clear();
    run.notes.clear();
    run.path.clear();
    run.modified = true;
    run.state = SessionDocument::State::Training; // brought back, it rests where it stands
    if (condition == m_shown) {
        m_switching = true;
        m_document.takeRun();
        m_document.bringBack(std::move(run));
        m_switching = false;
        emit conditionChanged(condition);
        return;
    }
    at(condition).resting = std::move(run);
    if (waitsForEstimates(condition))
        estimate(condition);
    else
        emit conditionChanged(condition);
}

/// Once the document knows what the shown condition costs: two probes at a time would disturb each other.
void StudyDocument::foretell() {
    m_costJob->cancel();
    if (std::exchange(m_cost, std::nullopt))
        emit costChanged();
    if (!isOpen() || !m_document.cost() || m_document.isRunning())
        return;
    std::vector<ExperimentSpec> left;
    for (int i = 0; i < count(); ++i)
        if (!hasRun(i) && trainedAs(i) < 0)
            left.push_back(spec(i));
    if (left.empty())
        return;
    m_costJob->start(
        [left](const CancelQuestion& cancelled) {
            try {
                return std::any(foretellCost(left, cancelled));
            } catch (const std::exception&) {
                return std::any(std::optional<CostEstimate>()); // the run itself will say what is wrong
            }
        },
        [this](const std::any& result) {
            m_cost = std::any_cast<std::optional<CostEstimate>>(result);
            emit costChanged();
        });
}

void StudyDocument::takeState() {
    emit runsChanged();
    if (!isOpen() || m_switching)
        return;
    emit conditionChanged(m_shown);
    if (m_document.isRunning())
        m_costJob->cancel();
    if (!m_runsAll) {
        foretell();
        return;
    }
    const SessionDocument::State state = m_document.state();
    if (state == SessionDocument::State::Stopped ||
        (state == SessionDocument::State::Failed && !hasRun(m_shown)))
        stopAll();
    else if (hasRun(m_shown) && !m_document.isRunning() && !m_document.remeasuring())
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_runsAll && !m_document.isRunning())
                    runNext();
            },
            Qt::QueuedConnection);
}

// --- one estimator for all ---

bool StudyDocument::sharesEstimator() const {
    const ExperimentSpec& shown = m_document.spec();
    for (int i = 0; i < count(); ++i)
        if (spec(i).estimator != shown.estimator || spec(i).measure.on != shown.measure.on)
            return false;
    return true;
}

void StudyDocument::shareEstimator() {
    std::vector<EstimateChoice> before;
    for (int i = 0; i < count(); ++i)
        before.push_back({spec(i).estimator, spec(i).measure.on});
    const std::vector<EstimateChoice> after(before.size(), before[static_cast<std::size_t>(m_shown)]);
    m_document.undoStack()->push(new ShareEstimatorCommand(*this, before, after));
}

void StudyDocument::putEstimators(const std::vector<EstimateChoice>& choices) {
    for (int i = 0; i < count(); ++i) {
        if (i == m_shown)
            continue;
        ExperimentSpec& resting = at(i).spec;
        resting.estimator = choices[static_cast<std::size_t>(i)].estimator;
        resting.measure.on = choices[static_cast<std::size_t>(i)].on;
        if (waitsForEstimates(i))
            estimate(i);
        else
            emit conditionChanged(i);
    }
    emit specsChanged();
}

void StudyDocument::estimate(int condition) {
    const std::shared_ptr<Session> former = at(condition).resting.session;
    const EstimatorSettings settings = at(condition).spec.estimator;
    const SampleSet on = at(condition).spec.measure.on;
    ++m_estimating;
    emit conditionChanged(condition);
    m_estimateJob->queue(
        // Of a copy, whose weights are shared: the run may be shown and go on meanwhile.
        [copy = std::make_shared<const Session>(*former), settings, on](const CancelQuestion& cancelled) {
            auto result = std::make_shared<std::pair<std::optional<Session>, QString>>();
            try {
                result->first = reestimate(*copy, settings, on, cancelled);
            } catch (const std::exception& error) {
                result->second = QString::fromUtf8(error.what());
            }
            return std::any(result);
        },
        [this, condition, former, generation = m_generation](const std::any& answer) {
            if (generation != m_generation)
                return;
            --m_estimating;
            const auto result =
                std::any_cast<std::shared_ptr<std::pair<std::optional<Session>, QString>>>(answer);
            SessionDocument::RunRecord& resting = at(condition).resting;
            if (result->first && resting.session == former) {
                resting.session = std::make_shared<Session>(std::move(*result->first));
                resting.modified = true;
                resting.lacksEstimates = false;
            }
            emit conditionChanged(condition);
            if (!result->second.isEmpty())
                emit failed(QStringLiteral("%1: %2").arg(name(condition), result->second));
        });
}

// --- the file ---

QString StudyDocument::fileName() const {
    if (!path().isEmpty())
        return QFileInfo(path()).completeBaseName();
    return isOpen() ? fileNameFor(m_title) : fileNameForSession(m_document.title());
}

void StudyDocument::save(const QString& path) {
    std::vector<std::shared_ptr<const Session>> written;
    for (int i = 0; i < count(); ++i)
        written.push_back(session(i));
    useCopy([path](const StudyRecord& record) { writeArchive(record, path); },
            [this, path, written, shown = m_shown, generation = m_generation,
             revision = m_document.m_revision](const QString& error) {
                if (error.isEmpty() && generation == m_generation) {
                    m_path = path;
                    // What went on meanwhile, or was put aside since, is not known to be in the file.
                    for (int i = 0; i < count(); ++i)
                        if (i != m_shown && i != shown && session(i) == written[static_cast<std::size_t>(i)])
                            at(i).resting.modified = false;
                    if (m_shown == shown && revision == m_document.m_revision)
                        m_document.setModified(false);
                    emit runsChanged();
                }
                emit m_document.fileDone(false, path, error);
            });
}

void StudyDocument::useCopy(std::function<void(const StudyRecord&)> work,
                            std::function<void(const QString&)> done) {
    if (!isOpen()) {
        m_document.useCopy([work = std::move(work)](const Session& session) { work(studyOf(session)); },
                           std::move(done));
        return;
    }
    if (!m_document.mayBeWritten() || m_estimating > 0) {
        done(tr("The information is being estimated anew. Do this again once that is done."));
        return;
    }
    struct Part {
        QString name, notes;
        std::shared_ptr<Session> session;
        ExperimentSpec spec; ///< where there is no session
    };
    std::vector<Part> parts;
    for (int i = 0; i < count(); ++i)
        parts.push_back({name(i), i == m_shown ? m_document.notes() : at(i).resting.notes,
                         i == m_shown ? m_document.m_session : at(i).resting.session, spec(i)});
    m_saveJob->queue(
        [this, parts, title = m_title, work = std::move(work)](const CancelQuestion&) {
            try {
                StudyRecord record;
                std::vector<std::pair<QString, ExperimentSpec>> conditions;
                for (const Part& part : parts) {
                    record.sessions.push_back(part.session ? m_document.copyOf(part.session, part.notes)
                                                           : emptySession(Experiment(part.spec)));
                    record.sessions.back().notes = part.notes;
                    conditions.emplace_back(part.name, record.sessions.back().spec);
                }
                record.study = studyOf(title, conditions);
                for (std::size_t i = 0; i < parts.size(); ++i)
                    record.sessions[i].spec = record.study.conditions[i].spec;
                work(record);
            } catch (const std::exception& error) {
                return std::any(QString::fromUtf8(error.what()));
            }
            return std::any(QString());
        },
        [done = std::move(done)](const std::any& result) { done(std::any_cast<QString>(result)); });
}

} // namespace infoplane
