#include "session/seed_estimates.h"

#include <algorithm>

namespace infoplane {

namespace {

using namespace std::chrono_literals;

// After a request the first picture comes as soon as this has passed and two points are there: with the 10 ms
// that a slice of training may take, a person has it within 50 ms.
constexpr auto firstPictureAfter = 18ms;
constexpr auto leastPassPause = 250ms;

} // namespace

void SeedEstimates::append(std::shared_ptr<const EpochSnapshot> snapshot) {
    m_epochs.push_back({std::move(snapshot), {}, {}});
    if (m_measurer && !needsRange()) {
        m_queue.push_back(m_epochs.size() - 1);
        m_passEnd = m_epochs.size();
    }
}

void SeedEstimates::adopt(std::vector<std::shared_ptr<const EpochSnapshot>> snapshots,
                          std::vector<PlaneMeasurement> measurements) {
    const bool whole = measurements.size() == snapshots.size();
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        m_epochs.push_back({std::move(snapshots[i]), {}, {}});
        if (whole)
            m_epochs.back().measurement = std::move(measurements[i]);
    }
    m_shown = m_epochs.size();
    m_measured = whole ? m_epochs.size() : 0;
    m_shownMeasured = m_measured;
    m_refreshing = !whole;
}

void SeedEstimates::invalidate() {
    for (Epoch& epoch : m_epochs)
        epoch.measurement.reset();
    *m_estimatesVoid = true;
    m_estimatesVoid = std::make_shared<std::atomic<bool>>(false);
    m_measured = 0;
    m_shownMeasured = 0;
    m_queue.clear();
    m_queueNext = 0;
    m_levels.clear();
}

void SeedEstimates::beginAnew(quint64 request, bool sameSamples, Clock::time_point now) {
    invalidate();
    *m_rangesVoid = true;
    m_rangesVoid = std::make_shared<std::atomic<bool>>(false);
    m_request = request;
    m_measurer.reset();
    m_range.clear();
    m_passEnd = 0;
    m_passBegan = {};
    m_passPause = {};
    m_waits = false;
    if (!sameSamples) {
        for (Epoch& epoch : m_epochs)
            epoch.range.reset();
    }
    m_rangesAsked = 0;
    m_rangesKnown = 0;
    m_refreshing = true;
    m_firstPictureDue = true;
    m_requested = now;
}

void SeedEstimates::setMeasurer(std::shared_ptr<const Measurer> measurer) {
    m_measurer = std::move(measurer);
    if (needsRange()) // passes fill the queue
        return;
    m_passEnd = m_epochs.size();
    if (m_measured == m_epochs.size())
        return;
    queueCoarseToFine(m_shown);
    for (std::size_t i = m_shown; i < m_epochs.size(); ++i)
        m_queue.push_back(i);
}

// First and last, then every 64th, 32nd, ... of the first `count` epochs, so that whatever time allows is a
// picture of the whole run.
void SeedEstimates::queueCoarseToFine(std::size_t count) {
    if (count == 0)
        return;
    std::vector<bool> queued(count, false);
    const auto queue = [&](std::size_t index) {
        if (!queued[index])
            m_queue.push_back(index);
        queued[index] = true;
    };
    std::size_t stride = 1;
    while (stride * 2 < count)
        stride *= 2;
    queue(0);
    queue(count - 1);
    for (; stride > 0; stride /= 2) {
        for (std::size_t index = 0; index < count; index += stride)
            queue(index);
        m_levels.push_back(m_queue.size());
    }
}

void SeedEstimates::planPass(Passes passes, Clock::time_point now) {
    m_waits = false;
    while (m_rangesKnown < m_epochs.size() && m_epochs[m_rangesKnown].range)
        ++m_rangesKnown;
    const bool underWay = m_measured < m_passEnd;
    const std::size_t end = m_rangesKnown;
    if (underWay || end <= m_passEnd || end < m_shown)
        return;
    // Where nothing new is to come, the pass that is started is the last.
    if (passes == Passes::AtOnce && end < m_epochs.size())
        return;
    RunRange wider = m_range;
    bool grew = false;
    for (std::size_t i = m_passEnd; i < end; ++i)
        grew = widen(wider, *m_epochs[i].range) || grew;
    const bool early = passes == Passes::AtTheEnd ||
                       (passes == Passes::NowAndThen && m_passEnd > 0 && now < m_passBegan + m_passPause);
    if (grew && early) {
        m_waits = passes == Passes::NowAndThen;
        return;
    }
    if (grew) {
        m_range = wider;
        invalidate();
        m_refreshing = m_refreshing || m_shown > 0;
        m_passBegan = now;
        m_passPause = {};
        queueCoarseToFine(m_shown);
        m_passEnd = m_shown;
    }
    for (; m_passEnd < end; ++m_passEnd)
        m_queue.push_back(m_passEnd);
}

