#include "session/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace infoplane {

int coreCount() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallelFor(int count, int threads, const std::function<void(int)>& job) {
    std::atomic<int> next = 0;
    std::mutex mutex;
    int failedIndex = count;
    std::exception_ptr failure;
    const auto work = [&] {
        for (int index = next++; index < count; index = next++) {
            try {
                job(index);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (index < failedIndex) {
                    failedIndex = index;
                    failure = std::current_exception();
                }
            }
        }
    };
    std::vector<std::jthread> helpers;
    for (int i = 1; i < std::min(threads, count); ++i)
        helpers.emplace_back(work);
    work();
    helpers.clear(); // joins
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace infoplane
