#pragma once

#include "session/session.h"

namespace infoplane {

/// As it is read from a file that keeps the weights of every k-th measured epoch, and of the last; 0: of
/// none.
inline Session withFewWeights(Session session, int keepEvery) {
    session.keepEvery = keepEvery;
    for (SeedRun& run : session.runs) {
        const auto epochs = std::ssize(run.snapshots);
        for (qint64 i = 0; i < epochs; ++i)
            if (!keepsWeights(keepEvery, i, epochs))
                run.snapshots[static_cast<std::size_t>(i)].parameters = {};
    }
    return session;
}

} // namespace infoplane
