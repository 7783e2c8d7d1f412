#pragma once

#include "session/archive.h"
#include "session/experiment.h"
#include "session/presets.h"
#include "session/session_feed.h"
#include "session/training_worker.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QUndoGroup>
#include <QUndoStack>

#include <any>
#include <map>

namespace infoplane {

class BackgroundJob;

/// Fields, all but the title, in which one spec differs from another; what applies to one of them only is not
/// told, for the field that decides so differs already.
QStringList fieldsThatDiffer(const ExperimentSpec& one, const ExperimentSpec& other);

/// One session as the window sees it: the spec being edited (every edit an undo command), the run made from a
/// spec, its worker, and what the worker has said so far. It knows no widget; panels get it, and say what a
/// person did by calling it. The present epoch is not here (see Playhead).
class SessionDocument : public QObject {
    Q_OBJECT
  public:
    enum class State { Ready, Starting, Training, Paused, Finished, Stopped, Failed };

    /// A run and all that goes with it, so that it can be put aside and brought back.
    struct RunRecord {
        std::shared_ptr<Session> session;
        int shownSeed = 0;
        int epochReached = 0;
        double secondsTrained = 0;
        State state = State::Ready;
        QString path;
        bool modified = false;
        QString notes;
        /// Not all estimates are those of the session's estimator from all samples: it was left before.
        bool lacksEstimates = false;
    };
    explicit SessionDocument(QObject* parent = nullptr);
    ~SessionDocument() override;

    // --- the spec being edited ---
    const ExperimentSpec& spec() const { return m_spec; }
    QUndoStack* undoStack() { return m_undo.get(); }
    /// How much the runs that can be had back by undo may take, see undo_commands.h; the oldest go first.
    void setMostBytesToUndo(quint64 bytes);
    /// Its actions are those of whichever stack is the document's at the time.
    QUndoGroup* undoGroup() { return &m_undoGroup; }
    /// One command on the undo stack; edits of one field in quick succession merge. The value must have
    /// passed SpecField::check.
    void editField(const QString& path, const QJsonValue& value);
    void editSpec(const ExperimentSpec& spec, const QString& commandText);
    /// The preset opened as written, as a command: undoing it brings back the settings and the run that was.
    void openPreset(const Preset& preset);
    /// A fresh document: the preset as written, nothing to undo, no file.
    void startNew(const Preset& preset);
    /// A spec from elsewhere, likewise.
    void startNew(const ExperimentSpec& spec);
    const Preset* preset() const { return m_preset; }
    /// Fields whose value is not the preset's: marked at their control, with a way back.
    QStringList fieldsChangedFromPreset() const;
    /// Fields whose value is not the run's: "2 changes. Restart applies them." The estimator's and measure.on
    /// are never among them.
    QStringList fieldsChangedFromRun() const;
    /// The spec's title, and what differs from the preset it came from: "SZT, tanh · changed: Activation".
    QString title() const;
    /// A form says which of its fields hold something that is not allowed (path -> sentence); Play is off
    /// until none does. An empty sentence takes the error away.
    void setInputError(const QString& path, const QString& sentence);
    const std::map<QString, QString>& inputErrors() const { return m_inputErrors; }
    /// Why the spec as it is edited cannot be run: "Correct Hidden layers first."; empty: it can.
    QString playObstacle() const;

    // --- the run ---
    State state() const { return m_state; }
    /// Starting or Training.
    bool isRunning() const;
    /// Null before the first run: title, facts, shape, what was measured for each seed.
    const Session* session() const { return m_session.get(); }
    /// Facts and shape of the spec as it is edited, found in the background; the ceilings of the empty chart.
    const std::optional<DataFacts>& facts() const { return m_facts; }
    const std::optional<NetworkShape>& shape() const { return m_shape; }
    /// Why there are none: "The folder /data holds no train-images-idx3-ubyte."
    const QString& factsError() const { return m_factsError; }
    const std::optional<CostEstimate>& cost() const { return m_cost; }
    int shownSeed() const { return m_shownSeed; }
    void showSeed(int seed);
    const SeedRun* shownRun() const;
    int epochReached() const { return m_epochReached; }
    double epochsPerSecond() const { return m_epochsPerSecond; }
    double secondsTrained() const { return m_secondsTrained; }
    const std::optional<RunFailure>& failure() const { return m_failure; }
    /// Estimates are not yet those of the estimator chosen, or not yet from all samples: share of the epochs
    /// that are, 0...1, or none.
    std::optional<double> remeasuring() const { return m_remeasuring; }
    /// The estimator of what is shown; spec().estimator is the one chosen, and the two differ only while a
    /// newer picture is under way.
    const Estimator* estimator() const { return m_estimator.get(); }
    const EstimatorSettings& shownEstimator() const { return m_shownEstimator; }
    SampleSet shownSamples() const { return m_shownSamples; }
    /// Of the shown seed: those of its run, or while a newer picture is under way its first, coarser version,
    /// of some of the epochs.
    const std::vector<PlaneMeasurement>& shownMeasurements() const;
    bool isCoarse() const { return !m_coarse.empty(); }
    /// How many of the samples and of the epochs shownMeasurements() are made from; where it is not whole the
    /// chart says so, and its ceiling of I(X;T) is grain.inputBits. An estimator too slow for a run shows
    /// drafts from fewer samples while it goes on; no file keeps these.
    PictureGrain shownGrain() const;