std::optional<SeedEstimates::Job> SeedEstimates::nextJob(Passes passes, Clock::time_point now) {
    if (!m_measurer)
        return std::nullopt;
    if (needsRange())
        planPass(passes, now);
    if (m_queueNext < m_queue.size()) {
        const std::size_t index = m_queue[m_queueNext++];
        return Job{false, index, m_estimatesVoid, m_epochs[index].snapshot, m_measurer, m_range};
    }
    while (needsRange() && m_rangesAsked < m_epochs.size()) {
        const std::size_t index = m_rangesAsked++;
        if (!m_epochs[index].range)
            return Job{true, index, m_rangesVoid, m_epochs[index].snapshot, m_measurer, {}};
    }
    return std::nullopt;
}

void SeedEstimates::finish(const Job& job, RunRange range) {
    m_epochs[job.index].range = std::move(range);
}

void SeedEstimates::finish(const Job& job, PlaneMeasurement measurement, Clock::time_point now) {
    m_epochs[job.index].measurement = std::move(measurement);
    ++m_measured;
    if (job.index < m_shown)
        ++m_shownMeasured;
    if (m_measured == m_passEnd && needsRange() && m_passPause == Clock::duration{}) {
        // A pass over the grown range may take a fourth of the time, not all.
        m_passPause = std::max<Clock::duration>(leastPassPause, 4 * (now - m_passBegan));
    }
}

std::size_t SeedEstimates::backlog() const {
    // Where there is a range, epochs whose range is known may be waiting for their pass.
    const std::size_t end = needsRange() ? m_passEnd : m_epochs.size();
    const std::size_t measured = m_measured - m_shownMeasured;
    const std::size_t unmeasured = end > m_shown + measured ? end - m_shown - measured : 0;
    return unmeasured + (needsRange() ? m_epochs.size() - m_rangesKnown : 0);
}

bool SeedEstimates::isUpToDate() const {
    return !m_refreshing && m_shown == m_epochs.size();
}

std::vector<PlaneMeasurement> SeedEstimates::firstMeasurements(std::size_t count) const {
    std::vector<PlaneMeasurement> list;
    for (std::size_t i = 0; i < count; ++i) {
        if (m_epochs[i].measurement)
            list.push_back(*m_epochs[i].measurement);
    }
    return list;
}

void SeedEstimates::tellFirstPicture(int seed, FeedContent& content, Clock::time_point now) {
    if (now < m_requested + firstPictureAfter)
        return;
    // The finest level that is whole.
    std::size_t whole = 0;
    while (whole < m_queueNext && m_epochs[m_queue[whole]].measurement)
        ++whole;
    std::size_t level = 0;
    for (const std::size_t end : m_levels)
        level = end <= whole ? end : level;
    if (level == 0)
        return;
    FeedContent::Remeasured picture{seed, m_request, false, {}};
    for (std::size_t i = 0; i < level; ++i)
        picture.measurements.push_back(*m_epochs[m_queue[i]].measurement);
    std::sort(picture.measurements.begin(), picture.measurements.end(),
              [](const PlaneMeasurement& a, const PlaneMeasurement& b) { return a.epoch < b.epoch; });
    content.remeasured.push_back(std::move(picture));
    m_firstPictureDue = false;
}

void SeedEstimates::tellRefreshed(int seed, FeedContent& content) {
    content.remeasured.push_back({seed, m_request, true, firstMeasurements(m_shown)});
    m_refreshing = false;
    m_firstPictureDue = false;
}

void SeedEstimates::tellNew(int seed, double secondsTrained, FeedContent& content) {
    std::size_t end = m_shown;
    while (end < m_passEnd && m_epochs[end].measurement)
        ++end;
    if (end == m_shown)
        return;
    if (content.newEpochs.empty() || content.newEpochs.back().seed != seed ||
        content.newEpochs.back().request != m_request)
        content.newEpochs.push_back({seed, {}, {}, m_request, 0});
    FeedContent::NewEpochs& news = content.newEpochs.back();
    news.secondsTrained = secondsTrained;
    // A complete picture that has not been taken yet is to hold these epochs too.
    const auto picture =
        std::find_if(content.remeasured.rbegin(), content.remeasured.rend(),
                     [seed](const FeedContent::Remeasured& one) { return one.seed == seed && one.complete; });
    for (; m_shown < end; ++m_shown) {
        const Epoch& epoch = m_epochs[m_shown];
        news.snapshots.push_back(*epoch.snapshot);
        news.measurements.push_back(*epoch.measurement);
        if (picture != content.remeasured.rend())
            picture->measurements.push_back(*epoch.measurement);
        ++m_shownMeasured;
    }
}

void SeedEstimates::tell(int seed, bool isShownSeed, double secondsTrained, FeedContent& content,
                         Clock::time_point now) {
    if (m_refreshing && m_measurer && m_shownMeasured == m_shown)
        tellRefreshed(seed, content);
    else if (m_refreshing && m_firstPictureDue && isShownSeed && m_shown > 0)
        tellFirstPicture(seed, content, now);
    if (!m_refreshing)
        tellNew(seed, secondsTrained, content);
}

} // namespace infoplane
