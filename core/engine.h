#pragma once

#include "engine_export.h"

#include <functional>
#include <string>

namespace infoplane {

/// The processor level the loaded engine was built for: "x86-64-v3", ... or "generic". Results are
/// bit-identical only on the same level, so an archive records it.
INFOPLANE_ENGINE std::string engineLevel();

/// Asked now and then by long jobs; true means stop as soon as possible.
using CancelQuestion = std::function<bool()>;

} // namespace infoplane
