#include "information/cells.h"

#include "error.h"

#include <Eigen/Core>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace infoplane {
namespace {

constexpr double exactIntegers = 9007199254740992; // 2^53: whole numbers up to it are exact in double
constexpr std::size_t maximalSamples = std::size_t{1} << 26;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// Numbers keys by first appearance, whole numbers in [0, range): a table with a place for every key.
Cells numberByTable(std::span<const double> keys, std::size_t range) {
    Cells cells;
    cells.ids.resize(keys.size());
    std::vector<std::uint32_t> idOfKey(range, none);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        std::uint32_t& id = idOfKey[static_cast<std::size_t>(keys[i])];
        if (id == none) {
            id = static_cast<std::uint32_t>(cells.counts.size());
            cells.counts.push_back(0);
        }
        cells.ids[i] = id;
        ++cells.counts[id];
    }
    return cells;
}

/// The same for keys of any size: open addressing with linear probing, at most half full. The table holds ids
/// only, to stay small; keys are compared whole.
template <typename Key>
Cells numberByHash(std::span<const Key> keys) {
    Cells cells;
    cells.ids.resize(keys.size());
    cells.counts.reserve(keys.size());
    const std::size_t capacity = std::bit_ceil(std::max<std::size_t>(2 * keys.size(), 2));
    const int shift = 64 - std::countr_zero(capacity);
    std::vector<std::uint32_t> table(capacity, none);
    std::vector<Key> keyOfId(keys.size());
    std::uint32_t known = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto bits = std::bit_cast<std::uint64_t>(keys[i]);
        std::size_t place = ((bits ^ (bits >> 29)) * 0x9E3779B97F4A7C15U) >> shift;
        while (table[place] != none && keyOfId[table[place]] != keys[i])
            place = (place + 1) & (capacity - 1);
        std::uint32_t id = table[place];
        if (id == none) {
            id = known++;
            table[place] = id;
            keyOfId[id] = keys[i];
            cells.counts.push_back(0);
        }
        cells.ids[i] = id;
        ++cells.counts[id];
    }
    return cells;
}

Cells numberKeys(std::span<const double> keys, double range) {
    if (range <= 4.0 * static_cast<double>(keys.size()) + 1024)
        return numberByTable(keys, static_cast<std::size_t>(range));
    std::vector<std::uint64_t> whole(keys.size());
    std::ranges::transform(keys, whole.begin(), [](double key) { return static_cast<std::uint64_t>(key); });
    return numberByHash(std::span<const std::uint64_t>(whole));
}

} // namespace

double Cells::singletonShare() const {
    const auto single = std::ranges::count(counts, std::uint32_t{1});
    return counts.empty() ? 0 : static_cast<double>(single) / static_cast<double>(counts.size());
}

CellBuilder::CellBuilder(std::size_t samples)
    : m_keys(samples, 0.0)
    , m_allDistinct(samples <= 1) {
    if (samples > maximalSamples)
        throw Error("There are " + std::to_string(samples) + " samples; at most " +
                    std::to_string(maximalSamples) + " can be binned.");
}

void CellBuilder::add(std::span<const float> coordinate) {
    addColumn(coordinate);
}

void CellBuilder::add(std::span<const double> coordinate) {
    addColumn(coordinate);
}

void CellBuilder::add(std::span<const std::int32_t> coordinate) {
    addColumn(coordinate);
}

template <typename Value>
void CellBuilder::addColumn(std::span<const Value> coordinate) {
    if (m_allDistinct)
        return;
    const auto size = static_cast<Eigen::Index>(coordinate.size());
    const Eigen::Map<const Eigen::Array<Value, Eigen::Dynamic, 1>> column(coordinate.data(), size);
    const auto lowest = static_cast<double>(column.minCoeff());
    const auto highest = static_cast<double>(column.maxCoeff());
    if (lowest == highest)
        return;
    if (std::max(-lowest, highest) >= exactIntegers / 4) {
        std::vector<double> wide(coordinate.begin(), coordinate.end());
        addNumbered(wide);
        return;
    }
    const double range = highest - lowest + 1;
    if (m_range * range > exactIntegers)
        renumber();
    if (m_allDistinct)
        return;
    if (m_range * range > exactIntegers) {
        std::vector<double> wide(coordinate.begin(), coordinate.end());
        addNumbered(wide);
        return;
    }
    // Every term is a whole number below 2^53, so this is exact.
    for (std::size_t i = 0; i < m_keys.size(); ++i)
        m_keys[i] = m_keys[i] * range + (static_cast<double>(coordinate[i]) - lowest);
    m_range *= range;
}

