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

/// Samples first ... first + count - 1, most spread units first, less the center, times the scale.
template <typename Scalar, typename Map>
void fill(Panel<Scalar>& panel, const Map& activity, const PairwiseOrder& order, std::size_t first,
          std::size_t count, double scale, bool centered = false) {
    constexpr std::size_t oddLine = 64 / sizeof(Scalar); // units in different sets of the cache
    panel.first = first;
    panel.units = order.units.size();
    panel.stride = count + oddLine;
    panel.values.resize(panel.units * panel.stride);
    const std::size_t real = std::min(first + count, order.samples.size()) - first;
    const std::span<const std::uint32_t> samples = std::span(order.samples).subspan(first, real);
    for (std::size_t place = 0; place < panel.units; ++place) {
        const std::size_t unit = order.units[place];
        const auto* from = activity.data() + static_cast<Eigen::Index>(unit) * activity.rows();
        Scalar* to = panel.values.data() + place * panel.stride;
        const double middle = centered ? order.means[unit] : 0;
        for (std::size_t i = 0; i < real; ++i)
            to[i] = static_cast<Scalar>((static_cast<double>(from[samples[i]]) - middle) * scale);
        std::fill(to + real, to + panel.stride, Scalar{0});
    }
}

template <typename Scalar>
Scalar leastLane(const Vec<Scalar>& values) {
    Scalar least = values[0];
    for (std::size_t lane = 1; lane < lanes<Scalar>; ++lane)
        least = std::min(least, values[lane]);
    return least;
}

constexpr std::size_t unitsAtOnce = 32;

/// Adds the squares of up to 32 units to those of a strip, or sets them; differences are taken directly.
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

/// Of four rows with the samples of a tile; one sum for each 32 units, so that rounding does not pile up.
/// Stops where none of the pairs matters to the sums, whatever the other units are.
template <typename Scalar>
struct DirectSquares {
    bool matter = true;
    std::size_t units = 0;

    DirectSquares(const TilePairSums<Scalar>& sums, const Panel<Scalar>& rowPanel, std::size_t row,
                  const Panel<Scalar>& columnPanel, std::size_t tile, PairStrip<Scalar>& strip) {
        const Scalar* rows = rowPanel.values.data() + (row - rowPanel.first);
        const Scalar* columns = columnPanel.tile(tile);
        while (units < rowPanel.units && matter) {
            const std::size_t count = std::min(rowPanel.units - units, unitsAtOnce);
            const auto add = units == 0 ? addSquares<Scalar, true> : addSquares<Scalar, false>;
            add(rows + units * rowPanel.stride, rowPanel.stride, columns + units * columnPanel.stride,
                columnPanel.stride, count, strip);
            units += count;
            matter = sums.matters(leastOf(strip));
        }
    }
};

template <typename Scalar>
void addTilePair(TilePairSums<Scalar>& sums, const Panel<Scalar>& rowPanel, std::size_t tile,
                 const Panel<Scalar>& columnPanel, std::size_t other) {
    PairStrip<Scalar> strip;
    sums.begin(tile, other);
    for (std::size_t row = 0; row < side; row += PairStrip<Scalar>::rows) {
        const DirectSquares<Scalar> direct(sums, rowPanel, tile * side + row, columnPanel, other, strip);
        if (direct.matter)
            sums.add(row, strip);
    }
    sums.end();
}

/// D beyond which pairs of tiles are left out by their boxes.
template <typename Scalar>
double negligibleSquare(const Scale& scale, bool minusOne) {
    if (minusOne)
        return std::numeric_limits<double>::infinity();
    return PowerOfTwo<Scalar>::negligiblePower / scale.factor / (scale.coordinate * scale.coordinate);
}

template <typename Scalar, typename Map>
PairwiseSums sumsOfNarrow(const Map& activity, const PairwiseOrder& order, const Scale& scale, bool minusOne,
                          const CancelQuestion& cancelled) {
    Panel<Scalar> panel;
    fill(panel, activity, order, 0, order.tiles() * side, scale.coordinate);
    TilePairSums<Scalar> sums(order, static_cast<Scalar>(scale.factor), minusOne);
    const double farAway = negligibleSquare<Scalar>(scale, minusOne);
    for (std::size_t tile = 0; tile < order.tiles(); ++tile) {
        for (std::size_t other = tile; other < order.tiles(); ++other) {
            if (cancelled && cancelled())
                return {};
            if (order.leastSquare(tile, other) <= farAway)
                addTilePair(sums, panel, tile, panel, other);
        }
    }
    return std::move(sums).result();
}

