#include "session/training_worker.h"

#include "error.h"
#include "session/applicability.h"
#include "session/draft_measurer.h"
#include "session/experiment.h"
#include "session/parallel_for.h"
#include "session/seed_estimates.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>

namespace infoplane {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// A thread trains for so long before it looks whether something is more urgent.
constexpr auto slice = 10ms;
// An epoch that takes longer is interrupted between batches; a shorter one is finished first.
constexpr auto longEpoch = 15ms;
// A request waits so long at most for the first picture of the one before.
constexpr auto firstPicturePatience = 45ms;
constexpr auto rateSpan = 250ms;

double seconds(Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

/// One seed in training. Members are guarded by the worker's lock, but trainer, data and counters below it
/// belong to the thread that has set `busy`.
struct Seed {
    int number = 0;
    SeedEstimates estimates;
    bool ended = false; ///< at its last epoch, failed, or stopped
    bool busy = false;
    bool preparing = false; ///< a thread makes its measurer
    int epoch = 0;
    int stepsDue = 0;
    double secondsTrained = 0;
    std::shared_ptr<const MeasuredSamples> samples; ///< of the present sample set

    std::shared_ptr<const Dataset> dataset;
    std::unique_ptr<Trainer<float>> trainer;
    std::size_t nextScheduled = 0; ///< index of the next epoch in the schedule
    Clock::time_point clock;       ///< secondsTrained holds all before it
    bool gathering = false;        ///< the epoch under way gathers gradient statistics
    bool inEpoch = false;
    bool snapshotDue = true;
    /// The first epoch that the present estimator refused, as far as told.
    std::optional<int> refused;
    /// Epochs up to this one were measured in another life of the session and are only trained again.
    int replayedTo = -1;
    Weights replayedParameters; ///< what the replay has to meet
};

/// A spec being run. Given up as a whole when another begins.
struct Run {
    explicit Run(quint64 weightMemory)
        : weights(weightMemory) {}

    WeightStore weights;
    ExperimentSpec spec;
    std::optional<Session> adopted;
    std::shared_ptr<const Experiment> experiment;
    std::vector<int> schedule;
    std::vector<std::unique_ptr<Seed>> seeds;
    EstimatorSettings estimator;
    SampleSet on = SampleSet::All;
    int estimation = 0; ///< counts the estimators chosen: what belongs to another one is void
    bool loading = false;
    bool failed = false; ///< could not be loaded, or lacks weights
    QString whyFailed;
    bool stopped = false;
    bool finishedTold = false;
    bool refusalTold = false; ///< of one seed at least, see Seed
    int stepsDue = 0;         ///< steps asked for before there were seeds
    std::atomic<bool> paused = false;
    std::atomic<bool> isVoid = false; ///< stopped or replaced: training ends at once
    std::atomic<bool> replaced = false;

    Clock::time_point rateFrom;
    int rateEpoch = 0;
    double rate = 0;
};

} // namespace

class TrainingWorker::Implementation {
  public:
    Implementation(std::shared_ptr<SessionFeed> feed, const WorkerOptions& options)
        : m_feed(std::move(feed))
        , m_options(options)
        , m_threadCount(options.threads > 0 ? options.threads : coreCount()) {
        try {
            for (int i = 0; i < m_threadCount; ++i)
                m_threads.emplace_back([this] { work(); });
        } catch (const std::system_error& failure) {
            const std::size_t started = m_threads.size();
            quit(); // those that have started would wait for ever
            throw Error("Only " + std::to_string(started) + " of " + std::to_string(m_threadCount) +
                        " threads could be started (" + failure.what() +
                        "). Ask for fewer threads, or close other programs. Nothing was changed.");
        }
    }

    ~Implementation() { quit(); }

