#include "export_desk.h"

#include "export/chart_menu.h"
#include "export/data_exporter.h"
#include "export/export_dialog.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QUrl>

namespace infoplane {

ExportDesk::ExportDesk(SessionDocument& document, StudyDocument& study, const SessionPresenter& presenter,
                       const Appearance& appearance, QWidget* window)
    : QObject(window)
    , m_document(document)
    , m_study(study)
    , m_presenter(presenter)
    , m_appearance(appearance)
    , m_window(window) {
    connect(&m_copier, &FigureCopier::failed, this, [this](const QString& error) {
        if (!m_figure || !m_figure->isVisible()) // else it tells it itself
            emit told(Banner::fromText(Banner::Kind::Error, error));
    });
}

void ExportDesk::exportFigure() {
    if (m_presenter.view().epochs.empty())
        return;
    if (m_figure) {
        m_figure->raise();
        return;
    }
    FigureContent content = this->content();
    if (m_multiples)
        content.multiples = m_multiples();
    m_figure = new ExportDialog(content, m_appearance.theme(), m_copier, m_window);
    m_figure->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_figure, &ExportDialog::exported, this,
            [this](const QString& path) { tellWritten({path}, QFileInfo(path).absolutePath()); });
    m_figure->open();
}

FigureContent ExportDesk::content() const {
    FigureContent content(m_presenter.view());
    content.fileName = m_study.fileName();
    if (m_study.isOpen())
        content.condition = m_study.name(m_study.shown());
    if (m_look)
        m_look(content);
    return content;
}

void ExportDesk::exportData() {
    if (!m_study.hasAnyRun() || m_folder)
        return;
    m_folder = new QFileDialog(m_window, tr("A folder for measurements.csv and epochs.csv"));
    m_folder->setAttribute(Qt::WA_DeleteOnClose);
    m_folder->setFileMode(QFileDialog::Directory);
    m_folder->setOption(QFileDialog::ShowDirsOnly);
    if (!m_study.path().isEmpty())
        m_folder->setDirectory(QFileInfo(m_study.path()).absolutePath());
    connect(m_folder, &QFileDialog::fileSelected, this, &ExportDesk::exportDataTo);
    m_folder->open();
}

void ExportDesk::exportDataTo(const QString& folder) {
    auto written = std::make_shared<QStringList>();
    m_study.useCopy([folder, written](const StudyRecord& record) { *written = exportTables(record, folder); },
                    [this, folder, written](const QString& error) {
                        if (error.isEmpty())
                            tellWritten(*written, folder);
                        else
                            emit told(Banner::fromText(Banner::Kind::Error, error));
                    });
}

void ExportDesk::showChartMenu(FigurePanel panel, const QPoint& globalPosition) {
    QMenu* menu = makeChartMenu(
        content(), panel, m_appearance.theme().dark, m_copier, [this] { exportFigure(); }, m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
}

void ExportDesk::tellWritten(const QStringList& paths, const QString& folder) {
    QStringList names;
    for (const QString& path : paths)
        names << QDir(folder).relativeFilePath(path);
    constexpr int mostNamed = 3;
    Banner::Message message;
    message.kind = Banner::Kind::Done;
    message.cause = names.size() > mostNamed ? tr("Exported %1 tables").arg(names.size())
                                             : tr("Exported %1").arg(names.join(tr(", ")));
    message.text = tr("to %1").arg(QDir::toNativeSeparators(folder));
    message.remedy = tr("Show folder");
    message.act = [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); };
    emit told(message);
}

} // namespace infoplane
