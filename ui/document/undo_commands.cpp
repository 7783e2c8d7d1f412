#include "document/undo_commands.h"

#include <utility>

namespace infoplane {

namespace {

int unsaved(const SessionDocument::RunRecord& run) {
    return run.modified && (run.session || !run.notes.isEmpty()) ? 1 : 0;
}

} // namespace

int unsavedRunsToUndo(const QUndoStack& stack) {
    int runs = 0;
    for (int i = 0; i < stack.count(); ++i)
        if (const auto* keeper = dynamic_cast<const RunKeeper*>(stack.command(i)))
            runs += keeper->unsavedRuns();
    return runs;
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

} // namespace infoplane
