#pragma once

#include "session/experiment_spec.h"

#include <QStringList>

namespace infoplane {

/// A lesson: steps with a few words each, some of which set something. Markdown: a title, an introduction,
/// then the steps as a numbered list or as headings of the second level; what comes under a heading after a
/// numbered list is no step.
///
///     # SZT, tanh
///     1. Press **Play**.
///     2. Now two activities are told apart only where they lie 0.3 apart.
///        ```json
///        {"estimator": {"bin_size": 0.3}}
///        ```
///
/// The one fenced JSON object of a step says what it sets. Three keys are of the window: "condition", a
/// condition of the study by its name; "chart", what stands beside the plane (lessonCharts); "view", what is
/// opened (lessonViews). All others are a merge patch (RFC 7396) to the spec as it is set by then, whoever
/// set it: what the patch does not name stays. A step without JSON sets nothing.
struct LessonStep {
    QString title; ///< empty in a numbered list
    QString text;  ///< Markdown, without the JSON
    QString condition;
    QString chart;
    QString view;
    QJsonObject patch;

    /// "**Coarser**  Bins of 0.3.": title and text, Markdown.
    QString words() const;
    bool setsExperiment() const { return !condition.isEmpty() || !patch.isEmpty(); }
    bool setsAnything() const { return setsExperiment() || !chart.isEmpty() || !view.isEmpty(); }
};

/// What can stand beside the plane: generalization, information, gradient, activity, decision, in the order
/// in which the window offers these charts; then others of their quantities. Of the information, I(X;T),
/// there are label, I(T;Y), relevant, I(X_rel;T), and irrelevant, I(X_irr;T); of the gradient, its ratio of
/// signal to noise, there is weights, their norms.
const QStringList& lessonCharts();
/// charts, compare, multiples, oneUnit, verdicts.
const QStringList& lessonViews();

struct Lesson {
    QString title;
    QString introduction; ///< Markdown, between the title and the first step
    std::vector<LessonStep> steps;

    int count() const { return static_cast<int>(steps.size()); }
    /// A spec with the patch of one step (from 0), and nothing else changed. Throws Error naming the step and
    /// what is wrong with it.
    ExperimentSpec specAfter(const ExperimentSpec& now, int step) const;
};

/// Throws Error naming the file and the line: JSON that is none, a step with two of them, a chart or view
/// that does not exist, no step at all.
Lesson parseLesson(const QString& markdown, const QString& name);
/// The same Markdown without what is written for the window.
QString withoutSettings(const QString& markdown);

} // namespace infoplane
