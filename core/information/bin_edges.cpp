#include "information/bin_edges.h"

#include "error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace infoplane {
namespace {

/// Loops over a block of values have a fixed length and keep their results in registers.
constexpr std::size_t blockSize = 64;

/// Of many edges, every how many-th is looked at first.
constexpr std::size_t stride = 32;

/// As wide as the scalar, so that values and places fill vectors of one length.
template <typename Scalar>
using Place = std::conditional_t<sizeof(Scalar) == 4, std::int32_t, std::int64_t>;

template <typename Scalar>
Scalar leastNotBelow(double edge) {
    const auto rounded = static_cast<Scalar>(edge);
    return static_cast<double>(rounded) < edge
               ? std::nextafter(rounded, std::numeric_limits<Scalar>::infinity())
               : rounded;
}

/// Calls countBlock(values, places) for blocks of blockSize values, the last one padded.
template <typename Scalar, typename CountBlock>
void byBlocks(std::span<const Scalar> values, std::span<Scalar> edgesBelow, CountBlock countBlock) {
    for (std::size_t start = 0; start < values.size(); start += blockSize) {
        const std::size_t size = std::min(blockSize, values.size() - start);
        std::array<Scalar, blockSize> block{};
        std::copy_n(values.data() + start, size, block.data());
        std::array<Place<Scalar>, blockSize> places{};
        countBlock(block, places);
        for (std::size_t i = 0; i < size; ++i)
            edgesBelow[start + i] = static_cast<Scalar>(places[i]);
    }
}

} // namespace

void requireSpan(double lowest, double highest) {
    if (!std::isfinite(highest - lowest))
        throw Error("The activity spans more than can be computed with. Scale it.");
}

std::vector<double> equallySpaced(double lowest, double highest, std::size_t count) {
    std::vector<double> values(count, lowest);
    if (count < 2)
        return values;
    requireSpan(lowest, highest);
    const double step = (highest - lowest) / static_cast<double>(count - 1);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = lowest + static_cast<double>(i) * step;
    values.back() = highest;
    return values;
}

template <typename Scalar>
EdgeSearch<Scalar>::EdgeSearch(std::span<const double> edges, Spacing spacing) {
    std::ranges::transform(edges, std::back_inserter(m_edges), leastNotBelow<Scalar>);
    m_padded = m_edges;
    m_padded.resize((m_edges.size() + stride - 1) / stride * stride, std::numeric_limits<Scalar>::infinity());
    if (spacing != Spacing::Equal || !isEquallySpaced())
        return;
    m_scale = static_cast<Scalar>(m_edges.size() - 1) / (m_edges.back() - m_edges.front());
    constexpr Scalar infinity = std::numeric_limits<Scalar>::infinity();
    m_fenced.push_back(-infinity);
    m_fenced.insert(m_fenced.end(), m_edges.begin(), m_edges.end());
    m_fenced.push_back(infinity);
}

/// Whether rounding left every edge so near its place that a computed place is off by one at most.
template <typename Scalar>
bool EdgeSearch<Scalar>::isEquallySpaced() const {
    constexpr std::size_t mostEdges = 1 << 16;
    if (m_edges.size() < 2 || m_edges.size() > mostEdges)
        return false;
    const Scalar step = (m_edges.back() - m_edges.front()) / static_cast<Scalar>(m_edges.size() - 1);
    if (!(step > 0) || !std::isfinite(1 / step))
        return false;
    for (std::size_t i = 0; i < m_edges.size(); ++i)
        if (!(std::abs(m_edges[i] - m_edges.front() - static_cast<Scalar>(i) * step) < step / 4))
            return false;
    return true;
}

template <typename Scalar>
void EdgeSearch<Scalar>::count(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    constexpr std::size_t few = 64;
    constexpr std::size_t many = few * stride;
    if (!m_fenced.empty())
        countEqual(values, edgesBelow);
    else if (m_edges.size() <= few)
        countFew(values, edgesBelow);
    else if (m_edges.size() <= many)
        countMany(values, edgesBelow);
    else
        bisect(values, edgesBelow);
}

template <typename Scalar>
void EdgeSearch<Scalar>::countEqual(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    const Scalar first = m_edges.front();
    const Scalar scale = m_scale;
    const auto count = static_cast<Scalar>(m_edges.size());
    const Scalar* below = m_fenced.data();
    byBlocks(values, edgesBelow, [=](const auto& value, auto& places) {
        for (std::size_t i = 0; i < blockSize; ++i) {
            Scalar place = (value[i] - first) * scale + 1;
            place = place > 0 ? place : 0;
            place = place < count ? place : count;
            const auto guess = static_cast<Place<Scalar>>(place);
            const Place<Scalar> more = value[i] >= below[guess + 1] ? 1 : 0;
            const Place<Scalar> less = value[i] < below[guess] ? 1 : 0;
            places[i] = guess + more - less;
        }
    });
}

/// Compares with every edge, which is the fastest where they are few.
template <typename Scalar>
void EdgeSearch<Scalar>::countFew(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    byBlocks(values, edgesBelow, [this](const auto& value, auto& places) {
        for (const Scalar edge : m_edges)
            for (std::size_t i = 0; i < blockSize; ++i)
                places[i] += value[i] >= edge ? 1 : 0;
    });
}

/// Compares with every thirty-second edge, then with the thirty-two edges before the next of those.
template <typename Scalar>
void EdgeSearch<Scalar>::countMany(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    byBlocks(values, edgesBelow, [this](const auto& value, auto& places) {
        for (std::size_t first = 0; first < m_edges.size(); first += stride)
            for (std::size_t i = 0; i < blockSize; ++i)
                places[i] += value[i] >= m_padded[first] ? 1 : 0;
        for (std::size_t i = 0; i < blockSize; ++i) {
            const std::size_t group = static_cast<std::size_t>(std::max<Place<Scalar>>(places[i], 1)) - 1;
            const Scalar* edges = m_padded.data() + group * stride;
            Place<Scalar> within = 0;
            for (std::size_t k = 0; k < stride; ++k)
                within += value[i] >= edges[k] ? 1 : 0;
            places[i] = static_cast<Place<Scalar>>(group * stride) + within;
        }
    });
}

template <typename Scalar>
void EdgeSearch<Scalar>::bisect(std::span<const Scalar> values, std::span<Scalar> edgesBelow) const {
    std::ranges::transform(values, edgesBelow.begin(), [this](Scalar value) {
        return static_cast<Scalar>(std::ranges::upper_bound(m_edges, value) - m_edges.begin());
    });
}

template class EdgeSearch<float>;
template class EdgeSearch<double>;

} // namespace infoplane
