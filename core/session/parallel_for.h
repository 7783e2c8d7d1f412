#pragma once

#include <functional>

namespace infoplane {

/// As many as there are cores, at least one.
int coreCount();

/// Runs job(0) ... job(count - 1) on up to `threads` threads, the caller's among them; returns when all are
/// done. Of what the jobs throw, that with the lowest index is thrown on.
void parallelFor(int count, int threads, const std::function<void(int)>& job);

} // namespace infoplane