/// Wide layers. Pairs of tiles whose boxes are far apart are left out. Of a block of the others some pairs
/// are tried: where they turn out to be too far to matter after a part of the units the block is done so,
/// else by |x|^2 + |y|^2 - 2 x.y, with the products of the whole block, of centered samples. What rounding
/// does to the latter is an error of D that is the same for near and far pairs, so it tells for certain which
/// pairs are too far to matter, and near pairs are done again directly where it would show.
template <typename Scalar, typename Map>
class WideSums {
    static constexpr std::size_t block = 512;
    using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    using View = Eigen::Map<const Matrix, 0, Eigen::OuterStride<>>;

  public:
    WideSums(const Map& activity, const PairwiseOrder& order, const Scale& scale, bool minusOne)
        : m_activity(activity)
        , m_order(order)
        , m_scale(scale)
        , m_sums(order, static_cast<Scalar>(scale.factor), minusOne)
        , m_farAway(negligibleSquare<Scalar>(scale, minusOne))
        , m_products(block, block) {
        constexpr std::size_t numbersInPart = std::size_t{1} << 21;
        m_partSize = std::max<std::size_t>(1, numbersInPart / order.units.size() / block) * block;
        setTolerances();
    }

    /// False when cancelled.
    bool addAll(const CancelQuestion& cancelled) {
        Part rows;
        Part columns;
        for (std::size_t first = 0; first < m_order.samples.size(); first += m_partSize) {
            take(rows, first);
            if (!addPair(rows, rows, cancelled))
                return false;
            for (std::size_t other = first + m_partSize; other < m_order.samples.size();
                 other += m_partSize) {
                take(columns, other);
                if (!addPair(rows, columns, cancelled))
                    return false;
            }
        }
        return true;
    }

    PairwiseSums result() && { return std::move(m_sums).result(); }

  private:
    /// Some of the samples. What is centered is made when it is first needed.
    struct Part {
        std::size_t blocks = 0;
        Panel<Scalar> plain;
        Panel<Scalar> centered;
        std::vector<Scalar> squares; ///< of centered samples
    };
    struct TilePair {
        std::size_t tile, other;
    };

    void take(Part& part, std::size_t first) const {
        const std::size_t samples = std::min(m_partSize, m_order.samples.size() - first);
        part.blocks = (samples + block - 1) / block;
        fill(part.plain, m_activity, m_order, first, part.blocks * block, m_scale.coordinate);
        part.squares.clear();
    }

