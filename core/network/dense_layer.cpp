#include "network/dense_layer.h"

#include <type_traits>

namespace infoplane {

namespace {

template <typename Scalar>
using DenseMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <typename Scalar>
using ConstMap = Eigen::Map<const DenseMatrix<Scalar>>;
template <typename Scalar>
using MutableMap = Eigen::Map<DenseMatrix<Scalar>>;

/// Calls work(size, begin) for blocks of `most` or less, as even as can be; the size is a compile-time
/// constant.
template <int most, typename Work>
void inBlocks(Index count, Work work) {
    const Index blocks = (count + most - 1) / most;
    Index begin = 0;
    for (Index left = blocks; left > 0; --left) {
        const Index size = (count - begin + left - 1) / left;
        switch (size) {
        case 4:
            if constexpr (most >= 4)
                work(std::integral_constant<int, 4>{}, begin);
            break;
        case 3:
            if constexpr (most >= 3)
                work(std::integral_constant<int, 3>{}, begin);
            break;
        case 2:
            work(std::integral_constant<int, 2>{}, begin);
            break;
        default:
            work(std::integral_constant<int, 1>{}, begin);
            break;
        }
        begin += size;
    }
}

/// Of a block of so many units: as many vectors of samples as fill the registers of SSE or AVX (sixteen) with
/// the sums, one weight a unit and one input.
constexpr int vectorsFor(int units) {
    return units == 4 || (units == 3 && !hasMultiplyAdd) ? 2 : 4;
}

/// out(:, u) = sum over k of in(:, k) w(k, u), for a block of units at a time.
template <typename Scalar>
struct Product {
    Index rows;
    Index depth;
    const Scalar* in;
    const Scalar* weights;
    Index unitStride;  ///< between the weights of neighbouring units
    Index depthStride; ///< between the weights of one unit
    const Scalar* biases;
    Scalar* out;

    /// Either starts from the biases, or multiplies onto what `out` holds.
    template <bool ontoOut, int units, int vectors>
    void block(Index row, Index unit) const {
        constexpr Index step = lanes<Scalar>;
        Vec<Scalar> sums[units][vectors];
#pragma GCC unroll 8
        for (int u = 0; u < units; ++u)
#pragma GCC unroll 8
            for (int v = 0; v < vectors; ++v)
                sums[u][v] = ontoOut ? Vec<Scalar>{} : broadcast(biases[unit + u]);

        const Scalar* input = in + row;
        const Scalar* weight = weights + unit * unitStride;
        for (Index k = 0; k < depth; ++k, input += rows, weight += depthStride) {
            Vec<Scalar> w[units];
#pragma GCC unroll 8
            for (int u = 0; u < units; ++u)
                w[u] = inRegister(broadcast(weight[u * unitStride]));
#pragma GCC unroll 8
            for (int v = 0; v < vectors; ++v) {
                const Vec<Scalar> x = inRegister(load(input + v * step));
#pragma GCC unroll 8
                for (int u = 0; u < units; ++u)
                    sums[u][v] += x * w[u];
            }
        }

        Scalar* output = out + unit * rows + row;
#pragma GCC unroll 8
        for (int u = 0; u < units; ++u)
#pragma GCC unroll 8
            for (int v = 0; v < vectors; ++v) {
                Scalar* to = output + u * rows + v * step;
                store(to, ontoOut ? Vec<Scalar>(load(to) * sums[u][v]) : sums[u][v]);
            }
    }

    template <bool ontoOut, int units, int vectors>
    void unitsOverRows(Index unit) const {
        constexpr Index step = lanes<Scalar>;
        Index row = 0;
        for (; row + vectors * step <= rows; row += vectors * step)
            block<ontoOut, units, vectors>(row, unit);
        for (; row < rows; row += step)
            block<ontoOut, units, 1>(row, unit);
    }

    template <bool ontoOut>
    void run(Index width) const {
        inBlocks<4>(width, [this](auto units, Index unit) {
            constexpr int count = decltype(units)::value;
            unitsOverRows<ontoOut, count, vectorsFor(count)>(unit);
        });
    }
};

/// to[n] += the sum over the lanes of vectors[n]
template <typename Scalar, int count>
void addSums(const Vec<Scalar>* vectors, Scalar* to) {
    const auto vector = [vectors](int n) { return n < count ? vectors[n] : Vec<Scalar>{}; };
    const Quad<Scalar> sums = sumsOfLanes<Scalar>(vector(0), vector(1), vector(2), vector(3));
    if constexpr (count == 4) {
        storeQuad<Scalar>(to, loadQuad<Scalar>(to) + sums);
        return;
    }
    for (int n = 0; n < count; ++n)
        to[n] += sums[n];
}

/// gradient(i, j) += sum over rows of input(:, i) delta(:, j)
template <typename Scalar>
struct OuterProduct {
    Index rows;
    Index fanIn;
    const Scalar* input;
    const Scalar* delta;
    Scalar* gradient;

