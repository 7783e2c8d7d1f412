#include "information/pairwise_sums.h"

#include "information/pairwise_tiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace infoplane {
namespace {

constexpr std::size_t side = PairwiseOrder::tileSide;

/// Samples in their new order, one after the other, unit by unit; padded to whole tiles.
template <typename Scalar>
struct Panel {
    std::size_t stride = 0;
    std::size_t units = 0;
    std::vector<Scalar> values;

    const Scalar* tile(std::size_t index) const { return values.data() + index * side; }
};

/// What coordinates are multiplied by, so that D/8v in bits is a number of ordinary size times the square of
/// differences. A power of two, so nothing is rounded.
struct Scale {
    double coordinate = 1;
    double factor = 1; ///< log2(e) / 8v in the new coordinates
};

Scale scaleFor(double variance) {
    const double factor = std::numbers::log2e / (8 * variance);
    const int exponent = std::ilogb(factor) / 2;
    return {std::ldexp(1.0, exponent), std::ldexp(factor, -2 * exponent)};
}

template <typename Scalar, typename Map>
Panel<Scalar> makePanel(const Map& activity, const PairwiseOrder& order, Scalar scale) {
    Panel<Scalar> panel;
    constexpr std::size_t oddLine = 64 / sizeof(Scalar); // units in different sets of the cache
    panel.units = static_cast<std::size_t>(activity.cols());
    panel.stride = order.tiles() * side + oddLine;
    panel.values.assign(panel.units * panel.stride, Scalar{0});
    for (std::size_t unit = 0; unit < panel.units; ++unit) {
        const auto* from = activity.data() + static_cast<Eigen::Index>(unit) * activity.rows();
        Scalar* to = panel.values.data() + unit * panel.stride;
        for (std::size_t i = 0; i < order.samples.size(); ++i)
            to[i] = static_cast<Scalar>(from[order.samples[i]]) * scale;
    }
    return panel;
}

/// Differences are taken directly. Returns the least square.
template <typename Scalar>
Scalar squareDifferences(const Panel<Scalar>& panel, const Scalar* rows, const Scalar* columns,
                         PairStrip<Scalar>& strip) {
    constexpr std::size_t width = lanes<Scalar>;
    constexpr std::size_t count = PairStrip<Scalar>::rows;
    using Vector = Vec<Scalar>;
    Vector least = Vector{} + std::numeric_limits<Scalar>::infinity();
    for (std::size_t at = 0; at < side; at += 2 * width) {
        std::array<Vector, count> left{};
        std::array<Vector, count> right{};
        const Scalar* row = rows;
        const Scalar* column = columns + at;
        for (std::size_t unit = 0; unit < panel.units; ++unit) {
            const Vector leftColumn = load(column);
            const Vector rightColumn = load(column + width);
#pragma GCC unroll 4
            for (std::size_t r = 0; r < count; ++r) {
                const Vector toLeft = leftColumn - row[r];
                const Vector toRight = rightColumn - row[r];
                left[r] += toLeft * toLeft;
                right[r] += toRight * toRight;
            }
            row += panel.stride;
            column += panel.stride;
        }
#pragma GCC unroll 4
        for (std::size_t r = 0; r < count; ++r) {
            store(strip.squares.data() + r * side + at, left[r]);
            store(strip.squares.data() + r * side + at + width, right[r]);
            least = lesser(least, left[r]);
            least = lesser(least, right[r]);
        }
    }
    Scalar lowest = least[0];
    for (std::size_t lane = 1; lane < width; ++lane)
        lowest = std::min(lowest, least[lane]);
    return lowest;
}

template <typename Scalar>
void addTilePair(TilePairSums<Scalar>& sums, const Panel<Scalar>& panel, std::size_t tile,
                 std::size_t other) {
    PairStrip<Scalar> strip;
    sums.begin(tile, other);
    for (std::size_t row = 0; row < side; row += PairStrip<Scalar>::rows) {
        const Scalar least = squareDifferences(panel, panel.tile(tile) + row, panel.tile(other), strip);
        if (sums.matters(least))
            sums.add(row, strip);
    }
    sums.end();
}

template <typename Scalar, typename Map>
PairwiseSums sumsIn(const Map& activity, const PairwiseOrder& order, const Scale& scale, bool minusOne,
                    const CancelQuestion& cancelled) {
    const Panel<Scalar> panel = makePanel<Scalar>(activity, order, static_cast<Scalar>(scale.coordinate));
    TilePairSums<Scalar> sums(order, static_cast<Scalar>(scale.factor), minusOne);
    const double farAway =
        PowerOfTwo<Scalar>::negligiblePower / scale.factor / (scale.coordinate * scale.coordinate);
    for (std::size_t tile = 0; tile < order.tiles(); ++tile) {
        for (std::size_t other = tile; other < order.tiles(); ++other) {
            if (cancelled && cancelled())
                return {};
            if (minusOne || order.leastSquare(tile, other) <= farAway)
                addTilePair(sums, panel, tile, other);
        }
    }
    return std::move(sums).result();
}

/// Few samples cost nothing in double either. In float nothing may overflow: a square is at most 2^122 in the
/// new coordinates.
bool fitsFloat(const Eigen::Map<const Eigen::MatrixXf>& activity, const Scale& scale) {
    constexpr Eigen::Index few = 512;
    if (activity.rows() < few)
        return false;
    const double largest = activity.cwiseAbs().maxCoeff();
    return largest * scale.coordinate < 0x1p50 && scale.coordinate > 0x1p-100 && scale.coordinate < 0x1p100;
}

} // namespace

PairwiseSums pairwiseSums(const Observation& observation, double variance, bool minusOne,
                          const CancelQuestion& cancelled) {
    const PairwiseOrder order = pairwiseOrder(observation, true);
    const Scale scale = scaleFor(variance);
    if (const auto* single = std::get_if<Eigen::Map<const Eigen::MatrixXf>>(&observation.activity);
        single != nullptr && fitsFloat(*single, scale))
        return sumsIn<float>(*single, order, scale, minusOne, cancelled);
    const Scale unscaled{1, std::numbers::log2e / (8 * variance)};
    return std::visit(
        [&](const auto& activity) { return sumsIn<double>(activity, order, unscaled, minusOne, cancelled); },
        observation.activity);
}

} // namespace infoplane
