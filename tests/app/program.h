#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QProcess>

#include <csignal>

namespace infoplane::test {

/// What the real program did with some arguments.
struct Outcome {
    int exitCode = -1; ///< -1: it crashed, or did not end
    QString output;
    QString errors;
};

/// The program of this build, as on a machine without a display.
inline void prepare(QProcess& process, const QStringList& arguments) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QLatin1String(name));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    process.setProcessEnvironment(environment);
    process.setProgram(
        QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("../bin/infoplane")));
    process.setArguments(arguments);
}

inline Outcome finish(QProcess& process) {
    // Far beyond what any of these take; only so that a hang ends.
    const bool ended = process.waitForFinished(300'000) && process.exitStatus() == QProcess::NormalExit;
    return {ended ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

inline Outcome run(const QStringList& arguments, const QByteArray& input = {}) {
    QProcess process;
    prepare(process, arguments);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    return finish(process);
}

/// A bare chroot or container may have no pseudo-terminals.
inline bool terminalsCanBeMade() {
    return QProcess::execute(QStringLiteral("script"), {QStringLiteral("--quiet"), QStringLiteral("--return"),
                                                        QStringLiteral("--command"), QStringLiteral("true"),
                                                        QStringLiteral("/dev/null")}) == 0;
}

/// What a person would see who runs the program in a terminal: output and errors as they come, and the codes
/// that move the cursor. util-linux's script makes the terminal.
inline Outcome runInTerminal(const QStringList& arguments, const QStringList& environment = {}) {
    QProcess process;
    prepare(process, {});
    const QString command =
        environment.join(' ') + " TERM=xterm " + process.program() + ' ' + arguments.join(' ');
    process.setProgram(QStringLiteral("script"));
    process.setArguments({"--quiet", "--return", "--command", command, "/dev/null"});
    process.start();
    process.closeWriteChannel();
    return finish(process);
}

/// A spec that trains in a moment.
inline QByteArray tinySpec(int epochs = 30, int seeds = 2) {
    return QStringLiteral(R"({"format": 1, "title": "Tiny",
        "data": {"source": "szt", "trainFraction": 0.8},
        "network": {"hidden": [4, 3], "activation": "tanh"},
        "training": {"optimizer": {"name": "adam", "learningRate": 0.01}, "batchSize": 512, "epochs": %1},
        "measure": {"schedule": "paper", "on": "all"},
        "estimator": {"id": "bin_floor", "bin_size": 0.07},
        "seeds": {"first": 0, "count": %2}})")
        .arg(epochs)
        .arg(seeds)
        .toUtf8();
}

inline QByteArray readFile(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace infoplane::test
