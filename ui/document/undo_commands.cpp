#include "document/undo_commands.h"

#include <utility>

namespace infoplane {

namespace {

int unsaved(const SessionDocument::RunRecord& run) {
    return run.modified && (run.session || !run.notes.isEmpty()) ? 1 : 0;
}

quint64 bytesOf(const SessionDocument::RunRecord& run) {
    return run.session ? bytesBesidesWeights(*run.session) : 0;
}

/// Notes stay: nobody can make them again.
void forgetSession(SessionDocument::RunRecord& run) {
    SessionDocument::RunRecord left;
    left.notes = run.notes;
    left.modified = run.modified && !run.notes.isEmpty();
    run = std::move(left);
}

} // namespace

int unsavedRunsToUndo(const QUndoStack& stack) {
    int runs = 0;
    for (int i = 0; i < stack.count(); ++i)
        if (const auto* keeper = dynamic_cast<const RunKeeper*>(stack.command(i)))
            runs += keeper->unsavedRuns();
    return runs;
}

void forgetOldRuns(const QUndoStack& stack, quint64 mostBytes) {
    quint64 bytes = 0;
    for (int i = stack.count() - 1; i >= 0; --i) {
        // A stack shows its commands for reading; what they keep is ours.
        auto* keeper = dynamic_cast<RunKeeper*>(const_cast<QUndoCommand*>(stack.command(i)));
        const quint64 own = keeper ? keeper->bytes() : 0;
        if (own > 0 && bytes > 0 && bytes + own > mostBytes)
            keeper->forgetRuns();
        bytes += own;
    }
}

EditSpecCommand::EditSpecCommand(SessionDocument& document, const ExperimentSpec& after,
                                 const QString& subject, const QString& text)
    : QUndoCommand(text)
    , m_document(document)
    , m_before(document.spec())
    , m_after(after)
    , m_preset(document.preset())
    , m_subject(subject) {
    m_sinceLast.start();
}

void EditSpecCommand::redo() {
    m_document.applySpec(m_after, m_preset);
}

void EditSpecCommand::undo() {
    m_document.applySpec(m_before, m_preset);
}

bool EditSpecCommand::mergeWith(const QUndoCommand* command) {
    const auto* next = static_cast<const EditSpecCommand*>(command);
    if (m_subject.isEmpty() || next->m_subject != m_subject || next->m_preset != m_preset ||
        m_sinceLast.hasExpired(mergeMilliseconds))
        return false;
    m_after = next->m_after;
    m_sinceLast.restart();
    setObsolete(m_after == m_before);
    return true;
}

OpenPresetCommand::OpenPresetCommand(SessionDocument& document, const Preset& preset)
    : QUndoCommand(QObject::tr("choosing %1").arg(preset.name))
    , m_document(document)
    , m_preset(preset)
    , m_specBefore(document.spec())
    , m_presetBefore(document.preset()) {}

void OpenPresetCommand::redo() {
    m_runBefore = m_document.takeRun();
    m_document.applySpec(m_preset.spec, &m_preset);
    m_document.bringBack(std::exchange(m_runAfter, {}));
}

void OpenPresetCommand::undo() {
    m_runAfter = m_document.takeRun();
    m_document.applySpec(m_specBefore, m_presetBefore);
    m_document.bringBack(std::exchange(m_runBefore, {}));
}

int OpenPresetCommand::unsavedRuns() const {
    return unsaved(m_runBefore) + unsaved(m_runAfter);
}

quint64 OpenPresetCommand::bytes() const {
    return bytesOf(m_runBefore) + bytesOf(m_runAfter);
}

void OpenPresetCommand::forgetRuns() {
    forgetSession(m_runBefore);
    forgetSession(m_runAfter);
}

ReplaceRunCommand::ReplaceRunCommand(SessionDocument& document, SessionDocument::RunRecord former)
    : QUndoCommand(QObject::tr("replacing the run"))
    , m_document(document)
    , m_former(std::move(former)) {}

void ReplaceRunCommand::redo() {
    if (std::exchange(m_happened, true)) {
        m_former = m_document.takeRun();
        m_document.bringBack(std::exchange(m_later, {}));
    }
}

void ReplaceRunCommand::undo() {
    m_later = m_document.takeRun();
    m_document.bringBack(std::exchange(m_former, {}));
}

int ReplaceRunCommand::unsavedRuns() const {
    return unsaved(m_former) + unsaved(m_later);
}

quint64 ReplaceRunCommand::bytes() const {
    return bytesOf(m_former) + bytesOf(m_later);
}

void ReplaceRunCommand::forgetRuns() {
    m_former = {};
    m_later = {};
    setObsolete(true);
}

} // namespace infoplane
