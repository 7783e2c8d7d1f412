#include "error.h"
#include "information/arrays.h"
#include "information/bin_edges.h"
#include "information/binning.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

namespace infoplane {
namespace {

/// Ascending, by radix: eleven bits of the value at a time. Several times as fast as comparing, and an epoch
/// of a session sorts all of its activity. Not for NaN.
template <typename Scalar>
void sortFloats(std::vector<Scalar>& values) {
    using Bits = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;
    constexpr int width = 8 * sizeof(Scalar);
    constexpr int digitBits = 11;
    constexpr std::size_t digits = std::size_t{1} << digitBits;
    constexpr int passes = (width + digitBits - 1) / digitBits;
    constexpr Bits sign = Bits{1} << (width - 1);
    // Bits ordered as the values are: the sign flipped, all of them where negative.
    std::vector<Bits> keys(values.size());
    std::array<std::array<std::uint32_t, digits>, passes> counts{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto bits = std::bit_cast<Bits>(values[i]);
        keys[i] = (bits & sign) != 0 ? ~bits : bits | sign;
        for (int pass = 0; pass < passes; ++pass)
            ++counts[static_cast<std::size_t>(pass)][(keys[i] >> (pass * digitBits)) % digits];
    }
    std::vector<Bits> sorted(keys.size());
    for (int pass = 0; pass < passes; ++pass) {
        auto& next = counts[static_cast<std::size_t>(pass)];
        std::exclusive_scan(next.begin(), next.end(), next.begin(), std::uint32_t{0});
        for (const Bits key : keys)
            sorted[next[(key >> (pass * digitBits)) % digits]++] = key;
        keys.swap(sorted);
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::bit_cast<Scalar>((keys[i] & sign) != 0 ? keys[i] ^ sign : ~keys[i]);
}

/// Looks up values by their place in ascending order, without sorting all of them: they are thrown into equal
/// buckets from the lowest to the highest, and only buckets with places that are asked for are sorted. That a
/// rounded difference and product never fall while the value rises keeps the buckets in order.
template <typename Scalar>
class ValuesInOrder {
  public:
    /// Places ascend.
    ValuesInOrder(std::span<const Scalar> values, std::span<const std::size_t> places) {
        const Eigen::Map<const Eigen::ArrayX<Scalar>> all(values.data(),
                                                          static_cast<Eigen::Index>(values.size()));
        const Scalar lowest = all.minCoeff();
        const Scalar scale = static_cast<Scalar>(bucketCount) / (all.maxCoeff() - lowest);
        if (!std::isnormal(scale)) { // all are equal, or too far apart
            m_sorted.assign(values.begin(), values.end());
            m_begin = {0};
            m_sortedBegin = {0};
            sortFloats(m_sorted);
            return;
        }
        std::vector<std::uint16_t> bucketOf(values.size());
        constexpr auto last = static_cast<std::int32_t>(bucketCount - 1);
        for (std::size_t i = 0; i < values.size(); ++i)
            bucketOf[i] = static_cast<std::uint16_t>(
                std::min(static_cast<std::int32_t>((values[i] - lowest) * scale), last));
        m_begin.assign(bucketCount + 1, 0);
        for (const std::uint16_t bucket : bucketOf)
            ++m_begin[bucket + std::size_t{1}];
        std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
        sortBuckets(values, bucketOf, places);
    }

    Scalar operator[](std::size_t place) const {
        const auto bucket =
            static_cast<std::size_t>(std::ranges::upper_bound(m_begin, place) - m_begin.begin() - 1);
        return m_sorted[m_sortedBegin[bucket] + place - m_begin[bucket]];
    }

  private:
    static constexpr std::size_t bucketCount = 4096;

    void sortBuckets(std::span<const Scalar> values, const std::vector<std::uint16_t>& bucketOf,
                     std::span<const std::size_t> places) {
        std::vector<std::uint8_t> wanted(bucketCount, 0);
        std::size_t bucket = 0;
        for (const std::size_t place : places) {
            while (m_begin[bucket + 1] <= place)
                ++bucket;
            wanted[bucket] = 1;
        }
        m_sortedBegin.assign(bucketCount, 0);
        std::size_t count = 0;
        for (std::size_t i = 0; i < bucketCount; ++i) {
            m_sortedBegin[i] = count;
            count += wanted[i] * (m_begin[i + 1] - m_begin[i]);
        }
        m_sorted.resize(count + 1);
        std::size_t taken = 0;
        for (std::size_t i = 0; i < values.size(); ++i) { // written in any case, kept where wanted
            m_sorted[taken] = values[i];
            taken += wanted[bucketOf[i]];
        }
        m_sorted.resize(count);
        constexpr std::size_t few = 2000;
        if (count <= few)
            std::ranges::sort(m_sorted);
        else
            sortFloats(m_sorted);
    }

    std::vector<std::size_t> m_begin;       ///< of each bucket, in the order of all values
    std::vector<std::size_t> m_sortedBegin; ///< of each bucket that was asked for, in m_sorted
    std::vector<Scalar> m_sorted;
};

/// Bins of equal mass: the edges are the quantiles of the layer's activity, all units together, by linear
/// interpolation (Hyndman & Fan 1996, type 7). Quantiles within 1e-8 of the one before are dropped, so many
/// equal values (the zeros of ReLU) leave fewer bins; how many is reported. Left-closed: index = number of
/// interior edges <= t.
class BinQuantile final : public BinningEstimator {
  public:
    BinQuantile(const EstimatorDescription& description, const ParameterValues& values)
        : BinningEstimator(description, values)
        , m_count(static_cast<std::size_t>(values.integer("n_bins"))) {}

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        if (!arrays.contains("edges"))
            return BinningEstimator::estimateNamed(arrays, cancelled);
        BinQuantile withEdges(*this);
        const Eigen::MatrixXd edges = matrixOf(arrays.at("edges"), "edges");
        withEdges.m_givenEdges.assign(edges.data(), edges.data() + edges.size());
        if (withEdges.m_givenEdges.size() < 2 || !std::ranges::is_sorted(withEdges.m_givenEdges))
            throw Error("edges must hold two numbers or more, in ascending order.");
        return withEdges.BinningEstimator::estimateNamed(arrays, cancelled);
    }

    void bin(const Observation& observation, const CancelQuestion& cancelled, CellBuilder& cells,
             Extra& extra) const override {
        std::visit([&](const auto& activity) { binUnits(activity, cancelled, cells, extra); },
                   observation.activity);
    }

    std::string ruleCaption() const override { return std::to_string(m_count) + " bins of equal mass"; }

  private:
    template <typename Map>
    void binUnits(const Map& activity, const CancelQuestion& cancelled, CellBuilder& cells,
                  Extra& extra) const {
        using Scalar = typename Map::Scalar;
        const std::vector<double> edges = interiorEdges(activity);
        const EdgeSearch<Scalar> search(edges, EdgeSearch<Scalar>::Spacing::Any);
        extra.push_back(static_cast<double>(edges.size() + 1));
        const auto rows = static_cast<std::size_t>(activity.rows());
        std::vector<Scalar> indices(rows);
        for (Eigen::Index unit = 0; unit < activity.cols() && !cells.allDistinct(); ++unit) {
            if (cancelled && cancelled())
                return;
            search.count(std::span(activity.data() + unit * activity.rows(), rows), indices);
            cells.add(indices);
        }
    }

    template <typename Map>
    std::vector<double> interiorEdges(const Map& activity) const {
        const std::vector<double> edges = m_givenEdges.empty() ? quantiles(activity) : m_givenEdges;
        if (edges.size() <= 2)
            return {};
        return {edges.begin() + 1, edges.end() - 1};
    }

    template <typename Map>
    std::vector<double> quantiles(const Map& activity) const {
        using Scalar = typename Map::Scalar;
        const std::span values(activity.data(), static_cast<std::size_t>(activity.size()));
        std::vector<std::size_t> places = {0};
        for (std::size_t i = 1; i <= m_count; ++i) {
            const auto below = static_cast<std::size_t>(place(i, values.size()));
            places.push_back(below);
            places.push_back(std::min(below + 1, values.size() - 1));
        }
        std::ranges::sort(places);
        const ValuesInOrder<Scalar> inOrder(values, places);
        requireSpan(static_cast<double>(inOrder[0]), static_cast<double>(inOrder[values.size() - 1]));
        constexpr double narrowest = 1e-8;
        double before = inOrder[0];
        std::vector<double> edges = {before};
        for (std::size_t i = 1; i <= m_count; ++i) {
            const double edge = quantile(inOrder, values.size(), i);
            if (edge - before > narrowest)
                edges.push_back(edge);
            before = edge;
        }
        return edges;
    }

    /// Of the i-th edge among the sorted values.
    double place(std::size_t i, std::size_t size) const {
        return static_cast<double>(i) / static_cast<double>(m_count) * static_cast<double>(size - 1);
    }

    template <typename Scalar>
    double quantile(const ValuesInOrder<Scalar>& inOrder, std::size_t size, std::size_t i) const {
        const double at = place(i, size);
        const auto below = static_cast<std::size_t>(at);
        const double low = inOrder[below];
        const double high = inOrder[std::min(below + 1, size - 1)];
        return low + (at - std::floor(at)) * (high - low);
    }

    std::size_t m_count;
    std::vector<double> m_givenEdges;
};

} // namespace

EstimatorEntry binQuantile() {
    EstimatorDescription description = binningDescription("bin_quantile", "Equal mass");
    description.question =
        "Which activities differ in rank? Blind to saturation by construction: stretching or "
        "squeezing a layer's activity changes nothing.";
    description.source = "After Chelombiev et al. 2019 (adaptive bins)";
    description.parameters.insert(description.parameters.begin(), binCountParameter("n_bins", 30));
    description.inputs.push_back({"edges", "edges, ascending, instead of the quantiles", false});
    description.quantities.push_back({"bins", "Bins left after equal edges are joined", "count"});
    return {description, makeOf<BinQuantile>};
}

} // namespace infoplane
