#pragma once

#include "session/session.h"

#include <QMutex>

#include <functional>

namespace infoplane {

/// What shown estimates are made from: all there is or, for the sake of speed, less. Said wherever they are
/// shown; the ceiling of I(X;T) is that of the samples in use.
struct PictureGrain {
    int samples = 0;
    int ofSamples = 0;
    int epochs = 0;
    int ofEpochs = 0;
    double inputBits = 0; ///< H(X) of the samples in use, log2 of their number where inputs are distinct

    bool hasAllSamples() const { return samples == ofSamples; }
    bool hasAllEpochs() const { return epochs == ofEpochs; }
    bool isWhole() const { return hasAllSamples() && hasAllEpochs(); }
    bool operator==(const PictureGrain&) const = default;
};

/// What a worker has to say, gathered until the window's timer takes it. One for each run or re-estimation;
/// the lock is held only to move vectors.
struct FeedContent {
    struct NewEpochs {
        int seed = 0;
        std::vector<EpochSnapshot> snapshots;
        std::vector<PlaneMeasurement> measurements; ///< same epochs as snapshots
        quint64 request = 0; ///< of the estimator that measured them; 0: the one the run began with
        double secondsTrained = 0;
        /// Of the whole seed with these epochs. Where it has not all samples the measurements are a draft,
        /// and so are all others of the seed; a picture from all samples follows.
        PictureGrain grain = {};
    };
    /// All epochs of a seed anew, those in newEpochs beside it too: first take those, then this. Every
    /// request is answered by a complete picture for every seed of the run; later answers of the same request
    /// come where a range grew (EstimatorDescription::needsRunRange), or where training outran the estimates
    /// and fewer samples have to do for a while.
    struct Remeasured {
        int seed = 0;
        quint64 request = 0;   ///< number of the request this answers
        bool complete = false; ///< all epochs from all samples
        std::vector<PlaneMeasurement> measurements;
        PictureGrain grain = {};

        /// All epochs, but from fewer samples: takes the place of what is there until a complete one comes.
        bool isDraft() const { return grain.hasAllEpochs() && !grain.hasAllSamples(); }
    };
    std::optional<Session>
        started; ///< a new run begins: spec, facts, shape, seeds; everything before is void
    std::vector<NewEpochs> newEpochs;
    std::vector<Remeasured> remeasured;
    std::vector<std::pair<int, RunFailure>> failures; ///< by seed
    /// By seed, the first epoch that an estimator refused; its values are NaN. One of an earlier epoch takes
    /// the place of one told before.
    std::vector<std::pair<int, RunFailure>> estimateFailures;
    QString error;      ///< the run could not start, or an estimator refused: the first time for a request
    int errorSeed = -1; ///< where the error is about the estimates of one seed
    int epoch = -1;     ///< epoch reached by the shown seed; -1: no news
    double epochsPerSecond = 0;
    double secondsTrained = 0;
    double share = 0; ///< of all epochs of all seeds, with `epoch`
    /// Share of the trained epochs of all seeds that are estimated from all samples, as that request asked;
    /// -1: no news.
    double estimated = -1;
    quint64 estimatedRequest = 0;
    int seedsDone = 0; ///< with `epoch`
    /// All seeds have ended, at their last epoch or by a failure, and all epochs are told; estimates from all
    /// samples may still be under way.
    bool finished = false;
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
