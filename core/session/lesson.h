#pragma once

#include "session/experiment_spec.h"

namespace infoplane {

/// A lesson for a class: steps with a few words each, some of which set the experiment. Markdown: a title,
/// an introduction, then the steps as a numbered list or as headings of the second level; what comes under a
/// heading after a numbered list is no step.
///
///     # SZT, tanh
///     1. Press **Play**.
///     2. Now two activities are told apart only where they lie 0.3 apart.
///        ```json
///        {"estimator": {"bin_size": 0.3}}
///        ```
///
/// The one fenced JSON object of a step is a merge patch (RFC 7396) to the spec as the steps before have left
/// it; a step without one changes nothing.
struct LessonStep {
    QString title; ///< empty in a numbered list
    QString text;  ///< Markdown, without the patch
    QJsonObject patch;
};

struct Lesson {
    QString title;
    std::vector<LessonStep> steps;

    /// The spec at a step (from 0): `base` with the patches of all steps up to it. Throws Error naming the
    /// step and what is wrong with it.
    ExperimentSpec specAt(const ExperimentSpec& base, int step) const;
};

/// Throws Error naming the file and the line: a patch that is not JSON, a step with two of them, no step at
/// all.
Lesson parseLesson(const QString& markdown, const QString& name);

} // namespace infoplane
