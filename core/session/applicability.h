#pragma once

#include "session/experiment_spec.h"

namespace infoplane {

/// Why an estimator cannot say anything of the runs of this spec, in a sentence for the person who would
/// choose it; empty where it can. Needs no data: known before a run starts.
QString whyNotApplicable(const EstimatorDescription& estimator, const ExperimentSpec& spec);

} // namespace infoplane