    void start(const ExperimentSpec& spec, int steps = 0) {
        auto run = std::make_shared<Run>(m_options.weightMemory);
        run->spec = spec;
        run->estimator = spec.estimator;
        run->on = spec.measure.on;
        run->paused = steps > 0; // from the start: on a busy machine a step asked for later is epochs late
        run->stepsDue = steps;
        replaceRun(std::move(run));
    }

    void adopt(Session session) {
        auto run = std::make_shared<Run>(m_options.weightMemory);
        run->spec = session.spec;
        run->estimator = session.spec.estimator;
        run->on = session.spec.measure.on;
        run->whyFailed = countWeights(session).obstacle();
        run->failed = !run->whyFailed.isEmpty();
        if (!run->failed)
            run->adopted = std::move(session);
        run->paused = true;
        replaceRun(std::move(run));
    }

    void pause() {
        const std::lock_guard lock(m_mutex);
        if (m_run)
            m_run->paused = true;
    }

    void resume() {
        const std::lock_guard lock(m_mutex);
        if (!m_run || tellObstacle())
            return;
        m_run->paused = false;
        m_run->stepsDue = 0;
        restartRate(*m_run);
        for (const auto& seed : m_run->seeds)
            seed->stepsDue = 0;
        m_changed.notify_all();
    }

    void step() {
        const std::lock_guard lock(m_mutex);
        if (!m_run || tellObstacle())
            return;
        m_run->paused = true;
        if (m_run->seeds.empty())
            ++m_run->stepsDue;
        for (const auto& seed : m_run->seeds)
            ++seed->stepsDue;
        m_changed.notify_all();
    }

    void stop() {
        const std::lock_guard lock(m_mutex);
        if (!m_run)
            return;
        m_run->stopped = true;
        m_run->isVoid = true;
        for (const auto& seed : m_run->seeds)
            seed->ended = true;
        m_changed.notify_all();
    }

    void remeasure(const EstimatorSettings& settings, SampleSet on, quint64 request) {
        const std::lock_guard lock(m_mutex);
        if (!m_run || tellObstacle())
            return;
        m_run->failed = false; // another estimator may need less
        m_pending = Request{settings, on, request, Clock::now()};
        beginPendingRequest(false);
        m_changed.notify_all();
    }

    void show(int seed) {
        const std::lock_guard lock(m_mutex);
        m_shownSeed = seed;
        if (m_run)
            restartRate(*m_run);
        m_changed.notify_all();
    }

    bool isIdle() const {
        const std::lock_guard lock(m_mutex);
        if (m_working > 0)
            return false;
        if (!m_run || m_run->failed)
            return true;
        if (!m_run->experiment)
            return m_run->stopped;
        if (m_pending)
            return false;
        return std::all_of(m_run->seeds.begin(), m_run->seeds.end(), [this](const auto& seed) {
            return !hasWork(*m_run, *seed) && seed->estimates.isUpToDate();
        });
    }

  private:
    using Task = std::function<void()>;
    using RunPointer = std::shared_ptr<Run>;

    struct Request {
        EstimatorSettings settings;
        SampleSet on = SampleSet::All;
        quint64 number = 0;
        Clock::time_point came;
    };

    // --- the threads ---

    void quit() {
        {
            const std::lock_guard lock(m_mutex);
            m_quit = true;
            discardRun();
        }
        m_changed.notify_all();
        m_threads.clear(); // joins
    }

    void work() {
        std::unique_lock lock(m_mutex);
        while (!m_quit) {
            Task task = nextTask();
            if (!task) {
                // Something that waits for its time is looked at again soon; else a request wakes.
                if (m_waitsForTime)
                    m_changed.wait_for(lock, 5ms);
                else
                    m_changed.wait(lock);
                continue;
            }
            // Whoever finds work wakes another, who looks for more; who has done it looks again himself.
            m_changed.notify_one();
            ++m_working;
            lock.unlock();
            task();
            task = nullptr; // what it held may be the last of a large run: freed without the lock
            lock.lock();
            --m_working;
        }
    }

