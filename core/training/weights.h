#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

namespace infoplane {

/// The parameters of a network at one epoch, in single precision, laid out as NetworkShape says: never
/// changed, and shared by its copies. Where the numbers are, in memory or in a file that is mapped into it,
/// is its owner's affair.
class Weights {
  public:
    Weights() = default;
    /// Takes the values over.
    Weights(std::vector<float> values) { // NOLINT(google-explicit-constructor): a vector is weights
        auto owner = std::make_shared<const std::vector<float>>(std::move(values));
        m_values = *owner;
        m_owner = std::move(owner);
    }
    /// Values that stay where they are for as long as somebody holds the owner.
    Weights(std::span<const float> values, std::shared_ptr<const void> owner)
        : m_values(values)
        , m_owner(std::move(owner)) {}

    const float* data() const { return m_values.data(); }
    std::size_t size() const { return m_values.size(); }
    bool empty() const { return m_values.empty(); }
    auto begin() const { return m_values.begin(); }
    auto end() const { return m_values.end(); }
    float operator[](std::size_t i) const { return m_values[i]; }
    std::vector<float> toVector() const { return {begin(), end()}; }
    operator std::span<const float>() const { return m_values; } // NOLINT(google-explicit-constructor)

    friend bool operator==(const Weights& a, const Weights& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }

  private:
    std::span<const float> m_values;
    std::shared_ptr<const void> m_owner;
};

} // namespace infoplane
