#pragma once

#include "theme.h"
#include "transport/player.h"
#include "transport/run_status.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace infoplane {

class ComboField;
class LiveNumber;
class SegmentedControl;
class StudyDocument;
class Timeline;

/// The foot of the window: Restart, New seed, Stop, Play or Pause, Step; the timeline with what goes on above
/// it; speed and epoch scale.
class TransportBar : public QWidget {
    Q_OBJECT
  public:
    TransportBar(SessionDocument& document, StudyDocument& study, Playhead& playhead, Player& player,
                 QWidget* parent = nullptr);

    void setTheme(const Theme& theme);
    Timeline* timeline() const { return m_timeline; }
    const RunStatus& status() const { return m_status; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void buildButtons(QHBoxLayout* row);
    void buildTimeline(QHBoxLayout* row);
    void buildSpeed(QHBoxLayout* row);
    QToolButton* addTool(QHBoxLayout* row, const QString& icon, const QString& name, const QString& keys);
    void takePlayer();
    void takePlayButton();
    void sayWhatToolsDo(bool canRun);
    void takeSpeed();
    void takeStatus();
    void takeForetold();
    void showTexts();

    SessionDocument& m_document;
    StudyDocument& m_study;
    Playhead& m_playhead;
    Player& m_player;
    Theme m_theme;
    RunStatus m_status;
    bool m_showsPause = false;
    QToolButton* m_restart;
    QToolButton* m_newSeed;
    QToolButton* m_stop;
    QToolButton* m_play;
    QToolButton* m_step;
    QLabel* m_state;
    LiveNumber* m_detail;
    LiveNumber* m_right;
    QPushButton* m_remedy;
    Timeline* m_timeline;
    ComboField* m_speed;
    SegmentedControl* m_scale;
};

} // namespace infoplane
