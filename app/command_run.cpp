#include "commands.h"
#include "error.h"
#include "interruption.h"
#include "session/archive.h"
#include "session/presets.h"
#include "session/save_file.h"
#include "session/session_runner.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <limits>

namespace infoplane {

namespace {

struct RunOptions {
    std::string specFile;
    std::string output;
    std::optional<int> seed;
    std::optional<int> seedCount;
    std::string csvFolder;
    int threads = 0;
};

[[noreturn]] void failToOpen(const QFile& file) {
    throw Error(
        QStringLiteral("%1 cannot be read: %2.").arg(file.fileName(), file.errorString()).toStdString());
}

QByteArray readSpecText(const QString& name) {
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

ExperimentSpec readSpec(const RunOptions& options) {
    const QString name = QString::fromStdString(options.specFile);
    ExperimentSpec spec =
        parseSpec(readSpecText(name), name == QLatin1String("-") ? QStringLiteral("standard input") : name);
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

constexpr qint64 trialBytes = 16384;

/// Before hours of training, not after.
void checkOutput(const RunOptions& options) {
    const QFileInfo output(QString::fromStdString(options.output));
    const QFileInfo folder(output.absolutePath());
    if (output.isDir())
        throw UsageError(QStringLiteral("%1 is a folder; -o names the archive to write.")
                             .arg(output.filePath())
                             .toStdString());
    if (!folder.isDir())
        throw Error(QStringLiteral("The folder %1 does not exist; make it first.")
                        .arg(folder.filePath())
                        .toStdString());
    // What rights say is not all: a disk may be full, a file system read-only.
    QTemporaryFile trial(folder.filePath() + QStringLiteral("/infoplane-XXXXXX"));
    if (!trial.open() || trial.write(QByteArray(trialBytes, ' ')) != trialBytes || !trial.flush())
        throw Error(QStringLiteral("The folder %1 cannot be written to: %2.")
                        .arg(folder.filePath(), trial.errorString())
                        .toStdString());
    const QString csv = QString::fromStdString(options.csvFolder);
    if (!csv.isEmpty() && !QDir().mkpath(csv))
        throw Error(QStringLiteral("The folder %1 cannot be made.").arg(csv).toStdString());
}

void writeFile(const QString& path, const QByteArray& content) {
    const QString error = saveFile(path, content);
    if (!error.isEmpty())
        throw Error(QStringLiteral("%1 cannot be written: %2.").arg(path, error).toStdString());
}

/// False, with a sentence a seed, where training failed.
bool reportFailures(const Session& session) {
    bool whole = true;
    for (const SeedRun& run : session.runs) {
        if (!run.failure)
            continue;
        whole = false;
        complain(QStringLiteral("seed %1: %2").arg(run.seed).arg(run.failure->message));
    }
    return whole;
}

/// Writes the archive, and where it cannot be written (any more), another one among the temporary files: what
/// has been trained is not lost. Returns where it is.
QString keep(const Session& session, const QString& output) {
    try {
        writeArchive(session, output);
        return output;
    } catch (const Error& error) {
        const QString spare = QDir(QDir::tempPath()).filePath(QFileInfo(output).fileName());
        if (QFileInfo::exists(spare))
            throw;
        writeArchive(session, spare);
        throw Error(QStringLiteral("%1 The session is in %2 instead.")
                        .arg(QString::fromUtf8(error.what()), spare)
                        .toStdString());
    }
}

int run(const RunOptions& options) {
    const ExperimentSpec spec = readSpec(options);
    checkOutput(options);
    catchInterruption();
    ProgressBar bar;
    const Session session = runSession(
        spec, interrupted,
        [&bar](const RunProgress& progress) { bar.show(progress.share, progress.secondsLeft); },
        options.threads);
    bar.clear();

    const QString output = keep(session, QString::fromStdString(options.output));
    if (!options.csvFolder.empty()) {
        const QDir folder(QString::fromStdString(options.csvFolder));
        writeFile(folder.filePath(QStringLiteral("measurements.csv")), measurementsCsv(session));
        writeFile(folder.filePath(QStringLiteral("epochs.csv")), epochsCsv(session));
    }
    const bool whole = reportFailures(session);
    if (interrupted()) {
        complain(QStringLiteral("interrupted. What was measured so far is in %1.").arg(output));
        return 1;
    }
    return whole ? 0 : 1;
}

} // namespace

void addRunCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<RunOptions>();
    CLI::App* command =
        program.add_subcommand("run", "Run an experiment without a window and write its archive");
    command->add_option("SPEC", options->specFile, "The experiment, a JSON file; - reads standard input")
        ->type_name("")
        ->required();
    command
        ->add_option(
            "-o,--output", options->output,
            "The archive to write (required); one that exists is replaced when the new one is complete")
        ->type_name("FILE")
        ->required();
    command->add_option("--seed", options->seed, "Train this seed instead of those of the experiment")
        ->check(CLI::Range(0, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    command->add_option("--seed-count", options->seedCount, "Train so many seeds, from the first one on")
        ->check(CLI::Range(1, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    command
        ->add_option("--csv", options->csvFolder,
                     "Also write measurements.csv and epochs.csv into this folder")
        ->type_name("FOLDER");
    command
        ->add_option("--threads", options->threads,
                     "Threads to use (default: one a core); the result does not depend on it")
        ->check(CLI::Range(1, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    command->footer("Example:\n  infoplane run szt-tanh.json -o szt-tanh.infoplane --csv tables\n"
                    "Ctrl-C stops cleanly and keeps what was measured.");
    command->callback([options, &action] {
        action = [options](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            return run(*options);
        };
    });
}

} // namespace infoplane
