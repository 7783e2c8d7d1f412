#include "information/pairwise_sums.h"

#include "information/exponential.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace infoplane {
namespace {

using Vector = Vec<double>;
typedef std::int64_t Mask __attribute__((vector_size(vectorBytes)));

constexpr std::size_t width = lanes<double>;
constexpr std::size_t groupRows = 4;       ///< samples that share the loads of the others
constexpr std::size_t tileDoubles = 16384; ///< of the others, what stays in the cache
constexpr std::size_t unitsBetweenLooks = 16;

/// Samples in vectors: block b holds samples b * width ..., unit by unit. Padded with samples at infinity.
struct Packed {
    std::size_t samples = 0;
    std::size_t units = 0;
    std::size_t blocks = 0;
    std::vector<double> byBlock;  ///< blocks x units x width
    std::vector<double> bySample; ///< samples x units
    std::vector<double> classOf;  ///< blocks x width; padding has none
};

bool anyAtMost(const Vector& values, double limit) {
    const Mask mask = values <= limit;
    std::int64_t any = 0;
    for (std::size_t lane = 0; lane < width; ++lane)
        any |= mask[lane];
    return any != 0;
}

/// Always in the same order.
double sumOverLanes(const Vector& values) {
    double sum = 0;
    for (std::size_t lane = 0; lane < width; ++lane)
        sum += values[lane];
    return sum;
}

Vector masked(const Mask& mask, const Vector& values) {
    return std::bit_cast<Vector>(mask & std::bit_cast<Mask>(values));
}

template <typename Map>
Packed pack(const Map& activity, const std::vector<std::size_t>& order,
            std::span<const std::int32_t> labels) {
    Packed packed;
    packed.samples = order.size();
    packed.units = static_cast<std::size_t>(activity.cols());
    packed.blocks = (packed.samples + width - 1) / width;
    packed.byBlock.assign(packed.blocks * packed.units * width, std::numeric_limits<double>::infinity());
    packed.bySample.resize(packed.samples * packed.units);
    packed.classOf.assign(packed.blocks * width, -1);
    for (std::size_t i = 0; i < packed.samples; ++i) {
        const std::size_t sample = order[i];
        packed.classOf[i] = labels.empty() ? 0 : labels[sample];
        double* block = packed.byBlock.data() + i / width * packed.units * width + i % width;
        for (std::size_t unit = 0; unit < packed.units; ++unit) {
            const double value = activity(static_cast<Eigen::Index>(sample), static_cast<Eigen::Index>(unit));
            block[unit * width] = value;
            packed.bySample[i * packed.units + unit] = value;
        }
    }
    return packed;
}

/// What pairs add to the samples of the triangle's rows and columns.
class Accumulator {
  public:
    Accumulator(const Packed& packed, double variance, bool minusOne)
        : m_packed(packed)
        , m_scale(1 / (8 * variance))
        , m_minusOne(minusOne) {
        for (std::vector<double>* sums : {&wideAll, &wideOwn, &narrowAll, &narrowOwn})
            sums->assign(packed.blocks * width, 0.0);
    }

    /// Pairs of the rows first ... first + Rows - 1 with the later samples in blocks begin ... end - 1.
    template <std::size_t Rows>
    void add(std::size_t first, std::size_t begin, std::size_t end) {
        if (m_minusOne)
            addAs<Rows, true>(first, begin, end);
        else
            addAs<Rows, false>(first, begin, end);
    }

    std::vector<double> wideAll, wideOwn, narrowAll, narrowOwn;

  private:
    template <std::size_t Rows, bool MinusOne>
    void addAs(std::size_t first, std::size_t begin, std::size_t end) {
        std::array<Sums, Rows> rowSums{};
        for (std::size_t block = begin; block < end; ++block) {
            std::array<Vector, Rows> exponents;
            if (!distances<Rows>(first, block, exponents) && !MinusOne)
                continue;
            const std::size_t at = block * width;
            const Vector classes = load(m_packed.classOf.data() + at);
            Sums columns;
#pragma GCC unroll 4
            for (std::size_t row = 0; row < Rows; ++row) {
                Sums pair = kernels<MinusOne>(exponents[row]);
                if (at <= first + row || at + width > m_packed.samples)
                    pair.keep(laterThan(first + row, at));
                const Mask own = classes == m_packed.classOf[first + row];
                pair.wideOwn = masked(own, pair.wideAll);
                pair.narrowOwn = masked(own, pair.narrowAll);
                rowSums[row].add(pair);
                columns.add(pair);
            }
            addTo(wideAll, at, columns.wideAll);
            addTo(wideOwn, at, columns.wideOwn);
            addTo(narrowAll, at, columns.narrowAll);
            addTo(narrowOwn, at, columns.narrowOwn);
        }
        for (std::size_t row = 0; row < Rows; ++row) {
            wideAll[first + row] += sumOverLanes(rowSums[row].wideAll);
            wideOwn[first + row] += sumOverLanes(rowSums[row].wideOwn);
            narrowAll[first + row] += sumOverLanes(rowSums[row].narrowAll);
            narrowOwn[first + row] += sumOverLanes(rowSums[row].narrowOwn);
        }
    }

    struct Sums {
        Vector wideAll{}, wideOwn{}, narrowAll{}, narrowOwn{};

