#pragma once

#include "session/session_feed.h"

#include <QObject>

namespace infoplane {

/// Drives a session on a thread of its own (the caller starts it and the object cleans up after itself). All
/// functions below may be called from the window's thread, return at once and are obeyed within 50 ms.
/// Nothing is emitted an epoch: what happens is in the feed.
class TrainingWorker {
  public:
    explicit TrainingWorker(std::shared_ptr<SessionFeed> feed);
    /// Stops and joins; at most one batch late.
    ~TrainingWorker();

    /// Begins the spec anew from epoch 0 and trains until paused.
    void start(const ExperimentSpec& spec);
    /// Takes up a session that was opened: its weights are there for estimates; training it on replays from
    /// epoch 0 up to where it was, exactly.
    void adopt(const Session& session);
    void pause();
    void resume();
    /// Trains one more epoch (measured even if the schedule would not) and pauses.
    void step();
    /// Ends the run; what was measured stays.
    void stop();
    /// Estimates all measured epochs of all seeds anew: first every k-th of the shown seed (complete =
    /// false), then all. A newer request makes an older one void. Epochs to come are estimated so too.
    void remeasure(const EstimatorSettings& settings, SampleSet on, quint64 request);
    /// Which seed is shown, so estimated first.
    void show(int seed);

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace infoplane