    // What is most urgent; empty where there is nothing to do. Under the lock, as all below unless said.
    Task nextTask() {
        m_waitsForTime = false;
        if (!m_discarded.empty())
            return [gone = std::exchange(m_discarded, {})]() mutable { gone.clear(); };
        const RunPointer run = m_run;
        if (!run || run->failed || run->loading)
            return {};
        if (!run->experiment) {
            if (run->stopped)
                return {};
            run->loading = true;
            return [this, run] { load(run); };
        }
        beginPendingRequest(false);
        for (Seed* seed : inOrder(*run)) {
            if (Task task = estimateTask(run, *seed))
                return task;
            if (Task task = trainTask(run, *seed))
                return task;
        }
        for (Seed* seed : inOrder(*run)) {
            if (Task task = thoroughTask(run, *seed))
                return task;
        }
        return {};
    }

    // The shown seed first, then by number.
    std::vector<Seed*> inOrder(const Run& run) const {
        std::vector<Seed*> seeds;
        for (const auto& seed : run.seeds)
            seeds.push_back(seed.get());
        std::stable_partition(seeds.begin(), seeds.end(),
                              [this](const Seed* seed) { return seed->number == m_shownSeed; });
        return seeds;
    }

    // --- the run ---

    void replaceRun(RunPointer run) {
        const std::lock_guard lock(m_mutex);
        discardRun();
        m_run = std::move(run);
        m_pending.reset();
        m_changed.notify_all();
    }

    // Its memory is freed by a thread of ours, not by the window's.
    void discardRun() {
        if (!m_run)
            return;
        m_run->isVoid = true;
        m_run->replaced = true;
        m_discarded.push_back(std::move(m_run));
        m_run.reset();
    }

    // Without the lock: reads files.
    void load(const RunPointer& run) {
        std::shared_ptr<const Experiment> experiment;
        std::vector<std::unique_ptr<Seed>> seeds;
        Session beginning;
        QString error;
        try {
            experiment = std::make_shared<const Experiment>(run->spec);
            if (run->adopted)
                requireSameData(*run->adopted, *experiment);
            else
                beginning = emptySession(*experiment);
            seeds = run->adopted ? adoptedSeeds(*run) : newSeeds(run->spec.seeds);
        } catch (const std::exception& failure) {
            experiment.reset();
            error = sentence(failure);
        }
        const std::lock_guard lock(m_mutex);
        run->loading = false;
        if (run != m_run)
            return;
        if (!experiment) {
            run->failed = true;
            run->whyFailed = error;
            tellError(error);
            return;
        }
        run->experiment = std::move(experiment);
        run->seeds = std::move(seeds);
        run->schedule = measuredEpochs(run->spec.measure.schedule, run->spec.training.epochs);
        for (const auto& seed : run->seeds) {
            seed->stepsDue = run->stepsDue;
            seed->ended = seed->ended || run->stopped;
        }
        const bool hasShown = std::any_of(run->seeds.begin(), run->seeds.end(),
                                          [this](const auto& seed) { return seed->number == m_shownSeed; });
        if (!hasShown && !run->seeds.empty())
            m_shownSeed = run->seeds.front()->number;
        restartRate(*run);
        m_changed.notify_all();
        if (!run->adopted)
            tellStart(*run, std::move(beginning));
        run->adopted.reset();
    }

    static std::vector<std::unique_ptr<Seed>> newSeeds(const SeedsSpec& spec) {
        std::vector<std::unique_ptr<Seed>> seeds;
        for (int i = 0; i < spec.count; ++i) {
            seeds.push_back(std::make_unique<Seed>());
            seeds.back()->number = spec.first + i;
        }
        return seeds;
    }

