#pragma once

#include "information/estimator.h"

#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace infoplane {

/// Samples in boxes of up to sixteen, so that those near a point are found without looking at most of the
/// others. Distances are those of the maximum norm, exactly as they come out one by one in double precision:
/// single precision, with a margin for its rounding, only decides which of them need not be looked at.
class MaxNormTree {
  public:
    /// Of rows of samples x units, which are copied; all of them where none are named.
    explicit MaxNormTree(const Eigen::MatrixXd& samples, std::span<const Eigen::Index> rows = {});

    std::size_t size() const { return m_size; }

    /// A point, one of the samples, as searches need it, and what they remember, so that they allocate
    /// nothing.
    class Search {
      public:
        explicit Search(const MaxNormTree& tree)
            : m_tree(tree) {}
        /// Begins searches around a point.
        template <typename Row>
        void around(const Row& row) {
            m_point.clear();
            m_rough.clear();
            for (const Eigen::Index unit : m_tree.m_order) {
                m_point.push_back(row(unit));
                m_rough.push_back(m_tree.rough(row(unit)));
            }
        }
        /// How many have a distance below the radius from the point; the radius may be infinite.
        std::size_t nearer(double radius) const;
        /// How many are at the point.
        std::size_t equal() const {
            return nearer(std::numeric_limits<double>::denorm_min()); // below that only 0 is
        }
        /// Distance from the point to its k-th nearest sample, k <= size(); the point itself is the first.
        /// `bound`: at least k are known to be no farther. `place`: of a sample near the point, by its index
        /// among the rows; searching begins there.
        double nearest(std::size_t k, std::size_t place,
                       double bound = std::numeric_limits<double>::infinity());

      private:
        struct Limits;
        Eigen::Array<double, 16, 1> distances(std::size_t leaf) const;
        void lookAt(std::size_t leaf);
        std::size_t nearerInGroup(std::size_t group, double radius, const Limits& limits) const;

        const MaxNormTree& m_tree;
        std::vector<double> m_point; ///< in the tree's order of units
        std::vector<float> m_rough;
        std::vector<double> m_nearest; ///< a heap
    };

  private:
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

    /// Boxes in groups of as many as a vector has lanes.
    struct Boxes {
        std::size_t units = 0;
        std::vector<float> lowest; ///< corners, by group, unit, lane
        std::vector<float> highest;

        void reset(std::size_t boxes, std::size_t unitCount);
        void widen(std::size_t box, std::size_t unit, float value);
        /// A bit for each box of a group that may be nearer than a limit.
        std::uint32_t near(std::size_t group, std::span<const float> point, float limit) const;
        /// A bit for each whose farthest corner is.
        std::uint32_t within(std::size_t group, std::span<const float> point, float limit) const;
    };

    std::size_t samplesBefore(std::size_t leaf) const { return m_begin[std::min(leaf, m_leaves)]; }
    float rough(double value) const { return static_cast<float>(value * m_scale); }
    void measure(const Rows& samples);
    void sort(const Rows& samples, std::span<Eigen::Index> rows, std::size_t firstLeaf,
              std::size_t leaves) const;
    void fill(const Rows& samples, std::span<const Eigen::Index> rows);

    std::size_t m_size = 0;
    std::size_t m_units = 0;
    std::size_t m_leaves = 1;
    double m_scale = 1;                  ///< a power of two; all samples times it are within -1 ... 1
    std::vector<Eigen::Index> m_order;   ///< of units, the widest first
    std::vector<std::uint32_t> m_begin;  ///< first sample of each leaf, in the order of leaves; then the size
    std::vector<std::uint32_t> m_leafOf; ///< each row
    std::vector<double> m_values;        ///< by leaf, unit, sample; infinite where there is none
    std::vector<float> m_rough;          ///< the same, rounded
    Boxes m_leafBoxes;
    Boxes m_groupBoxes; ///< around as many leaves as a vector has lanes
};

} // namespace infoplane
