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
        std::vector<Scalar> sorted(activity.data(), activity.data() + activity.size());
        sortFloats(sorted);
        requireSpan(static_cast<double>(sorted.front()), static_cast<double>(sorted.back()));
        constexpr double narrowest = 1e-8;
        double before = sorted.front();
        std::vector<double> edges = {before};
        for (std::size_t i = 1; i <= m_count; ++i) {
            const double edge = quantile(sorted, static_cast<double>(i) / static_cast<double>(m_count));
            if (edge - before > narrowest)
                edges.push_back(edge);
            before = edge;
        }
        return edges;
    }

    template <typename Scalar>
    static double quantile(const std::vector<Scalar>& sorted, double share) {
        const double place = share * static_cast<double>(sorted.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const double low = sorted[below];
        const double high = sorted[std::min(below + 1, sorted.size() - 1)];
        return low + (place - std::floor(place)) * (high - low);
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
