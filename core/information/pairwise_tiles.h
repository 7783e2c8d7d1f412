#pragma once

#include "information/exponential.h"
#include "information/pairwise_order.h"
#include "information/pairwise_sums.h"

#include <array>

namespace infoplane {

/// Squared distances of four samples with the 64 of a tile.
template <typename Scalar>
struct PairStrip {
    static constexpr std::size_t rows = 4;
    static constexpr std::size_t columns = PairwiseOrder::tileSide;
    alignas(64) std::array<Scalar, rows * columns> squares;
};

/// Sums both kernels over pairs of tiles, given strip by strip: for the samples of the first tile (rows) and,
/// if it is another, of the second (columns). Within a tile pair sums are held in Scalar, where at most 16 +
/// 2 additions follow each other; beyond, in double. Where each tile lies within a class, the sums over the
/// own class cost nothing more.
template <typename Scalar>
class TilePairSums {
    static constexpr std::size_t width = lanes<Scalar>;
    static constexpr std::size_t side = PairwiseOrder::tileSide;
    static constexpr std::size_t blocks = side / width;
    static constexpr std::size_t rows = PairStrip<Scalar>::rows;
    using Vector = Vec<Scalar>;
    typedef typename PowerOfTwo<Scalar>::Bits Mask __attribute__((vector_size(vectorBytes)));

  public:
    TilePairSums(const PairwiseOrder& order, Scalar factor, bool minusOne)
        : m_order(order)
        , m_factor(factor)
        , m_largest(PowerOfTwo<Scalar>::largestPower / factor)
        , m_negligible(PowerOfTwo<Scalar>::negligiblePower / factor)
        , m_minusOne(minusOne)
        , m_classes(order.classOf.begin(), order.classOf.end()) {
        for (std::vector<double>* sums : {&m_own.wide, &m_own.narrow, &m_others.wide, &m_others.narrow})
            sums->assign(m_classes.size(), 0.0);
    }

    /// Strips with no square below it need not be given; none is negligible for sums of exp(...) - 1.
    bool matters(Scalar square) const { return m_minusOne || square <= m_negligible; }

    void begin(std::size_t tile, std::size_t other) {
        m_first = tile * side;
        m_firstOther = other * side;
        const std::int32_t a = m_order.tileClass[tile];
        const std::int32_t b = m_order.tileClass[other];
        m_mixed = a == PairwiseOrder::mixed || b == PairwiseOrder::mixed;
        m_sameClass = a == b;
        m_columns = {};
        if (m_mixed)
            m_ownColumns = {};
    }

    /// Rows row ... row + 3 of the first tile.
    void add(std::size_t row, const PairStrip<Scalar>& strip) {
        if (m_mixed)
            m_minusOne ? addMixed<true>(row, strip) : addMixed<false>(row, strip);
        else
            m_minusOne ? addPure<true>(row, strip) : addPure<false>(row, strip);
    }

    void end() {
        if (m_first == m_firstOther)
            return; // every pair of a tile with itself was seen from both of its samples
        flush(m_columns, m_mixed || !m_sameClass ? m_others : m_own);
        if (m_mixed)
            flush(m_ownColumns, m_own);
    }

    PairwiseSums result() &&;

  private:
    struct Totals {
        std::vector<double> wide, narrow;
    };
    struct TileSums {
        alignas(64) std::array<Scalar, side> wide{};
        alignas(64) std::array<Scalar, side> narrow{};
    };
    struct RowSums {
        std::array<Vector, rows> wide{}, narrow{};
    };
    struct Pair {
        Vector wide, narrow;
    };

    template <bool MinusOne>
    Pair kernels(const Vector& square) const {
        const NegativePower<Scalar> power(lesser(square, Vector{} + m_largest), m_factor);
        if constexpr (MinusOne) { // with m = e - 1: e^4 - 1 = m (2 + m) (2 + m (2 + m))
            const Vector m = power.minusOne();
            const Vector twice = m * (2 + m);
            return {m, twice * (2 + twice)};
        } else {
            constexpr Scalar least = PowerOfTwo<Scalar>::leastToTheFourth;
            const Vector e = power.value();
            const Vector bounded = greater(e, Vector{} + least);
            const Vector twice = bounded * bounded;
            return {e, twice * twice};
        }
    }

    template <bool MinusOne>
    void addPure(std::size_t row, const PairStrip<Scalar>& strip) {
        RowSums sums;
        for (std::size_t at = 0; at < side; at += width) {
            std::array<Vector, rows> wide, narrow;
#pragma GCC unroll 4
            for (std::size_t r = 0; r < rows; ++r) {
                const Pair pair = kernels<MinusOne>(load(strip.squares.data() + r * side + at));
                wide[r] = pair.wide;
                narrow[r] = pair.narrow;
                sums.wide[r] += pair.wide;
                sums.narrow[r] += pair.narrow;
            }
            addColumns(m_columns, at, wide, narrow);
        }
        addRows(row, sums, m_sameClass ? m_own : m_others);
    }