    void center(Part& part) const {
        if (!part.squares.empty())
            return;
        const std::size_t count = part.blocks * block;
        fill(part.centered, m_activity, m_order, part.plain.first, count, m_scale.coordinate, true);
        Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(count));
        for (std::size_t unit = 0; unit < part.centered.units; ++unit)
            squares += Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>(
                           part.centered.values.data() + unit * part.centered.stride, squares.size())
                           .template cast<double>()
                           .square();
        part.squares.assign(squares.begin(), squares.end());
    }

    void setTolerances() {
        Eigen::ArrayXd squares = Eigen::ArrayXd::Zero(m_activity.rows());
        for (Eigen::Index unit = 0; unit < m_activity.cols(); ++unit)
            squares += ((m_activity.col(unit).template cast<double>().array() -
                         m_order.means[static_cast<std::size_t>(unit)]) *
                        m_scale.coordinate)
                           .square();
        const double largest = squares.maxCoeff();
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

    bool addPair(Part& rows, Part& columns, const CancelQuestion& cancelled) {
        const bool same = &rows == &columns;
        for (std::size_t r = 0; r < rows.blocks; ++r)
            for (std::size_t c = same ? r : 0; c < columns.blocks; ++c) {
                if (cancelled && cancelled())
                    return false;
                addBlock(rows, r * block, columns, c * block);
            }
        return true;
    }

    void addBlock(Part& rows, std::size_t firstRow, Part& columns, std::size_t firstColumn) {
        const std::size_t firstTile = (rows.plain.first + firstRow) / side;
        const std::size_t firstOther = (columns.plain.first + firstColumn) / side;
        const std::vector<TilePair> pairs = nearPairs(firstTile, firstOther);
        if (pairs.empty())
            return;
        if (directIsLess(pairs, rows, columns)) {
            for (const auto& [tile, other] : pairs)
                addTilePair(m_sums, rows.plain, tile, columns.plain, other);
            return;
        }
        center(rows);
        center(columns);
        m_products.noalias() = view(columns, firstColumn) * view(rows, firstRow).transpose();
        for (const auto& [tile, other] : pairs) {
            m_sums.begin(tile, other);
            for (std::size_t row = 0; row < side; row += PairStrip<Scalar>::rows)
                addStrip(rows, tile, row, columns, other,
                         m_products.data() + ((tile - firstTile) * side + row) * block +
                             (other - firstOther) * side);
            m_sums.end();
        }
    }

    std::vector<TilePair> nearPairs(std::size_t firstTile, std::size_t firstOther) const {
        constexpr std::size_t tiles = block / side;
        std::vector<TilePair> pairs;
        for (std::size_t tile = firstTile; tile < std::min(firstTile + tiles, m_order.tiles()); ++tile)
            for (std::size_t other = std::max(tile, firstOther);
                 other < std::min(firstOther + tiles, m_order.tiles()); ++other)
                if (m_order.leastSquare(tile, other) <= m_farAway)
                    pairs.push_back({tile, other});
        return pairs;
    }

    /// By a strip each of up to eight of the pairs of tiles.
    bool directIsLess(const std::vector<TilePair>& pairs, const Part& rows, const Part& columns) const {
        constexpr std::size_t tries = 8;
        const std::size_t step = (pairs.size() + tries - 1) / tries;
        std::size_t units = 0;
        std::size_t tried = 0;
        PairStrip<Scalar> strip;
        for (std::size_t i = step / 2; i < pairs.size(); i += step, ++tried)
            units += DirectSquares<Scalar>(m_sums, rows.plain, pairs[i].tile * side + side / 2, columns.plain,
                                           pairs[i].other, strip)
                         .units;
        // A subtraction more than a product takes, and less well fed.
        constexpr double timesProduct = 2.5;
        const double ofDirect = timesProduct * static_cast<double>(pairs.size() * side * side * units) /
                                static_cast<double>(tried);
        return ofDirect < static_cast<double>(block * block * m_order.units.size());
    }

    static View view(const Part& part, std::size_t first) {
        return View(part.centered.values.data() + first, block,
                    static_cast<Eigen::Index>(part.centered.units),
                    Eigen::OuterStride<>(static_cast<Eigen::Index>(part.centered.stride)));
    }

    void addStrip(const Part& rows, std::size_t tile, std::size_t row, const Part& columns, std::size_t other,
                  const Scalar* products) {
        PairStrip<Scalar> strip;
        Vec<Scalar> lowest = Vec<Scalar>{} + std::numeric_limits<Scalar>::infinity();
        const Scalar* rowSquares = rows.squares.data() + (tile * side + row - rows.plain.first);
        const Scalar* columnSquares = columns.squares.data() + (other * side - columns.plain.first);
        for (std::size_t r = 0; r < PairStrip<Scalar>::rows; ++r)
            for (std::size_t at = 0; at < side; at += lanes<Scalar>) {
                const Vec<Scalar> sum = load(columnSquares + at) + rowSquares[r];
                const Vec<Scalar> product = load(products + r * block + at);
                const Vec<Scalar> square = greater(sum - 2 * product, Vec<Scalar>{});
                store(strip.squares.data() + r * side + at, square);
                lowest = lesser(lowest, square);
            }
        const Scalar least = leastLane<Scalar>(lowest);
        if (!m_sums.matters(least - m_certain))
            return;
        bool matter = true;
        if (least <= m_near || tile == other) // a sample's distance to itself is to be exactly 0
            matter = DirectSquares<Scalar>(m_sums, rows.plain, tile * side + row, columns.plain, other, strip)
                         .matter;
        if (matter)
            m_sums.add(row, strip);
    }

    const Map& m_activity;
    const PairwiseOrder& m_order;
    Scale m_scale;
    TilePairSums<Scalar> m_sums;
    double m_farAway;
    Matrix m_products;
    std::size_t m_partSize = 0;
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
