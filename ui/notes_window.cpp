#include "notes_window.h"

#include "document/session_document.h"
#include "theme.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace infoplane {

NotesWindow::NotesWindow(SessionDocument& document, QWidget* parent)
    : QDialog(parent)
    , m_document(document)
    , m_editor(new QPlainTextEdit(this)) {
    setWindowTitle(tr("Notes"));
    resize(480, 360);
    auto* words = new QLabel(tr("Saved with the session, as notes.md (Markdown)."), this);
    words->setWordWrap(true);
    m_editor->setAccessibleName(tr("Notes on this session"));
    m_editor->setFont(uiFont());
    m_editor->setPlaceholderText(tr("What you tried, what you saw, what to look at next."));
    m_editor->setTabChangesFocus(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(size::panelMargin, size::panelMargin, size::panelMargin, size::panelMargin);
    column->addWidget(words);
    column->addWidget(m_editor);
    connect(m_editor, &QPlainTextEdit::textChanged, this,
            [this] { m_document.setNotes(m_editor->toPlainText()); });
    connect(&m_document, &SessionDocument::runReset, this, &NotesWindow::takeNotes);
    takeNotes();
}

/// Another session, other notes; the same ones stay as they are, with the cursor where it was.
void NotesWindow::takeNotes() {
    if (m_editor->toPlainText() != m_document.notes())
        m_editor->setPlainText(m_document.notes());
}

} // namespace infoplane
