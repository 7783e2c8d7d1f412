#include "session/seed_estimates.h"

#include <algorithm>
#include <numeric>

namespace infoplane {

namespace {

using namespace std::chrono_literals;

// After a request the first picture comes as soon as this has passed and two points are there: with the 10 ms
// that a slice of training may take, a person has it within 50 ms.
constexpr auto firstPictureAfter = 18ms;
// Finer ones follow not faster than this: each is drawn anew.
constexpr auto passingPause = 60ms;
// A picture from all samples takes the place of a draft of all epochs only where it shows the way they go.
constexpr std::size_t leastEpochsAfterDraft = 25;
constexpr auto leastPassPause = 250ms;
// New epochs wait so long for estimates from all samples, and not more of them, before all is shown in
// drafts.
constexpr auto patience = 2s;
constexpr std::size_t mostEpochsBehind = 8;

} // namespace

void SeedEstimates::append(std::shared_ptr<const EpochSnapshot> snapshot) {
    m_epochs.push_back({std::move(snapshot), {}, {}, {}});
    if (!m_full.measurer || needsRange())
        return;
    m_full.queue.add(m_epochs.size() - 1);
    if (hasDrafts())
        m_draft.queue.add(m_epochs.size() - 1);
    m_passEnd = m_epochs.size();
}

void SeedEstimates::adopt(std::vector<std::shared_ptr<const EpochSnapshot>> snapshots,
                          std::vector<PlaneMeasurement> measurements) {
    const bool whole = measurements.size() == snapshots.size();
    for (std::size_t i = 0; i < snapshots.size(); ++i) {
        m_epochs.push_back({std::move(snapshots[i]), {}, {}, {}});
        if (whole)
            m_epochs.back().full = std::move(measurements[i]);
    }
    m_shown = m_epochs.size();
    m_full.measured = whole ? m_epochs.size() : 0;
    m_full.shownMeasured = m_full.measured;
    m_refreshing = !whole;
}

void SeedEstimates::Grade::clear() {
    queue.clear();
    measured = 0;
    shownMeasured = 0;
    pictured = 0;
}

void SeedEstimates::invalidate() {
    for (Epoch& epoch : m_epochs) {
        epoch.full.reset();
        epoch.draft.reset();
    }
    *m_estimatesVoid = true;
    m_estimatesVoid = std::make_shared<std::atomic<bool>>(false);
    m_full.clear();
    m_draft.clear();
}

void SeedEstimates::beginAnew(quint64 request, bool sameSamples, Clock::time_point now) {
    invalidate();
    *m_rangesVoid = true;
    m_rangesVoid = std::make_shared<std::atomic<bool>>(false);
    m_request = request;
    m_full.measurer.reset();
    m_draft.measurer.reset();
    m_showsDraft = false;
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
    m_isAsked = true;
    m_firstPictureDue = true;
    m_passingIsShown = false;
    m_heldSince.reset();
    m_requested = now;
    m_lastPassing = {};
}

void SeedEstimates::setMeasurer(std::shared_ptr<const Measurer> measurer,
                                std::shared_ptr<const Measurer> draft) {
    m_full.measurer = std::move(measurer);
    if (needsRange()) // passes fill the queue
        return;
    m_draft.measurer = std::move(draft);
    m_passEnd = m_epochs.size();
    if (m_full.measured == m_epochs.size())
        return;
    for (Grade* grade : {&m_full, &m_draft}) {
        if (!grade->measurer)
            continue;
        if (grade->shownMeasured < m_shown)
            grade->queue.addCoarseToFine(m_shown);
        for (std::size_t i = m_shown; i < m_epochs.size(); ++i)
            grade->queue.add(i);
    }
}

void SeedEstimates::planPass(Passes passes, Clock::time_point now) {
    m_waits = false;
    while (m_rangesKnown < m_epochs.size() && m_epochs[m_rangesKnown].range)
        ++m_rangesKnown;
    const bool underWay = m_full.measured < m_passEnd;
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
        m_full.queue.addCoarseToFine(m_shown);
        m_passEnd = m_shown;
    }
    for (; m_passEnd < end; ++m_passEnd)
        m_full.queue.add(m_passEnd);
}

