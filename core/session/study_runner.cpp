#include "session/study_runner.h"

#include "error.h"
#include "session/experiment.h"
#include "session/parallel_for.h"
#include "session/reestimate.h"

#include <QJsonDocument>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

namespace infoplane {

namespace {

using Clock = std::chrono::steady_clock;

/// One seed of the conditions that train it alike.
struct Job {
    std::vector<std::size_t> conditions;
    int seed = 0;
};

/// Conditions that train alike and measure the same epochs, in the order of their first one.
std::vector<std::vector<std::size_t>> groupsOf(const Study& study) {
    std::vector<std::pair<QJsonObject, std::vector<std::size_t>>> groups;
    for (std::size_t i = 0; i < study.conditions.size(); ++i) {
        const QJsonObject training = trainingOf(study.conditions[i].spec);
        const auto found = std::ranges::find(groups, training, [](const auto& group) { return group.first; });
        if (found == groups.end())
            groups.push_back({training, {i}});
        else
            found->second.push_back(i);
    }
    std::vector<std::vector<std::size_t>> indices;
    for (auto& group : groups)
        indices.push_back(std::move(group.second));
    return indices;
}

bool hasSeed(const ExperimentSpec& spec, int seed) {
    return seed >= spec.seeds.first && seed - spec.seeds.first < spec.seeds.count;
}

/// The first seed of every group, then the second of every group, and so on: an interrupted study has as much
/// of each.
std::vector<Job> jobsOf(const Study& study) {
    std::vector<std::pair<int, Job>> jobs;
    for (const std::vector<std::size_t>& group : groupsOf(study)) {
        std::vector<int> seeds;
        for (const std::size_t condition : group) {
            const SeedsSpec& spec = study.conditions[condition].spec.seeds;
            for (int i = 0; i < spec.count; ++i)
                seeds.push_back(spec.first + i);
        }
        std::ranges::sort(seeds);
        seeds.erase(std::unique(seeds.begin(), seeds.end()), seeds.end());
        for (std::size_t i = 0; i < seeds.size(); ++i) {
            Job job{{}, seeds[i]};
            for (const std::size_t condition : group)
                if (hasSeed(study.conditions[condition].spec, seeds[i]))
                    job.conditions.push_back(condition);
            jobs.emplace_back(static_cast<int>(i), std::move(job));
        }
    }
    std::ranges::stable_sort(jobs, {}, [](const auto& job) { return job.first; });
    std::vector<Job> sorted;
    for (auto& job : jobs)
        sorted.push_back(std::move(job.second));
    return sorted;
}

/// None where it was interrupted before it began.
std::optional<Session> runSeed(ExperimentSpec spec, int seed, const CancelQuestion& cancelled,
                               const std::function<void(const RunProgress&)>& progress, int threads) {
    spec.seeds = {seed, 1};
    try {
        return runSession(spec, cancelled, progress, threads);
    } catch (const Error&) {
        if (cancelled && cancelled())
            return std::nullopt;
        throw;
    }
}

/// What has been said so far of how far all jobs are.
class Progress {
  public:
    Progress(std::size_t jobs, const std::function<void(const RunProgress&)>& told)
        : m_shares(jobs)
        , m_told(told) {}

    void tell(std::size_t job, double share) {
        if (!m_told)
            return;
        const std::lock_guard lock(m_mutex);
        m_shares[job] = share;
        double sum = 0;
        RunProgress now;
        now.seeds = static_cast<int>(m_shares.size());
        for (const double one : m_shares) {
            sum += one;
            now.seedsDone += one >= 1 ? 1 : 0;
        }
        now.share = sum / static_cast<double>(m_shares.size());
        const double passed = std::chrono::duration<double>(Clock::now() - m_began).count();
        now.secondsLeft = now.share > 0 ? passed * (1 - now.share) / now.share : 0;
        m_told(now);
    }

