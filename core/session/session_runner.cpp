#include "session/session_runner.h"

#include "error.h"
#include "session/training_worker.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

namespace infoplane {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// Between looks at the clock and at the question whether to stop.
constexpr auto tick = 20ms;

/// Listens to a worker until it has nothing more to say, and puts its news together.
class Collector {
  public:
    Collector() {
        m_feed->setWake([this] { wake(); });
    }

    std::shared_ptr<SessionFeed> feed() const { return m_feed; }
    Session& session() { return m_session; }
    const FeedContent& newest() const { return m_newest; }

    void waitForNews() {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, tick, [this] { return m_news; });
        m_news = false;
    }

    void take() {
        FeedContent content = m_feed->take();
        if (content.started)
            m_session = std::move(*content.started);
        for (FeedContent::NewEpochs& news : content.newEpochs)
            append(run(news.seed), std::move(news));
        for (FeedContent::Remeasured& picture : content.remeasured) {
            if (picture.complete)
                run(picture.seed).measurements = std::move(picture.measurements);
        }
        for (const auto& [seed, failure] : content.failures) {
            run(seed).failure = failure;
            m_refused.erase(seed);
        }
        takeError(content);
        if (content.epoch >= 0)
            m_newest = std::move(content);
    }

  private:
    void wake() {
        {
            const std::lock_guard lock(m_mutex);
            m_news = true;
        }
        m_changed.notify_one();
    }

    SeedRun& run(int seed) {
        return m_session.runs.at(static_cast<std::size_t>(seed - m_session.spec.seeds.first));
    }

    static void append(SeedRun& run, FeedContent::NewEpochs news) {
        std::move(news.snapshots.begin(), news.snapshots.end(), std::back_inserter(run.snapshots));
        std::move(news.measurements.begin(), news.measurements.end(), std::back_inserter(run.measurements));
        run.secondsTrained = news.secondsTrained;
    }

    // An epoch without estimates is a gap in one seed; anything else ends the run.
    void takeError(const FeedContent& content) {
        if (!content.error.isEmpty() && content.errorSeed < 0)
            throw Error(content.error.toStdString());
        for (const auto& [seed, failure] : content.estimateFailures) {
            SeedRun& affected = run(seed);
            const bool isEarlier = m_refused.contains(seed) && failure.epoch < affected.failure->epoch;
            if (affected.failure && !isEarlier)
                continue;
            affected.failure = failure;
            m_refused.insert(seed);
        }
    }

    std::shared_ptr<SessionFeed> m_feed = std::make_shared<SessionFeed>();
    Session m_session;
    FeedContent m_newest;
    std::set<int> m_refused; ///< seeds whose failure is their estimator's
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_news = false;
};

RunProgress progressOf(const FeedContent& newest, int seeds, Clock::time_point began) {
    const double passed = std::chrono::duration<double>(Clock::now() - began).count();
    const double left = newest.share > 0 ? passed * (1 - newest.share) / newest.share : 0;
    return {newest.seedsDone, seeds, newest.share, left};
}

} // namespace

Session runSession(const ExperimentSpec& spec, const CancelQuestion& cancelled,
                   const std::function<void(const RunProgress&)>& progress, int threads) {
    Collector collector;
    TrainingWorker worker(collector.feed(), {threads, false});
    worker.show(spec.seeds.first);
    worker.start(spec);
    const auto began = Clock::now();
    bool stopped = false;
    while (!worker.isIdle()) {
        collector.waitForNews();
        collector.take();
        if (progress && collector.newest().epoch >= 0)
            progress(progressOf(collector.newest(), spec.seeds.count, began));
        if (!stopped && cancelled && cancelled()) {
            worker.stop();
            stopped = true;
        }
    }
    collector.take();
    if (collector.session().runs.empty())
        throw Error("The run was interrupted before it began.");
    if (progress && !stopped)
        progress({spec.seeds.count, spec.seeds.count, 1, 0});
    return std::move(collector.session());
}

} // namespace infoplane
