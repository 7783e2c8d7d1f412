#include "run_output.h"

#include "commands.h"
#include "error.h"
#include "interruption.h"
#include "session/archive.h"
#include "session/save_file.h"
#include "terminal.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryFile>

namespace infoplane {

namespace {

constexpr qint64 trialBytes = 16384;

/// Session::keepEvery; none where it is nothing of the kind.
std::optional<int> keepEveryOf(const std::string& text) {
    if (text == "all")
        return 1;
    if (text == "none")
        return 0;
    static const QRegularExpression form(QStringLiteral("^every:(\\d{1,7})$"));
    const int every = form.match(QString::fromStdString(text)).captured(1).toInt();
    return every >= 1 && every <= mostKeepEvery ? std::optional(every) : std::nullopt;
}

std::string keepWeightsProblem(const std::string& text) {
    if (keepEveryOf(text))
        return {};
    return "\"" + text + "\" is not all, none or every:K with K from 1 to " + std::to_string(mostKeepEvery) +
           ", such as every:10";
}

/// An archive may be replaced by a newer one; nothing else is. An empty file is nothing.
bool isArchive(const QString& path) {
    QFile file(path);
    return !file.open(QIODevice::ReadOnly) || file.size() == 0 || file.read(4) == QByteArray("PK\3\4");
}

} // namespace

void checkOutput(const OutputOptions& options) {
    const QFileInfo output(QString::fromStdString(options.output));
    const QFileInfo folder(output.absolutePath());
    if (output.isDir())
        throw UsageError(QStringLiteral("%1 is a folder; -o names the archive to write.")
                             .arg(output.filePath())
                             .toStdString());
    if (output.exists() && !isArchive(output.filePath()))
        throw Error(
            QStringLiteral("%1 is there already, and is no archive of Infoplane. Name another file, or "
                           "remove that one first.")
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

namespace {

void writeFile(const QString& path, const QByteArray& content) {
    const QString error = saveFile(path, content);
    if (!error.isEmpty())
        throw Error(QStringLiteral("%1 cannot be written: %2.").arg(path, error).toStdString());
}

/// False, with a sentence a seed, where training failed.
bool reportFailures(const StudyRecord& record) {
    bool whole = true;
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        for (const SeedRun& run : record.sessions[i].runs) {
            if (!run.failure)
                continue;
            whole = false;
            const QString place = QStringLiteral("seed %1: %2").arg(run.seed).arg(run.failure->message);
            complain(record.study.isPlain()
                         ? place
                         : QStringLiteral("%1, %2").arg(record.study.conditions[i].name, place));
        }
    }
    return whole;
}

/// Writes the archive, and where it cannot be written (any more), another one among the temporary files: what
/// has been trained is not lost. Returns where it is.
QString keep(const StudyRecord& record, const QString& output) {
    try {
        writeArchive(record, output);
        return output;
    } catch (const Error& error) {
        const QString spare = QDir(QDir::tempPath()).filePath(QFileInfo(output).fileName());
        if (QFileInfo::exists(spare))
            throw;
        writeArchive(record, spare);
        throw Error(QStringLiteral("%1 The session is in %2 instead.")
                        .arg(QString::fromUtf8(error.what()), spare)
                        .toStdString());
    }
}

void writeTables(const Session& session, const QDir& folder) {
    writeFile(folder.filePath(QStringLiteral("measurements.csv")), measurementsCsv(session));
    writeFile(folder.filePath(QStringLiteral("epochs.csv")), epochsCsv(session));
}

/// Of a study a folder a condition, named as in its archive.
void writeTables(const StudyRecord& record, const QDir& folder) {
    if (record.study.isPlain()) {
        writeTables(record.sessions.front(), folder);
        return;
    }
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        const QString name = conditionFolder(i);
        if (!folder.mkpath(name))
            throw Error(
                QStringLiteral("The folder %1 cannot be made.").arg(folder.filePath(name)).toStdString());
        writeTables(record.sessions[i], QDir(folder.filePath(name)));
    }
}

} // namespace

int keepAndReport(StudyRecord record, const OutputOptions& options) {
    if (const std::optional<int> every = keepEveryOf(options.keepWeights))
        for (Session& session : record.sessions)
            session.keepEvery = *every;
    const QString output = keep(record, QString::fromStdString(options.output));
    if (!options.csvFolder.empty())
        writeTables(record, QDir(QString::fromStdString(options.csvFolder)));
    const bool whole = reportFailures(record);
    if (interrupted()) {
        complain(QStringLiteral("interrupted. What was measured so far is in %1.").arg(output));
        return 1;
    }
    return whole ? 0 : 1;
}

void addOutputOption(CLI::App& command, OutputOptions& options) {
    command
        .add_option(
            "-o,--output", options.output,
            "The archive to write (required); one that exists is replaced when the new one is complete")
        ->type_name("FILE")
        ->required();
}

void addKeepWeightsOption(CLI::App& command, OutputOptions& options, const std::string& byDefault) {
    command
        .add_option(
            "--keep-weights", options.keepWeights,
            "Weights the archive keeps: those of all measured epochs, of none, or of every K-th and the "
            "last; without all of them it is smaller, and information cannot be estimated anew from it; "
            "default " +
                byDefault)
        ->check(keepWeightsProblem)
        ->type_name("all|none|every:K");
}

void addCsvOption(CLI::App& command, OutputOptions& options) {
    command
        .add_option("--csv", options.csvFolder,
                    "Also write measurements.csv and epochs.csv into this folder; of a study, into a folder "
                    "condition-01, condition-02, ... in it for each condition")
        ->type_name("FOLDER");
}

} // namespace infoplane