  private:
    std::mutex m_mutex;
    std::vector<double> m_shares;
    const std::function<void(const RunProgress&)>& m_told;
    Clock::time_point m_began = Clock::now();
};

/// The run as another condition estimates it; none when cancelled. One that cannot be estimated so stays
/// without measurements and says why: what has been trained is not lost.
std::optional<SeedRun> estimatedAs(const Session& trained, const ExperimentSpec& spec,
                                   const CancelQuestion& cancelled,
                                   const std::function<void(double)>& progress, int threads) {
    try {
        auto session = reestimate(trained, spec.estimator, spec.measure.on, cancelled, progress, threads);
        return session ? std::optional(std::move(session->runs.front())) : std::nullopt;
    } catch (const Error& error) {
        SeedRun run = trained.runs.front();
        run.measurements.clear();
        const int epoch = run.snapshots.empty() ? 0 : run.snapshots.back().epoch;
        if (!run.failure || !run.failure->diverged)
            run.failure = RunFailure{epoch, QString::fromUtf8(error.what()), false};
        return run;
    }
}

using KeepRun = std::function<void(std::size_t condition, SeedRun run)>;

/// Trained once, for the first condition, and estimated for the others. Where a condition's estimator cuts
/// the training short, the next one trains for itself.
void runJob(const Study& study, const Job& job, const CancelQuestion& cancelled,
            const std::function<void(double)>& progress, int threads, const KeepRun& keep) {
    const auto parts = static_cast<double>(job.conditions.size());
    std::optional<Session> trained;
    for (std::size_t part = 0; part < job.conditions.size(); ++part) {
        if (cancelled && cancelled())
            return;
        const std::size_t condition = job.conditions[part];
        const ExperimentSpec& spec = study.conditions[condition].spec;
        const auto tell = [&](double share) { progress((static_cast<double>(part) + share) / parts); };
        if (trained) {
            if (auto run = estimatedAs(*trained, spec, cancelled, tell, threads))
                keep(condition, std::move(*run));
            continue;
        }
        std::optional<Session> result = runSeed(
            spec, job.seed, cancelled, [&](const RunProgress& now) { tell(now.share); }, threads);
        if (!result)
            return;
        keep(condition, result->runs.front()); // the weights are shared
        if (hasTrainedToItsEnd(result->runs.front(), spec))
            trained = std::move(result);
    }
    progress(1);
}

} // namespace

QJsonObject trainingOf(const ExperimentSpec& spec) {
    QJsonObject json = toJson(spec);
    for (const char* key : {"title", "estimator", "seeds"})
        json.remove(QLatin1String(key));
    QJsonObject measure = json.value(QLatin1String("measure")).toObject();
    measure.remove(QLatin1String("on"));
    json.insert(QLatin1String("measure"), measure);
    return json;
}

bool trainsAlike(const ExperimentSpec& one, const ExperimentSpec& other) {
    return one.seeds == other.seeds && trainingOf(one) == trainingOf(other);
}

StudyRecord runStudy(const Study& study, const CancelQuestion& cancelled,
                     const std::function<void(const RunProgress&)>& progress, int threads) {
    StudyRecord record{study, {}};
    if (study.conditions.size() == 1) { // a worker of its own keeps all threads busy, few seeds or many
        record.sessions.push_back(runSession(study.conditions.front().spec, cancelled, progress, threads));
        return record;
    }
    for (const StudyCondition& condition : study.conditions)
        record.sessions.push_back(emptySession(Experiment(condition.spec)));

    const std::vector<Job> jobs = jobsOf(study);
    const int crew = threads > 0 ? threads : coreCount();
    const int each = std::max(1, crew / static_cast<int>(jobs.size()));
    Progress shares(jobs.size(), progress);
    std::mutex mutex;
    const auto keep = [&](std::size_t condition, SeedRun run) {
        const std::lock_guard lock(mutex);
        record.sessions[condition].runs.push_back(std::move(run));
    };
    parallelFor(static_cast<int>(jobs.size()), crew, [&](int i) {
        const auto index = static_cast<std::size_t>(i);
        runJob(
            study, jobs[index], cancelled, [&](double share) { shares.tell(index, share); }, each, keep);
    });
    for (Session& session : record.sessions)
        std::ranges::sort(session.runs, {}, &SeedRun::seed);
    return record;
}

} // namespace infoplane
