#include "session/multiples_estimates.h"

#include "session/draft_measurer.h"
#include "session/experiment.h"
#include "session/parallel_for.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr int underWayForEachThread = 4; ///< so that none waits for the thread that asks
constexpr quint64 firstRequest = 1;

QString sentence(const std::exception& error) {
    return QString::fromUtf8(error.what());
}

} // namespace

MultiplesEstimates::MultiplesEstimates(QObject* parent)
    : QObject(parent)
    , m_isVoid(std::make_shared<std::atomic<bool>>(false)) {
    m_pool.setMaxThreadCount(coreCount());
    m_pool.setThreadPriority(QThread::LowPriority);
}

MultiplesEstimates::~MultiplesEstimates() {
    *m_isVoid = true;
    m_pool.clear();
    m_pool.waitForDone();
}

void MultiplesEstimates::clear() {
    *m_isVoid = true;
    m_isVoid = std::make_shared<std::atomic<bool>>(false);
    m_pool.clear();
    m_spec.reset();
    m_experiment.reset();
    m_samples.reset();
    m_error.clear();
    m_snapshots.clear();
    m_hasEpochs = false;
    m_cells.clear();
    m_underWay = 0;
}

void MultiplesEstimates::setRun(const ExperimentSpec& spec, int seed, SampleSet on) {
    clear();
    m_spec = std::make_shared<const ExperimentSpec>(spec);
    m_seed = seed;
    m_on = on;
    prepareRun();
}

void MultiplesEstimates::inBackground(std::function<Work(const CancelQuestion&)> work) {
    m_pool.start([this, work = std::move(work), isVoid = m_isVoid] {
        Work back;
        if (!*isVoid)
            back = work([&isVoid] { return isVoid->load(); });
        // The pool is waited for before this object goes, and what is posted to it goes with it.
        QMetaObject::invokeMethod(
            this,
            [back = std::move(back), isVoid] {
                if (back && !*isVoid)
                    back();
            },
            Qt::QueuedConnection);
    });
}

void MultiplesEstimates::prepareRun() {
    inBackground([this, spec = m_spec, seed = m_seed, on = m_on](const CancelQuestion&) -> Work {
        std::shared_ptr<const Experiment> experiment;
        std::shared_ptr<const MeasuredSamples> samples;
        QString error;
        try {
            experiment = std::make_shared<const Experiment>(*spec);
            samples = experiment->samples(seed, on);
        } catch (const std::exception& failure) {
            error = sentence(failure);
        }
        return [this, experiment, samples, error] {
            m_experiment = experiment;
            m_samples = samples;
            if (m_error.isEmpty())
                m_error = error;
            for (const auto& cell : m_cells)
                prepare(*cell);
        };
    });
}

std::unique_ptr<MultiplesEstimates::Cell> MultiplesEstimates::makeCell(const Wanted& wanted) {
    auto cell = std::make_unique<Cell>();
    cell->id = m_nextId++;
    cell->picture.settings = wanted.settings;
    cell->picture.error = wanted.obstacle;
    cell->isObstructed = !wanted.obstacle.isEmpty();
    begin(*cell);
    return cell;
}

/// All epochs that are there are to be seen at once, coarse to fine.
void MultiplesEstimates::begin(Cell& cell) {
    if (cell.isObstructed)
        return;
    if (!m_error.isEmpty()) {
        refuse(cell, m_error);
        return;
    }
    if (!m_hasEpochs)
        return;
    cell.estimates.adopt(m_snapshots, {});
    cell.estimates.beginAnew(firstRequest, false, SeedEstimates::Clock::now());
    prepare(cell);
}

