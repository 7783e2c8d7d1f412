#pragma once

#include "engine_export.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace infoplane {

/// Which cell each sample falls into: two samples have the same id exactly where they share a cell. Ids run
/// from 0 in order of first appearance.
struct Cells {
    std::vector<std::uint32_t> ids;    ///< one a sample
    std::vector<std::uint32_t> counts; ///< samples in each cell

    std::size_t samples() const { return ids.size(); }
    /// Of the cells, the share that hold a single sample; near 1 information says only log2 N.
    double singletonShare() const;
};

/// Makes cells from one coordinate after another. A cell is the tuple of all coordinates, compared exactly
/// at any number of them: coordinates are packed into one exact integer as long as it fits, then the ids so
/// far are numbered anew, so no tuple is ever replaced by a hash of it.
class INFOPLANE_ENGINE CellBuilder {
  public:
    /// Throws Error above 2^26 samples.
    explicit CellBuilder(std::size_t samples);

    /// Adds one coordinate, a whole number of any size a sample. Not NaN. -0 and 0 are equal.
    void add(std::span<const float> coordinate);
    void add(std::span<const double> coordinate);
    void add(std::span<const std::int32_t> coordinate);
    /// Every sample has a cell of its own, so more coordinates change nothing.
    bool allDistinct() const { return m_allDistinct; }
    Cells build() &&;

  private:
    template <typename Value>
    void addColumn(std::span<const Value> coordinate);
    void addNumbered(std::span<const double> coordinate);
    void renumber();

    std::vector<double> m_keys; ///< whole numbers in [0, m_range), exact below 2^53
    double m_range = 1;
    bool m_allDistinct = false;
};

/// Sum of n log2 n over the counts, with the same bits in whatever order the counts stand.
double sumCountLogCount(std::span<const std::uint32_t> counts);

/// Joint counts of cell and class, those of one class together. Labels in [0, classCount).
struct ClassCounts {
    std::vector<std::uint32_t> counts;     ///< may be zero
    std::vector<std::size_t> firstOfClass; ///< classCount + 1 positions in counts
    std::vector<std::uint32_t> perClass;   ///< samples in each class; may be zero

    std::span<const std::uint32_t> ofClass(std::size_t index) const {
        return std::span(counts).subspan(firstOfClass[index], firstOfClass[index + 1] - firstOfClass[index]);
    }
};
ClassCounts countByClass(const Cells& cells, std::span<const std::int32_t> labels, int classCount);

} // namespace infoplane
