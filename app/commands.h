#pragma once

#include <CLI/App.hpp>

#include <functional>
#include <stdexcept>

namespace infoplane {

/// What the command line asks for; main runs it once parsing is over and returns its exit code: 0 done,
/// 1 failed. The arguments are the program's own, for the application object.
using Action = std::function<int(int& argc, char** argv)>;

/// The arguments cannot be meant so; a sentence. The program ends with exit code 2.
class UsageError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// More threads than these are a slip of the pen.
constexpr int mostThreads = 1024;

/// Each adds one subcommand, which sets the action where it is the one chosen.
void addRunCommand(CLI::App& program, Action& action);
void addPresetCommand(CLI::App& program, Action& action);
void addFigureCommand(CLI::App& program, Action& action);
void addInfoCommand(CLI::App& program, Action& action);
void addContinueCommand(CLI::App& program, Action& action);
void addVerdictCommand(CLI::App& program, Action& action);
void addMinimalModelCommand(CLI::App& program, Action& action);
void addVerifyCommand(CLI::App& program, Action& action);
void addEstimateCommand(CLI::App& program, Action& action);
void addEstimatorsCommand(CLI::App& program, Action& action);

} // namespace infoplane
