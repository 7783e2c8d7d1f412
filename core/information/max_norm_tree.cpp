#include "information/max_norm_tree.h"

#include "network/lanes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace infoplane {
namespace {

constexpr std::size_t leafSize = 16;
constexpr auto width = static_cast<std::size_t>(lanes<float>);
constexpr std::size_t leafVectors = leafSize / width;
constexpr std::size_t unitsAtOnce = 8; ///< before it is asked whether any is near
using Vector = Vec<float>;

constexpr std::size_t groupsOf(std::size_t boxes) {
    return (boxes + width - 1) / width;
}

/// Rounding two coordinates, each at most 1, to single precision moves their difference by at most 2^-24, and
/// rounding that by as much again; of what is added to and taken from a limit half is for the limit's own.
constexpr double margin = 0x1p-22;

/// Without the sign.
Vec<float> magnitude(const Vec<float>& vector) {
    typedef std::int32_t Bits __attribute__((vector_size(vectorBytes)));
    return std::bit_cast<Vec<float>>(std::bit_cast<Bits>(vector) & std::numeric_limits<std::int32_t>::max());
}

/// A bit for each lane of a comparison of floats that holds.
template <typename Mask>
std::uint32_t laneBits(const Mask& mask) {
    static_assert(sizeof(Mask) == vectorBytes && sizeof(mask[0]) == sizeof(float));
#if defined(__AVX512DQ__)
    return _mm512_movepi32_mask(std::bit_cast<__m512i>(mask));
#elif defined(__AVX2__)
    return static_cast<std::uint32_t>(_mm256_movemask_ps(std::bit_cast<__m256>(mask)));
#elif defined(__SSE2__)
    return static_cast<std::uint32_t>(_mm_movemask_ps(std::bit_cast<__m128>(mask)));
#else
    std::uint32_t bits = 0;
    for (Index lane = 0; lane < lanes<float>; ++lane)
        bits |= mask[lane] != 0 ? 1U << lane : 0U;
    return bits;
#endif
}

/// A bit for each sample of a leaf whose distance is below a limit, and for each below a lower one.
struct NearSamples {
    std::uint32_t near = 0;
    std::uint32_t certain = 0;
};

NearSamples nearSamples(const float* leaf, std::span<const float> point, float limit, float certainLimit) {
    std::array<Vector, leafVectors> farthest{};
    NearSamples found;
    for (std::size_t unit = 0; unit < point.size();) {
        const std::size_t end = std::min(unit + unitsAtOnce, point.size());
        for (; unit < end; ++unit, leaf += leafSize)
            for (std::size_t v = 0; v < leafVectors; ++v)
                farthest[v] = greater(farthest[v], magnitude(load(leaf + v * width) - point[unit]));
        found.near = 0;
        for (std::size_t v = 0; v < leafVectors; ++v)
            found.near |= laneBits(farthest[v] < limit) << (v * width);
        if (found.near == 0)
            return found;
    }
    for (std::size_t v = 0; v < leafVectors; ++v)
        found.certain |= laneBits(farthest[v] < certainLimit) << (v * width);
    return found;
}

} // namespace

/// A limit of distances in single precision: at `certain` a distance is certainly below it, from `possible`
/// on it certainly is not.
struct MaxNormTree::Search::Limits {
    float certain = 0;
    float possible = 0;

    Limits(double limit, double scale)
        : certain(static_cast<float>(limit * scale - margin))
        , possible(static_cast<float>(limit * scale + margin)) {}
};

MaxNormTree::MaxNormTree(const Eigen::MatrixXd& samples, std::span<const Eigen::Index> rows)
    : m_size(rows.empty() ? static_cast<std::size_t>(samples.rows()) : rows.size())
    , m_units(static_cast<std::size_t>(samples.cols())) {
    m_leaves = (m_size + leafSize - 1) / leafSize;
    for (std::size_t i = 0; i <= m_leaves; ++i)
        m_begin.push_back(static_cast<std::uint32_t>(i * m_size / m_leaves));
    std::vector<Eigen::Index> order(m_size);
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    const auto make = [&](const Rows& chosen) {
        measure(chosen);
        sort(chosen, order, 0, m_leaves);
        fill(chosen, order);
    };
    if (rows.empty())
        make(samples);
    else
        make(samples(std::vector<Eigen::Index>(rows.begin(), rows.end()), Eigen::all));
}

void MaxNormTree::measure(const Rows& samples) {
    const double largest = samples.cwiseAbs().maxCoeff();
    constexpr int most = 1000; // of the exponent, so that the scale is finite
    if (largest > 0)
        m_scale = std::ldexp(1.0, std::min(-std::ilogb(largest) - 1, most));
    const Eigen::RowVectorXd spread =
        (samples.rowwise() - samples.row(0)).cwiseAbs().colwise().sum() * (1.0 / static_cast<double>(m_size));
    m_order.resize(m_units);
    std::iota(m_order.begin(), m_order.end(), Eigen::Index{0});
    std::ranges::stable_sort(m_order, std::greater{}, [&](Eigen::Index unit) { return spread(unit); });
}

