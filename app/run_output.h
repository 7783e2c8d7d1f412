#pragma once

#include "session/study.h"

#include <CLI/App.hpp>

namespace infoplane {

/// Where a command that trains leaves what it made.
struct OutputOptions {
    std::string output;
    std::string csvFolder;   ///< empty: no tables
    std::string keepWeights; ///< "all", "none", "every:K"; empty: as the record says
};

void addOutputOption(CLI::App& command, OutputOptions& options);
void addCsvOption(CLI::App& command, OutputOptions& options);
void addKeepWeightsOption(CLI::App& command, OutputOptions& options, const std::string& byDefault);

/// Before hours of training, not after: throws where nothing could be written.
void checkOutput(const OutputOptions& options);
/// Writes the archive and the tables, and says which seeds failed. The program's exit code.
int keepAndReport(StudyRecord record, const OutputOptions& options);

} // namespace infoplane
