#include "commands.h"
#include "engine.h"
#include "error.h"
#include "session/presets.h"
#include "terminal.h"
#include "window_app.h"

#include <QApplication>
#include <QFileInfo>
#include <QLibrary>

#include <CLI/CLI.hpp>

#include <memory>

namespace infoplane {

namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int wrongUsage = 2;

bool displayIsThere() {
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
}

/// Qt aborts where an X display is named that does not answer, so it is asked beforehand, by the library that
/// Qt will ask.
bool displayAnswers() {
    if (qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
        !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        return true;
    QLibrary xcb(QStringLiteral("xcb"), 1);
    const auto connect = reinterpret_cast<void* (*)(const char*, int*)>(xcb.resolve("xcb_connect"));
    const auto hasError = reinterpret_cast<int (*)(void*)>(xcb.resolve("xcb_connection_has_error"));
    const auto disconnect = reinterpret_cast<void (*)(void*)>(xcb.resolve("xcb_disconnect"));
    if (!connect || !hasError || !disconnect)
        return true;
    void* connection = connect(nullptr, nullptr);
    const bool answers = hasError(connection) == 0;
    disconnect(connection);
    return answers;
}

int openWindow(const WindowOptions& options, int& argc, char** argv) {
    if (!options.openPath.isEmpty() && !QFileInfo::exists(options.openPath))
        throw UsageError(
            QStringLiteral("%1 is neither a file nor a command.").arg(options.openPath).toStdString());
    if (!options.presetId.isEmpty() && !findPreset(options.presetId))
        throw UsageError(QStringLiteral("there is no preset \"%1\"; \"infoplane preset --list\" lists all.")
                             .arg(options.presetId)
                             .toStdString());
    if (!displayIsThere())
        throw Error("there is no display to open the window on. \"infoplane run\" works without one; see "
                    "\"infoplane run --help\".");
    if (!displayAnswers())
        throw Error(
            "the display " + qEnvironmentVariable("DISPLAY").toStdString() +
            " does not answer. Is DISPLAY right, and may you use that display? \"infoplane run\" works "
            "without one; see \"infoplane run --help\".");
    QApplication application(argc, argv);
    return runWindow(application, options);
}

void addWindowOptions(CLI::App& program, Action& action) {
    struct Options {
        std::string file, preset, theme;
        bool play = false;
    };
    const auto options = std::make_shared<Options>();
    program
        .add_option("FILE", options->file, "A session archive or an experiment (JSON) to open in the window")
        ->type_name("");
    program.add_option("--preset", options->preset, "Open this preset in the window")->type_name("NAME");
    program.add_flag("--play", options->play, "Press Play at once");
    program.add_option("--theme", options->theme, "Colours of the window, instead of the system's")
        ->check(CLI::IsMember({"light", "dark"}))
        ->type_name("light|dark");
    action = [options](int& argc, char** argv) {
        return openWindow({QString::fromStdString(options->file), QString::fromStdString(options->preset),
                           options->play, QString::fromStdString(options->theme)},
                          argc, argv);
    };
}

std::string versionText() {
    return std::string("Infoplane ") + INFOPLANE_VERSION + ", engine " + engineLevel();
}

/// CLI11's own messages, as a sentence that says where help is.
std::string usageMessage(const CLI::App* program, const CLI::Error& error) {
    std::string command = program->get_name();
    for (const CLI::App* chosen : program->get_subcommands())
        command += " " + chosen->get_name();
    return std::string("infoplane: ") + error.what() + "\nSee \"" + command + " --help\".\n";
}

/// None where the arguments ask for nothing to be run (--help) or are wrong; then exitCode says which.
Action parse(int argc, char** argv, int& exitCode) {
    Action action;
    CLI::App program("Infoplane: watch neural networks learn in the information plane.", "infoplane");
    program.failure_message(usageMessage);
    program.set_version_flag("--version", versionText(), "The program's version and the engine in use");
    program.require_subcommand(0, 1);
    program.get_formatter()->column_width(26);
    program.get_formatter()->label("REQUIRED", "");
    program.set_help_flag("-h,--help", "This text");
    program.footer("Without a command the window opens. Example:\n  infoplane --preset szt-tanh --play\n"
                   "Exit codes: 0 done, 1 failed, 2 wrong usage.");
    addWindowOptions(program, action);
    addRunCommand(program, action);
    addContinueCommand(program, action);
    addPresetCommand(program, action);
    addFigureCommand(program, action);
    addInfoCommand(program, action);
    addVerdictCommand(program, action);
    addVerifyCommand(program, action);
    addEstimateCommand(program, action);
    addEstimatorsCommand(program, action);
    addMinimalModelCommand(program, action);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exitCode = program.exit(error) == 0 ? done : wrongUsage;
        return {};
    }
    return action;
}

int runAction(const Action& action, int argc, char** argv) {
    try {
        return action(argc, argv);
    } catch (const UsageError& error) {
        complain(QString::fromUtf8(error.what()));
        return wrongUsage;
    } catch (const Error& error) {
        complain(QString::fromUtf8(error.what()));
        return failed;
    } catch (const std::bad_alloc&) {
        complain(QStringLiteral("there is not enough memory for this."));
        return failed;
    } catch (const std::exception& error) { // of the library that reads files and names, say
        complain(QString::fromUtf8(error.what()));
        return failed;
    }
}

} // namespace

} // namespace infoplane

int main(int argc, char** argv) {
    QCoreApplication::setApplicationName(QStringLiteral("Infoplane"));
    QCoreApplication::setOrganizationName(QStringLiteral("Infoplane"));
    QCoreApplication::setApplicationVersion(QStringLiteral(INFOPLANE_VERSION));
    int exitCode = 0;
    const infoplane::Action action = infoplane::parse(argc, argv, exitCode);
    return action ? infoplane::runAction(action, argc, argv) : exitCode;
}