    static std::vector<std::unique_ptr<Seed>> adoptedSeeds(Run& run) {
        std::vector<std::unique_ptr<Seed>> seeds;
        for (SeedRun& record : run.adopted->runs) {
            auto seed = std::make_unique<Seed>();
            seed->number = record.seed;
            seed->secondsTrained = record.secondsTrained;
            if (!record.snapshots.empty()) {
                seed->epoch = record.snapshots.back().epoch;
                seed->replayedTo = seed->epoch;
                seed->replayedParameters = record.snapshots.back().parameters;
                seed->snapshotDue = false;
            }
            seed->ended = hasEnded(record, run.spec);
            std::vector<std::shared_ptr<const EpochSnapshot>> snapshots;
            for (EpochSnapshot& snapshot : record.snapshots)
                snapshots.push_back(std::make_shared<const EpochSnapshot>(std::move(snapshot)));
            if (record.draft)
                record.measurements.clear();
            seed->estimates.adopt(std::move(snapshots), std::move(record.measurements));
            seeds.push_back(std::move(seed));
        }
        return seeds;
    }

    void tellStart(const Run& run, Session session) {
        for (const auto& seed : run.seeds) {
            session.runs.emplace_back();
            session.runs.back().seed = seed->number;
        }
        m_feed->add([&](FeedContent& content) {
            content = {};
            content.started = std::move(session);
        });
    }

    static QString sentence(const std::exception& failure) {
        if (dynamic_cast<const std::bad_alloc*>(&failure) != nullptr)
            return QStringLiteral(
                "There is not enough memory for this. Choose fewer samples, smaller layers or "
                "fewer measured epochs.");
        return QString::fromUtf8(failure.what());
    }

    // One of the whole run counts for more than that of a seed.
    static void setError(FeedContent& content, const QString& error) {
        content.error = error;
        content.errorSeed = -1;
    }

    // Nothing to estimate from, or to train on: whoever asks has to hear it.
    bool tellObstacle() {
        if (!m_run->failed || m_run->experiment)
            return false;
        tellError(m_run->whyFailed);
        return true;
    }

    void tellError(const QString& error) {
        m_feed->add([&](FeedContent& content) { setError(content, error); });
    }

    // --- estimates ---

    // A request waits for the first picture of the one before, so that dragging shows something.
    void beginPendingRequest(bool pictureCame) {
        if (!m_pending || !m_run || !m_run->experiment)
            return;
        const bool owes = std::any_of(m_run->seeds.begin(), m_run->seeds.end(), [this](const auto& seed) {
            return seed->number == m_shownSeed && seed->estimates.owesFirstPicture();
        });
        if (owes && !pictureCame && Clock::now() < m_requestBegan + firstPicturePatience) {
            m_waitsForTime = true;
            return;
        }
        const Request request = *m_pending;
        m_pending.reset();
        try {
            const auto estimator = makeEstimator(request.settings);
            const QString why = whyNotApplicable(estimator->description(), m_run->spec);
            if (!why.isEmpty())
                throw Error(why.toStdString());
        } catch (const std::exception& failure) {
            const QString error = sentence(failure);
            tellError(error);
            return;
        }
        const bool sameSamples = m_run->on == request.on;
        m_run->estimator = request.settings;
        m_run->on = request.on;
        ++m_run->estimation;
        m_run->refusalTold = false;
        m_requestBegan = Clock::now();
        for (const auto& seed : m_run->seeds) {
            seed->estimates.beginAnew(request.number, sameSamples, request.came);
            seed->preparing = false;
            seed->refused.reset();
            if (!sameSamples)
                seed->samples.reset();
        }
    }

