#include "session/session_feed.h"

namespace infoplane {

void SessionFeed::add(const std::function<void(FeedContent&)>& edit) {
    bool wasEmpty = false;
    {
        const QMutexLocker lock(&m_mutex);
        edit(m_content);
        wasEmpty = std::exchange(m_empty, false);
    }
    if (wasEmpty && m_wake)
        m_wake();
}

FeedContent SessionFeed::take() {
    const QMutexLocker lock(&m_mutex);
    m_empty = true;
    return std::exchange(m_content, {});
}

} // namespace infoplane
