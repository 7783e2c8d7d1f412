#include "transport/run_status.h"

#include "document/amounts.h"
#include "study/study_document.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

using State = SessionDocument::State;

constexpr double longSeconds = 600;
constexpr double muchBytes = 1e9;

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("RunStatus", text, nullptr, n);
}

QString number(double value) {
    return QLocale().toString(std::round(value), 'f', 0);
}

/// Rounded down to one significant digit, so that a remedy is a round number.
int roundedDown(double value) {
    if (value < 1)
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    return static_cast<int>(std::floor(value / power) * power);
}

QString epochOf(const Playhead& playhead) {
    return tr("epoch %1 of %2").arg(number(playhead.epoch()), number(playhead.lastEpoch()));
}

struct SeedCount {
    int trained = 0;
    int all = 0;
    /// Of several: "1 of 3 seeds trained".
    QString text() const { return all < 2 ? QString() : tr("%1 of %2 seeds trained").arg(trained).arg(all); }
};

SeedCount countSeeds(const SessionDocument& document) {
    const Session* session = document.session();
    if (!session)
        return {};
    const auto ended = std::count_if(session->runs.begin(), session->runs.end(),
                                     [&](const SeedRun& run) { return hasEnded(run, session->spec); });
    return {static_cast<int>(ended), session->spec.seeds.count};
}

/// The epochs of the seed that is shown do not say whether the others are trained.
QString restingText(const SessionDocument& document, const Playhead& playhead) {
    const SeedCount seeds = countSeeds(document);
    if (seeds.trained == seeds.all || seeds.all < 2)
        return epochOf(playhead);
    return epochOf(playhead) + QStringLiteral(" · ") + seeds.text();
}

QString trainingText(const SessionDocument& document, const Playhead& playhead) {
    const QString seeds = countSeeds(document).text();
    const double speed = document.epochsPerSecond();
    if (document.epochReached() >= playhead.lastEpoch())
        return seeds;
    if (speed <= 0)
        return {};
    const double left = (playhead.lastEpoch() - document.epochReached()) / speed;
    const QString rate = speed < 10 ? QLocale().toString(speed, 'f', 1) : number(speed);
    return tr("trained to epoch %1 · %2 epochs/s · %3 left")
               .arg(number(document.epochReached()), rate, durationText(left)) +
           (seeds.isEmpty() ? QString() : QStringLiteral(" · ") + seeds);
}

/// What the spec as it is edited would cost.
void foretell(const SessionDocument& document, RunStatus& status) {
    if (document.cost()) {
        status.right = costText(*document.cost());
        if (adviseOnCost(document.spec(), *document.cost()))
            status.rightTone = RunStatus::Tone::Warning;
    } else if (document.facts()) {
        status.right = tr("finding out how long it takes…");
    }
}

RunStatus readyStatus(const SessionDocument& document) {
    RunStatus status;
    status.state = tr("Ready");
    const TrainingSpec& training = document.spec().training;
    const auto measured = measuredEpochs(document.spec().measure.schedule, training.epochs).size();
    status.detail =
        tr("%1 epochs, %2 measured").arg(number(training.epochs), number(static_cast<double>(measured)));
    if (const QString obstacle = document.playObstacle(); !obstacle.isEmpty()) {
        status.state = tr("Not ready");
        status.tone = RunStatus::Tone::Danger;
        status.detail = obstacle;
        return status;
    }
    foretell(document, status);
    return status;
}

RunStatus failedStatus(const SessionDocument& document, const Playhead& playhead) {
    RunStatus status;
    status.state = tr("Stopped");
    status.tone = RunStatus::Tone::Danger;
    if (!document.session() || document.failure()->epoch < 0) {
        status.detail = tr("the run could not start");
        return status;
    }
    const RunFailure& failure = *document.failure();
    status.detail = (failure.diverged ? tr("%1, diverged at %2") : tr("%1, ended at %2"))
                        .arg(epochOf(playhead), number(failure.epoch));
    status.right =
        playhead.measured().size() == 1
            ? tr("one epoch measured and kept")
            : tr("%1 epochs measured and kept").arg(number(static_cast<double>(playhead.measured().size())));
    return status;
}

