#pragma once

#include "session/experiment.h"

namespace infoplane {

struct RunProgress {
    int seedsDone = 0;
    int seeds = 0;
    double share = 0; ///< of all epochs of all seeds
    double secondsLeft = 0;
};

/// Runs a whole spec without a window: seeds in parallel on as many threads as there are cores (or as asked),
/// each with the same bits whatever their number. When cancelled, what was measured so far is returned.
/// Throws Error where the spec cannot be run; a seed that diverges keeps its epochs and its failure.
Session runSession(const ExperimentSpec& spec, const CancelQuestion& cancelled = {},
                   const std::function<void(const RunProgress&)>& progress = {}, int threads = 0);

} // namespace infoplane
