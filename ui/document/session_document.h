#pragma once

#include "session/experiment.h"
#include "session/presets.h"
#include "session/session_feed.h"
#include "session/training_worker.h"

#include <QObject>
#include <QUndoStack>

namespace infoplane {

/// One session as the window sees it: the spec being edited (every edit an undo command), the run made from a
/// spec, its worker, and what the worker has said so far. It knows no widget; panels get it, and say what a
/// person did by calling it. The present epoch is not here (see Playhead).
class SessionDocument : public QObject {
    Q_OBJECT
  public:
    enum class State { Ready, Starting, Training, Paused, Finished, Stopped, Failed };

    explicit SessionDocument(QObject* parent = nullptr);
    ~SessionDocument() override;

    // --- the spec being edited ---
    const ExperimentSpec& spec() const { return m_spec; }
    QUndoStack* undoStack() { return &m_undo; }
    /// One command on the undo stack; edits of one field in quick succession merge. The value must have
    /// passed SpecField::check.
    void editField(const QString& path, const QJsonValue& value);
    void editSpec(const ExperimentSpec& spec, const QString& commandText);
    /// The preset opened as written; ends what runs.
    void openPreset(const Preset& preset);
    const Preset* preset() const { return m_preset; }
    /// Fields whose value is not the preset's: marked at their control, with a way back.
    QStringList fieldsChangedFromPreset() const;
    /// Fields whose value is not the run's: "2 changes. Restart applies them." The estimator's and measure.on
    /// are never among them.
    QStringList fieldsChangedFromRun() const;
    /// A form says which of its fields hold something that is not allowed (path -> sentence); Play is off
    /// until none does.
    void setInputError(const QString& path, const QString& sentence);
    const std::map<QString, QString>& inputErrors() const { return m_inputErrors; }

    // --- the run ---
    State state() const { return m_state; }
    /// Null before the first run: title, facts, shape, what was measured for each seed.
    const Session* session() const { return m_session.get(); }
    /// Facts and shape of the spec as it is edited, found in the background; the ceilings of the empty chart.
    const std::optional<DataFacts>& facts() const { return m_facts; }
    const std::optional<CostEstimate>& cost() const { return m_cost; }
    int shownSeed() const { return m_shownSeed; }
    void showSeed(int seed);
    const SeedRun* shownRun() const;
    int epochReached() const { return m_epochReached; }
    double epochsPerSecond() const { return m_epochsPerSecond; }
    double secondsTrained() const { return m_secondsTrained; }
    const std::optional<RunFailure>& failure() const { return m_failure; }
    /// Estimates are not yet those of the estimator chosen: a newer picture is under way; 0...1, or none.
    std::optional<double> remeasuring() const { return m_remeasuring; }
    /// The estimator of what is shown; spec().estimator is the one chosen, and the two differ only while a
    /// newer picture is under way.
    const Estimator* estimator() const { return m_estimator.get(); }

    void start(); ///< from Ready, or anew from epoch 0 with the spec as it is edited now
    void pause();
    void resume();
    void step(); ///< one epoch
    void stop();
    void restart(); ///< same seed, same initial weights, with the edited spec
    void newSeed();
    /// Estimates the whole run anew and those to come; never trains. Undoable.
    void setEstimator(const EstimatorSettings& settings);
    void setSampleSet(SampleSet on);

    // --- files ---
    QString path() const { return m_path; }
    bool isModified() const;
    /// Both in the background; fileDone says how it ended. A session being written is a copy: the run goes
    /// on.
    void save(const QString& path);
    void open(const QString& path);
    QString notes() const;
    void setNotes(const QString& notes);

  signals:
    void specChanged();
    void inputErrorsChanged();
    void stateChanged();
    void factsChanged();
    void costChanged();
    void runReset();                   ///< a new or opened session: everything shown before is void
    void epochsAppended(int firstNew); ///< of the shown seed
    void
    measurementsChanged(bool complete); ///< of the shown seed: another estimator, or its first coarse picture
    void progressed();                  ///< epochReached, speed
    void shownSeedChanged();
    void fileDone(bool loaded, const QString& path, const QString& error); ///< error empty: it worked
    void failed(const RunFailure& failure);

  private:
    // The 60 Hz timer takes from the feed while something is under way, and rests otherwise.
    void takeFeed();

    ExperimentSpec m_spec;
    QUndoStack m_undo;
    const Preset* m_preset = nullptr;
    std::map<QString, QString> m_inputErrors;
    State m_state = State::Ready;
    std::shared_ptr<Session> m_session;
    std::optional<DataFacts> m_facts;
    std::optional<CostEstimate> m_cost;
    std::unique_ptr<const Estimator> m_estimator;
    int m_shownSeed = 0;
    int m_epochReached = 0;
    double m_epochsPerSecond = 0;
    double m_secondsTrained = 0;
    std::optional<RunFailure> m_failure;
    std::optional<double> m_remeasuring;
    QString m_path;
};

} // namespace infoplane
