#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace infoplane {

class SessionDocument;

/// What the person writes about the session, kept in its archive as notes.md; stays open beside the main
/// window.
class NotesWindow : public QDialog {
    Q_OBJECT
  public:
    NotesWindow(SessionDocument& document, QWidget* parent);

    QPlainTextEdit* editor() { return m_editor; }

  private:
    void takeNotes();

    SessionDocument& m_document;
    QPlainTextEdit* m_editor;
};

} // namespace infoplane
