#include "information/bin_edges.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace infoplane {

std::vector<double> equallySpaced(double lowest, double highest, std::size_t count) {
    std::vector<double> values(count, lowest);
    if (count < 2)
        return values;
    const double step = (highest - lowest) / static_cast<double>(count - 1);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = lowest + static_cast<double>(i) * step;
    values.back() = highest;
    return values;
}

EdgeSearch::EdgeSearch(std::vector<double> edges, Spacing spacing)
    : m_edges(std::move(edges))
    , m_spacing(m_edges.size() < 2 ? Spacing::Any : spacing) {
    if (m_spacing == Spacing::Equal) {
        const double step = (m_edges.back() - m_edges.front()) / static_cast<double>(m_edges.size() - 1);
        m_scale = 1 / step;
        if (!(step > 0) || !(m_scale < std::numeric_limits<double>::infinity()))
            m_spacing = Spacing::Any;
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    m_edges.insert(m_edges.begin(), -infinity);
    m_edges.push_back(infinity);
}

void EdgeSearch::count(std::span<const float> values, std::span<float> edgesBelow) const {
    countColumn(values, edgesBelow);
}

void EdgeSearch::count(std::span<const double> values, std::span<double> edgesBelow) const {
    countColumn(values, edgesBelow);
}

template <typename Scalar>
void EdgeSearch::countColumn(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    if (m_spacing == Spacing::Equal)
        countEqual(values, edgesBelow);
    else
        countAny(values, edgesBelow);
}

template <typename Scalar>
void EdgeSearch::countEqual(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    const double first = m_edges[1];
    const auto count = static_cast<double>(edgeCount());
    const double* below = m_edges.data();
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = values[i];
        // The number of edges <= value is guess, or off by a rounding.
        const double place = std::min(std::max((value - first) * m_scale + 1, 0.0), count);
        auto guess = static_cast<std::int32_t>(place);
        while (value >= below[guess + 1])
            ++guess;
        while (value < below[guess])
            --guess;
        edgesBelow[i] = static_cast<Scalar>(guess);
    }
}

template <typename Scalar>
void EdgeSearch::countAny(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    const double* begin = m_edges.data() + 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double value = values[i];
        // A binary search whose steps do not depend on the value, so the processor need not guess.
        const double* low = begin;
        std::size_t length = edgeCount();
        while (length > 1) {
            const std::size_t half = length / 2;
            low += value >= low[half - 1] ? half : 0;
            length -= half;
        }
        const bool last = length == 1 && value >= *low;
        edgesBelow[i] = static_cast<Scalar>(low - begin + (last ? 1 : 0));
    }
}

} // namespace infoplane