/// Halves of halves, each cut across the unit in which it is widest.
void MaxNormTree::sort(const Rows& samples, std::span<Eigen::Index> rows, std::size_t firstLeaf,
                       std::size_t leaves) const {
    if (leaves == 1)
        return;
    Eigen::RowVectorXd lowest = samples.row(rows.front());
    Eigen::RowVectorXd highest = lowest;
    for (const Eigen::Index row : rows) {
        lowest = lowest.cwiseMin(samples.row(row));
        highest = highest.cwiseMax(samples.row(row));
    }
    Eigen::Index widest = 0;
    (highest - lowest).maxCoeff(&widest);
    const std::size_t half = leaves / 2;
    const std::size_t cut = m_begin[firstLeaf + half] - m_begin[firstLeaf];
    std::vector<std::pair<double, Eigen::Index>> keys;
    keys.reserve(rows.size());
    for (const Eigen::Index row : rows)
        keys.emplace_back(samples(row, widest), row);
    std::ranges::nth_element(keys, keys.begin() + static_cast<std::ptrdiff_t>(cut));
    std::ranges::transform(keys, rows.begin(), [](const auto& key) { return key.second; });
    sort(samples, rows.first(cut), firstLeaf, half);
    sort(samples, rows.subspan(cut), firstLeaf + half, leaves - half);
}

void MaxNormTree::fill(const Rows& samples, std::span<const Eigen::Index> rows) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    m_values.assign(m_leaves * m_units * leafSize, std::numeric_limits<double>::infinity());
    m_rough.assign(m_leaves * m_units * leafSize, infinity);
    m_leafBoxes.reset(m_leaves, m_units);
    m_groupBoxes.reset(groupsOf(m_leaves), m_units);
    m_leafOf.resize(m_size);
    for (std::size_t leaf = 0; leaf < m_leaves; ++leaf)
        for (std::size_t i = m_begin[leaf]; i < m_begin[leaf + 1]; ++i) {
            m_leafOf[static_cast<std::size_t>(rows[i])] = static_cast<std::uint32_t>(leaf);
            for (std::size_t unit = 0; unit < m_units; ++unit) {
                const double value = samples(rows[i], m_order[unit]);
                const float single = rough(value);
                const std::size_t place = (leaf * m_units + unit) * leafSize + i - m_begin[leaf];
                m_values[place] = value;
                m_rough[place] = single;
                m_leafBoxes.widen(leaf, unit, single);
                m_groupBoxes.widen(leaf / width, unit, single);
            }
        }
}

/// From the point to all samples of a leaf.
Eigen::Array<double, 16, 1> MaxNormTree::Search::distances(std::size_t leaf) const {
    const double* values = m_tree.m_values.data() + leaf * m_point.size() * leafSize;
    Eigen::Array<double, leafSize, 1> farthest = Eigen::Array<double, leafSize, 1>::Zero();
    for (const double own : m_point) {
        farthest = farthest.max((Eigen::Map<const Eigen::Array<double, leafSize, 1>>(values) - own).abs());
        values += leafSize;
    }
    return farthest;
}

void MaxNormTree::Boxes::reset(std::size_t boxes, std::size_t unitCount) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    units = unitCount;
    lowest.assign(groupsOf(boxes) * units * width, infinity); // a box that is not there is far from all
    highest.assign(lowest.size(), -infinity);
}

void MaxNormTree::Boxes::widen(std::size_t box, std::size_t unit, float value) {
    const std::size_t corner = (box / width * units + unit) * width + box % width;
    lowest[corner] = std::min(lowest[corner], value);
    highest[corner] = std::max(highest[corner], value);
}

std::uint32_t MaxNormTree::Boxes::near(std::size_t group, std::span<const float> point, float limit) const {
    const float* low = lowest.data() + group * units * width;
    const float* high = highest.data() + group * units * width;
    Vector apart{};
    std::uint32_t bits = 0;
    for (std::size_t unit = 0; unit < units;) {
        const std::size_t end = std::min(unit + unitsAtOnce, units);
        for (; unit < end; ++unit, low += width, high += width)
            apart = greater(apart, greater(load(low) - point[unit], point[unit] - load(high)));
        bits = laneBits(apart < limit);
        if (bits == 0)
            break;
    }
    return bits;
}

