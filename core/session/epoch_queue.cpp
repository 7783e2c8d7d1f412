#include "session/epoch_queue.h"

#include <algorithm>

namespace infoplane {

void EpochQueue::clear() {
    *this = {};
}

void EpochQueue::addCoarseToFine(std::size_t count) {
    if (count == 0)
        return;
    std::vector<bool> queued(count, false);
    const auto queue = [&](std::size_t index) {
        if (!queued[index])
            m_order.push_back(index);
        queued[index] = true;
    };
    std::size_t stride = 1;
    while (stride * 2 < count)
        stride *= 2;
    queue(0);
    queue(count - 1);
    for (; stride > 0; stride /= 2) {
        for (std::size_t index = 0; index < count; index += stride)
            queue(index);
        m_levels.push_back(m_order.size());
    }
}

std::optional<std::size_t> EpochQueue::next() {
    if (isEmpty())
        return std::nullopt;
    return m_order[m_next++];
}

std::vector<std::size_t> EpochQueue::finestLevel(const std::function<bool(std::size_t)>& isThere) {
    while (m_there < m_next && isThere(m_order[m_there]))
        ++m_there;
    std::size_t end = 0;
    for (const std::size_t level : m_levels)
        end = level <= m_there ? level : end;
    std::vector<std::size_t> indices(m_order.begin(), m_order.begin() + static_cast<std::ptrdiff_t>(end));
    std::sort(indices.begin(), indices.end());
    return indices;
}

} // namespace infoplane