    Task estimateTask(const RunPointer& run, Seed& seed) {
        if (seed.estimates.lacksMeasurer()) {
            if (seed.preparing)
                return {};
            seed.preparing = true;
            return [this, run, &seed, estimation = run->estimation, settings = run->estimator, on = run->on,
                    samples = seed.samples, newest = seed.estimates.newest()] {
                prepare(run, seed, estimation, settings, on, samples, newest.get());
            };
        }
        using Passes = SeedEstimates::Passes;
        const Passes passes = !hasWork(*run, seed)  ? Passes::AtOnce
                              : m_options.isWatched ? Passes::NowAndThen
                                                    : Passes::AtTheEnd;
        if (m_measuring >= m_mostMeasuring)
            return {};
        std::optional<SeedEstimates::Job> job = seed.estimates.nextJob(passes, Clock::now());
        m_waitsForTime = m_waitsForTime || seed.estimates.waits();
        return taskOf(run, seed, std::move(job));
    }

    // Estimates from all samples, where drafts are shown already.
    Task thoroughTask(const RunPointer& run, Seed& seed) {
        if (m_measuring >= m_mostMeasuring)
            return {};
        return taskOf(run, seed, seed.estimates.nextThoroughJob());
    }

    Task taskOf(const RunPointer& run, Seed& seed, std::optional<SeedEstimates::Job> job) {
        if (!job)
            return {};
        ++m_measuring;
        return [this, run, &seed, job = std::move(*job)] { estimate(run, seed, job); };
    }

    // Without the lock: chooses rows of the data, and tries how long an epoch takes.
    void prepare(const RunPointer& run, Seed& seed, int estimation, const EstimatorSettings& settings,
                 SampleSet on, std::shared_ptr<const MeasuredSamples> samples, const EpochSnapshot* newest) {
        std::shared_ptr<const Measurer> measurer;
        std::shared_ptr<const Measurer> draft;
        QString error;
        try {
            if (!samples)
                samples = run->experiment->samples(seed.number, on);
            measurer = std::make_shared<const Measurer>(*run->experiment, samples, settings);
            if (m_options.isWatched)
                draft = draftMeasurer(*run->experiment, samples, seed.number, settings, newest,
                                      [&] { return m_quit || run->replaced; });
        } catch (const std::exception& failure) {
            error = sentence(failure);
        }
        const std::lock_guard lock(m_mutex);
        if (run != m_run || estimation != run->estimation)
            return;
        if (!measurer) {
            refuseToEstimate(*run, error);
            return;
        }
        seed.preparing = false;
        seed.samples = std::move(samples);
        m_mostMeasuring = measurer->mostThreads();
        seed.estimates.setMeasurer(std::move(measurer), std::move(draft));
        tell(*run, seed);
    }

    // Nothing can be estimated, so nothing is trained on either: what is in training ends and says why. Its
    // samples and settings are those of the whole run, so that no other seed would do better.
    void refuseToEstimate(Run& run, const QString& error) {
        run.failed = true;
        run.whyFailed = error;
        m_feed->add([&](FeedContent& content) {
            for (const auto& seed : run.seeds) {
                if (std::exchange(seed->ended, true))
                    continue;
                content.failures.push_back({seed->number, {seed->epoch, error, false}});
                content.finished = true;
            }
            if (!content.finished)
                setError(content, error);
        });
    }

    // Without the lock: the long part.
    void estimate(const RunPointer& run, Seed& seed, const SeedEstimates::Job& job) {
        const auto cancelled = [&] { return m_quit || run->replaced || *job.isVoid; };
        std::optional<RunRange> range;
        std::optional<PlaneMeasurement> measurement;
        QString error;
        try {
            if (job.isRange)
                range = job.measurer->activityRange(*job.snapshot, cancelled);
            else
                measurement = job.measurer->measure(*job.snapshot, job.range, cancelled);
        } catch (const std::exception& failure) {
            error = sentence(failure);
        }
        const std::lock_guard lock(m_mutex);
        --m_measuring;
        if (run != m_run || *job.isVoid)
            return;
        if (!error.isEmpty()) {
            tellRefusal(*run, seed, job.snapshot->epoch, error);
            if (job.isRange)
                range = RunRange();
            else
                measurement = unknown(*run, job);
        }
        if (range)
            seed.estimates.finish(job, std::move(*range));
        else if (measurement)
            seed.estimates.finish(job, std::move(*measurement), Clock::now());
        const bool owed = seed.estimates.owesFirstPicture();
        tell(*run, seed);
        if (owed && !seed.estimates.owesFirstPicture() && seed.number == m_shownSeed)
            beginPendingRequest(true);
    }

