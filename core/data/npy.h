#pragma once

#include "engine_export.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace infoplane {

/// Numbers of any shape. Values are in C order (the last index runs fastest), whatever the order of the file.
/// Integers and booleans of every size become 64-bit integers.
struct INFOPLANE_ENGINE NumericArray {
    std::vector<std::size_t> shape; ///< empty: a single number
    std::variant<std::vector<float>, std::vector<double>, std::vector<std::int64_t>> values;

    std::size_t size() const;
    std::size_t rows() const { return shape.empty() ? 1 : shape.front(); }
};

/// Reads numpy's format, versions 1 to 3: float32, float64, booleans and integers that fit 64 bits with sign,
/// little or big endian, C or Fortran order. Throws Error naming the file and what is wrong: not such a file,
/// another type, a size that does not match the shape, more than maximalBytes. Nothing is allocated before
/// the shape has been checked against the length of the file.
INFOPLANE_ENGINE NumericArray readNpy(const std::string& path,
                                      std::size_t maximalBytes = std::size_t{4} << 30);

} // namespace infoplane
