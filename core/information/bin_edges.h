#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace infoplane {

/// count values from lowest to highest, equally spaced: lowest + i * step, the last exactly highest.
/// Throws Error as requireSpan.
std::vector<double> equallySpaced(double lowest, double highest, std::size_t count);

/// Throws Error where the difference is beyond the largest number.
void requireSpan(double lowest, double highest);

/// Finds the bin of a value among ascending edges: index = number of edges <= value. The edges are double; a
/// single precision value is compared with the least single precision number not below the edge, which comes
/// to the same. Where edges are equally spaced the place is computed, then set right by comparing.
template <typename Scalar>
class EdgeSearch {
  public:
    enum class Spacing { Equal, Any };
    EdgeSearch(std::span<const double> edges, Spacing spacing);

    /// For a column of finite values.
    void count(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;

  private:
    bool isEquallySpaced() const;
    void countEqual(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;
    void countFew(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;
    void countMany(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;
    void bisect(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const;

    std::vector<Scalar> m_edges;
    std::vector<Scalar> m_padded; ///< with infinite edges after, to a whole number of groups
    std::vector<Scalar> m_fenced; ///< with an infinite edge before and after, where equally spaced
    Scalar m_scale = 0;           ///< edges a unit of value
};

extern template class EdgeSearch<float>;
extern template class EdgeSearch<double>;

} // namespace infoplane
