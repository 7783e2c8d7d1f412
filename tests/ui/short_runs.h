#pragma once

#include "document/session_document.h"

#include <QSignalSpy>
#include <QTest>

namespace infoplane {

/// A run of a fraction of a second: SZT, a small network, every epoch measured.
inline ExperimentSpec shortSpec(int epochs = 12) {
    ExperimentSpec spec;
    spec.title = QStringLiteral("Short");
    spec.network.hidden = {4, 3};
    spec.training.epochs = epochs;
    spec.training.batchSize = 512;
    spec.measure.schedule.kind = ScheduleKind::Every;
    spec.estimator = withDefaults(spec.estimator);
    return spec;
}

/// One that lasts until it is stopped.
inline ExperimentSpec longSpec() {
    ExperimentSpec spec = shortSpec(1000000);
    spec.measure.schedule = {.kind = ScheduleKind::EveryKth, .every = 20};
    return spec;
}

/// A learning rate at which the loss becomes infinite within a few epochs.
inline ExperimentSpec divergingSpec() {
    ExperimentSpec spec = shortSpec(200);
    spec.network.activations = {Activation::Relu};
    spec.training.optimizer.kind = OptimizerKind::Sgd;
    spec.training.optimizer.learningRate = 10;
    spec.training.weightDecay = 1;
    return spec;
}

constexpr int patience = 60000; ///< milliseconds; how long a machine may take, not how long it should

inline bool reaches(const SessionDocument& document, SessionDocument::State state) {
    return QTest::qWaitFor([&] { return document.state() == state; }, patience);
}

/// The run asked for has taken the place of the one before; a short one may be over by then.
inline bool begins(const SessionDocument& document) {
    return QTest::qWaitFor(
        [&] {
            return document.state() == SessionDocument::State::Training ||
                   document.state() == SessionDocument::State::Finished;
        },
        patience);
}

inline bool measures(const SessionDocument& document, std::size_t epochs) {
    return QTest::qWaitFor(
        [&] { return document.shownRun() && document.shownRun()->snapshots.size() >= epochs; }, patience);
}

inline bool finishes(SessionDocument& document, const ExperimentSpec& spec) {
    document.startNew(spec);
    document.start();
    return reaches(document, SessionDocument::State::Finished);
}

} // namespace infoplane
