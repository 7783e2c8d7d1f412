#include "commands.h"
#include "interruption.h"
#include "run_output.h"
#include "session/archive.h"
#include "session/continue_run.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace infoplane {

namespace {

struct Options {
    std::string session;
    OutputOptions where;
    std::optional<int> epochs;
    std::string dense;
    int threads = 0;
};

/// "100..300"
std::pair<int, int> denseOf(const std::string& text) {
    static const QRegularExpression form(QStringLiteral("^(\\d{1,7})\\.\\.(\\d{1,7})$"));
    const QRegularExpressionMatch match = form.match(QString::fromStdString(text));
    if (!match.hasMatch())
        throw UsageError("\"" + text + "\" is not of the form FROM..TO, such as 100..300.");
    if (match.captured(1).toInt() > match.captured(2).toInt())
        throw UsageError("\"" + text +
                         "\" ends before it begins; the first epoch comes first, as in 100..300.");
    return {match.captured(1).toInt(), match.captured(2).toInt()};
}

/// Else nothing more would be measured than there is.
void requireReachable(const std::pair<int, int>& dense, const Options& options, const StudyRecord& before) {
    int last = options.epochs.value_or(0);
    for (const Session& session : before.sessions)
        if (!options.epochs)
            last = std::max(last, session.spec.training.epochs);
    if (dense.first > last)
        throw UsageError("--every-epoch " + options.dense + " begins beyond the last epoch, " +
                         std::to_string(last) + "; --epochs trains further.");
}

int goOn(const Options& options) {
    Continuation how{options.epochs, {}};
    if (!options.dense.empty())
        how.dense = denseOf(options.dense);
    const StudyRecord before = readStudyArchive(QString::fromStdString(options.session));
    if (how.dense)
        requireReachable(*how.dense, options, before);
    checkOutput(options.where);
    catchInterruption();
    ProgressBar bar;
    StudyRecord after = continueRun(
        before, how, interrupted,
        [&bar](const RunProgress& progress) { bar.show(progress.share, progress.secondsLeft); },
        options.threads);
    bar.clear();
    return keepAndReport(std::move(after), options.where);
}

} // namespace

void addContinueCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "continue", "Train a session further, or measure a part of it more closely, by exact replay");
    command->add_option("SESSION", options->session, "The archive, NAME.infoplane")
        ->type_name("")
        ->required();
    addOutputOption(*command, options->where);
    command
        ->add_option("--epochs", options->epochs, "Train up to this epoch; default to the experiment's last")
        ->check(CLI::Range(1, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    command->add_option("--every-epoch", options->dense, "Measure every epoch of this part, such as 100..300")
        ->type_name("FROM..TO");
    addKeepWeightsOption(*command, options->where, "as SESSION keeps them");
    addCsvOption(*command, options->where);
    command
        ->add_option("--threads", options->threads,
                     "Threads to use (default: one a core); the result does not depend on it")
        ->check(CLI::Range(1, mostThreads).description(""))
        ->type_name("N");
    command->footer(
        "Examples:\n"
        "  infoplane continue szt-tanh.infoplane --epochs 20000 -o longer.infoplane\n"
        "  infoplane continue szt-tanh.infoplane --every-epoch 100..300 -o closer.infoplane\n"
        "Training is repeated from the start and must meet the weights in the file, so the result is\n"
        "that of a run made so in the first place. An interrupted run is completed.");
    command->callback([options, &action] {
        action = [options](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            return goOn(*options);
        };
    });
}

} // namespace infoplane