    // The first epoch of each seed, as a whole run may fail in the same way; which thread comes to one first
    // is chance, so an earlier one is told again. To a person once for a request.
    void tellRefusal(Run& run, Seed& seed, int epoch, const QString& error) {
        if (seed.refused && *seed.refused <= epoch)
            return;
        seed.refused = epoch;
        const QString message = QStringLiteral("Epoch %1 cannot be estimated: %2").arg(epoch).arg(error);
        const bool isFirst = !std::exchange(run.refusalTold, true);
        m_feed->add([&](FeedContent& content) {
            content.estimateFailures.push_back({seed.number, {epoch, message, false}});
            if (isFirst && content.error.isEmpty()) {
                content.error = message;
                content.errorSeed = seed.number;
            }
        });
    }

    static PlaneMeasurement unknown(const Run& run, const SeedEstimates::Job& job) {
        const std::size_t quantities = job.measurer->estimator().description().quantities.size();
        const auto layers = static_cast<std::size_t>(run.experiment->shape().layerCount());
        const double nan = std::numeric_limits<double>::quiet_NaN();
        return {job.snapshot->epoch, std::vector(layers, std::vector<double>(quantities, nan))};
    }

    // --- training ---

    bool mayTrain(const Run& run, const Seed& seed) const {
        return !seed.ended && (!run.paused || seed.stepsDue > 0);
    }

    // An epoch that has been trained is also evaluated, paused or not.
    bool hasWork(const Run& run, const Seed& seed) const {
        return mayTrain(run, seed) || (!seed.ended && seed.snapshotDue);
    }

    bool hasTooMuchToEstimate(const Seed& seed) const {
        return seed.estimates.backlog() >= 2 * static_cast<std::size_t>(m_threadCount) + 2;
    }

    Task trainTask(const RunPointer& run, Seed& seed) {
        if (seed.busy || !hasWork(*run, seed) || hasTooMuchToEstimate(seed))
            return {};
        seed.busy = true;
        return [this, run, &seed] { train(run, seed); };
    }

    // Without the lock: trains for a slice.
    void train(const RunPointer& run, Seed& seed) {
        seed.clock = Clock::now();
        RunFailure failure;
        try {
            if (!seed.trainer) {
                seed.dataset = run->experiment->dataset(seed.number);
                seed.trainer = run->experiment->makeTrainer(*seed.dataset, seed.number);
            }
            trainSlice(*run, seed, seed.clock + slice);
        } catch (const DivergedError& error) {
            failure = {0, sentence(error), true};
        } catch (const std::exception& error) {
            failure = {0, sentence(error), false};
        }
        const std::lock_guard lock(m_mutex);
        seed.busy = false;
        countTime(seed);
        if (run != m_run)
            return;
        if (!failure.message.isEmpty())
            fail(seed, std::move(failure));
        if (seed.ended)
            seed.trainer.reset();
        tell(*run, seed);
        if (seed.number == m_shownSeed)
            tellProgress(*run, seed);
    }

    // Epochs until the slice is over, a request comes, the seed ends or estimates lag behind.
    void trainSlice(Run& run, Seed& seed, Clock::time_point end) {
        for (;;) {
            if (seed.snapshotDue) {
                auto snapshot = seed.trainer->snapshot(interruption(run, end));
                if (!snapshot)
                    return;
                snapshot->parameters = run.weights.keep(std::move(snapshot->parameters));
                if (!record(run, seed, std::move(*snapshot)))
                    return;
            }
            if (!beginEpoch(run, seed, end))
                return;
            if (seed.trainer->trainEpoch(seed.gathering, interruption(run, end)) ==
                Trainer<float>::Progress::Interrupted)
                return;
            endEpoch(run, seed);
        }
    }

