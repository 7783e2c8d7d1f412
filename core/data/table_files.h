#pragma once

#include "data/sources.h"

namespace infoplane {

/// The formats behind readTable, one function each.
Dataset readCsvTable(const TableOptions& options);
Dataset readMatTable(const TableOptions& options);

/// Most numbers a table may hold: 4 GB of inputs.
constexpr double mostTableNumbers = 1e9;

/// "cars.csv", as it is named in messages.
std::string shownName(const std::filesystem::path& file);

} // namespace infoplane
