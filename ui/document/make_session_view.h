#pragma once

#include "charts/session_view.h"
#include "session/session.h"
#include "session/session_feed.h"

namespace infoplane {

/// A session as the charts want it: one seed, under the session's estimator, the present at the last measured
/// epoch. The one place where a record is shaped for drawing; window and exported figures share it.
/// Throws Error where the session holds no such seed.
SessionView makeSessionView(const Session& session, int seed);

/// The same without any epoch: texts, layers' names, limits and the epoch scale. For a run that begins.
SessionView emptySessionView(const Session& session, int seed,
                             SessionView::Bounds bounds = SessionView::Bounds::Both);

/// Says of a view what its estimates are made from, and puts the ceiling of I(X;T) where it is for those
/// samples; the axes stay as they are. A grain without samples says nothing.
void putGrain(SessionView& view, const Session& session, const PictureGrain& grain);

/// Appends estimates alone, in place of a run's epochs with all that belongs to them.
void appendMeasurements(SessionView& view, const std::vector<PlaneMeasurement>& measurements,
                        const EstimatorDescription& estimator);

/// Appends what the run has measured beyond the view's epochs and puts the present at the last one; cheap
/// enough for every frame. Epochs without a measurement yet are left for a later call.
void appendEpochs(SessionView& view, const SeedRun& run, const EstimatorDescription& estimator);

/// What a session's information is measured on: "train and test, N = 4,096".
QString samplesLine(const Session& session);

/// The run of a seed, or null.
const SeedRun* findRun(const Session& session, int seed);

} // namespace infoplane
