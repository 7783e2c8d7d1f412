#pragma once

#include "session/measurer.h"
#include "session/session_feed.h"

#include <atomic>
#include <chrono>

namespace infoplane {

/// The measured epochs of one seed on their way from weights to information: which are still to be estimated,
/// and what may be shown. It does no work and knows no thread; the worker asks for jobs and brings results,
/// under its own lock.
///
/// Two rules keep a curve honest. Once an estimator has been changed, nothing new is shown before all epochs
/// shown so far have been estimated with it. And where an estimator bins over the range of the whole run, all
/// shown epochs are of one range: a range that grows makes them all stale (a new pass).
class SeedEstimates {
  public:
    using Clock = std::chrono::steady_clock;

    struct Job {
        bool isRange = false; ///< Measurer::activityRange, else Measurer::measure
        std::size_t index = 0;
        /// Another estimator, other samples or a wider range have come: no result is wanted.
        std::shared_ptr<const std::atomic<bool>> isVoid;
        std::shared_ptr<const EpochSnapshot> snapshot;
        std::shared_ptr<const Measurer> measurer;
        RunRange range;
    };

    /// An epoch that has just been trained, later than all before.
    void append(std::shared_ptr<const EpochSnapshot> snapshot);
    /// Epochs that are shown already, with estimates; where these do not fit they are made anew.
    void adopt(std::vector<std::shared_ptr<const EpochSnapshot>> snapshots,
               std::vector<PlaneMeasurement> measurements);

    /// All estimates are to be made anew; jobs come when the measurer is there.
    void beginAnew(quint64 request, bool sameSamples, Clock::time_point now);
    /// There is something to estimate, and nothing to do it with.
    bool lacksMeasurer() const { return !m_measurer && (m_refreshing || m_measured < m_epochs.size()); }
    void setMeasurer(std::shared_ptr<const Measurer> measurer);

    /// Whether a pass over a grown range may begin: at once, only now and then (while training goes on), or
    /// not before training has ended.
    enum class Passes { AtOnce, NowAndThen, AtTheEnd };
    /// The next estimate to make.
    std::optional<Job> nextJob(Passes passes, Clock::time_point now);
    /// Results of jobs that are not void.
    void finish(const Job& job, RunRange range);
    void finish(const Job& job, PlaneMeasurement measurement, Clock::time_point now);

    /// New epochs that could be estimated now and are not; training waits where there are many.
    std::size_t backlog() const;
    /// A pass waits for its time.
    bool waits() const { return m_waits; }
    /// Everything that was trained is estimated and has been told.
    bool isUpToDate() const;
    /// The first picture of the newest request is still to come.
    bool owesFirstPicture() const { return m_refreshing && m_firstPictureDue && m_shown > 0; }

    /// Adds to the feed's content what may be shown by now.
    void tell(int seed, bool isShownSeed, double secondsTrained, FeedContent& content, Clock::time_point now);

    std::size_t count() const { return m_epochs.size(); }
    std::shared_ptr<const EpochSnapshot> newest() const {
        return m_epochs.empty() ? nullptr : m_epochs.back().snapshot;
    }

  private:
    struct Epoch {
        std::shared_ptr<const EpochSnapshot> snapshot;
        std::optional<RunRange> range;
        std::optional<PlaneMeasurement> measurement;
    };

    bool needsRange() const { return m_measurer && m_measurer->needsRunRange(); }
    void invalidate();
    void planPass(Passes passes, Clock::time_point now);
    void queueCoarseToFine(std::size_t count);
    std::vector<PlaneMeasurement> firstMeasurements(std::size_t count) const;
    void tellFirstPicture(int seed, FeedContent& content, Clock::time_point now);
    void tellRefreshed(int seed, FeedContent& content);
    void tellNew(int seed, double secondsTrained, FeedContent& content);

    std::vector<Epoch> m_epochs;
    std::size_t m_shown = 0; ///< so many epochs, from the first, have been told
    quint64 m_request = 0;
    std::shared_ptr<std::atomic<bool>> m_rangesVoid = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> m_estimatesVoid = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<const Measurer> m_measurer;

    // Epochs [0, m_passEnd) are estimated over m_range; without a range that is all of them.
    RunRange m_range;
    std::size_t m_passEnd = 0;
    std::size_t m_rangesAsked = 0; ///< jobs for the ranges of epochs before this one are out
    std::size_t m_rangesKnown = 0; ///< ranges of all epochs before this one are known
    Clock::time_point m_passBegan;
    Clock::duration m_passPause{};
    bool m_waits = false;

    std::vector<std::size_t> m_queue; ///< to be estimated, in this order
    std::size_t m_queueNext = 0;
    std::vector<std::size_t> m_levels; ///< after so many of the queue there is a whole, coarser picture
    std::size_t m_measured = 0;        ///< estimates that are there
    std::size_t m_shownMeasured = 0;   ///< of epochs that are shown

    bool m_refreshing = false; ///< shown epochs are being estimated anew
    bool m_firstPictureDue = false;
    Clock::time_point m_requested;
};

} // namespace infoplane
