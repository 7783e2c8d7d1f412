#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace infoplane {

/// The order in which epochs, by index, are to be estimated: first and last, then every 64th, 32nd, ... of
/// those that are there, so that whatever time allows is a picture of the whole run; then those that come
/// later, as they come.
class EpochQueue {
  public:
    void clear();
    /// The first `count` epochs, coarse to fine. Once, on an empty queue.
    void addCoarseToFine(std::size_t count);
    void add(std::size_t index) { m_order.push_back(index); }
    std::optional<std::size_t> next();
    bool isEmpty() const { return m_next == m_order.size(); }

    /// How many epochs a picture of some of them stands for.
    std::size_t coarseCount() const { return m_levels.empty() ? 0 : m_levels.back(); }
    /// The finest level of which all epochs are there, in ascending order; empty where there is none yet.
    std::vector<std::size_t> finestLevel(const std::function<bool(std::size_t)>& isThere);

  private:
    std::vector<std::size_t> m_order;
    std::size_t m_next = 0;
    std::vector<std::size_t> m_levels; ///< ends of levels in the order
    std::size_t m_there = 0;           ///< so many of the order are known to be there
};

} // namespace infoplane
