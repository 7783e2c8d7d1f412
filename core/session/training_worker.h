#pragma once

#include "session/session_feed.h"
#include "session/weight_store.h"

#include <memory>

namespace infoplane {

struct WorkerOptions {
    int threads = 0; ///< 0: one a core. Results do not depend on it
    /// Someone watches: estimators that bin over the range of the whole run show a picture now and then while
    /// training goes on, and slow ones show drafts from fewer samples first. Else only what is kept is made.
    bool isWatched = true;
    /// Weights beyond so many bytes go to a temporary file as they come.
    quint64 weightMemory = WeightStore::usualMemory;
};

/// Drives a session on threads of its own: one a core, each taking what is most urgent, the shown seed before
/// others and estimates before training. All functions below may be called from the window's thread, return
/// at once and are obeyed within 50 ms. Nothing is emitted an epoch: what happens is in the feed.
class TrainingWorker {
  public:
    explicit TrainingWorker(std::shared_ptr<SessionFeed> feed, const WorkerOptions& options = {});
    /// Stops and joins; at most a part of a batch late.
    ~TrainingWorker();

    /// Begins the spec anew from epoch 0 and trains until paused.
    void start(const ExperimentSpec& spec);
    /// The same with one step, at whose end it pauses.
    void startWithStep(const ExperimentSpec& spec);
    /// Takes up a session that was opened, paused: its weights are there for estimates; training it on
    /// replays from epoch 0 up to where it was, exactly. Where it lacks weights (its file kept fewer) it
    /// stays as it is: whoever asks for estimates or training is told why (WeightCount::obstacle).
    void adopt(Session session);
    /// Training rests, all seeds; what has been trained is still estimated.
    void pause();
    void resume();
    /// Trains every seed one more epoch (measured even if the schedule would not) and pauses.
    void step();
    /// Ends the run; what was trained is still estimated, and stays.
    void stop();
    /// Estimates all measured epochs of all seeds anew: first every k-th of the shown seed (complete =
    /// false), in finer and finer pictures, then all of it, then the other seeds. Where the estimator is slow
    /// all of this is done with fewer samples first, and from all samples when nothing else is to be done. A
    /// newer request makes an older one void, once that has shown its first picture (50 ms at most): so a
    /// picture follows while a slider is dragged. Epochs to come are estimated so too.
    void remeasure(const EstimatorSettings& settings, SampleSet on, quint64 request);
    /// Which seed is shown, so trained and estimated first.
    void show(int seed);
    /// Nothing is under way: all seeds have ended or rest, all estimates are made and told.
    bool isIdle() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace infoplane
