#pragma once

#include "session/study_runner.h"

namespace infoplane {

/// What becomes different when a run is taken up again.
struct Continuation {
    std::optional<int> epochs; ///< train up to this epoch; none: to the spec's last one
    /// Measure every epoch from one to the other as well.
    std::optional<std::pair<int, int>> dense;
};

/// Takes a run up again by exact replay: training is deterministic, so it is repeated from epoch 0 and goes
/// on where the record ends. The result is what the changed study gives when it is run from the start, bit
/// for bit, with all weights; a record that was interrupted becomes whole. Notes are kept, and which weights
/// its file is to hold. Throws Error where the replay does not meet the weights that the record has (another
/// processor level or version), where it was cancelled before it had all epochs of the record again, or the
/// study cannot be run so.
StudyRecord continueRun(const StudyRecord& before, const Continuation& how,
                        const CancelQuestion& cancelled = {},
                        const std::function<void(const RunProgress&)>& progress = {}, int threads = 0);

} // namespace infoplane
