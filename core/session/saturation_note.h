#pragma once

#include "session/session.h"

#include <span>

namespace infoplane {

/// How much of a picture only says how many samples there are.
struct Saturation {
    int layers = 0;
    int atInputCeiling = 0; ///< layers whose I(X;T) is the ceiling H(X) in nearly every epoch
    int atLabelCeiling = 0; ///< layers whose I(T;Y) is H(Y) in nearly every epoch
    double singletons = 0;  ///< binning: largest share of a layer, mean over epochs; NaN elsewhere
    /// In words for a person, with what to do; empty where most layers say more than that.
    QString note;
};

/// Whether what an estimator said of one layer, in the order of its quantities, is only how many samples
/// there are: I(X;T) is H(X) of so many bits, but for a hair. Never of the exact estimator, which knows no
/// samples, nor of a value that is NaN.
bool isSaturated(const EstimatorDescription& description, std::span<const double> values, double inputBits);

/// Of the epochs given, as they were measured: raw values, all of one estimator. inputBits is the ceiling of
/// the samples in use (PictureGrain::inputBits), labelBits H(Y); NaN for regression.
Saturation saturationOf(const EstimatorSettings& settings, std::span<const PlaneMeasurement> measurements,
                        double inputBits, double labelBits);

} // namespace infoplane
