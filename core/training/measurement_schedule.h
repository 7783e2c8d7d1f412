#pragma once

#include "engine_export.h"

#include <optional>
#include <vector>

namespace infoplane {

/// Paper: every epoch below 20, every 5th below 100, every 20th below 2000, every 100th after (212 epochs of
/// 0...10,000).
enum class ScheduleKind { Paper, Every, EveryKth, LogSpaced };

struct MeasurementSchedule {
    ScheduleKind kind = ScheduleKind::Paper;
    int every = 10;  ///< EveryKth: k
    int count = 200; ///< LogSpaced: about so many epochs, evenly spaced in log epoch
    /// A part seen more closely, whatever the kind: every epoch from one to the other. Both or neither.
    std::optional<int> denseFrom = {};
    std::optional<int> denseTo = {};
    bool operator==(const MeasurementSchedule&) const = default;
};

/// Measured epochs from 0 (initial weights) to `epochs`, ascending, the last one always among them. Throws
/// Error.
INFOPLANE_ENGINE std::vector<int> measuredEpochs(const MeasurementSchedule& schedule, int epochs);

} // namespace infoplane
