#include "study/study_document.h"

#include "document/background_job.h"
#include "session/archive.h"
#include "session/reestimate.h"

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

bool isWhole(const Session& session) {
    return static_cast<int>(session.runs.size()) == session.spec.seeds.count &&
           std::ranges::all_of(session.runs,
                               [&](const SeedRun& run) { return hasEnded(run, session.spec.training); });
}

/// A condition that nobody has run yet.
Session withoutRuns(const ExperimentSpec& spec) {
    const Experiment experiment(spec);
    Session session;
    session.spec = spec;
    session.facts = experiment.facts();
    session.shape = experiment.shape();
    return session;
}

/// What a file held: a study to be run, one that was, or neither, and then the session's document reads it.
struct Read {
    std::optional<Study> study;
    std::optional<StudyRecord> record;
    QString error;
};

Read readStudy(const QString& path) {
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
            read.record = readStudyArchive(path);
        }
    } catch (const std::exception& error) {
        read.error = QString::fromUtf8(error.what());
    }
    return read;
}

const Preset* presetOf(const Study& study) {
    for (const Preset& preset : presets())
        if (preset.study.conditions.size() > 1 && preset.study.title == study.title)
            return &preset;
    return nullptr;
}

/// A condition of a preset as it is written; one that the preset does not have, as it was opened.
const ExperimentSpec& asWritten(const StudyCondition& condition, const Preset& preset) {
    for (const StudyCondition& one : preset.study.conditions)
        if (one.name == condition.name)
            return one.spec;
    return condition.spec;
}

} // namespace

StudyDocument::StudyDocument(SessionDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_openJob(new BackgroundJob(&m_pool, this))
    , m_saveJob(new BackgroundJob(&m_pool, this))
    , m_estimateJob(new BackgroundJob(&m_pool, this)) {
    connect(&m_document, &SessionDocument::replaced, this, [this] {
        if (!m_switching)
            close();
    });
    connect(&m_document, &SessionDocument::stateChanged, this, &StudyDocument::takeState);
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
    for (BackgroundJob* job : {m_openJob, m_saveJob, m_estimateJob})
        job->cancel();
    m_pool.waitForDone();
}

// --- what there is ---

const ExperimentSpec& StudyDocument::spec(int condition) const {
    return condition == m_shown ? m_document.spec() : at(condition).spec;
}

std::shared_ptr<const Session> StudyDocument::session(int condition) const {
    return condition == m_shown ? m_document.m_session : at(condition).resting.session;
}

int StudyDocument::shownSeed(int condition) const {
    return condition == m_shown ? m_document.shownSeed() : at(condition).resting.shownSeed;
}

bool StudyDocument::hasRun(int condition) const {
    const std::shared_ptr<const Session> run = session(condition);
    return run && isWhole(*run);
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

bool StudyDocument::isBusy() const {
    return m_document.isRunning() || m_document.remeasuring() || m_estimating > 0 || m_runsAll;
}

bool StudyDocument::isModified() const {
    return m_document.isModified() || std::ranges::any_of(m_conditions, [](const Condition& one) {
               return one.resting.session && one.resting.modified;
           });
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
        if (!session.runs.empty()) {
            run.notes = session.notes;
            run.shownSeed = session.runs.front().seed;
            run.secondsTrained = session.runs.front().secondsTrained;
            if (!session.runs.front().snapshots.empty())
                run.epochReached = session.runs.front().snapshots.back().epoch;
            run.session = std::make_shared<Session>(std::move(session));
            run.state = SessionDocument::State::Training; // brought back, it rests where it stands
            run.path = path;
        }
        runs.push_back(std::move(run));
    }
    const Preset* preset = presetOf(record.study);
    begin(record.study, std::move(runs), preset);
}

void StudyDocument::open(const QString& path) {
    m_openJob->start(
        [path](const CancelQuestion&) { return std::any(std::make_shared<Read>(readStudy(path))); },
        [this, path](const std::any& result) {
            const auto read = std::any_cast<std::shared_ptr<Read>>(result);
            if (read->record)
                open(std::move(*read->record), path);
            else if (read->study)
                open(*read->study, presetOf(*read->study));
            else if (read->error.isEmpty()) {
                m_document.open(path);
                return;
            }
            emit m_document.fileDone(true, path, read->error);
        });
}

void StudyDocument::begin(const Study& study, Runs runs, const Preset* preset) {
    m_switching = true;
    stopAll();
    m_estimateJob->cancel();
    m_estimating = 0;
    ++m_generation;
    m_title = study.title;
    m_conditions.clear();
    for (std::size_t i = 0; i < study.conditions.size(); ++i) {
        const StudyCondition& one = study.conditions[i];
        if (preset) {
            m_presets.push_back(*preset);
            m_presets.back().spec = asWritten(one, *preset);
        }
        m_conditions.push_back({one.name, oneLine(one.changes), preset ? &m_presets.back() : nullptr,
                                one.spec, std::move(runs[i])});
        if (m_conditions.back().resting.session)
            m_conditions.back().spec = m_conditions.back().resting.session->spec;
    }
    m_shown = 0;
    Condition& first = m_conditions.front();
    m_document.reset(first.spec, first.preset);
    m_document.bringBack(std::exchange(first.resting, {}));
    m_switching = false;
    emit opened();
    emit shownChanged();
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
    m_shown = 0;
    emit opened();
}

void StudyDocument::show(int condition) {
    if (condition == m_shown || condition < 0 || condition >= count())
        return;
    m_switching = true;
    Condition& from = at(m_shown);
    Condition& to = at(condition);
    const int left = m_shown;
    from.spec = m_document.spec();
    from.resting = m_document.takeRun();
    m_shown = condition;
    m_document.m_undo.clear();
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
    return run && (run->spec.estimator != spec(condition).estimator ||
                   run->spec.measure.on != spec(condition).measure.on);
}

// --- running ---

void StudyDocument::runAll() {
    if (!isOpen() || m_runsAll)
        return;
    m_runsAll = true;
    emit runningAllChanged();
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
        show(i);
        // One that was stopped, or has fewer seeds than it should, begins again: the same bits, all of them.
        if (m_document.session() && m_document.state() != SessionDocument::State::Paused)
            emit restartAsked();
        else
            emit startAsked();
        return;
    }
    stopAll();
}

