#pragma once

#include "document/session_document.h"

#include <QElapsedTimer>
#include <QUndoCommand>

namespace infoplane {

/// An edit of the spec. Edits of the same subject in quick succession merge into one, so that dragging a
/// slider is one step back.
class EditSpecCommand : public QUndoCommand {
  public:
    static constexpr int mergeMilliseconds = 1000;

    /// The subject is what is edited, a field's path; edits of an empty subject never merge.
    EditSpecCommand(SessionDocument& document, const ExperimentSpec& after, const QString& subject,
                    const QString& text);

    int id() const override { return 1; }
    void redo() override;
    void undo() override;
    bool mergeWith(const QUndoCommand* command) override;

  private:
    SessionDocument& m_document;
    ExperimentSpec m_before;
    ExperimentSpec m_after;
    const Preset* m_preset;
    QString m_subject;
    QElapsedTimer m_sinceLast;
};

/// What holds runs that were put aside.
class RunKeeper {
  public:
    virtual ~RunKeeper() = default;
    /// Those among them that are in no file.
    virtual int unsavedRuns() const = 0;
    /// Of their estimates, see bytesBesidesWeights.
    virtual quint64 bytes() const = 0;
    /// They cannot be had back any more.
    virtual void forgetRuns() = 0;
};

/// Runs that are in no file and can be had back by these commands alone.
int unsavedRunsToUndo(const QUndoStack& stack);

/// What the runs put aside on one stack may take, beside weights. The newest is kept whatever it takes.
constexpr quint64 mostBytesToUndo = quint64{256} << 20;
/// Forgets the oldest runs until the others fit.
void forgetOldRuns(const QUndoStack& stack, quint64 mostBytes);

/// A preset opened as written. Undone, it brings back the settings and the run that were; a run that was
/// forgotten has to be trained again.
class OpenPresetCommand : public QUndoCommand, public RunKeeper {
  public:
    OpenPresetCommand(SessionDocument& document, const Preset& preset);

    void redo() override;
    void undo() override;
    int unsavedRuns() const override;
    quint64 bytes() const override;
    void forgetRuns() override;

  private:
    SessionDocument& m_document;
    const Preset& m_preset;
    ExperimentSpec m_specBefore;
    const Preset* m_presetBefore;
    SessionDocument::RunRecord m_runBefore;
    SessionDocument::RunRecord m_runAfter; ///< of the preset, once it has been undone
};

/// A run that nobody saved gave way to another, by Restart or New seed. It has happened when the command is
/// pushed; undone, the former run is back. Once that is forgotten there is nothing to undo: it is obsolete.
class ReplaceRunCommand : public QUndoCommand, public RunKeeper {
  public:
    ReplaceRunCommand(SessionDocument& document, SessionDocument::RunRecord former);

    void redo() override;
    void undo() override;
    int unsavedRuns() const override;
    quint64 bytes() const override;
    void forgetRuns() override;

  private:
    SessionDocument& m_document;
    SessionDocument::RunRecord m_former;
    SessionDocument::RunRecord m_later; ///< once it has been undone
    bool m_happened = false;
};

} // namespace infoplane
