#pragma once

#include "engine_export.h"

#include <stdexcept>
#include <string>

namespace infoplane {

/// What went wrong, as a sentence for the person at the screen: what is wrong and what to do.
/// Thrown for bad input (a broken file, a NaN, an absurd size); never for a bug in the program.
class INFOPLANE_ENGINE Error : public std::runtime_error {
  public:
    explicit Error(const std::string& sentence)
        : std::runtime_error(sentence) {}
    ~Error() override;
};

} // namespace infoplane
