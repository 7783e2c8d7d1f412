#pragma once

#include "data/npy.h"

#include <string>

namespace infoplane {

/// Reads an array from what a person types after NAME= on the command line:
///     FILE.npy            as readNpy
///     FILE.csv            all columns of a comma-separated table, rows x columns, as double
///     FILE.csv:COLUMNS    those columns, in this order; one column alone is a vector. COLUMNS is a list with
///                         commas of names, of numbers counted from 1, and of ranges FIRST..LAST of either; a
///                         column so named comes before the number, and before the range.
/// The first line of a table holds the names of its columns unless all of its fields are numbers.
/// Throws Error naming the file and what is wrong with it: missing, another kind, no such column (with the
/// nearest), a field that is no number, rows of different length, larger than maximalBytes. NaN and infinity
/// are read as such from both kinds; the estimator says which element is not finite.
INFOPLANE_ENGINE NumericArray readArray(const std::string& source,
                                        std::size_t maximalBytes = std::size_t{4} << 30);

} // namespace infoplane
