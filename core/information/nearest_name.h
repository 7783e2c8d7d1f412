#pragma once

#include "engine_export.h"

#include <span>
#include <string>
#include <string_view>

namespace infoplane {

/// The candidate that a person most likely meant by what was typed (least edit distance, capitals aside);
/// empty where none is near.
INFOPLANE_ENGINE std::string nearestName(std::string_view typed, std::span<const std::string> candidates);

} // namespace infoplane
