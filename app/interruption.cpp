#include "interruption.h"

#include <atomic>
#include <csignal>

namespace infoplane {

namespace {

std::atomic<bool> wasInterrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "set from a signal handler");

void noteInterruption(int) {
    wasInterrupted.store(true);
}

} // namespace

void catchInterruption() {
    struct sigaction action {};
    action.sa_handler = noteInterruption;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() {
    return wasInterrupted.load();
}

} // namespace infoplane
