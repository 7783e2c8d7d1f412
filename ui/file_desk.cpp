#include "file_desk.h"

#include "document/amounts.h"
#include "export/fewer_weights_dialog.h"
#include "session/archive.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

namespace infoplane {

namespace {

const QLatin1String archiveSuffix("infoplane");

} // namespace

FileDesk::FileDesk(SessionDocument& document, StudyDocument& study, QWidget* window)
    : QObject(window)
    , m_document(document)
    , m_study(study)
    , m_window(window) {
    connect(&m_document, &SessionDocument::fileDone, this, &FileDesk::takeFileDone);
    connect(&m_document, &SessionDocument::estimatesDamaged, this,
            [this](const QString& path, const QString& error) {
                Banner::Message message = Banner::fromText(Banner::Kind::Error, error);
                message.remedy = tr("Estimate again");
                message.act = [this, path] { m_study.open(path, Estimates::Dropped); };
                emit told(message);
            });
}

void FileDesk::newDocument() {
    askThen([this] {
        const Preset& preset = m_document.preset() ? *m_document.preset() : presets().front();
        m_study.open(preset.study, &preset);
    });
}

void FileDesk::open() {
    askThen([this] {
        QFileDialog* dialog = makeDialog(tr("Open a session or an experiment"), false);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this](const QString& path) { m_study.open(path); });
        dialog->open();
    });
}

void FileDesk::openFile(const QString& path) {
    askThen([this, path] { m_study.open(path); });
}

void FileDesk::save() {
    if (m_study.path().isEmpty())
        saveAs();
    else
        write(m_study.path());
}

void FileDesk::write(const QString& path) {
    if (m_study.isOpen())
        m_study.save(path);
    else
        m_document.save(path);
}

bool FileDesk::requireRun() {
    if (m_study.hasAnyRun())
        return true;
    emit told({Banner::Kind::Warning, tr("There is no run to save yet."), tr("Press Play first."), {}, {}});
    return false;
}

void FileDesk::saveAs() {
    if (!requireRun())
        return;
    QFileDialog* dialog = makeDialog(m_study.isOpen() ? tr("Save the study") : tr("Save the session"), true);
    connect(dialog, &QFileDialog::fileSelected, this, &FileDesk::write);
    connect(dialog, &QFileDialog::rejected, this, [this] { m_afterSave = {}; });
    dialog->open();
}

void FileDesk::saveCopy() {
    if (m_fewerWeights) {
        m_fewerWeights->raise();
        return;
    }
    if (!requireRun())
        return;
    m_fewerWeights = new FewerWeightsDialog(m_study.sessions(), m_window);
    m_fewerWeights->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_fewerWeights, &QDialog::accepted, this, [this] { chooseCopy(m_fewerWeights->keepEvery()); });
    m_fewerWeights->open();
}

void FileDesk::chooseCopy(int keepEvery) {
    QFileDialog* dialog = makeDialog(tr("Save a copy with fewer weights"), true);
    selectName(QStringLiteral("%1-fewer-weights").arg(m_study.fileName()));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, keepEvery](const QString& path) { writeCopy(path, keepEvery); });
    dialog->open();
}

void FileDesk::writeCopy(const QString& path, int keepEvery) {
    if (!m_study.path().isEmpty() && QFileInfo(path) == QFileInfo(m_study.path())) {
        emit told({Banner::Kind::Warning, tr("The copy needs a name of its own."),
                   tr("%1 is the file it is made of, which would lose weights.").arg(path),
                   tr("Save elsewhere…"), [this, keepEvery] { chooseCopy(keepEvery); }});
        return;
    }
    m_study.useCopy(
        [path, keepEvery](StudyRecord record) {
            for (Session& session : record.sessions)
                session.keepEvery = keepEvery;
            writeArchive(record, path);
        },
        [this, path](const QString& error) { tellCopied(path, error); });
}

