#pragma once

#include "appearance.h"
#include "document/activity_finder.h"
#include "document/sample_gradient_finder.h"
#include "document/seeds_finder.h"
#include "document/session_document.h"
#include "document/session_presenter.h"
#include "lesson/lesson_guide.h"
#include "study/study_document.h"
#include "transport/player.h"
#include "window_memory.h"

#include <QMainWindow>
#include <QPointer>

class QScrollArea;
class QSplitter;

namespace infoplane {

class ChartArea;
class CompareView;
class EstimatorPanel;
class ExportDesk;
class FileDesk;
class HelpWindow;
class LectureWindow;
class LessonPanel;
class NeuronWindow;
class NotesWindow;
class ReadoutPanel;
class SmallMultiples;
class StudyBar;
class TopBar;
class TransportBar;
class VerdictWindow;
class WindowMenus;

/// The frame: places the panels, owns actions and menus; knows no numbers. Document, film and presenter live
/// here, and every panel gets what it shows from them.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(Appearance& appearance);
    ~MainWindow() override;

    SessionDocument& document() { return m_document; }
    StudyDocument& study() { return m_study; }
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
    StudyBar* studyBar() const { return m_studyBar; }
    CompareView* compareView() const { return m_compare; }
    LessonGuide& lessonGuide() { return m_guide; }
    LessonPanel* lessonPanel() const { return m_lesson; }
    /// The conditions of the study side by side, in the place of the charts.
    void showCompared(bool shown);
    /// Another condition of the study, the present epoch staying.
    void showCondition(int condition);

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
    void connectStudy();
    void connectLesson();
    void restoreMemory();
    void keepMemory();

    void setTheme(const Theme& theme);
    void setLeftShown(bool shown);
    void setRightShown(bool shown);
    void foldByWidth();
    void setPanelWidths();
    void takeVisibility();

    void showInstead(QWidget* standIn);
    void takeView();
    void takeStudy();
    void openPreset(const Preset& preset);
    void takePreset();
    void takeLesson();
    void showLesson(bool shown);
    void showLessonChart(int chart);
    void showLessonView(const QString& view);
    void showTitle();
    void takeOpening();
    void takeTitle();
    void exportFigure();
    void takeSeeds();
    void takeShownSeed();
    void takeFailure(const RunFailure& failure);
    void tellDead();
    void takeRun();
    void rememberFile(const QString& path);
    void showHelp();
    void showNotes();
    void showVerdicts();
    void showAbout();

    Appearance& m_appearance;
    SessionDocument m_document;
    StudyDocument m_study;
    Playhead m_playhead;
    Player m_player;
    LessonGuide m_guide;
    SessionPresenter m_presenter;
    ActivityFinder m_activity;
    SampleGradientFinder m_sampleGradients;
    SeedsFinder m_seeds;
    WindowMemory m_memory;

    TopBar* m_topBar = nullptr;
    QSplitter* m_panels = nullptr;
    QWidget* m_left = nullptr;
    QWidget* m_right = nullptr;
    EstimatorPanel* m_estimator = nullptr;
    SmallMultiples* m_multiples = nullptr;
    StudyBar* m_studyBar = nullptr;
    CompareView* m_compare = nullptr;
    LessonPanel* m_lesson = nullptr;
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
    QPointer<VerdictWindow> m_verdicts;
    std::vector<std::function<void(const Theme&)>> m_themed;
    bool m_foldedByWidth = false;
    bool m_toldDead = false; ///< of the run and seed that are shown: told once, so it can be closed
    bool m_mayClose = false;
};

} // namespace infoplane
