#include "information/pairwise_order.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace infoplane {
namespace {

constexpr std::size_t tileSide = PairwiseOrder::tileSide;

template <typename Map>
class Halving {
  public:
    explicit Halving(const Map& activity)
        : m_activity(activity) {}

    /// Cuts fall on multiples of the tile, counted from the first sample of all.
    void operator()(std::span<std::uint32_t> samples, std::size_t first) const {
        const std::size_t tiles = (first + samples.size() + tileSide - 1) / tileSide - first / tileSide;
        if (tiles <= 1)
            return;
        const std::size_t cut = (first / tileSide + tiles / 2) * tileSide - first;
        const auto unit = widestUnit(samples);
        const auto* values = m_activity.data() + unit * m_activity.rows();
        std::nth_element(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(cut), samples.end(),
                         [values](std::uint32_t a, std::uint32_t b) {
                             return values[a] != values[b] ? values[a] < values[b] : a < b;
                         });
        (*this)(samples.first(cut), first);
        (*this)(samples.subspan(cut), first + cut);
    }

  private:
    Eigen::Index widestUnit(std::span<const std::uint32_t> samples) const {
        Eigen::Index widest = 0;
        double width = -1;
        for (Eigen::Index unit = 0; unit < m_activity.cols(); ++unit) {
            const auto* values = m_activity.data() + unit * m_activity.rows();
            auto low = values[samples[0]];
            auto high = low;
            for (const std::uint32_t sample : samples) {
                low = std::min(low, values[sample]);
                high = std::max(high, values[sample]);
            }
            const double range = static_cast<double>(high) - static_cast<double>(low);
            if (range > width) {
                width = range;
                widest = unit;
            }
        }
        return widest;
    }

    const Map& m_activity;
};

template <typename Map>
void addBoxes(PairwiseOrder& order, const Map& activity) {
    const std::size_t units = order.units.size();
    order.lowest.assign(order.tiles() * units, std::numeric_limits<double>::infinity());
    order.highest.assign(order.tiles() * units, -std::numeric_limits<double>::infinity());
    for (std::size_t unit = 0; unit < units; ++unit) {
        const auto* values = activity.data() + unit * order.samples.size();
        for (std::size_t i = 0; i < order.samples.size(); ++i) {
            const double value = values[order.samples[i]];
            double& low = order.lowest[i / tileSide * units + unit];
            double& high = order.highest[i / tileSide * units + unit];
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
}

template <typename Map>
void orderUnits(PairwiseOrder& order, const Map& activity) {
    std::vector<double> spread;
    for (Eigen::Index unit = 0; unit < activity.cols(); ++unit) {
        const auto values = activity.col(unit).template cast<double>().array();
        order.means.push_back(values.mean());
        spread.push_back((values - order.means.back()).square().sum());
    }
    order.units.resize(spread.size());
    std::iota(order.units.begin(), order.units.end(), 0U);
    std::ranges::stable_sort(order.units, std::ranges::greater(),
                             [&](std::uint32_t unit) { return spread[unit]; });
}

} // namespace

double PairwiseOrder::leastSquare(std::size_t tile, std::size_t other) const {
    double sum = 0;
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
        const std::size_t a = tile * units.size() + unit;
        const std::size_t b = other * units.size() + unit;
        const double gap = std::max({lowest[a] - highest[b], lowest[b] - highest[a], 0.0});
        sum += gap * gap;
    }
    return sum;
}

PairwiseOrder pairwiseOrder(const Observation& observation, bool sorted) {
    const auto samples = static_cast<std::size_t>(observation.samples());
    const auto labelOf = [&](std::size_t sample) {
        return observation.labels.empty() ? 0 : observation.labels[sample];
    };
    PairwiseOrder order;
    order.samples.resize(samples);
    std::iota(order.samples.begin(), order.samples.end(), 0U);
    std::ranges::stable_sort(order.samples, {}, labelOf);
    const std::size_t tiles = (samples + tileSide - 1) / tileSide;
    order.classOf.assign(tiles * tileSide, PairwiseOrder::mixed);
    std::ranges::transform(order.samples, order.classOf.begin(), labelOf);
    for (std::size_t tile = 0; tile < tiles; ++tile) {
        const std::int32_t first = order.classOf[tile * tileSide]; // classes ascend, but for the padding
        const std::int32_t last = order.classOf[(tile + 1) * tileSide - 1];
        order.tileClass.push_back(first == last ? first : PairwiseOrder::mixed);
    }
    std::visit(
        [&](const auto& activity) {
            const Halving halve(activity);
            for (std::size_t begin = 0; begin < samples && sorted;) {
                std::size_t end = begin;
                while (end < samples && order.classOf[end] == order.classOf[begin])
                    ++end;
                halve(std::span(order.samples).subspan(begin, end - begin), begin);
                begin = end;
            }
            orderUnits(order, activity);
            addBoxes(order, activity);
        },
        observation.activity);
    return order;
}

} // namespace infoplane