void MultiplesEstimates::setEstimators(const std::vector<Wanted>& estimators) {
    std::vector<std::unique_ptr<Cell>> next;
    for (const Wanted& wanted : estimators) {
        const auto there = std::find_if(m_cells.begin(), m_cells.end(), [&](const auto& cell) {
            return cell && cell->picture.settings == wanted.settings &&
                   cell->isObstructed == !wanted.obstacle.isEmpty();
        });
        next.push_back(there != m_cells.end() ? std::move(*there) : makeCell(wanted));
    }
    for (const auto& cell : m_cells)
        if (cell) // it goes, and nobody waits for its estimates
            cell->estimates.beginAnew(0, false, SeedEstimates::Clock::now());
    m_cells = std::move(next);
    for (int index = 0; index < count(); ++index)
        emit pictureChanged(index);
    pump();
}

void MultiplesEstimates::prepare(Cell& cell) {
    if (cell.isObstructed)
        return;
    if (!m_error.isEmpty()) {
        refuse(cell, m_error);
        return;
    }
    if (!m_samples || !m_hasEpochs || cell.measurer || cell.prepares)
        return;
    cell.prepares = true;
    inBackground([this, id = cell.id, settings = cell.picture.settings, experiment = m_experiment,
                  samples = m_samples, seed = m_seed,
                  like = m_snapshots.back()](const CancelQuestion& cancelled) -> Work {
        std::shared_ptr<const Measurer> measurer;
        std::shared_ptr<const Measurer> draft;
        QString error;
        try {
            measurer = std::make_shared<const Measurer>(*experiment, samples, settings);
            draft = draftMeasurer(*experiment, samples, seed, settings, like.get(), cancelled);
        } catch (const std::exception& failure) {
            error = sentence(failure);
        }
        return [this, id, measurer, draft, error] {
            Cell* waiting = find(id);
            if (!waiting)
                return;
            waiting->prepares = false;
            if (!error.isEmpty()) {
                refuse(*waiting, error);
                return;
            }
            waiting->measurer = measurer;
            waiting->estimates.setMeasurer(measurer, draft);
            pump();
        };
    });
}

void MultiplesEstimates::takeEpochs(const std::vector<EpochSnapshot>& snapshots) {
    if (!m_spec)
        return;
    if (const QString lacking = countWeights(snapshots).obstacle(); !lacking.isEmpty()) {
        refuseAll(lacking);
        return;
    }
    for (std::size_t i = m_snapshots.size(); i < snapshots.size(); ++i) {
        m_snapshots.push_back(std::make_shared<const EpochSnapshot>(snapshots[i]));
        if (m_hasEpochs)
            for (const auto& cell : m_cells)
                cell->estimates.append(m_snapshots.back());
    }
    if (!m_hasEpochs && !m_snapshots.empty()) {
        m_hasEpochs = true;
        for (const auto& cell : m_cells)
            begin(*cell);
    }
    pump();
}

void MultiplesEstimates::setRestrained(bool restrained) {
    if (std::exchange(m_restrained, restrained) != restrained)
        pump();
}

void MultiplesEstimates::setPaused(bool paused) {
    if (std::exchange(m_paused, paused) != paused)
        pump();
}

bool MultiplesEstimates::isComplete() const {
    return std::all_of(m_cells.begin(), m_cells.end(), [](const auto& cell) {
        return cell->picture.isComplete() || !cell->picture.error.isEmpty();
    });
}

MultiplesEstimates::Cell* MultiplesEstimates::find(quint64 id) {
    for (const auto& cell : m_cells)
        if (cell && cell->id == id) // while the cells are chosen anew, those that stay have left their place
            return cell.get();
    return nullptr;
}

void MultiplesEstimates::pump() {
    const int most = m_paused ? 0 : m_restrained ? 1 : underWayForEachThread * m_pool.maxThreadCount();
    while (m_underWay < most && startNext()) {
    }
}

