#pragma once

#include "engine.h"

#include <optional>
#include <vector>

namespace infoplane {

class Experiment;
struct ExperimentSpec;
struct Session;

/// What a run will cost, foretold from the spec and a short probe of its own code.
struct CostEstimate {
    double seconds = 0;
    double estimateSeconds = 0; ///< of these, to estimate once all is trained
    double weightBytes = 0;     ///< of measured epochs, in memory or in a file
    double memoryBytes = 0;
    double temporaryBytes = 0; ///< of weights that go to a file while it runs, see WeightStore
    double archiveBytes = 0;
};

/// Trains and measures for less than a third of a second. Empty when cancelled. Throws Error.
std::optional<CostEstimate> foretellCost(const Experiment& experiment, const CancelQuestion& cancelled = {});

/// Of the conditions of a study, run one after the other and kept: such as train alike are trained once and
/// share their weights, but not in the archive. A probe for each.
std::optional<CostEstimate> foretellCost(const std::vector<ExperimentSpec>& conditions,
                                         const CancelQuestion& cancelled = {});

/// About how large the archive of what has been measured is, or its part in a study's, with the weights of so
/// many epochs, see Session::keepEvery.
double foretellArchiveBytes(const Session& session, int keepEvery);

} // namespace infoplane
