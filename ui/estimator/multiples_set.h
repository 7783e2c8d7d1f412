#pragma once

#include "session/experiment_spec.h"

#include <QString>

#include <vector>

namespace infoplane {

/// What differs between pictures of one session side by side.
enum class MultiplesSet {
    Values,  ///< one estimator at six values of its first number: widths, counts, noise
    Rules,   ///< where the edges of bins lie
    Methods, ///< all there are
};

/// One of several estimators side by side, named by what sets it apart from the others.
struct Multiple {
    EstimatorSettings settings; ///< every parameter written out
    QString name;               ///< "width 0.02", "Equal mass", "Kernel density"
    QString detail;             ///< what else is chosen: "noise 0.001"; may be empty
    QString obstacle;           ///< why it cannot say anything of these runs; empty: it can
    bool operator==(const Multiple&) const = default;
};

/// The estimators of a set. The present one is among them, unless it does not belong there (Rules); others of
/// its kind have what they share with it, and the rest as they were last used.
std::vector<Multiple> multiplesOf(MultiplesSet set, const EstimatorSettings& present,
                                  const ExperimentSpec& spec,
                                  const std::map<std::string, EstimatorSettings>& lastUsed);

/// The number that differs between the pictures of MultiplesSet::Values, null where an estimator has none.
const ParameterDescription* variedParameter(const EstimatorDescription& description);
/// Six values, or as many as there are, evenly spread around one of them on a logarithmic scale; that one is
/// among them as it is.
std::vector<double> valuesAround(const ParameterDescription& parameter, double value);

} // namespace infoplane