void StudyDocument::takeState() {
    emit runsChanged();
    if (!isOpen() || m_switching)
        return;
    emit conditionChanged(m_shown);
    if (!m_runsAll)
        return;
    const SessionDocument::State state = m_document.state();
    if (state == SessionDocument::State::Stopped ||
        (state == SessionDocument::State::Failed && !hasRun(m_shown)))
        stopAll();
    else if (hasRun(m_shown) && !m_document.isRunning())
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_runsAll)
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
    for (int i = 0; i < count(); ++i) {
        if (i == m_shown)
            continue;
        ExperimentSpec& resting = at(i).spec;
        resting.estimator = m_document.spec().estimator;
        resting.measure.on = m_document.spec().measure.on;
        if (waitsForEstimates(i))
            estimate(i);
        else
            emit conditionChanged(i);
    }
}

void StudyDocument::estimate(int condition) {
    const std::shared_ptr<Session> former = at(condition).resting.session;
    const EstimatorSettings settings = at(condition).spec.estimator;
    const SampleSet on = at(condition).spec.measure.on;
    ++m_estimating;
    emit conditionChanged(condition);
    m_estimateJob->queue(
        [former, settings, on](const CancelQuestion& cancelled) {
            auto result = std::make_shared<std::pair<std::optional<Session>, QString>>();
            try {
                result->first = reestimate(*former, settings, on, cancelled);
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
            }
            emit conditionChanged(condition);
            if (!result->second.isEmpty())
                emit failed(QStringLiteral("%1: %2").arg(name(condition), result->second));
        });
}

// --- the file ---

void StudyDocument::save(const QString& path) {
    useCopy([path](const StudyRecord& record) { writeArchive(record, path); },
            [this, path, generation = m_generation, revision = m_document.m_revision](const QString& error) {
                if (error.isEmpty() && generation == m_generation) {
                    for (Condition& one : m_conditions) {
                        one.resting.modified = false;
                        one.resting.path = path;
                    }
                    m_document.setPath(path);
                    if (revision == m_document.m_revision)
                        m_document.setModified(false);
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
                                                           : withoutRuns(part.spec));
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
