#include "session/continue_run.h"

#include "error.h"

#include <algorithm>

namespace infoplane {

namespace {

QJsonObject patchOf(const Continuation& how) {
    QJsonObject patch;
    if (how.epochs)
        patch.insert(QStringLiteral("training"), QJsonObject{{QStringLiteral("epochs"), *how.epochs}});
    if (how.dense)
        patch.insert(
            QStringLiteral("measure"),
            QJsonObject{{QStringLiteral("dense"), QJsonObject{{QStringLiteral("from"), how.dense->first},
                                                              {QStringLiteral("to"), how.dense->second}}}});
    return patch;
}

/// The weights of every epoch that both have measured are the same, as far as the file kept them.
void requireMet(const SeedRun& before, const SeedRun& after) {
    for (const EpochSnapshot& snapshot : before.snapshots) {
        const auto found =
            std::ranges::lower_bound(after.snapshots, snapshot.epoch, {}, &EpochSnapshot::epoch);
        const bool isThere = found != after.snapshots.end() && found->epoch == snapshot.epoch;
        const bool isKnown = isThere && !snapshot.parameters.empty();
        if (isKnown && found->parameters != snapshot.parameters)
            throw Error(
                "Training from the start did not meet the weights of seed " + std::to_string(before.seed) +
                " at epoch " + std::to_string(snapshot.epoch) +
                " in the file: it was written on a processor of another level, or by another version. "
                "Run its experiment anew on this one.");
    }
}

/// A failure counts as far as it came: training ends there each time.
int furthestOf(const SeedRun& run) {
    const int measured = run.snapshots.empty() ? -1 : run.snapshots.back().epoch;
    return run.failure ? std::max(measured, run.failure->epoch) : measured;
}

/// Whoever keeps the result in place of the record must not lose epochs by it.
void requireReached(const SeedRun& before, const SeedRun* after) {
    const int wanted = before.snapshots.empty() ? -1 : before.snapshots.back().epoch;
    if (after && furthestOf(*after) >= wanted)
        return;
    if (after && after->failure)
        throw Error("Seed " + std::to_string(before.seed) + " did not reach epoch " + std::to_string(wanted) +
                    " again; the file is unchanged. " + after->failure->message.toStdString());
    if (!before.snapshots.empty())
        throw Error("Interrupted before it reached epoch " + std::to_string(wanted) +
                    " again; the file is unchanged.");
}

void requireShorter(const StudyRecord& before, const Continuation& how) {
    if (!how.epochs)
        return;
    for (const Session& session : before.sessions)
        for (const SeedRun& run : session.runs)
            if (!run.snapshots.empty() && run.snapshots.back().epoch > *how.epochs)
                throw Error("The run has " + std::to_string(run.snapshots.back().epoch) +
                            " epochs already; it can only be continued beyond them.");
}

} // namespace

StudyRecord continueRun(const StudyRecord& before, const Continuation& how, const CancelQuestion& cancelled,
                        const std::function<void(const RunProgress&)>& progress, int threads) {
    requireShorter(before, how);
    const QJsonObject patch = patchOf(how);
    const Study study = patch.isEmpty() ? before.study : withChanges(before.study, patch);
    StudyRecord after = runStudy(study, cancelled, progress, threads);
    for (std::size_t i = 0; i < after.sessions.size(); ++i) {
        after.sessions[i].notes = before.sessions[i].notes;
        after.sessions[i].keepEvery = before.sessions[i].keepEvery;
        for (const SeedRun& run : before.sessions[i].runs) {
            const auto found = std::ranges::find(after.sessions[i].runs, run.seed, &SeedRun::seed);
            const bool isThere = found != after.sessions[i].runs.end();
            requireReached(run, isThere ? &*found : nullptr);
            if (isThere)
                requireMet(run, *found);
        }
    }
    return after;
}

} // namespace infoplane
