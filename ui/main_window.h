#pragma once

#include "appearance.h"
#include "document/activity_finder.h"
#include "document/session_document.h"
#include "document/session_presenter.h"
#include "transport/player.h"
#include "window_memory.h"

#include <QMainWindow>
#include <QPointer>

class QScrollArea;
class QSplitter;

namespace infoplane {

class ChartArea;
class EstimatorPanel;
class ExportDesk;
class FileDesk;
class HelpWindow;
class LectureWindow;
class NeuronWindow;
class NotesWindow;
class ReadoutPanel;
class SmallMultiples;
class TopBar;
class TransportBar;
class WindowMenus;

/// The frame: places the panels, owns actions and menus; knows no numbers. Document, film and presenter live
/// here, and every panel gets what it shows from them.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(Appearance& appearance);
    ~MainWindow() override;

    SessionDocument& document() { return m_document; }
    Playhead& playhead() { return m_playhead; }
    Player& player() { return m_player; }
    SessionPresenter& presenter() { return m_presenter; }
    ChartArea* chartArea() const { return m_charts; }
    TransportBar* transport() const { return m_transport; }
    TopBar* topBar() const { return m_topBar; }
    QWidget* leftPanel() const { return m_left; }
    QWidget* rightPanel() const { return m_right; }
    SmallMultiples* multiples() const { return m_multiples; }
    /// The session under several estimators, in the place of the charts.
    void showMultiples(bool shown);

    /// The session before a class, full screen; null while there is none.
    void showLecture();
    LectureWindow* lecture() const;
    /// The minimal model, in a window of its own.
    void showOneUnit();
    NeuronWindow* oneUnit() const;

    /// Asks before anything would be lost.
    void openFile(const QString& path);

  protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void buildLayout();
    QWidget* makeLeftPanel();
    QWidget* makeRightPanel();
    void buildMenus();
    void connectDocument();
    void restoreMemory();
    void keepMemory();

    void setTheme(const Theme& theme);
    void setLeftShown(bool shown);
    void setRightShown(bool shown);
    void foldByWidth();
    void setPanelWidths();
    void takeVisibility();

    void takeView();
    void takeTitle();
    void takeSeeds();
    void takeFailure(const RunFailure& failure);
    void takeRun();
    void rememberFile(const QString& path);
    void showHelp();
    void showNotes();
    void showAbout();

    Appearance& m_appearance;
    SessionDocument m_document;
    Playhead m_playhead;
    Player m_player;
    SessionPresenter m_presenter;
    ActivityFinder m_activity;
    WindowMemory m_memory;

    TopBar* m_topBar = nullptr;
    QSplitter* m_panels = nullptr;
    QWidget* m_left = nullptr;
    QWidget* m_right = nullptr;
    EstimatorPanel* m_estimator = nullptr;
    SmallMultiples* m_multiples = nullptr;
    ReadoutPanel* m_readout = nullptr;
    ChartArea* m_charts = nullptr;
    TransportBar* m_transport = nullptr;
    WindowMenus* m_menus = nullptr;
    FileDesk* m_files = nullptr;
    ExportDesk* m_exports = nullptr;
    QPointer<HelpWindow> m_help;
    QPointer<LectureWindow> m_lecture;
    QPointer<NeuronWindow> m_oneUnit;
    QPointer<NotesWindow> m_notes;
    std::vector<std::function<void(const Theme&)>> m_themed;
    bool m_foldedByWidth = false;
    bool m_mayClose = false;
};

} // namespace infoplane
