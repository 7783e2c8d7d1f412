#pragma once

#include "session/session.h"

#include <QMutex>

#include <functional>

namespace infoplane {

/// What a worker has to say, gathered until the window's timer takes it. One for each run or re-estimation;
/// the lock is held only to move vectors.
struct FeedContent {
    struct NewEpochs {
        int seed = 0;
        std::vector<EpochSnapshot> snapshots;
        std::vector<PlaneMeasurement> measurements; ///< same epochs as snapshots
        quint64 request = 0; ///< of the estimator that measured them; 0: the one the run began with
        double secondsTrained = 0;
    };
    /// All epochs of a seed anew, those in newEpochs beside it too: first take those, then this. Every
    /// request is answered once for every seed of the run; later answers of the same request come where a
    /// range grew (EstimatorDescription::needsRunRange).
    struct Remeasured {
        int seed = 0;
        quint64 request = 0;   ///< number of the request this answers
        bool complete = false; ///< false: a first, coarser picture (every k-th epoch)
        std::vector<PlaneMeasurement> measurements;
    };
    std::optional<Session>
        started; ///< a new run begins: spec, facts, shape, seeds; everything before is void
    std::vector<NewEpochs> newEpochs;
    std::vector<Remeasured> remeasured;
    std::vector<std::pair<int, RunFailure>> failures; ///< by seed
    QString error;                                    ///< the run could not start, or an estimator refused
    int errorSeed = -1;                               ///< where the error is about the estimates of one seed
    int epoch = -1;                                   ///< epoch reached by the shown seed; -1: no news
    double epochsPerSecond = 0;
    double secondsTrained = 0;
    double share = 0;      ///< of all epochs of all seeds, with `epoch`
    int seedsDone = 0;     ///< with `epoch`
    bool finished = false; ///< all seeds have ended, at their last epoch or by a failure, and all is told
};

class SessionFeed {
  public:
    /// Runs `edit` on what is gathered, under the lock: append, do not compute.
    void add(const std::function<void(FeedContent&)>& edit);
    /// All that has come since the last time; cheap when nothing has.
    FeedContent take();
    /// Called from the adding thread when something comes into an empty feed, so that a window's sleeping
    /// timer wakes. To be set before a worker has the feed.
    void setWake(std::function<void()> wake) { m_wake = std::move(wake); }

  private:
    QMutex m_mutex;
    FeedContent m_content;
    bool m_empty = true;
    std::function<void()> m_wake;
};

} // namespace infoplane
