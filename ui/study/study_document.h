#pragma once

#include "document/session_document.h"
#include "session/presets.h"

#include <deque>

namespace infoplane {

/// The study in the window: several conditions, of which one is in the session's document, where every panel
/// shows it, and the others rest beside it, each with the run that was made of it. A session by itself is no
/// study: then there are no conditions here.
class StudyDocument : public QObject {
    Q_OBJECT
  public:
    explicit StudyDocument(SessionDocument& document, QObject* parent = nullptr);
    ~StudyDocument() override;

    bool isOpen() const { return !m_conditions.empty(); }
    int count() const { return static_cast<int>(m_conditions.size()); }
    const QString& name(int condition) const { return at(condition).name; }
    /// What it changes of the base, as JSON in one line; empty: nothing.
    const QString& changes(int condition) const { return at(condition).changes; }
    int shown() const { return m_shown; }
    /// The spec of a condition, with what the person has edited since.
    const ExperimentSpec& spec(int condition) const;
    /// Labels of the fields in which it is not as written in its preset, or where there is none as opened.
    QStringList changedFields(int condition) const;
    /// Null: not run yet. That of the shown one grows while it trains.
    std::shared_ptr<const Session> session(int condition) const;
    int shownSeed(int condition) const;
    /// Every seed has been trained to its end, or until it failed.
    bool hasRun(int condition) const;
    /// Some of it has been trained, but not every seed to its end.
    bool hasRunInPart(int condition) const;
    bool hasRunAll() const;

    /// A study opened anew; a plain one, or a session, is none. Of a preset, what a person changes in a
    /// condition is marked against that condition as written.
    void open(const Study& study, const Preset* preset = nullptr);
    void open(StudyRecord record, const QString& path);
    /// Reads a study, a spec or a session in the background; SessionDocument::fileDone says how it ended.
    void open(const QString& path, Estimates estimates = Estimates::Kept);
    /// Puts the shown run aside, its training paused, and shows another condition's. Where Run all waits for
    /// what is put aside, that ends.
    void show(int condition);
    /// Trains every condition that has not run, one after the other, each of them shown; a stop ends it. One
    /// that would be trained as another has been takes over that one's run and is estimated anew.
    void runAll();
    void stopAll();
    bool isRunningAll() const { return m_runsAll; }
    /// What all conditions that have not run would cost; empty until it is known, which it is not sought
    /// while something is being trained.
    const std::optional<CostEstimate>& cost() const { return m_cost; }
    /// By what a condition is estimated.
    struct EstimateChoice {
        EstimatorSettings estimator;
        SampleSet on = SampleSet::All;
    };
    /// The shown condition's estimator in every condition, undoable; resting runs are estimated anew in the
    /// background.
    void shareEstimator();
    /// One for each condition; that of the shown one is left as it is.
    void putEstimators(const std::vector<EstimateChoice>& choices);
    bool sharesEstimator() const;
    bool isEstimating() const { return m_estimating > 0; }

    /// Of the study, or of the session that is none.
    QString title() const { return isOpen() ? m_title : m_document.title(); }
    /// What a file made of it may be called, without an ending: as its own, else after its title.
    QString fileName() const;
    QString path() const { return isOpen() ? m_path : m_document.path(); }
    bool isModified() const;
    /// Of all conditions.
    int unsavedRunsToUndo() const;
    /// All conditions in one archive, in the background; SessionDocument::fileDone says how it ended.
    void save(const QString& path);
    /// Every condition, or the session that is no study.
    std::vector<ExperimentSpec> specs() const;
    bool hasAnyRun() const;
    /// All that has been run, of the study or of the session that is none.
    std::vector<std::shared_ptr<const Session>> sessions() const;
    /// Something is being trained or estimated.
    bool isBusy() const;
    /// A copy of all that has been run, or of the session that is no study, made and used on another thread;
    /// `done` here, with an error or none.
    void useCopy(std::function<void(const StudyRecord&)> work, std::function<void(const QString&)> done);

  signals:
    void opened();   ///< other conditions, or none any more
    void replaced(); ///< all is another: a study, or a session that is none
    void shownChanged();
    void specsChanged();                  ///< that of a condition
    void conditionChanged(int condition); ///< its run or its estimates
    void runsChanged();                   ///< the same of any condition, and of a session that is no study
    void startAsked();                    ///< the shown condition is to be played from its beginning
    void restartAsked();                  ///< the same where it has a run already, which is not whole
    void runningAllChanged();
    void costChanged();
    void failed(const QString& sentence); ///< a resting condition could not be estimated

  private:
    struct Condition {
        QString name;
        QString changes;
        const Preset* preset = nullptr;     ///< this condition as written; null: from no preset
        ExperimentSpec asOpened;            ///< for marking what was changed since, where there is no preset
        ExperimentSpec spec;                ///< while it rests
        SessionDocument::RunRecord resting; ///< while it rests
        std::unique_ptr<QUndoStack> undo;   ///< while it rests; null: nothing was done yet
    };
    const Condition& at(int condition) const { return m_conditions[static_cast<std::size_t>(condition)]; }
    Condition& at(int condition) { return m_conditions[static_cast<std::size_t>(condition)]; }

    void begin(const Study& study, std::vector<SessionDocument::RunRecord> runs, const Preset* preset,
               const QString& path = {});
    void close();
    void takeState();
    void switchTo(int condition);
    void runNext();
    int trainedAs(int condition) const;
    void takeTraining(int condition, int from);
    void foretell();
    bool waitsForEstimates(int condition) const;
    void estimate(int condition);

    SessionDocument& m_document;
    QString m_title;
    QString m_path;
    std::vector<Condition> m_conditions;
    std::deque<Preset> m_presets; ///< of conditions; kept, since documents point at them
    int m_shown = 0;
    bool m_switching = false;
    bool m_runsAll = false;
    std::optional<CostEstimate> m_cost;
    int m_estimating = 0;
    int m_generation = 0; ///< of the study that is open: what was asked for another is void
    QThreadPool m_pool;
    BackgroundJob* m_openJob;
    BackgroundJob* m_saveJob;
    BackgroundJob* m_estimateJob;
    BackgroundJob* m_costJob;
};

} // namespace infoplane
