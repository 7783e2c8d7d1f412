#pragma once

#include "session/experiment.h"

#include <memory>
#include <optional>
#include <vector>

namespace infoplane {

/// The activity of every layer over the epochs, made from the weights again: histograms, saturation, and what
/// is lost of the network's decision where a layer is put into bins.
struct ActivityProfile {
    struct Layer {
        /// What the histogram spans: the interval between the values at which a nonlinearity saturates on
        /// both sides, [0, 1] for a softmax, else from the least to the greatest activity of all these
        /// epochs.
        double lowest = 0, highest = 1;
        std::vector<std::vector<float>> shares; ///< of all activities, one row an epoch; they sum to 1
        /// Share of activities (samples times units) where the slope of the nonlinearity is below a tenth of
        /// its steepest (this program's choice); NaN for the output, and for GELU and SiLU, whose value does
        /// not tell their slope.
        std::vector<double> saturated;
        /// H(predicted class | binned T) in bits, plug-in: how much of the decision the bins lose. NaN for
        /// regression. Saxe et al. 2018, appendix.
        std::vector<double> decision;
        std::vector<double> edges; ///< of the estimator's bins, within the span; empty: none to draw
    };
    std::vector<int> epochs;
    std::vector<Layer> layers;
    int samples = 0, ofSamples = 0;
    EstimatorSettings bins; ///< by which the decision was looked at
    double noise = 0;       ///< s.d. of the noise that the estimator adds to activity; 0: it bins
};

struct ActivityQuestion {
    int seed = 0;
    SampleSet on = SampleSet::All;
    EstimatorSettings
        estimator;          ///< where it does not bin, the decision is looked at with bins of the usual width
    int bins = 64;          ///< of the histograms
    int mostSamples = 5000; ///< more are thinned at random, classes in their proportion
};

/// How steep f is where its value is t, as a share of its steepest; none where t does not tell.
std::optional<double> relativeSlope(Activation activation, double t);

/// Goes over the epochs that have weights twice: first for the range, then for the rest. Empty when
/// cancelled. Throws Error.
std::optional<ActivityProfile> profileActivity(const Experiment& experiment,
                                               std::vector<std::shared_ptr<const EpochSnapshot>> snapshots,
                                               const ActivityQuestion& question,
                                               const CancelQuestion& cancelled = {});

} // namespace infoplane
