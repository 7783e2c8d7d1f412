#pragma once

#include "banner.h"
#include "study/study_document.h"

#include <QPointer>
#include <QStringList>

class QFileDialog;
class QMessageBox;

namespace infoplane {

class FewerWeightsDialog;

/// Files of the window: new, open, save, and the one question that is asked, before something would be lost.
/// No dialog blocks: each goes on when it is answered. How a file operation ended is told by a message.
class FileDesk : public QObject {
    Q_OBJECT
  public:
    FileDesk(SessionDocument& document, StudyDocument& study, QWidget* window);

    void newDocument();
    void open();
    void openFile(const QString& path);
    /// Under the document's own name, or asks for one.
    void save();
    void saveAs();
    /// A copy that keeps fewer weights, which are asked for before its place is. The document stays as it is:
    /// unsaved, if it was, and with the file that it had.
    void saveCopy();
    /// The session or the study, or a run that only undo brings back, is in no file.
    bool hasUnsaved() const;
    /// Goes on at once if nothing would be lost, else after the answer, unless that is Cancel.
    void askThen(std::function<void()> goOn);
    /// Files the window takes when they are dropped on it.
    static bool canOpen(const QString& path);

  signals:
    void told(const infoplane::Banner::Message& message);
    /// Worth remembering among the recent files.
    void fileUsed(const QString& path);

  private:
    QFileDialog* makeDialog(const QString& caption, bool toSave);
    void selectName(const QString& name);
    void chooseCopy(int keepEvery);
    void writeCopy(const QString& path, int keepEvery);
    void tellCopied(const QString& path, const QString& error);
    void takeFileDone(bool loaded, const QString& path, const QString& error);

    void write(const QString& path);
    /// False: there is none to save, which is told.
    bool requireRun();

    SessionDocument& m_document;
    StudyDocument& m_study;
    QWidget* m_window;
    QPointer<QMessageBox> m_question;
    QPointer<QFileDialog> m_dialog;
    QPointer<FewerWeightsDialog> m_fewerWeights;
    std::function<void()> m_afterSave;
};

} // namespace infoplane
