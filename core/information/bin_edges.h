#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace infoplane {

/// count values from lowest to highest, equally spaced: lowest + i * step, the last exactly highest.
std::vector<double> equallySpaced(double lowest, double highest, std::size_t count);

/// Finds the bin of a value among ascending edges: index = number of edges <= value, exactly, by comparing
/// with the edges themselves. Where the edges are equally spaced the search starts at the right place or
/// beside it.
class EdgeSearch {
  public:
    enum class Spacing { Equal, Any };
    EdgeSearch(std::vector<double> edges, Spacing spacing);

    std::size_t edgeCount() const { return m_edges.size() - 2; }
    /// For a column of finite values.
    void count(std::span<const float> values, std::span<float> edgesBelow) const;
    void count(std::span<const double> values, std::span<double> edgesBelow) const;

  private:
    template <typename Scalar>
    void countColumn(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;
    template <typename Scalar>
    void countEqual(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;
    template <typename Scalar>
    void countAny(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;

    std::vector<double> m_edges; ///< with an infinite one before and after
    Spacing m_spacing;
    double m_scale = 0; ///< edges a unit of value
};

} // namespace infoplane