/// For coordinates too far apart to be packed: they are numbered first.
void CellBuilder::addNumbered(std::span<const double> coordinate) {
    std::vector<double> withoutNegativeZero(coordinate.size());
    std::ranges::transform(coordinate, withoutNegativeZero.begin(), [](double value) { return value + 0.0; });
    const Cells column = numberByHash(std::span<const double>(withoutNegativeZero));
    std::vector<std::int32_t> ids(column.ids.begin(), column.ids.end());
    addColumn(std::span<const std::int32_t>(ids));
}

void CellBuilder::renumber() {
    const Cells cells = numberKeys(m_keys, m_range);
    std::ranges::copy(cells.ids, m_keys.begin());
    m_range = static_cast<double>(cells.counts.size());
    m_allDistinct = cells.counts.size() == m_keys.size();
}

Cells CellBuilder::build() && {
    return numberKeys(m_keys, m_range);
}

double sumCountLogCount(std::span<const std::uint32_t> counts) {
    if (counts.empty())
        return 0;
    std::vector<std::uint32_t> cellsOfSize(*std::ranges::max_element(counts) + std::size_t{1}, 0);
    for (const std::uint32_t count : counts)
        ++cellsOfSize[count];
    double sum = 0;
    for (std::size_t size = 2; size < cellsOfSize.size(); ++size)
        if (cellsOfSize[size] != 0)
            sum += cellsOfSize[size] * (static_cast<double>(size) * std::log2(static_cast<double>(size)));
    return sum;
}

namespace {

/// A counter for every pair of class and cell.
void countInTable(const Cells& cells, std::span<const std::int32_t> labels, ClassCounts& result) {
    const std::size_t cellCount = cells.counts.size();
    result.counts.assign(result.perClass.size() * cellCount, 0);
    for (std::size_t i = 0; i < labels.size(); ++i)
        ++result.counts[static_cast<std::size_t>(labels[i]) * cellCount + cells.ids[i]];
    for (std::size_t label = 0; label <= result.perClass.size(); ++label)
        result.firstOfClass.push_back(label * cellCount);
}

/// The samples class by class, then each class counted on its own: for many classes and cells.
void countInTurn(const Cells& cells, std::span<const std::int32_t> labels, ClassCounts& result) {
    std::vector<std::size_t> next(result.perClass.size() + 1, 0);
    std::inclusive_scan(result.perClass.begin(), result.perClass.end(), next.begin() + 1, std::plus<>(),
                        std::size_t{0});
    const std::vector<std::size_t> begins = next;
    std::vector<std::uint32_t> idsByClass(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i)
        idsByClass[next[static_cast<std::size_t>(labels[i])]++] = cells.ids[i];
    std::vector<std::uint32_t> countOfCell(cells.counts.size(), 0);
    result.firstOfClass.push_back(0);
    for (std::size_t label = 0; label < result.perClass.size(); ++label) {
        const std::span ids = std::span(idsByClass).subspan(begins[label], result.perClass[label]);
        for (const std::uint32_t id : ids)
            ++countOfCell[id];
        for (const std::uint32_t id : ids)
            if (const std::uint32_t count = std::exchange(countOfCell[id], 0); count != 0)
                result.counts.push_back(count);
        result.firstOfClass.push_back(result.counts.size());
    }
}

} // namespace

ClassCounts countByClass(const Cells& cells, std::span<const std::int32_t> labels, int classCount) {
    const auto classes = static_cast<std::size_t>(classCount);
    ClassCounts result;
    result.perClass.assign(classes, 0);
    for (const std::int32_t label : labels)
        ++result.perClass[static_cast<std::size_t>(label)];
    if (classes * cells.counts.size() <= 8 * labels.size())
        countInTable(cells, labels, result);
    else
        countInTurn(cells, labels, result);
    return result;
}

} // namespace infoplane