std::optional<SeedEstimates::Job> SeedEstimates::jobOf(Grade& grade) {
    const std::optional<std::size_t> index = grade.queue.next();
    if (!index)
        return std::nullopt;
    return Job{false,  &grade == &m_draft, *index, m_estimatesVoid, m_epochs[*index].snapshot, grade.measurer,
               m_range};
}

std::optional<SeedEstimates::Job> SeedEstimates::nextJob(Passes passes, Clock::time_point now) {
    if (!m_full.measurer)
        return std::nullopt;
    if (hasDrafts())
        return jobOf(m_draft);
    if (needsRange())
        planPass(passes, now);
    if (auto job = jobOf(m_full))
        return job;
    while (needsRange() && m_rangesAsked < m_epochs.size()) {
        const std::size_t index = m_rangesAsked++;
        if (!m_epochs[index].range)
            return Job{true, false, index, m_rangesVoid, m_epochs[index].snapshot, m_full.measurer, {}};
    }
    return std::nullopt;
}

std::optional<SeedEstimates::Job> SeedEstimates::nextThoroughJob() {
    return hasDrafts() ? jobOf(m_full) : std::nullopt;
}

void SeedEstimates::finish(const Job& job, RunRange range) {
    m_epochs[job.index].range = std::move(range);
}

void SeedEstimates::finish(const Job& job, PlaneMeasurement measurement, Clock::time_point now) {
    Grade& grade = job.isDraft ? m_draft : m_full;
    m_epochs[job.index].*grade.value = std::move(measurement);
    ++grade.measured;
    if (job.index < m_shown)
        ++grade.shownMeasured;
    else if (job.isDraft && !m_heldSince)
        m_heldSince = now;
    if (m_full.measured == m_passEnd && needsRange() && m_passPause == Clock::duration{}) {
        // A pass over the grown range may take a fourth of the time, not all.
        m_passPause = std::max<Clock::duration>(leastPassPause, 4 * (now - m_passBegan));
    }
}

std::size_t SeedEstimates::backlog() const {
    const Grade& grade = hasDrafts() ? m_draft : m_full;
    // Where there is a range, epochs whose range is known may be waiting for their pass.
    const std::size_t end = needsRange() ? m_passEnd : m_epochs.size();
    const std::size_t measured = grade.measured - grade.shownMeasured;
    const std::size_t unmeasured = end > m_shown + measured ? end - m_shown - measured : 0;
    return unmeasured + (needsRange() ? m_epochs.size() - m_rangesKnown : 0);
}

// New epochs have drafts, and estimates from all samples are too slow for them.
bool SeedEstimates::isOutrun(Clock::time_point now) const {
    if (!hasDrafts() || !mayShow(m_draft) || !m_heldSince)
        return false;
    const std::size_t drafts = m_draft.measured - m_draft.shownMeasured;
    const std::size_t full = m_full.measured - m_full.shownMeasured;
    return m_shown == 0 || drafts >= full + mostEpochsBehind || now >= *m_heldSince + patience;
}

PictureGrain SeedEstimates::grainOf(const Grade& grade, std::size_t epochs) const {
    if (!grade.measurer)
        return {};
    const MeasuredSamples& samples = grade.measurer->samples();
    return {samples.count(), m_full.measurer->samples().count(), static_cast<int>(epochs),
            static_cast<int>(m_shown), samples.inputBits()};
}

FeedContent::Remeasured SeedEstimates::picture(int seed, const Grade& grade,
                                               const std::vector<std::size_t>& of) const {
    FeedContent::Remeasured picture{seed, m_request, false, {}, grainOf(grade, of.size())};
    for (const std::size_t index : of)
        picture.measurements.push_back(*(m_epochs[index].*grade.value));
    return picture;
}

