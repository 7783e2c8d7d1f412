#include "session/applicability.h"

#include <algorithm>

namespace infoplane {

namespace {

QString whyNotLinear(const ExperimentSpec& spec) {
    const bool fromTeacher = sourceOf(spec.data).isTeacher;
    const bool linear = std::ranges::all_of(
        spec.network.activations, [](Activation activation) { return activation == Activation::Linear; });
    if (fromTeacher && linear && spec.data.shuffleLabels)
        return QStringLiteral("It knows the teacher, not targets that are shuffled among the samples: turn "
                              "data.shuffleLabels off, or choose another estimator.");
    if (fromTeacher && linear)
        return {};
    if (fromTeacher)
        return QStringLiteral("It is exact for linear networks only: choose the activation linear in every "
                              "hidden layer.");
    return linear
               ? QStringLiteral("It is exact for Gaussian inputs only: choose the data set Linear teacher or "
                                "Relevant inputs.")
               : QStringLiteral("It is exact for linear networks with Gaussian inputs only: choose the data "
                                "set Linear teacher or Relevant inputs, and the activation linear.");
}

} // namespace

QString whyNotApplicable(const EstimatorDescription& estimator, const ExperimentSpec& spec) {
    if (!estimator.windowReady)
        return QStringLiteral("It is for arrays only, not for the layers of a network.");
    if (estimator.isExact)
        return whyNotLinear(spec);
    return {};
}

} // namespace infoplane
