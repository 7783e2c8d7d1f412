#include "information/pairwise_sums.h"

#include "information/pairwise_tiles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace infoplane {
namespace {

constexpr std::size_t side = PairwiseOrder::tileSide;

/// Consecutive samples of the new order, one after the other, unit by unit; padded with zeros.
template <typename Scalar>
struct Panel {
    std::size_t first = 0; ///< in the order
    std::size_t stride = 0;
    std::size_t units = 0;
    std::vector<Scalar> values;

    const Scalar* tile(std::size_t index) const { return values.data() + (index * side - first); }
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

/// Samples first ... first + count - 1, less the center, times the scale.
template <typename Scalar, typename Map>
Panel<Scalar> makePanel(const Map& activity, const PairwiseOrder& order, std::size_t first, std::size_t count,
                        double scale, std::span<const double> center = {}) {
    Panel<Scalar> panel;
    constexpr std::size_t oddLine = 64 / sizeof(Scalar); // units in different sets of the cache
    panel.first = first;
    panel.units = static_cast<std::size_t>(activity.cols());
    panel.stride = count + oddLine;
    panel.values.assign(panel.units * panel.stride, Scalar{0});
    const std::size_t real = std::min(first + count, order.samples.size()) - first;
    const std::span<const std::uint32_t> samples = std::span(order.samples).subspan(first, real);
    for (std::size_t unit = 0; unit < panel.units; ++unit) {
        const auto* from = activity.data() + static_cast<Eigen::Index>(unit) * activity.rows();
        Scalar* to = panel.values.data() + unit * panel.stride;
        const double middle = center.empty() ? 0 : center[unit];
        for (std::size_t i = 0; i < real; ++i)
            to[i] = static_cast<Scalar>((static_cast<double>(from[samples[i]]) - middle) * scale);
    }
    return panel;
}

template <typename Scalar>
Scalar leastLane(const Vec<Scalar>& values) {
    Scalar least = values[0];
    for (std::size_t lane = 1; lane < lanes<Scalar>; ++lane)
        least = std::min(least, values[lane]);
    return least;
}

constexpr std::size_t unitsAtOnce = 64;

/// Adds the squares of up to 64 units to those of a strip, or sets them; differences are taken directly.
template <typename Scalar, bool Set>
void addSquares(const Scalar* rows, std::size_t rowStride, const Scalar* columns, std::size_t columnStride,
                std::size_t units, PairStrip<Scalar>& strip) {
    constexpr std::size_t width = lanes<Scalar>;
    constexpr std::size_t count = PairStrip<Scalar>::rows;
    using Vector = Vec<Scalar>;
    for (std::size_t at = 0; at < side; at += 2 * width) {
        std::array<Vector, count> left{};
        std::array<Vector, count> right{};
        const Scalar* row = rows;
        const Scalar* column = columns + at;
        for (std::size_t unit = 0; unit < units; ++unit) {
            const Vector leftColumn = load(column);
            const Vector rightColumn = load(column + width);
#pragma GCC unroll 4
            for (std::size_t r = 0; r < count; ++r) {
                const Vector toLeft = leftColumn - row[r];
                const Vector toRight = rightColumn - row[r];
                left[r] += toLeft * toLeft;
                right[r] += toRight * toRight;
            }
            row += rowStride;
            column += columnStride;
        }
        Scalar* to = strip.squares.data() + at;
#pragma GCC unroll 4
        for (std::size_t r = 0; r < count; ++r, to += side) {
            store(to, Set ? left[r] : load(to) + left[r]);
            store(to + width, Set ? right[r] : load(to + width) + right[r]);
        }
    }
}

template <typename Scalar>
Scalar leastOf(const PairStrip<Scalar>& strip) {
    Vec<Scalar> least = load(strip.squares.data());
    for (std::size_t i = lanes<Scalar>; i < strip.squares.size(); i += lanes<Scalar>)
        least = lesser(least, load(strip.squares.data() + i));
    return leastLane<Scalar>(least);
}

/// Of four rows with the samples of a tile; one sum for each 64 units, so that rounding does not pile up.
template <typename Scalar>
void squareDifferences(const Panel<Scalar>& rowPanel, std::size_t row, const Panel<Scalar>& columnPanel,
                       std::size_t tile, PairStrip<Scalar>& strip) {
    const Scalar* rows = rowPanel.values.data() + (row - rowPanel.first);
    const Scalar* columns = columnPanel.tile(tile);
    for (std::size_t unit = 0; unit < rowPanel.units; unit += unitsAtOnce) {
        const std::size_t units = std::min(rowPanel.units - unit, unitsAtOnce);
        const auto add = unit == 0 ? addSquares<Scalar, true> : addSquares<Scalar, false>;
        add(rows + unit * rowPanel.stride, rowPanel.stride, columns + unit * columnPanel.stride,
            columnPanel.stride, units, strip);
    }
}

template <typename Scalar>
void addTilePair(TilePairSums<Scalar>& sums, const Panel<Scalar>& panel, std::size_t tile,
                 std::size_t other) {
    PairStrip<Scalar> strip;
    sums.begin(tile, other);
    for (std::size_t row = 0; row < side; row += PairStrip<Scalar>::rows) {
        squareDifferences(panel, tile * side + row, panel, other, strip);
        if (sums.matters(leastOf(strip)))
            sums.add(row, strip);
    }
    sums.end();
}

template <typename Scalar, typename Map>
PairwiseSums sumsOfNarrow(const Map& activity, const PairwiseOrder& order, const Scale& scale, bool minusOne,
                          const CancelQuestion& cancelled) {
    const Panel<Scalar> panel = makePanel<Scalar>(activity, order, 0, order.tiles() * side, scale.coordinate);
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

/// Wide layers: |x|^2 + |y|^2 - 2 x.y with the products of whole blocks, of centered samples. What rounding
/// does to it is an error of D that is the same for near and far pairs, so it tells for certain which pairs
/// are too far to matter, and near pairs are done again directly where it would show.
template <typename Scalar, typename Map>
class WideSums {
    static constexpr std::size_t block = 256;
    using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    using View = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;

  public:
    WideSums(const Map& activity, const PairwiseOrder& order, const Scale& scale, bool minusOne)
        : m_activity(activity)
        , m_order(order)
        , m_scale(scale)
        , m_sums(order, static_cast<Scalar>(scale.factor), minusOne)
        , m_products(block, block) {
        constexpr std::size_t numbersInPanel = std::size_t{1} << 21;
        const auto units = static_cast<std::size_t>(activity.cols());
        m_panelSize = std::max<std::size_t>(1, numbersInPanel / units / block) * block;
        for (Eigen::Index unit = 0; unit < activity.cols(); ++unit)
            m_center.push_back(activity.col(unit).template cast<double>().mean());
        setTolerances();
    }

    /// False when cancelled.
    bool addAll(const CancelQuestion& cancelled) {
        for (std::size_t first = 0; first < m_order.samples.size(); first += m_panelSize) {
            const Part rows = part(first);
            if (!addPair(rows, rows, cancelled))
                return false;
            for (std::size_t other = first + m_panelSize; other < m_order.samples.size();
                 other += m_panelSize)
                if (!addPair(rows, part(other), cancelled))
                    return false;
        }
        return true;
    }

    PairwiseSums result() && { return std::move(m_sums).result(); }

  private:
    struct Part {
        std::size_t blocks;
        Panel<Scalar> plain;
        Panel<Scalar> centered;
        std::vector<Scalar> squares; ///< of centered samples
    };

    Part part(std::size_t first) const {
        const std::size_t samples = std::min(m_panelSize, m_order.samples.size() - first);
        Part part;
        part.blocks = (samples + block - 1) / block;
        const std::size_t count = part.blocks * block;
        part.plain = makePanel<Scalar>(m_activity, m_order, first, count, m_scale.coordinate);
        part.centered = makePanel<Scalar>(m_activity, m_order, first, count, m_scale.coordinate, m_center);
        const View values(part.centered.values.data(), static_cast<Eigen::Index>(count), m_activity.cols(),
                          Eigen::OuterStride<>(static_cast<Eigen::Index>(part.centered.stride)));
        const Eigen::VectorXd squares = values.template cast<double>().rowwise().squaredNorm();
        part.squares.assign(squares.begin(), squares.end());
        return part;
    }

    void setTolerances() {
        double largest = 0;
        Eigen::VectorXd squares = Eigen::VectorXd::Zero(m_activity.rows());
        for (Eigen::Index unit = 0; unit < m_activity.cols(); ++unit)
            squares.array() += ((m_activity.col(unit).template cast<double>().array() -
                                 m_center[static_cast<std::size_t>(unit)]) *
                                m_scale.coordinate)
                                   .square();
        largest = squares.maxCoeff();
        constexpr double half = std::numeric_limits<Scalar>::epsilon() / 2;
        const auto units = static_cast<double>(m_activity.cols());
        // Every rounding the same way.
        m_certain = static_cast<Scalar>((2 * units + 16) * half * largest);
        // Roundings of a sum of products are as good as independent: their errors add as squares do. Pairs
        // are near enough to be done again where all samples at that distance could together add more than
        // what is allowed to the error of a sum of kernels, which is at least 1, and where the error is not
        // as small beside D as that of D taken directly.
        constexpr double allowed = sizeof(Scalar) == 4 ? 0x1p-18 : 0x1p-44;
        const double likely = 2 * std::sqrt(units) * half * largest * m_scale.factor;
        const auto samples = static_cast<double>(m_order.samples.size());
        constexpr double small = 1.0 / 8; // of the largest |x|^2
        m_near = static_cast<Scalar>(
            std::min(std::log2(std::max(1.0, samples * likely / allowed)) / m_scale.factor, small * largest));
    }

    bool addPair(const Part& rows, const Part& columns, const CancelQuestion& cancelled) {
        const bool same = &rows == &columns;
        for (std::size_t r = 0; r < rows.blocks; ++r)
            for (std::size_t c = same ? r : 0; c < columns.blocks; ++c) {
                if (cancelled && cancelled())
                    return false;
                m_products.noalias() = view(columns, c) * view(rows, r).transpose();
                addBlock(rows, r * block, columns, c * block);
            }
        return true;
    }

    static View view(const Part& part, std::size_t index) {
        return View(part.centered.values.data() + index * block, block,
                    static_cast<Eigen::Index>(part.centered.units),
                    Eigen::OuterStride<>(static_cast<Eigen::Index>(part.centered.stride)));
    }

    void addBlock(const Part& rows, std::size_t firstRow, const Part& columns, std::size_t firstColumn) {
        for (std::size_t row = firstRow; row < firstRow + block; row += side)
            for (std::size_t column = firstColumn; column < firstColumn + block; column += side) {
                const std::size_t tile = (rows.plain.first + row) / side;
                const std::size_t other = (columns.plain.first + column) / side;
                if (other < tile || other >= m_order.tiles())
                    continue;
                m_sums.begin(tile, other);
                for (std::size_t r = row; r < row + side; r += PairStrip<Scalar>::rows)
                    addStrip(rows, r, columns, column, r - firstRow, column - firstColumn);
                m_sums.end();
            }
    }

    void addStrip(const Part& rows, std::size_t row, const Part& columns, std::size_t column,
                  std::size_t rowInBlock, std::size_t columnInBlock) {
        PairStrip<Scalar> strip;
        Vec<Scalar> lowest = Vec<Scalar>{} + std::numeric_limits<Scalar>::infinity();
        for (std::size_t r = 0; r < PairStrip<Scalar>::rows; ++r) {
            const Scalar* products = m_products.data() + (rowInBlock + r) * block + columnInBlock;
            const Scalar rowSquare = rows.squares[row + r];
            for (std::size_t at = 0; at < side; at += lanes<Scalar>) {
                const Vec<Scalar> sum = load(columns.squares.data() + column + at) + rowSquare;
                const Vec<Scalar> square = greater(sum - 2 * load(products + at), Vec<Scalar>{});
                store(strip.squares.data() + r * side + at, square);
                lowest = lesser(lowest, square);
            }
        }
        const std::size_t sample = rows.plain.first + row;
        const std::size_t tile = (columns.plain.first + column) / side;
        const Scalar least = leastLane<Scalar>(lowest);
        if (!m_sums.matters(least - m_certain))
            return;
        if (least <= m_near || sample / side == tile) // on the diagonal zeros are to be exact
            squareDifferences(rows.plain, sample, columns.plain, tile, strip);
        m_sums.add(sample % side, strip);
    }

    const Map& m_activity;
    const PairwiseOrder& m_order;
    Scale m_scale;
    TilePairSums<Scalar> m_sums;
    Matrix m_products;
    std::size_t m_panelSize = 0;
    std::vector<double> m_center;
    Scalar m_certain = 0; ///< no error of a square is larger
    Scalar m_near = 0;    ///< closer pairs are done again, directly
};

constexpr Eigen::Index unitsOfWide = 48;

template <typename Scalar, typename Map>
PairwiseSums sumsIn(const Map& activity, const PairwiseOrder& order, const Scale& scale, bool minusOne,
                    const CancelQuestion& cancelled) {
    if (activity.cols() < unitsOfWide)
        return sumsOfNarrow<Scalar>(activity, order, scale, minusOne, cancelled);
    WideSums<Scalar, Map> sums(activity, order, scale, minusOne);
    if (!sums.addAll(cancelled))
        return {};
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
    const PairwiseOrder order = pairwiseOrder(observation, observation.width() < unitsOfWide);
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
