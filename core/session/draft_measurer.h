#pragma once

#include "session/measurer.h"

namespace infoplane {

class Experiment;

/// The same estimator over fewer samples, for pictures that are to come at once: as many as let an epoch take
/// a few milliseconds, found by trying it on a few. Null where all samples are quick enough, or where fewer
/// would not help. `like` is an epoch to try it on; without one, the first weights of the seed.
std::shared_ptr<const Measurer> draftMeasurer(const Experiment& experiment,
                                              std::shared_ptr<const MeasuredSamples> samples, int seed,
                                              const EstimatorSettings& settings, const EpochSnapshot* like,
                                              const CancelQuestion& cancelled = {});

/// The same estimator over so many samples, chosen by fewerSamples; with as many random draws a sample as it
/// would make over all of them.
std::shared_ptr<const Measurer> measurerOfFewer(const Experiment& experiment,
                                                std::shared_ptr<const MeasuredSamples> samples, int count,
                                                int seed, const EstimatorSettings& settings);

/// Seconds that one epoch takes on one thread, the least of two tries; none when cancelled or refused.
std::optional<double> secondsOfAnEpoch(const Measurer& measurer, const EpochSnapshot& like,
                                       const CancelQuestion& cancelled = {});

} // namespace infoplane