        void add(const Sums& other) {
            wideAll += other.wideAll;
            wideOwn += other.wideOwn;
            narrowAll += other.narrowAll;
            narrowOwn += other.narrowOwn;
        }
        void keep(const Mask& mask) {
            wideAll = masked(mask, wideAll);
            narrowAll = masked(mask, narrowAll);
        }
    };

    /// D/8v of the rows with each sample of a block; false where all are too far, found out early.
    template <std::size_t Rows>
    bool distances(std::size_t first, std::size_t block, std::array<Vector, Rows>& exponents) const {
        const std::size_t units = m_packed.units;
        const double* others = m_packed.byBlock.data() + block * units * width;
        const double* rows = m_packed.bySample.data() + first * units;
        std::array<Vector, Rows> squares{};
        for (std::size_t unit = 0; unit < units;) {
            const std::size_t stop = std::min(unit + unitsBetweenLooks, units);
            for (; unit < stop; ++unit) {
                const Vector other = load(others + unit * width);
                for (std::size_t row = 0; row < Rows; ++row) {
                    const Vector difference = other - rows[row * units + unit];
                    squares[row] += difference * difference;
                }
            }
            Vector least = squares[0];
            for (std::size_t row = 1; row < Rows; ++row)
                least = squares[row] < least ? squares[row] : least;
            if (!anyAtMost(least * m_scale, largestExponent)) {
                exponents.fill(Vector{} + std::numeric_limits<double>::infinity());
                return false;
            }
        }
        for (std::size_t row = 0; row < Rows; ++row)
            exponents[row] = squares[row] * m_scale;
        return true;
    }

    template <bool MinusOne>
    static Sums kernels(const Vector& exponent) {
        const Mask far = exponent > largestExponent;
        const ExponentialParts parts = negativeExponential(far ? Vector{} + largestExponent : exponent);
        Sums pair;
        if constexpr (MinusOne) { // with m = e - 1: e^4 - 1 = m (2 + m) (2 + m (2 + m))
            const Vector m = far ? Vector{} - 1.0 : parts.minusOne();
            const Vector square = m * (2.0 + m);
            pair.wideAll = m;
            pair.narrowAll = square * (2.0 + square);
        } else {
            const Vector e = masked(~far, parts.exponential());
            const Vector square = e * e;
            pair.wideAll = e;
            pair.narrowAll = square * square;
        }
        return pair;
    }

    /// Samples of a block that come after a row, and are not padding.
    Mask laterThan(std::size_t row, std::size_t at) const {
        Mask mask{};
        for (std::size_t lane = 0; lane < width; ++lane)
            mask[lane] = at + lane > row && at + lane < m_packed.samples ? -1 : 0;
        return mask;
    }

    static void addTo(std::vector<double>& sums, std::size_t at, const Vector& values) {
        store(sums.data() + at, load(sums.data() + at) + values);
    }

    const Packed& m_packed;
    double m_scale;
    bool m_minusOne;
};

/// Samples in the order of their classes.
std::vector<std::size_t> orderByClass(std::size_t samples, std::span<const std::int32_t> labels) {
    std::vector<std::size_t> order(samples);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (!labels.empty())
        std::ranges::stable_sort(order, {}, [&](std::size_t sample) { return labels[sample]; });
    return order;
}

bool addTriangle(Accumulator& sums, const Packed& packed, const CancelQuestion& cancelled) {
    const std::size_t tile = std::max<std::size_t>(1, tileDoubles / (width * packed.units));
    for (std::size_t begin = 0; begin < packed.blocks; begin += tile) {
        const std::size_t end = std::min(begin + tile, packed.blocks);
        const std::size_t rows = std::min(end * width, packed.samples);
        for (std::size_t row = 0; row < rows;) {
            if (cancelled && cancelled())
                return false;
            const std::size_t from = std::max(begin, row / width);
            if (row + groupRows <= packed.samples) {
                sums.add<groupRows>(row, from, end);
                row += groupRows;
            } else {
                sums.add<1>(row, from, end);
                ++row;
            }
        }
    }
    return true;
}

} // namespace

PairwiseSums pairwiseSums(const Observation& observation, double variance, bool minusOne,
                          const CancelQuestion& cancelled) {
    const auto samples = static_cast<std::size_t>(observation.samples());
    const std::vector<std::size_t> order = orderByClass(samples, observation.labels);
    const Packed packed =
        std::visit([&](const auto& activity) { return pack(activity, order, observation.labels); },
                   observation.activity);
    Accumulator sums(packed, variance, minusOne);
    if (!addTriangle(sums, packed, cancelled))
        return {};

    PairwiseSums result;
    result.minusOne = minusOne;
    const auto withItself = [&](std::vector<double>& ofOthers) {
        ofOthers.resize(samples);
        if (!minusOne)
            std::ranges::transform(ofOthers, ofOthers.begin(), [](double sum) { return sum + 1; });
        return std::move(ofOthers);
    };
    result.wide = {withItself(sums.wideAll), withItself(sums.wideOwn)};
    result.narrow = {withItself(sums.narrowAll), withItself(sums.narrowOwn)};
    for (std::size_t begin = 0; begin < samples;) {
        std::size_t end = begin;
        while (end < samples && packed.classOf[end] == packed.classOf[begin])
            ++end;
        result.classSize.insert(result.classSize.end(), end - begin, static_cast<double>(end - begin));
        begin = end;
    }
    return result;
}

} // namespace infoplane