    void start(); ///< from Ready, or anew from epoch 0 with the spec as it is edited now
    void pause();
    void resume();
    void step(); ///< one epoch
    void stop();
    /// Same seed, same initial weights, with the edited spec. A run of another spec or seed that is in no
    /// file comes back by undo.
    void restart();
    void newSeed();
    /// Estimates the whole run anew and those to come; never trains. Undoable. Of a run whose weights are not
    /// there nothing changes, and estimatorRefused says why.
    void setEstimator(const EstimatorSettings& settings);
    void setSampleSet(SampleSet on);

    // --- files ---
    QString path() const { return m_path; }
    /// The file that is being read, whose content is still to come; empty: none. Nothing runs until then.
    const QString& opening() const { return m_opening; }
    /// "Opening figure-4.infoplane…"; empty: nothing is being opened.
    QString openingText() const;
    /// There is something to lose: epochs, estimates or notes that are in no file.
    bool isModified() const { return m_modified && (m_session || !m_notes.isEmpty()); }
    /// Runs that gave way to another, are in no file, and can still be had back by undo.
    int unsavedRunsToUndo() const;
    /// Both in the background; fileDone says how it ended. A session being written is a copy: the run goes
    /// on. A path that ends in .json holds a spec.
    void save(const QString& path);
    void open(const QString& path, Estimates estimates = Estimates::Kept);
    /// Runs work on a copy of the session in the background; what it throws comes back as the error, empty:
    /// none. Where there is nothing to copy, or not now, the error is told at once.
    void useCopy(std::function<void(const Session&)> work, std::function<void(const QString& error)> done);
    QString notes() const;
    void setNotes(const QString& notes);

    /// Whether the timer that takes the worker's news runs; at rest it does not.
    bool isListening() const { return m_timer.isActive(); }
    /// Where nobody can see the document, news is taken so seldom that it costs nothing; it is the same news,
    /// and what waits for it (a file to be written, the next condition) goes on.
    void setSeen(bool seen);
    int listensEveryMilliseconds() const { return m_timer.interval(); }

  signals:
    void specChanged();
    void inputErrorsChanged();
    void stateChanged();
    void factsChanged();
    void costChanged();
    void replaced();                   ///< all is another: spec, run, file, and nothing to undo
    void runReset();                   ///< a new or opened session: everything shown before is void
    void epochsAppended(int firstNew); ///< of the shown seed
    void
    measurementsChanged(bool complete); ///< of the shown seed: another estimator, or its first coarse picture
    void remeasuringChanged();
    void progressed(); ///< epochReached, speed
    void shownSeedChanged();
    void modifiedChanged();
    void pathChanged();
    void openingChanged();
    void fileDone(bool loaded, const QString& path, const QString& error); ///< error empty: it worked
    /// A file could not be opened for damage of its estimates alone: with Estimates::Dropped it can be.
    void estimatesDamaged(const QString& path, const QString& error);
    void failed(const RunFailure& failure);
    /// An estimator refused, or there is nothing to estimate from; what was estimated before stays.
    void estimatorRefused(const QString& sentence);

  private:
    friend class EditSpecCommand;
    friend class OpenPresetCommand;
    friend class ReplaceRunCommand;
    friend class StudyDocument;

    struct Opened;
    struct EstimateRequest {
        EstimatorSettings settings;
        SampleSet on = SampleSet::All;
    };