void FileDesk::tellCopied(const QString& path, const QString& error) {
    if (!error.isEmpty()) {
        emit told(Banner::fromText(Banner::Kind::Error, error));
        return;
    }
    const QFileInfo file(path);
    emit fileUsed(path);
    emit told({Banner::Kind::Done,
               tr("Saved a copy of %1").arg(bytesText(static_cast<double>(file.size()))),
               tr("as %1").arg(QDir::toNativeSeparators(path)),
               {},
               {}});
}

QFileDialog* FileDesk::makeDialog(const QString& caption, bool toSave) {
    if (m_dialog)
        m_dialog->deleteLater();
    m_dialog = new QFileDialog(m_window, caption);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setFileMode(toSave ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    m_dialog->setAcceptMode(toSave ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    const QString sessions = tr("Sessions (*.infoplane)");
    m_dialog->setNameFilters(toSave ? QStringList{sessions}
                                    : QStringList{tr("Sessions and experiments (*.infoplane *.json)"),
                                                  sessions, tr("Experiments (*.json)"), tr("All files (*)")});
    m_dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    if (!m_study.path().isEmpty())
        m_dialog->setDirectory(QFileInfo(m_study.path()).absolutePath());
    if (toSave) {
        m_dialog->setDefaultSuffix(archiveSuffix);
        selectName(m_study.fileName());
    }
    return m_dialog;
}

/// With its ending: the dialog adds none to a name that has a dot.
void FileDesk::selectName(const QString& name) {
    m_dialog->selectFile(QStringLiteral("%1.%2").arg(name, archiveSuffix));
}

bool FileDesk::hasUnsaved() const {
    return m_study.isModified() || m_study.unsavedRunsToUndo() > 0;
}

void FileDesk::askThen(std::function<void()> goOn) {
    const int toUndo = m_study.unsavedRunsToUndo();
    if (!hasUnsaved()) {
        goOn();
        return;
    }
    if (m_question)
        m_question->deleteLater();
    const QString earlier =
        toUndo == 1 ? tr("An earlier run is in no file, and only Undo brings it back.")
                    : tr("%1 earlier runs are in no file, and only Undo brings them back.").arg(toUndo);
    if (m_study.isModified()) {
        const QString text = tr("“%1” has epochs or estimates that are in no file.").arg(m_study.title());
        m_question = new QMessageBox(
            QMessageBox::Question, m_study.isOpen() ? tr("Save the study?") : tr("Save the session?"),
            toUndo > 0 ? text + QLatin1Char(' ') + earlier : text,
            QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    } else {
        m_question = new QMessageBox(QMessageBox::Question, tr("Discard what was trained before?"), earlier,
                                     QMessageBox::Discard | QMessageBox::Cancel, m_window);
    }
    m_question->setObjectName(QStringLiteral("saveQuestion"));
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setInformativeText(m_study.isModified() ? tr("Save them now, or discard them?")
                                                        : tr("Discard it, or cancel and undo?"));
    m_question->setDefaultButton(m_study.isModified() ? QMessageBox::Save : QMessageBox::Cancel);
    m_question->setWindowModality(Qt::WindowModal);
    connect(m_question, &QMessageBox::finished, this, [this, goOn](int answer) {
        if (answer == QMessageBox::Discard) {
            goOn();
        } else if (answer == QMessageBox::Save) {
            m_afterSave = goOn;
            save();
        }
    });
    m_question->open();
}

bool FileDesk::canOpen(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == archiveSuffix || suffix == QLatin1String("json");
}

void FileDesk::takeFileDone(bool loaded, const QString& path, const QString& error) {
    const auto goOn = loaded ? std::function<void()>() : std::exchange(m_afterSave, {});
    if (error.isEmpty()) {
        emit fileUsed(path);
        if (goOn)
            goOn();
        return;
    }
    Banner::Message message = Banner::fromText(Banner::Kind::Error, error);
    if (loaded) {
        message.remedy = tr("Open another…");
        message.act = [this] { open(); };
    } else if (m_study.hasAnyRun()) {
        message.remedy = tr("Save elsewhere…");
        message.act = [this] { saveAs(); };
    }
    emit told(message);
}

} // namespace infoplane
