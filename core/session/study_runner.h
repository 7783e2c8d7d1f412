#pragma once

#include "engine.h"
#include "session/session_runner.h"
#include "session/study.h"

namespace infoplane {

/// Runs all conditions and seeds of a study on one pool of threads (0: one a core); the same bits whatever
/// their number, and the same as each condition gives by itself. Conditions that train the same and differ
/// only in what is measured are trained once, unless an estimator cuts that training short. When cancelled,
/// what was measured so far is returned; of seeds that had not begun there is no run. A run that a
/// condition's estimator refuses is kept without measurements, with its failure. Throws Error where a
/// condition cannot be run.
StudyRecord runStudy(const Study& study, const CancelQuestion& cancelled = {},
                     const std::function<void(const RunProgress&)>& progress = {}, int threads = 0);

/// What decides how a spec is trained, seeds, titles and measures aside: two specs of the same training give
/// the same weights at the epochs both measure.
QJsonObject trainingOf(const ExperimentSpec& spec);
/// Of the same seeds as well.
bool trainsAlike(const ExperimentSpec& one, const ExperimentSpec& other);

} // namespace infoplane
