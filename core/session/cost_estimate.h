#pragma once

#include "engine.h"

#include <optional>

namespace infoplane {

class Experiment;

/// What a run will cost, foretold from the spec and a short probe of its own code.
struct CostEstimate {
    double seconds = 0;
    double memoryBytes = 0;
    double temporaryBytes = 0; ///< of weights that go to a file while it runs, see WeightStore
    double archiveBytes = 0;
};

/// Trains and measures for less than a third of a second. Empty when cancelled. Throws Error.
std::optional<CostEstimate> foretellCost(const Experiment& experiment, const CancelQuestion& cancelled = {});

} // namespace infoplane