    // Asked between batches. What takes long may be interrupted, the rest is soon done.
    static CancelQuestion interruption(const Run& run, Clock::time_point end) {
        return [&run, end, began = Clock::now()] {
            if (run.isVoid)
                return true;
            const auto now = Clock::now();
            return (run.paused || now >= end) && now - began >= longEpoch;
        };
    }

    // Takes the lock. False where the seed is not to be trained on.
    bool record(Run& run, Seed& seed, EpochSnapshot snapshot) {
        const std::lock_guard lock(m_mutex);
        seed.snapshotDue = false;
        countTime(seed);
        if (run.replaced)
            return false;
        seed.ended = seed.ended || endsTraining(snapshot, run.spec);
        seed.estimates.append(std::make_shared<const EpochSnapshot>(std::move(snapshot)));
        m_changed.notify_one();
        return true;
    }

    static void countTime(Seed& seed) {
        const auto now = Clock::now();
        seed.secondsTrained += seconds(now - seed.clock);
        seed.clock = now;
    }

    // Takes the lock. False where training is to rest before the next epoch.
    bool beginEpoch(const Run& run, Seed& seed, Clock::time_point end) {
        const std::lock_guard lock(m_mutex);
        if (m_quit || run.isVoid || !mayTrain(run, seed) || hasTooMuchToEstimate(seed) || Clock::now() >= end)
            return false;
        if (!seed.inEpoch)
            seed.gathering =
                !isReplay(seed) && (run.paused || isScheduled(run, seed, seed.trainer->epoch() + 1));
        seed.inEpoch = true;
        return true;
    }

    // Takes the lock.
    void endEpoch(const Run& run, Seed& seed) {
        const int epoch = seed.trainer->epoch();
        const std::lock_guard lock(m_mutex);
        seed.inEpoch = false;
        if (epoch <= seed.replayedTo) {
            if (epoch == seed.replayedTo)
                checkReplay(seed);
            return;
        }
        seed.epoch = epoch;
        seed.snapshotDue = isScheduled(run, seed, epoch) || (run.paused && seed.stepsDue > 0);
        if (run.paused && seed.stepsDue > 0)
            --seed.stepsDue;
    }

    static bool isReplay(const Seed& seed) { return seed.trainer->epoch() < seed.replayedTo; }

    static bool isScheduled(const Run& run, Seed& seed, int epoch) {
        while (seed.nextScheduled < run.schedule.size() && run.schedule[seed.nextScheduled] < epoch)
            ++seed.nextScheduled;
        return seed.nextScheduled < run.schedule.size() && run.schedule[seed.nextScheduled] == epoch;
    }

    static void checkReplay(Seed& seed) {
        if (std::ranges::equal(seed.trainer->parameters(), seed.replayedParameters))
            return;
        throw Error("Training from the start did not meet the weights of epoch " +
                    std::to_string(seed.replayedTo) +
                    " in the file: it was written on a processor of another level, or by another version. "
                    "Restart trains it anew on this one.");
    }

    void fail(Seed& seed, RunFailure failure) {
        seed.ended = true;
        failure.epoch = seed.trainer ? seed.trainer->epoch() + (seed.inEpoch ? 1 : 0) : 0;
        if (const auto newest = seed.estimates.newest())
            failure.message += newest->epoch == 0
                                   ? QStringLiteral(" Epoch 0 is kept.")
                                   : QStringLiteral(" Epochs 0 to %1 are kept.").arg(newest->epoch);
        m_feed->add([&](FeedContent& content) { content.failures.push_back({seed.number, failure}); });
    }

    // --- news ---

