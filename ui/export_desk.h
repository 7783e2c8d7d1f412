#pragma once

#include "appearance.h"
#include "banner.h"
#include "document/session_document.h"
#include "document/session_presenter.h"
#include "export/figure_copier.h"
#include "export/figure_exporter.h"
#include "study/study_document.h"

#include <QPointer>

#include <functional>

class QFileDialog;

namespace infoplane {

class ExportDialog;

/// Takes what the charts show out of the window: figures, tables, copies. How it ended is told by a message.
class ExportDesk : public QObject {
    Q_OBJECT
  public:
    ExportDesk(SessionDocument& document, StudyDocument& study, const SessionPresenter& presenter,
               const Appearance& appearance, QWidget* window);

    void exportFigure();
    /// Where small multiples come from, asked when a figure is to be made.
    void setMultiples(std::function<std::optional<FigureMultiples>()> multiples) {
        m_multiples = std::move(multiples);
    }
    /// Both tables of the session into a folder, which is asked for; of a study, those of each condition into
    /// a folder of its own there.
    void exportData();
    void exportDataTo(const QString& folder);
    /// Puts into a content how the charts look: which layer, which lines, which zoom.
    void setLook(std::function<void(FigureContent&)> look) { m_look = std::move(look); }
    /// The menu of a chart, at a place on the screen.
    void showChartMenu(FigurePanel panel, const QPoint& globalPosition);

  signals:
    void told(const infoplane::Banner::Message& message);

  private:
    FigureContent content() const;
    void tellWritten(const QStringList& paths, const QString& folder);

    SessionDocument& m_document;
    StudyDocument& m_study;
    const SessionPresenter& m_presenter;
    const Appearance& m_appearance;
    QWidget* m_window;
    std::function<std::optional<FigureMultiples>()> m_multiples;
    std::function<void(FigureContent&)> m_look;
    FigureCopier m_copier;
    QPointer<ExportDialog> m_figure;
    QPointer<QFileDialog> m_folder;
};

} // namespace infoplane
