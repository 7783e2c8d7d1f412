#pragma once

#include "charts/session_view.h"
#include "estimator/multiples_set.h"

#include <optional>
#include <vector>

namespace infoplane {

/// One session under several estimators side by side, ready to be drawn. All have the same axes: either all
/// are planes, or, where one of them has no I(T;Y), all are I(X;T) by epoch, with what the exact estimator
/// says in each where it is among them.
struct MultipleViews {
    std::vector<SessionView> views;
    bool byEpoch = false;
    /// That of the exact estimator, which is what the others are compared with; none where it has nothing to
    /// say.
    std::optional<std::size_t> exact;
};

/// What one of them needs all have; one without layers is left out.
void shareAxes(std::vector<SessionView>& views);

/// Brings `views`, one for each of the multiples, under one frame.
void shareFrame(MultipleViews& shown, const std::vector<Multiple>& multiples);

} // namespace infoplane