    void tell(Run& run, Seed& seed) {
        std::size_t epochs = 0;
        std::size_t estimated = 0;
        const quint64 request = seed.estimates.request();
        for (const auto& one : run.seeds) {
            epochs += one->estimates.count();
            estimated += one->estimates.estimated();
        }
        m_feed->add([&](FeedContent& content) {
            seed.estimates.tell(seed.number, seed.number == m_shownSeed, seed.secondsTrained, content,
                                Clock::now());
            content.estimated =
                static_cast<double>(estimated) / static_cast<double>(std::max<std::size_t>(epochs, 1));
            content.estimatedRequest = request;
        });
        const bool finished = std::all_of(run.seeds.begin(), run.seeds.end(), [](const auto& one) {
            return one->ended && !one->busy && one->estimates.isTold();
        });
        if (finished && !run.stopped && !std::exchange(run.finishedTold, true))
            m_feed->add([](FeedContent& content) { content.finished = true; });
    }

    void restartRate(Run& run) const {
        run.rateFrom = Clock::now();
        run.rate = 0;
        for (const auto& seed : run.seeds) {
            if (seed->number == m_shownSeed)
                run.rateEpoch = seed->epoch;
        }
    }

    void tellProgress(Run& run, const Seed& seed) {
        const double span = seconds(Clock::now() - run.rateFrom);
        const double recent = span > 0 ? (seed.epoch - run.rateEpoch) / span : 0;
        if (span >= seconds(rateSpan)) {
            run.rate = run.rate > 0 ? (run.rate + recent) / 2 : recent;
            run.rateFrom = Clock::now();
            run.rateEpoch = seed.epoch;
        }
        double share = 0;
        int done = 0;
        for (const auto& one : run.seeds) {
            share += one->ended ? 1 : one->epoch / static_cast<double>(run.spec.training.epochs);
            done += one->ended ? 1 : 0;
        }
        share /= static_cast<double>(run.seeds.size());
        m_feed->add([&](FeedContent& content) {
            content.epoch = seed.epoch;
            content.epochsPerSecond = run.rate > 0 ? run.rate : recent;
            content.secondsTrained = seed.secondsTrained;
            content.share = share;
            content.seedsDone = done;
        });
    }

    const std::shared_ptr<SessionFeed> m_feed;
    const WorkerOptions m_options;
    const int m_threadCount;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::atomic<bool> m_quit = false;
    bool m_waitsForTime = false;
    int m_working = 0;
    int m_measuring = 0;
    int m_mostMeasuring = 1;
    int m_shownSeed = 0;
    RunPointer m_run;
    std::vector<RunPointer> m_discarded;
    std::optional<Request> m_pending;
    Clock::time_point m_requestBegan;
    std::vector<std::jthread> m_threads;
};

TrainingWorker::TrainingWorker(std::shared_ptr<SessionFeed> feed, const WorkerOptions& options)
    : m_implementation(std::make_unique<Implementation>(std::move(feed), options)) {}

TrainingWorker::~TrainingWorker() = default;

void TrainingWorker::start(const ExperimentSpec& spec) {
    m_implementation->start(spec);
}

void TrainingWorker::startWithStep(const ExperimentSpec& spec) {
    m_implementation->start(spec, 1);
}

void TrainingWorker::adopt(Session session) {
    m_implementation->adopt(std::move(session));
}

void TrainingWorker::pause() {
    m_implementation->pause();
}

void TrainingWorker::resume() {
    m_implementation->resume();
}

void TrainingWorker::step() {
    m_implementation->step();
}

void TrainingWorker::stop() {
    m_implementation->stop();
}

void TrainingWorker::remeasure(const EstimatorSettings& settings, SampleSet on, quint64 request) {
    m_implementation->remeasure(settings, on, request);
}

void TrainingWorker::show(int seed) {
    m_implementation->show(seed);
}

bool TrainingWorker::isIdle() const {
    return m_implementation->isIdle();
}

} // namespace infoplane