    void applySpec(const ExperimentSpec& spec, const Preset* preset);
    void reset(const ExperimentSpec& spec, const Preset* preset);
    /// The document's own is put aside for the caller to keep.
    std::unique_ptr<QUndoStack> exchangeUndo(std::unique_ptr<QUndoStack> stack);
    void limitUndo();
    RunRecord recordOfRun() const;
    RunRecord takeRun();
    void bringBack(RunRecord record);
    void retireWorker();
    std::shared_ptr<SessionFeed> makeFeed();
    void begin(void (TrainingWorker::*how)(const ExperimentSpec&));
    void makeWorker();
    State restingState() const;
    State endState() const;
    void setState(State state);
    void setModified(bool modified);
    void setPath(const QString& path);
    void setOpening(const QString& path);
    void setRemeasuring(std::optional<double> share);
    void showEstimator(const EstimatorSettings& settings, SampleSet on);
    void lookAtSpec();
    void learnFacts();
    void adoptCeiling();
    void foretell();
    bool refusesEstimates();
    void requestMeasurements();
    void awaitMeasurementsOf(const ExperimentSpec& spec);
    Session copyOf(const std::shared_ptr<Session>& session, const QString& notes);
    void writeFile(const QString& path);
    void takeOver(Opened& opened, const QString& path);
    SeedRun* findRun(int seed);

    // The 60 Hz timer takes from the feed while something is under way (unseen: 1 Hz), and rests otherwise.
    void wake();
    void takeFeed();
    void takeStart(Session&& session);
    void takeEpochs(FeedContent& content);
    void takeMeasurements(FeedContent::Remeasured& news);
    void takeBackFailure(SeedRun& run);
    void takeDraft(const EstimateRequest& request, FeedContent::Remeasured& news);
    void takeEstimatedShare(const FeedContent& content);
    quint64 answeredBy(const SeedRun& run) const;
    bool isOfOneEstimator() const;
    bool awaitsEstimates() const;
    bool hasDrafts() const;
    bool mayBeWritten() const;
    void writePendingSave();
    void dropPendingSave();
    void takePassingPicture(const EstimateRequest& request, FeedContent::Remeasured& news);
    void takeFailures(const FeedContent& content);
    void takeError(const FeedContent& content);
    void settleState(const FeedContent& content, bool epochsCame);

    ExperimentSpec m_spec;
    QUndoGroup m_undoGroup;
    std::unique_ptr<QUndoStack> m_undo;
    quint64 m_mostBytesToUndo;
    const Preset* m_preset = nullptr;
    std::map<QString, QString> m_inputErrors;
    QString m_specError;
    State m_state = State::Ready;
    std::shared_ptr<Session> m_session;
    std::optional<DataFacts> m_facts;
    std::optional<NetworkShape> m_shape;
    QString m_factsError;
    std::optional<CostEstimate> m_cost;
    std::unique_ptr<const Estimator> m_estimator;
    EstimatorSettings m_shownEstimator;
    SampleSet m_shownSamples = SampleSet::All;
    int m_shownSeed = 0;
    int m_epochReached = 0;
    double m_epochsPerSecond = 0;
    double m_secondsTrained = 0;
    std::optional<RunFailure> m_failure;
    std::optional<double> m_remeasuring;
    std::vector<PlaneMeasurement> m_coarse;
    PictureGrain m_coarseGrain;
    std::map<int, PictureGrain> m_grains; ///< by seed, of the measurements in its run
    std::map<int, quint64> m_answered;    ///< by seed: the request that its estimates answer; none: 0
    /// What the worker was asked to estimate, by number; 0 is the estimator the run began with. Those older
    /// than the picture on the screen are gone.
    std::map<quint64, EstimateRequest> m_requests;
    quint64 m_request = 0; ///< the newest
    bool m_stepping = false;
    bool m_pausing = false; ///< asked for before the run began
    QString m_path;
    QString m_opening;
    QString m_notes;
    bool m_modified = false;
    int m_revision = 0;
    QString m_pendingSave;
    /// Held by a thread that copies the session to save it, and by takeFeed, which alone changes it.
    QMutex m_sessionLock;
    QTimer m_timer;
    int m_quietTicks = 0;

    std::shared_ptr<SessionFeed> m_feed;
    std::unique_ptr<TrainingWorker> m_worker;
    QThreadPool m_pool;
    std::shared_ptr<const Experiment> m_experiment; ///< of the spec as it is edited, once it is known
    BackgroundJob* m_factsJob;
    BackgroundJob* m_costJob;
    BackgroundJob* m_openJob;
    BackgroundJob* m_saveJob;
    BackgroundJob* m_copyJob;
    QTimer m_specTimer;
};

} // namespace infoplane
