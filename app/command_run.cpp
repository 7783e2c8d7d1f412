#include "commands.h"
#include "error.h"
#include "interruption.h"
#include "run_output.h"
#include "session/presets.h"
#include "session/study_runner.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QFile>

#include <limits>

namespace infoplane {

namespace {

struct RunOptions {
    std::string specFile;
    OutputOptions where;
    std::optional<int> seed;
    std::optional<int> seedCount;
    int threads = 0;
};

[[noreturn]] void failToOpen(const QFile& file) {
    throw Error(
        QStringLiteral("%1 cannot be read: %2.").arg(file.fileName(), file.errorString()).toStdString());
}

QByteArray readInput(const QString& name) {
    QFile file(name);
    if (name == QLatin1String("-")) {
        if (!file.open(stdin, QIODevice::ReadOnly))
            failToOpen(file);
        return file.readAll();
    }
    if (!file.exists() && findPreset(name))
        throw UsageError(QStringLiteral("there is no file %1, but a preset of that name. Run it with "
                                        "\"infoplane preset %1 | infoplane run - -o %1.infoplane\".")
                             .arg(name)
                             .toStdString());
    if (!file.open(QIODevice::ReadOnly))
        failToOpen(file);
    return file.readAll();
}

ExperimentSpec withSeeds(ExperimentSpec spec, const RunOptions& options) {
    if (options.seed)
        spec.seeds = {*options.seed, 1};
    if (options.seedCount)
        spec.seeds.count = *options.seedCount;
    QString sentences;
    for (const SpecError& error : checkSpec(spec))
        sentences += (sentences.isEmpty() ? QString() : QStringLiteral("\n")) + error.message;
    if (!sentences.isEmpty())
        throw Error(sentences.toStdString());
    return spec;
}

Study readStudy(const RunOptions& options) {
    const QString name = QString::fromStdString(options.specFile);
    const Study study =
        parseStudy(readInput(name), name == QLatin1String("-") ? QStringLiteral("standard input") : name);
    if (study.isPlain())
        return studyOf(withSeeds(study.base, options));
    QJsonObject seeds;
    if (options.seed)
        seeds = {{QStringLiteral("first"), *options.seed}, {QStringLiteral("count"), 1}};
    if (options.seedCount)
        seeds.insert(QStringLiteral("count"), *options.seedCount);
    return seeds.isEmpty() ? study : withChanges(study, {{QStringLiteral("seeds"), seeds}});
}

int run(const RunOptions& options) {
    const Study study = readStudy(options);
    checkOutput(options.where);
    catchInterruption();
    ProgressBar bar;
    StudyRecord record = runStudy(
        study, interrupted,
        [&bar](const RunProgress& progress) { bar.show(progress.share, progress.secondsLeft); },
        options.threads);
    bar.clear();
    return keepAndReport(std::move(record), options.where);
}

} // namespace

void addRunCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<RunOptions>();
    CLI::App* command =
        program.add_subcommand("run", "Run an experiment or a study without a window and write its archive");
    command
        ->add_option("SPEC", options->specFile,
                     "The experiment or study, a JSON file; - reads standard input")
        ->type_name("")
        ->required();
    addOutputOption(*command, options->where);
    command
        ->add_option("--seed", options->seed,
                     "Train this seed instead of those of the experiment; of a study, in "
                     "every condition")
        ->check(CLI::Range(0, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    command->add_option("--seed-count", options->seedCount, "Train so many seeds, from the first one on")
        ->check(CLI::Range(1, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    addKeepWeightsOption(*command, options->where, "all");
    addCsvOption(*command, options->where);
    command
        ->add_option("--threads", options->threads,
                     "Threads to use (default: one a core); the result does not depend on it")
        ->check(CLI::Range(1, mostThreads).description(""))
        ->type_name("N");
    command->footer("Examples:\n  infoplane run szt-tanh.json -o szt-tanh.infoplane --csv tables\n"
                    "  infoplane preset figure-3 | infoplane run - -o figure-3.infoplane\n"
                    "Ctrl-C stops cleanly and keeps what was measured.");
    command->callback([options, &action] {
        action = [options](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            return run(*options);
        };
    });
}

} // namespace infoplane