// All epochs that are shown.
void SeedEstimates::tellAll(int seed, const Grade& grade, FeedContent& content) {
    std::vector<std::size_t> all(m_shown);
    std::iota(all.begin(), all.end(), std::size_t{0});
    content.remeasured.push_back(picture(seed, grade, all));
    content.remeasured.back().complete = &grade == &m_full;
    m_showsDraft = &grade == &m_draft;
    m_refreshing = m_refreshing && m_showsDraft;
    m_isAsked = m_isAsked && m_showsDraft;
    m_firstPictureDue = false;
    m_passingIsShown = false;
}

// The finest picture of some of the epochs, where it is finer than the last one.
void SeedEstimates::tellPassing(int seed, Grade& grade, FeedContent& content, Clock::time_point now) {
    if (now < m_requested + firstPictureAfter || now < m_lastPassing + passingPause)
        return;
    const std::vector<std::size_t> level =
        grade.queue.finestLevel([&](std::size_t index) { return isThere(grade, index); });
    const std::size_t least = m_showsDraft ? std::min(leastEpochsAfterDraft, m_shown) : 1;
    if (level.size() <= grade.pictured || level.size() < least)
        return;
    content.remeasured.push_back(picture(seed, grade, level));
    grade.pictured = level.size();
    m_firstPictureDue = false;
    m_passingIsShown = true;
    m_lastPassing = now;
}

void SeedEstimates::tellNew(int seed, double secondsTrained, FeedContent& content) {
    const Grade& grade = shownGrade();
    std::size_t end = m_shown;
    while (end < m_passEnd && isThere(grade, end))
        ++end;
    if (end == m_shown)
        return;
    m_heldSince.reset();
    if (m_passingIsShown) // it does not hold them, so it goes
        tellAll(seed, grade, content);
    if (content.newEpochs.empty() || content.newEpochs.back().seed != seed ||
        content.newEpochs.back().request != m_request ||
        content.newEpochs.back().grain.samples != grainOf(grade, 0).samples)
        content.newEpochs.push_back({seed, {}, {}, m_request, 0, {}});
    FeedContent::NewEpochs& news = content.newEpochs.back();
    news.secondsTrained = secondsTrained;
    // A picture of all epochs that has not been taken yet is to hold these too.
    const auto picture = std::find_if(
        content.remeasured.rbegin(), content.remeasured.rend(),
        [seed](const FeedContent::Remeasured& one) { return one.seed == seed && one.grain.hasAllEpochs(); });
    for (; m_shown < end; ++m_shown) {
        const Epoch& epoch = m_epochs[m_shown];
        news.snapshots.push_back(*epoch.snapshot);
        news.measurements.push_back(*(epoch.*grade.value));
        if (picture != content.remeasured.rend())
            picture->measurements.push_back(*(epoch.*grade.value));
        for (Grade* one : {&m_full, &m_draft})
            one->shownMeasured += isThere(*one, m_shown) ? 1 : 0;
    }
    news.grain = grainOf(grade, m_shown);
    if (picture != content.remeasured.rend())
        picture->grain = news.grain;
}

void SeedEstimates::tell(int seed, bool isShownSeed, double secondsTrained, FeedContent& content,
                         Clock::time_point now) {
    if (!m_full.measurer)
        return;
    const bool allTold = m_shown == m_epochs.size();
    const bool isBehind = m_refreshing || m_showsDraft;
    // Where drafts are shown, the newest epochs are not taken away again for a better picture of the others.
    const bool fullMayCome = !m_showsDraft || (allTold && m_full.queue.coarseCount() == m_shown);
    if (isBehind && mayShow(m_full) && (!m_showsDraft || allTold))
        tellAll(seed, m_full, content);
    else if (m_refreshing && !m_showsDraft && mayShow(m_draft))
        tellAll(seed, m_draft, content);
    else if (!isBehind && isOutrun(now))
        tellAll(seed, m_draft, content);
    else if (m_isAsked && isShownSeed && m_shown > 0 && hasDrafts() && !m_showsDraft)
        tellPassing(seed, m_draft, content, now);
    else if (isBehind && (m_isAsked || m_showsDraft) && isShownSeed && m_shown > 0 && fullMayCome)
        tellPassing(seed, m_full, content, now);
    if (!m_refreshing || m_showsDraft)
        tellNew(seed, secondsTrained, content);
}

} // namespace infoplane
