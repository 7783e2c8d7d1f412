#pragma once

#include "session/epoch_queue.h"
#include "session/measurer.h"
#include "session/session_feed.h"

#include <atomic>
#include <chrono>

namespace infoplane {

/// The measured epochs of one seed on their way from weights to information: which are still to be estimated,
/// and what may be shown. It does no work and knows no thread; the worker asks for jobs and brings results,
/// under its own lock.
///
/// Three rules keep a curve honest. Once an estimator has been changed, nothing new is shown before all
/// epochs shown so far have been estimated with it. Where an estimator bins over the range of the whole run,
/// all shown epochs are of one range: a range that grows makes them all stale (a new pass). And where an
/// estimator is too slow for all samples to follow a run, all shown epochs are drafts from the same fewer
/// samples until all of them have been estimated from all samples.
class SeedEstimates {
  public:
    using Clock = std::chrono::steady_clock;

    struct Job {
        bool isRange = false; ///< Measurer::activityRange, else Measurer::measure
        bool isDraft = false; ///< from fewer samples
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
    bool lacksMeasurer() const {
        return !m_full.measurer && (m_refreshing || m_full.measured < m_epochs.size());
    }
    /// `draft`: the same over fewer samples, where all of them cannot follow a run.
    void setMeasurer(std::shared_ptr<const Measurer> measurer, std::shared_ptr<const Measurer> draft = {});

    /// Whether a pass over a grown range may begin: at once, only now and then (while training goes on), or
    /// not before training has ended.
    enum class Passes { AtOnce, NowAndThen, AtTheEnd };
    /// The next estimate to make so that what is shown can follow; a draft where there are drafts.
    std::optional<Job> nextJob(Passes passes, Clock::time_point now);
    /// Where there are drafts: the next estimate from all samples, for when nothing else is to be done.
    std::optional<Job> nextThoroughJob();
    /// Results of jobs that are not void.
    void finish(const Job& job, RunRange range);
    void finish(const Job& job, PlaneMeasurement measurement, Clock::time_point now);

    /// New epochs that could be estimated now, if only in a draft, and are not; training waits where there
    /// are many.
    std::size_t backlog() const;
    /// A pass waits for its time.
    bool waits() const { return m_waits; }
    /// Everything that was trained has been told, if only in a draft.
    bool isTold() const { return (!m_refreshing || m_showsDraft) && m_shown == m_epochs.size(); }
    /// Everything that was trained is estimated from all samples and has been told.
    bool isUpToDate() const { return !m_refreshing && !m_showsDraft && m_shown == m_epochs.size(); }
    /// The first picture of the newest request is still to come.
    bool owesFirstPicture() const { return m_refreshing && m_firstPictureDue && m_shown > 0; }

    /// Adds to the feed's content what may be shown by now.
    void tell(int seed, bool isShownSeed, double secondsTrained, FeedContent& content, Clock::time_point now);

    std::size_t count() const { return m_epochs.size(); }
    quint64 request() const { return m_request; }
    /// Epochs that are estimated from all samples.
    std::size_t estimated() const { return m_full.measured; }
    std::shared_ptr<const EpochSnapshot> newest() const {
        return m_epochs.empty() ? nullptr : m_epochs.back().snapshot;
    }

  private:
    struct Epoch {
        std::shared_ptr<const EpochSnapshot> snapshot;
        std::optional<RunRange> range;
        std::optional<PlaneMeasurement> full;
        std::optional<PlaneMeasurement> draft;
    };
    using Value = std::optional<PlaneMeasurement> Epoch::*;

    /// Estimates from one number of samples.
    struct Grade {
        Value value;
        std::shared_ptr<const Measurer> measurer = {};
        EpochQueue queue = {};
        std::size_t measured = 0;      ///< estimates that are there
        std::size_t shownMeasured = 0; ///< of epochs that are shown
        std::size_t pictured = 0;      ///< epochs of the last passing picture

        void clear();
    };

    bool needsRange() const { return m_full.measurer && m_full.measurer->needsRunRange(); }
    bool hasDrafts() const { return m_draft.measurer != nullptr; }
    const Grade& shownGrade() const { return m_showsDraft ? m_draft : m_full; }
    bool isThere(const Grade& grade, std::size_t index) const {
        return (m_epochs[index].*grade.value).has_value();
    }
    void invalidate();
    void planPass(Passes passes, Clock::time_point now);
    std::optional<Job> jobOf(Grade& grade);

    bool mayShow(const Grade& grade) const { return grade.measurer && grade.shownMeasured == m_shown; }
    bool isOutrun(Clock::time_point now) const;
    PictureGrain grainOf(const Grade& grade, std::size_t epochs) const;
    FeedContent::Remeasured picture(int seed, const Grade& grade, const std::vector<std::size_t>& of) const;
    void tellAll(int seed, const Grade& grade, FeedContent& content);
    void tellPassing(int seed, Grade& grade, FeedContent& content, Clock::time_point now);
    void tellNew(int seed, double secondsTrained, FeedContent& content);

    std::vector<Epoch> m_epochs;
    std::size_t m_shown = 0; ///< so many epochs, from the first, have been told
    quint64 m_request = 0;
    std::shared_ptr<std::atomic<bool>> m_rangesVoid = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> m_estimatesVoid = std::make_shared<std::atomic<bool>>(false);
    Grade m_full{&Epoch::full};
    Grade m_draft{&Epoch::draft};
    bool m_showsDraft = false; ///< what is shown, all of it, is from fewer samples

    // Epochs [0, m_passEnd) are estimated over m_range; without a range that is all of them.
    RunRange m_range;
    std::size_t m_passEnd = 0;
    std::size_t m_rangesAsked = 0; ///< jobs for the ranges of epochs before this one are out
    std::size_t m_rangesKnown = 0; ///< ranges of all epochs before this one are known
    Clock::time_point m_passBegan;
    Clock::duration m_passPause{};
    bool m_waits = false;

    bool m_refreshing = false; ///< shown epochs are being estimated anew
    bool m_isAsked = false;    ///< because a person asked for it
    bool m_firstPictureDue = false;
    bool m_passingIsShown = false; ///< the last picture told was one of some of the epochs
    Clock::time_point m_requested;
    Clock::time_point m_lastPassing;
    std::optional<Clock::time_point> m_heldSince; ///< new epochs with drafts wait for all samples
};

} // namespace infoplane
