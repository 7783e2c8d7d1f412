#pragma once

#include "document/session_presenter.h"
#include "lecture/lecture_bar.h"
#include "session/lesson.h"
#include "session/presets.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace infoplane {

class EpochChart;
class GuessPad;
class PlaneChart;
class PlotView;

/// The session before a class: the whole screen, everything 1.8 times as large, few controls. The class may
/// guess before a film is shown, films may loop, and Page Up and Page Down, as a presenter has them, go over
/// the steps of the preset's lesson. Escape leaves.
///
/// It shows the session of the window it was opened from, at the same present epoch; nothing is made twice.
class LectureWindow : public QWidget {
    Q_OBJECT
  public:
    LectureWindow(SessionDocument& document, SessionPresenter& presenter, Playhead& playhead, Player& player,
                  QWidget* parent);

    void setTheme(const Theme& theme);
    /// The lesson of a preset, or none; it begins before its first step.
    void setLesson(const std::optional<Lesson>& lesson, const ExperimentSpec& base);
    const std::optional<Lesson>& lesson() const { return m_lesson; }
    /// -1: before the first.
    int step() const { return m_step; }
    void goToStep(int step);
    void setGuessing(bool guessing);
    bool isGuessing() const;
    void setLooping(bool looping);
    bool isLooping() const { return m_looping; }

    PlaneChart* planeChart() const { return m_plane; }
    EpochChart* lossChart() const { return m_loss; }
    GuessPad* guessPad() const { return m_guess; }
    LectureBar* bar() const { return m_bar; }
    /// "Esc leaves. Space plays.", for three seconds.
    QLabel* hint() const { return m_hint; }
    QLabel* words() const { return m_words; }

  signals:
    void left();

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeHead();
    QWidget* makeCharts();
    void makeKeys();
    void takeView();
    void takeFilm();
    void play();
    void applyStep();
    void sayStep();
    void placeOverlays();

    SessionDocument& m_document;
    SessionPresenter& m_presenter;
    Playhead& m_playhead;
    Player& m_player;
    Theme m_theme;
    PlaneChart* m_plane;
    EpochChart* m_loss;
    PlotView* m_planeView;
    PlotView* m_lossView;
    GuessPad* m_guess;
    LectureBar* m_bar;
    QLabel* m_title;
    QLabel* m_epochWord;
    QLabel* m_epoch;
    QLabel* m_words;
    QLabel* m_hint;
    QTimer m_hintTimer, m_loopTimer;
    bool m_looping = false;
    std::optional<Lesson> m_lesson;
    ExperimentSpec m_base;
    int m_step = -1;
};

/// The lesson of a preset; none where it has none. Throws Error.
std::optional<Lesson> lessonOf(const Preset& preset);

} // namespace infoplane
