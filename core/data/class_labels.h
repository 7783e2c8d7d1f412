#pragma once

#include "data/dataset.h"

namespace infoplane {

/// Makes classes of the words (or numbers) of a label column: one a distinct value, sorted, numbers by their
/// size. Throws Error, naming the table, where they do not look like classes: only one, too many, or
/// measurements rather than classes.
void setClassLabels(Dataset& dataset, const std::vector<std::string>& values, const std::string& table);

/// A whole text as a number: spaces around it and a leading plus allowed, a point for the decimals whatever
/// the locale. NaN and infinity are no numbers.
std::optional<double> parseNumber(std::string_view text);

} // namespace infoplane
