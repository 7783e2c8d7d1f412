#pragma once

#include "appearance.h"
#include "document/session_document.h"
#include "transport/player.h"

#include <QKeySequence>
#include <QObject>

class QAction;
class QMenu;
class QMenuBar;

namespace infoplane {

/// Every action of the window, in its menus, with its key: those of a document, a film or a player act by
/// themselves, the rest is told by a signal.
class WindowMenus : public QObject {
    Q_OBJECT
  public:
    WindowMenus(SessionDocument& document, Playhead& playhead, Player& player, QMenuBar* bar,
                QWidget* window);

    void setRecentFiles(const QStringList& paths);
    void setLayers(const QStringList& names, const std::vector<bool>& hidden);
    void setAppearance(Appearance::Choice choice, bool highContrast, bool reducedMotion);
    void setPanelsShown(bool left, bool right);
    void setFullScreen(bool full);
    void setLesson(bool there, bool shown);
    void setMultiplesShown(bool shown);
    void setCompareShown(bool shown);
    void setCompareEnabled(bool enabled);
    /// What Ctrl+E and its neighbour act on is there.
    void setExportEnabled(bool enabled);
    void setSaveEnabled(bool enabled);
    /// Keys and what they do, for the help window.
    const std::vector<std::pair<QString, QString>>& keys() const { return m_keys; }
    /// Other actions for the View menu: joins, limits.
    QMenu* viewMenu() const { return m_view; }

  signals:
    void newAsked();
    void openAsked();
    void fileAsked(const QString& path);
    void recentCleared();
    void saveAsked();
    void saveAsAsked();
    void saveCopyAsked();
    void exportFigureAsked();
    void exportDataAsked();
    void quitAsked();
    void leftPanelToggled(bool shown);
    void rightPanelToggled(bool shown);
    void multiplesToggled(bool shown);
    void compareToggled(bool shown);
    void verdictsAsked();
    void lessonToggled(bool shown);
    void layerToggled(int layer);
    void zoomResetAsked();
    void appearanceChosen(infoplane::Appearance::Choice choice);
    void highContrastChosen(bool high);
    void reducedMotionChosen(bool reduced);
    void fullScreenToggled(bool full);
    void lectureAsked();
    void oneUnitAsked();
    void helpAsked();
    void notesAsked();
    void aboutAsked();

  private:
    QAction* add(QMenu* menu, const QString& text, const QKeySequence& key = {},
                 const QString& helpText = {});
    QAction* addHidden(const QKeySequence& key, const QString& helpText);
    void buildFile();
    void buildEdit();
    void buildView();
    void buildTheme();
    void buildRun();
    void buildSpeed();
    void buildHelp();
    void buildFilmKeys();
    void takePlayer();
    void takePlayhead();

    SessionDocument& m_document;
    Playhead& m_playhead;
    Player& m_player;
    QMenuBar* m_bar;
    QWidget* m_window;
    QMenu* m_recent = nullptr;
    QMenu* m_view = nullptr;
    QMenu* m_layers = nullptr;
    QAction* m_save = nullptr;
    QAction* m_saveAs = nullptr;
    QAction* m_saveCopy = nullptr;
    QAction* m_exportFigure = nullptr;
    QAction* m_exportData = nullptr;
    QAction* m_leftPanel = nullptr;
    QAction* m_rightPanel = nullptr;
    QAction* m_multiples = nullptr;
    QAction* m_compare = nullptr;
    QAction* m_fullScreen = nullptr;
    QAction* m_lesson = nullptr;
    std::vector<QAction*> m_layerActions;
    std::map<Appearance::Choice, QAction*> m_themes;
    QAction* m_highContrast = nullptr;
    QAction* m_reducedMotion = nullptr;
    QAction* m_play = nullptr;
    QAction* m_step = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_restart = nullptr;
    QAction* m_newSeed = nullptr;
    QAction* m_follow = nullptr;
    QAction* m_linear = nullptr;
    std::vector<std::pair<QString, QString>> m_keys;
};

} // namespace infoplane
