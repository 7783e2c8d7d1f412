#pragma once

#include "session/lesson.h"
#include "study/study_document.h"
#include "transport/player.h"

#include <map>
#include <optional>

namespace infoplane {

/// The lesson of what is open, a preset's or that of a study read from a file, and the step a person is at.
/// The window's panel and the lecture go over the same steps. It sets what a step sets: the experiment
/// itself, what is of the window by a signal.
class LessonGuide : public QObject {
    Q_OBJECT
  public:
    LessonGuide(SessionDocument& document, StudyDocument& study, Player& player, QObject* parent = nullptr);

    /// Null: none is open.
    const Preset* preset() const { return m_preset; }
    const std::optional<Lesson>& lesson() const { return m_lesson; }
    void setLesson(const std::optional<Lesson>& lesson);
    /// -1: before the first, at the introduction.
    int step() const { return m_step; }
    const LessonStep* current() const;

    /// Only the words.
    void goTo(int step);
    /// All that the present step sets.
    void doStep();
    /// Before a class: to a step, with the conditions and settings of all steps on the way; going back takes
    /// theirs back. Not before the first, not beyond the last.
    void present(int step);
    /// What a step sets, in words; empty: nothing.
    static QString settingWords(const LessonStep& step);

  signals:
    void presetChanged();
    void lessonChanged();
    void stepChanged();
    /// To be shown at once: the settings of the step are meant for it.
    void conditionAsked(int condition);
    void chartAsked(int chart); ///< of lessonCharts()
    void viewAsked(const QString& view);
    void failed(const QString& sentence);

  private:
    /// What was before a step, so that it can be taken back.
    struct Before {
        int from = 0; ///< the condition that was shown
        int at = 0;   ///< the one whose spec was changed
        ExperimentSpec spec;
    };
    void take(bool anew);
    void setExperiment();
    void takeBack(int step);
    void edit(const ExperimentSpec& spec);
    void showCondition(int condition);

    SessionDocument& m_document;
    StudyDocument& m_study;
    Player& m_player;
    const Preset* m_preset = nullptr;
    std::optional<Lesson> m_lesson;
    int m_step = -1;
    std::map<int, Before> m_before;
};

/// The lesson of a preset; none where it has none. Throws Error.
std::optional<Lesson> lessonOf(const Preset& preset);

} // namespace infoplane