std::uint32_t MaxNormTree::Boxes::within(std::size_t group, std::span<const float> point, float limit) const {
    const float* low = lowest.data() + group * units * width;
    const float* high = highest.data() + group * units * width;
    Vector reach{};
    std::uint32_t bits = 0;
    for (std::size_t unit = 0; unit < units;) {
        const std::size_t end = std::min(unit + unitsAtOnce, units);
        for (; unit < end; ++unit, low += width, high += width)
            reach = greater(reach, greater(point[unit] - load(low), load(high) - point[unit]));
        bits = laneBits(reach < limit);
        if (bits == 0)
            break;
    }
    return bits;
}

std::size_t MaxNormTree::Search::nearer(double radius) const {
    const Limits limits(radius, m_tree.m_scale);
    const std::size_t groups = groupsOf(m_tree.m_leaves);
    std::size_t count = 0;
    for (std::size_t first = 0; first < groups; first += width) {
        std::uint32_t near = m_tree.m_groupBoxes.near(first / width, m_rough, limits.possible);
        if (near == 0)
            continue;
        const std::uint32_t within = m_tree.m_groupBoxes.within(first / width, m_rough, limits.certain);
        for (; near != 0; near &= near - 1) {
            const auto lane = static_cast<std::size_t>(std::countr_zero(near));
            const std::size_t group = first + lane;
            count += (within >> lane & 1U) != 0
                         ? m_tree.samplesBefore((group + 1) * width) - m_tree.samplesBefore(group * width)
                         : nearerInGroup(group, radius, limits);
        }
    }
    return count;
}

std::size_t MaxNormTree::Search::nearerInGroup(std::size_t group, double radius, const Limits& limits) const {
    std::size_t count = 0;
    std::uint32_t near = m_tree.m_leafBoxes.near(group, m_rough, limits.possible);
    if (near == 0)
        return 0;
    const std::uint32_t within = m_tree.m_leafBoxes.within(group, m_rough, limits.certain);
    for (; near != 0; near &= near - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(near));
        const std::size_t leaf = group * width + lane;
        if ((within >> lane & 1U) != 0) {
            count += m_tree.samplesBefore(leaf + 1) - m_tree.samplesBefore(leaf);
            continue;
        }
        const NearSamples found = nearSamples(m_tree.m_rough.data() + leaf * m_rough.size() * leafSize,
                                              m_rough, limits.possible, limits.certain);
        if (found.near == found.certain)
            count += static_cast<std::size_t>(std::popcount(found.certain));
        else
            count += static_cast<std::size_t>((distances(leaf) < radius).count());
    }
    return count;
}

/// Puts samples of a leaf that are nearer than the farthest so far in the place of that.
void MaxNormTree::Search::lookAt(std::size_t leaf) {
    const Limits limits(m_nearest.front(), m_tree.m_scale);
    const NearSamples found = nearSamples(m_tree.m_rough.data() + leaf * m_rough.size() * leafSize, m_rough,
                                          limits.possible, limits.certain);
    if (found.near == 0)
        return;
    const Eigen::Array<double, leafSize, 1> all = distances(leaf);
    for (std::uint32_t open = found.near; open != 0; open &= open - 1) {
        const double far = all(std::countr_zero(open));
        if (!(far < m_nearest.front()))
            continue;
        std::ranges::pop_heap(m_nearest);
        m_nearest.back() = far;
        std::ranges::push_heap(m_nearest);
    }
}

double MaxNormTree::Search::nearest(std::size_t k, std::size_t place, double bound) {
    m_nearest.assign(k, bound);
    const std::size_t own = m_tree.m_leafOf[place];
    lookAt(own);
    // What was cut off late is near, and has an index that differs in low bits.
    const std::size_t ownGroup = own / width;
    const std::size_t ownTop = ownGroup / width;
    const std::size_t tops = groupsOf(groupsOf(m_tree.m_leaves));
    const auto limit = [&] { return Limits(m_nearest.front(), m_tree.m_scale).possible; };
    for (std::size_t i = 0; i < std::bit_ceil(tops); ++i) {
        const std::size_t top = ownTop ^ i;
        if (top >= tops)
            continue;
        const std::uint32_t nearGroups = m_tree.m_groupBoxes.near(top, m_rough, limit());
        for (std::size_t j = 0; j < width; ++j) {
            const std::size_t lane = (ownGroup % width) ^ j;
            if ((nearGroups >> lane & 1U) == 0)
                continue;
            const std::size_t group = top * width + lane;
            for (std::uint32_t near = m_tree.m_leafBoxes.near(group, m_rough, limit()); near != 0;
                 near &= near - 1) {
                const std::size_t leaf = group * width + static_cast<std::size_t>(std::countr_zero(near));
                if (leaf != own)
                    lookAt(leaf);
            }
        }
    }
    return m_nearest.front();
}

} // namespace infoplane
