#include "engine.h"

#include "error.h"

#include <Eigen/Core>

namespace infoplane {

namespace {

/// Eigen cuts large products by the caches it finds, which changes the order of sums. With caches of a fixed
/// size results are the same on all processors of a level.
[[maybe_unused]] const bool blockingIsFixed = [] {
    Eigen::setCpuCacheSizes(32 * 1024, 512 * 1024, 8 * 1024 * 1024);
    return true;
}();

} // namespace

Error::~Error() = default;

std::string engineLevel() {
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__)
    return "x86-64-v4";
#elif defined(__AVX2__) && defined(__FMA__)
    return "x86-64-v3";
#elif defined(__SSE4_2__)
    return "x86-64-v2";
#else
    return "generic";
#endif
}

} // namespace infoplane