    template <int inputs, int units>
    void block(Index i, Index j) const {
        constexpr Index step = lanes<Scalar>;
        Vec<Scalar> sums[units][inputs] = {};
        const Scalar* a = input + i * rows;
        const Scalar* d = delta + j * rows;
        for (Index row = 0; row < rows; row += step) {
            Vec<Scalar> slopes[units];
#pragma GCC unroll 8
            for (int u = 0; u < units; ++u)
                slopes[u] = inRegister(load(d + u * rows + row));
#pragma GCC unroll 8
            for (int n = 0; n < inputs; ++n) {
                const Vec<Scalar> x = inRegister(load(a + n * rows + row));
#pragma GCC unroll 8
                for (int u = 0; u < units; ++u)
                    sums[u][n] += x * slopes[u];
            }
        }
#pragma GCC unroll 8
        for (int u = 0; u < units; ++u)
            addSums<Scalar, inputs>(sums[u], gradient + (j + u) * fanIn + i);
    }

    void run(Index width) const {
        inBlocks<hasMultiplyAdd ? 3 : 2>(width, [&](auto units, Index j) {
            inBlocks<4>(fanIn, [&](auto inputs, Index i) {
                block<decltype(inputs)::value, decltype(units)::value>(i, j);
            });
        });
    }
};

/// sums(u) += sum over rows of values(:, u)
template <typename Scalar>
void addColumnSums(Index rows, Index columns, const Scalar* values, Scalar* sums) {
    inBlocks<4>(columns, [=](auto block, Index column) {
        constexpr int count = decltype(block)::value;
        Vec<Scalar> totals[count] = {};
        for (Index row = 0; row < rows; row += lanes<Scalar>)
#pragma GCC unroll 8
            for (int n = 0; n < count; ++n)
                totals[n] += load(values + (column + n) * rows + row);
        addSums<Scalar, count>(totals, sums + column);
    });
}

} // namespace

template <typename Scalar>
void DenseLayer<Scalar>::forward(Index rows, const Scalar* input, const Scalar* weights, const Scalar* biases,
                                 Scalar* output) const {
    if (!isWide()) {
        Product<Scalar>{rows, fanIn, input, weights, fanIn, 1, biases, output}.template run<false>(width);
        return;
    }
    MutableMap<Scalar> result(output, rows, width);
    result.noalias() = ConstMap<Scalar>(input, rows, fanIn) * ConstMap<Scalar>(weights, fanIn, width);
    for (Index unit = 0; unit < width; ++unit)
        result.col(unit).array() += biases[unit];
}

template <typename Scalar>
void DenseLayer<Scalar>::backward(Index rows, const Scalar* delta, const Scalar* weights,
                                  Scalar* inputDelta) const {
    if (!isWide()) {
        Product<Scalar>{rows, width, delta, weights, 1, fanIn, nullptr, inputDelta}.template run<true>(fanIn);
        return;
    }
    MutableMap<Scalar> result(inputDelta, rows, fanIn);
    result.array() *=
        (ConstMap<Scalar>(delta, rows, width) * ConstMap<Scalar>(weights, fanIn, width).transpose())
            .eval()
            .array();
}

template <typename Scalar>
void DenseLayer<Scalar>::addGradient(Index rows, const Scalar* input, const Scalar* delta,
                                     Scalar* weightGradient, Scalar* biasGradient) const {
    if (hasWideGradient(rows))
        MutableMap<Scalar>(weightGradient, fanIn, width).noalias() +=
            ConstMap<Scalar>(input, rows, fanIn).transpose() * ConstMap<Scalar>(delta, rows, width);
    else
        OuterProduct<Scalar>{rows, fanIn, input, delta, weightGradient}.run(width);
    addColumnSums(rows, width, delta, biasGradient);
}

template struct DenseLayer<float>;
template struct DenseLayer<double>;

} // namespace infoplane
