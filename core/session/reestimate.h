#pragma once

#include "engine.h"
#include "session/session.h"

#include <functional>

namespace infoplane {

/// The session as another estimator sees it, on the samples asked for: spec and measurements change, training
/// does not. On several threads (0: one a core), the same bits whatever their number; `progress` hears the
/// share that is done, from any thread. Empty when cancelled. Throws Error where the estimator cannot say
/// anything of these runs, the data are no longer those of the session, or it lacks weights (its file kept
/// fewer).
std::optional<Session> reestimate(Session session, const EstimatorSettings& settings, SampleSet on,
                                  const CancelQuestion& cancelled = {},
                                  const std::function<void(double)>& progress = {}, int threads = 0);

} // namespace infoplane