bool MultiplesEstimates::startNext() {
    using Passes = SeedEstimates::Passes;
    std::vector<Cell*> turn;
    for (const auto& cell : m_cells)
        if (cell->measurer && cell->picture.error.isEmpty())
            turn.push_back(cell.get());
    // Each has its share of the time, so that a slow one does not hold up the others' pictures.
    std::stable_sort(turn.begin(), turn.end(), [](const Cell* a, const Cell* b) {
        return std::pair(a->underWay, a->secondsTaken) < std::pair(b->underWay, b->secondsTaken);
    });
    const auto now = SeedEstimates::Clock::now();
    for (Cell* cell : turn) {
        const auto passes = m_restrained ? Passes::NowAndThen : Passes::AtOnce;
        if (auto job = cell->estimates.nextJob(passes, now)) {
            start(*cell, *job);
            return true;
        }
    }
    // What takes long is done for one after the other.
    for (const auto& cell : m_cells) {
        if (!cell->measurer || !cell->picture.error.isEmpty())
            continue;
        if (auto job = cell->estimates.nextThoroughJob()) {
            start(*cell, *job);
            return true;
        }
    }
    return false;
}

void MultiplesEstimates::start(Cell& cell, const SeedEstimates::Job& job) {
    ++cell.underWay;
    ++m_underWay;
    inBackground([this, id = cell.id, job](const CancelQuestion& cancelled) -> Work {
        const auto isVoid = [&] { return cancelled() || *job.isVoid; };
        const auto began = SeedEstimates::Clock::now();
        auto result = std::make_shared<Result>();
        try {
            if (!isVoid() && job.isRange)
                result->range = job.measurer->activityRange(*job.snapshot, isVoid);
            else if (!isVoid())
                result->measurement = job.measurer->measure(*job.snapshot, job.range, isVoid);
        } catch (const std::exception& failure) {
            result->error = sentence(failure);
        }
        result->seconds = std::chrono::duration<double>(SeedEstimates::Clock::now() - began).count();
        return [this, id, job, result] { take(id, job, *result); };
    });
}

void MultiplesEstimates::take(quint64 id, const SeedEstimates::Job& job, Result& result) {
    --m_underWay;
    if (Cell* cell = find(id)) {
        --cell->underWay;
        cell->secondsTaken += result.seconds;
        if (!result.error.isEmpty()) {
            refuse(*cell, result.error);
        } else if (!*job.isVoid) {
            if (result.range)
                cell->estimates.finish(job, std::move(*result.range));
            else if (result.measurement)
                cell->estimates.finish(job, std::move(*result.measurement), SeedEstimates::Clock::now());
            tell(*cell);
        }
    }
    pump();
}

void MultiplesEstimates::tell(Cell& cell) {
    FeedContent content;
    cell.estimates.tell(m_seed, true, 0, content, SeedEstimates::Clock::now());
    Picture& picture = cell.picture;
    const double share = static_cast<double>(cell.estimates.estimated()) /
                         static_cast<double>(std::max<std::size_t>(1, cell.estimates.count()));
    const bool moved = std::abs(share - picture.share) >= 0.01 || (share >= 1) != (picture.share >= 1);
    if (content.newEpochs.empty() && content.remeasured.empty() && !moved)
        return;
    picture.share = share;
    for (FeedContent::NewEpochs& news : content.newEpochs) {
        std::move(news.measurements.begin(), news.measurements.end(),
                  std::back_inserter(picture.measurements));
        picture.grain = news.grain;
    }
    for (FeedContent::Remeasured& news : content.remeasured) {
        picture.measurements = std::move(news.measurements);
        picture.grain = news.grain;
    }
    const auto place =
        std::find_if(m_cells.begin(), m_cells.end(), [&](const auto& one) { return one.get() == &cell; });
    emit pictureChanged(static_cast<int>(place - m_cells.begin()));
}

void MultiplesEstimates::refuseAll(const QString& error) {
    if (std::exchange(m_error, error) == error)
        return;
    for (const auto& cell : m_cells)
        if (!cell->isObstructed)
            refuse(*cell, error);
}

void MultiplesEstimates::refuse(Cell& cell, const QString& error) {
    cell.picture.error = error;
    if (!find(cell.id)) // it is not among the others yet
        return;
    const auto place =
        std::find_if(m_cells.begin(), m_cells.end(), [&](const auto& one) { return one.get() == &cell; });
    emit pictureChanged(static_cast<int>(place - m_cells.begin()));
}

} // namespace infoplane
