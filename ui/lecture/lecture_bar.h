#pragma once

#include "document/session_document.h"
#include "theme.h"
#include "transport/player.h"

#include <QWidget>

class QLabel;
class QSlider;
class QToolButton;

namespace infoplane {

class Timeline;

/// The few controls of a lecture, large: Play, Restart, guess and loop, the timeline, and the one number of
/// the estimator that matters, its width, count or noise.
class LectureBar : public QWidget {
    Q_OBJECT
  public:
    static constexpr int height = 112;

    LectureBar(SessionDocument& document, Playhead& playhead, Player& player, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);
    void setGuessing(bool guessing);
    QToolButton* loopButton() const { return m_loop; }
    QSlider* slider() const { return m_slider; }

  signals:
    void playAsked();
    void guessToggled(bool guessing);
    void loopToggled(bool loops);
    void draggingChanged(bool dragging);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QToolButton* makeTool(const QString& name, const QString& toolTip);
    QWidget* makeSlider();
    void takePlayer();
    void takeEstimator();
    void moveSlider(int position);
    void refreshIcons();

    SessionDocument& m_document;
    Player& m_player;
    Theme m_theme;
    QToolButton* m_play;
    QToolButton* m_restart;
    QToolButton* m_guess;
    QToolButton* m_loop;
    Timeline* m_timeline;
    QWidget* m_numberPlace;
    QLabel* m_name;
    QLabel* m_value;
    QSlider* m_slider;
    const ParameterDescription* m_parameter = nullptr;
};

} // namespace infoplane