/// The run is over or rests: what it took, and how long the film goes on.
QString trainedText(const SessionDocument& document, const Playhead& playhead) {
    const QString took = durationText(document.secondsTrained());
    if (playhead.playing() && !playhead.following())
        return tr("trained in %1 · %2 left at this speed").arg(took, durationText(playhead.secondsLeft()));
    if (playhead.atEnd())
        return tr("%1 epochs measured in %2")
            .arg(number(static_cast<double>(playhead.measured().size())), took);
    return tr("trained in %1").arg(took);
}

QString playingWord(const SessionDocument& document, const Playhead& playhead) {
    const bool waits = playhead.atEnd() && document.isRunning();
    return playhead.following() || waits ? tr("Live") : tr("Playing");
}

} // namespace

RunStatus runStatus(const SessionDocument& document, const Playhead& playhead) {
    const State state = document.state();
    if (!document.opening().isEmpty() && !document.isRunning() && !playhead.playing()) {
        RunStatus opening;
        opening.state = document.openingText();
        return opening;
    }
    if (state == State::Ready)
        return readyStatus(document);
    if ((state == State::Failed || state == State::Finished) && document.failure())
        return failedStatus(document, playhead);
    RunStatus status;
    if (state == State::Starting) {
        status.state = tr("Starting");
        return status;
    }
    const bool trains = state == State::Training;
    status.detail = trains ? epochOf(playhead) : restingText(document, playhead);
    status.right = trains ? trainingText(document, playhead) : trainedText(document, playhead);
    if (playhead.playing())
        status.state = playingWord(document, playhead);
    else if (trains)
        status.state = tr("Training");
    else if (state == State::Stopped)
        status.state = tr("Stopped");
    else if (state == State::Finished && playhead.atEnd())
        status.state = tr("Finished");
    else
        status.state = tr("Paused");
    const bool edited = !document.isRunning() && !playhead.playing() &&
                        !document.fieldsChangedFromRun().isEmpty() && document.playObstacle().isEmpty();
    if (edited) // a Restart is near, and what it costs is of more use than what the run took
        foretell(document, status);
    return status;
}

QString conditionText(const StudyDocument& study) {
    return study.isRunningAll() ? tr("condition %1 of %2").arg(study.shown() + 1).arg(study.count())
                                : QString();
}

std::optional<CostAdvice> adviseOnCost(const ExperimentSpec& spec, const CostEstimate& cost) {
    const bool isLong = cost.seconds > longSeconds;
    const double held = cost.memoryBytes + cost.temporaryBytes;
    const bool isMuch = held > muchBytes;
    if (!isLong && !isMuch)
        return std::nullopt;
    CostAdvice advice;
    advice.spec = spec;
    if (isLong) {
        const int epochs = roundedDown(spec.training.epochs * longSeconds / cost.seconds);
        advice.sentence = tr("This run will take about %1.").arg(durationText(cost.seconds));
        advice.remedy = epochs == 1 ? tr("Train one epoch") : tr("Train %1 epochs").arg(number(epochs));
        advice.spec.training.epochs = epochs;
        return advice;
    }
    const auto measured =
        static_cast<double>(measuredEpochs(spec.measure.schedule, spec.training.epochs).size());
    const int count = std::max(2, roundedDown(measured * muchBytes / held));
    advice.sentence = cost.temporaryBytes > 0
                          ? tr("This run will need about %1 of memory, and %2 in a temporary file.")
                                .arg(bytesText(cost.memoryBytes), bytesText(cost.temporaryBytes))
                          : tr("This run will need about %1 of memory.").arg(bytesText(cost.memoryBytes));
    advice.remedy = tr("Measure %1 epochs").arg(number(count));
    advice.spec.measure.schedule = {.kind = ScheduleKind::LogSpaced, .count = count};
    return advice;
}

} // namespace infoplane
