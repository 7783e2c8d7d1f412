#pragma once

#include "session/experiment.h"
#include "session/session_feed.h"

namespace infoplane {

/// What I(T;Y) would be read as, layer by layer, if labels had nothing to do with inputs: the bias of few
/// samples, under every estimator. Whatever lies above it is more than that.
struct LabelBaseline {
    struct Point {
        int epoch = 0;
        std::vector<ShuffledLabels> layers; ///< NaN where there are no labels
    };
    std::vector<Point> points; ///< ascending epochs
    int shuffles = 0;
    PictureGrain grain; ///< the samples are those of the measurements: the bias depends on their number
};

struct BaselineQuestion {
    int seed = 0;
    EstimatorSettings estimator;
    SampleSet on = SampleSet::All;
    std::vector<int> epochs; ///< measured ones; empty: all
    int shuffles = 20;
    std::uint64_t dealing = 0; ///< where the shuffles start
};

/// Deals the labels of the measured samples out at random and estimates anew, on several threads (0: one a
/// core); the same bits whatever their number. `snapshots`: all measured epochs, of which those asked for
/// that have weights are done, coarse to fine; `told` hears each time more of them are there, from any thread
/// but one at a time. Empty when cancelled. Throws Error, also where the range of the run is needed and
/// weights are missing.
std::optional<LabelBaseline>
labelBaseline(const Experiment& experiment, const std::vector<EpochSnapshot>& snapshots,
              const BaselineQuestion& question, const CancelQuestion& cancelled = {},
              const std::function<void(const LabelBaseline::Point&)>& told = {}, int threads = 0);

} // namespace infoplane