    template <bool MinusOne>
    void addMixed(std::size_t row, const PairStrip<Scalar>& strip) {
        RowSums own;
        RowSums others;
        for (std::size_t at = 0; at < side; at += width) {
            const Vector classes = load(m_classes.data() + m_firstOther + at);
            std::array<Vector, rows> wide, narrow, ownWide, ownNarrow;
            for (std::size_t r = 0; r < rows; ++r) {
                const Pair pair = kernels<MinusOne>(load(strip.squares.data() + r * side + at));
                const Vector rowClass = Vector{} + m_classes[m_first + row + r];
                const Mask same = classes == rowClass;
                const Mask real = (classes >= 0) & (rowClass >= 0);
                ownWide[r] = masked(real & same, pair.wide);
                ownNarrow[r] = masked(real & same, pair.narrow);
                wide[r] = masked(real & ~same, pair.wide);
                narrow[r] = masked(real & ~same, pair.narrow);
                own.wide[r] += ownWide[r];
                own.narrow[r] += ownNarrow[r];
                others.wide[r] += wide[r];
                others.narrow[r] += narrow[r];
            }
            addColumns(m_columns, at, wide, narrow);
            addColumns(m_ownColumns, at, ownWide, ownNarrow);
        }
        addRows(row, own, m_own);
        addRows(row, others, m_others);
    }

    static Vector masked(const Mask& mask, const Vector& values) {
        return std::bit_cast<Vector>(mask & std::bit_cast<Mask>(values));
    }

    static void addColumns(TileSums& sums, std::size_t at, const std::array<Vector, rows>& wide,
                           const std::array<Vector, rows>& narrow) {
        store(sums.wide.data() + at,
              load(sums.wide.data() + at) + ((wide[0] + wide[1]) + (wide[2] + wide[3])));
        store(sums.narrow.data() + at,
              load(sums.narrow.data() + at) + ((narrow[0] + narrow[1]) + (narrow[2] + narrow[3])));
    }

    void addRows(std::size_t row, const RowSums& sums, Totals& totals) const {
        addQuad(totals.wide.data() + m_first + row, sums.wide);
        addQuad(totals.narrow.data() + m_first + row, sums.narrow);
    }
    static void addQuad(double* to, const std::array<Vector, rows>& sums) {
        const Quad<Scalar> quad = sumsOfLanes<Scalar>(sums[0], sums[1], sums[2], sums[3]);
        storeQuad(to, loadQuad(to) + __builtin_convertvector(quad, Quad<double>));
    }
    void flush(const TileSums& sums, Totals& totals) const {
        for (std::size_t i = 0; i < side; ++i) {
            totals.wide[m_firstOther + i] += static_cast<double>(sums.wide[i]);
            totals.narrow[m_firstOther + i] += static_cast<double>(sums.narrow[i]);
        }
    }

    const PairwiseOrder& m_order;
    Scalar m_factor;
    Scalar m_largest;
    Scalar m_negligible;
    bool m_minusOne;
    std::vector<Scalar> m_classes;
    Totals m_own;    ///< over samples of the own class, itself included
    Totals m_others; ///< over those of other classes
    std::size_t m_first = 0;
    std::size_t m_firstOther = 0;
    bool m_mixed = false;
    bool m_sameClass = false;
    TileSums m_columns;
    TileSums m_ownColumns;
};

template <typename Scalar>
PairwiseSums TilePairSums<Scalar>::result() && {
    const std::size_t samples = m_order.samples.size();
    PairwiseSums result;
    result.minusOne = m_minusOne;
    const auto kernel = [samples](std::vector<double>& own, std::vector<double>& others) {
        own.resize(samples);
        others.resize(samples);
        for (std::size_t i = 0; i < samples; ++i)
            others[i] += own[i];
        return PairwiseSums::Kernel{std::move(others), std::move(own)};
    };
    result.wide = kernel(m_own.wide, m_others.wide);
    result.narrow = kernel(m_own.narrow, m_others.narrow);
    for (std::size_t begin = 0; begin < samples;) {
        std::size_t end = begin;
        while (end < samples && m_order.classOf[end] == m_order.classOf[begin])
            ++end;
        result.classSize.insert(result.classSize.end(), end - begin, static_cast<double>(end - begin));
        begin = end;
    }
    return result;
}

} // namespace infoplane
