#pragma once

#include "charts/epoch_chart.h"
#include "document/session_presenter.h"
#include "lecture/lecture_bar.h"
#include "lesson/lesson_guide.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace infoplane {

class ElidedLabel;
class GuessPad;
class PlaneChart;
class PlotView;

/// The session before a class: the whole screen, everything 1.8 times as large, few controls. The class may
/// guess before a film is shown, films may loop, and Page Up and Page Down, as a presenter has them, go over
/// the steps of the lesson. Beside the plane stands the chart that the step asks for, else that of the
/// preset, else the loss. Of a study, comma and period show another condition. Escape leaves.
///
/// It shows the session of the window it was opened from, at the same present epoch, and the window's lesson;
/// nothing is made twice.
class LectureWindow : public QWidget {
    Q_OBJECT
  public:
    LectureWindow(SessionDocument& document, StudyDocument& study, LessonGuide& guide,
                  SessionPresenter& presenter, Playhead& playhead, Player& player, QWidget* parent);

    void setTheme(const Theme& theme);
    void setGuessing(bool guessing);
    bool isGuessing() const;
    void setLooping(bool looping);
    bool isLooping() const { return m_looping; }

    PlaneChart* planeChart() const { return m_plane; }
    /// The chart beside the plane.
    EpochChart* epochChart() const { return beside().chart; }
    /// That chart is made from activity.
    bool needsActivity() const { return !isHidden() && m_quantity == EpochChart::Quantity::DecisionLoss; }
    GuessPad* guessPad() const { return m_guess; }
    LectureBar* bar() const { return m_bar; }
    /// "Esc leaves. Space plays.", for three seconds.
    QLabel* hint() const { return m_hint; }
    QLabel* words() const { return m_words; }
    ElidedLabel* title() const { return m_title; }
    /// The condition of the study that is shown.
    ElidedLabel* condition() const { return m_condition; }
    /// "Step 2 of 5", of the lesson.
    QLabel* step() const { return m_step; }

  signals:
    void left();
    void chartChanged();
    void conditionAsked(int condition);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// A chart beside the plane: one has a linear axis and one a logarithmic, and one of them is in sight.
    struct Beside {
        EpochChart* chart;
        PlotView* view;
    };
    Beside makeBeside(EpochChart::Quantity quantity);
    const Beside& beside() const;
    QWidget* makeHead();
    QWidget* makeCharts();
    void makeKeys();
    void takeView();
    void giveBeside();
    void showBeside(const QString& lessonChart);
    void takeFilm();
    void play();
    void hold();
    void moveCondition(int by);
    void moveStep(int by);
    void takeTitle();
    void takeStep();
    PlotFrame planeFrame() const;
    QPolygonF presentPoints() const;
    void placeOverlays();
    void showHint(const QString& text);

    SessionDocument& m_document;
    StudyDocument& m_study;
    LessonGuide& m_guide;
    SessionPresenter& m_presenter;
    Playhead& m_playhead;
    Player& m_player;
    Theme m_theme;
    PlaneChart* m_plane;
    PlotView* m_planeView;
    Beside m_linear, m_decades;
    EpochChart::Quantity m_quantity = EpochChart::Quantity::Loss; ///< that a step asks for
    GuessPad* m_guess;
    LectureBar* m_bar;
    ElidedLabel* m_title;
    ElidedLabel* m_condition;
    QLabel* m_step;
    QLabel* m_epochWord;
    QLabel* m_epoch;
    QLabel* m_words;
    QLabel* m_hint = nullptr;
    QTimer m_hintTimer, m_loopTimer;
    bool m_looping = false;
};

} // namespace infoplane
