#include "network/dense_layer.h"

namespace infoplane {

namespace {

template <typename Scalar>
using DenseMatrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <typename Scalar>
using ConstMap = Eigen::Map<const DenseMatrix<Scalar>>;
template <typename Scalar>
using MutableMap = Eigen::Map<DenseMatrix<Scalar>>;

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
                sums[u][v] = ontoOut ? Vec<Scalar>{} : biases[unit + u] - Vec<Scalar>{};

        const Scalar* input = in + row;
        const Scalar* weight = weights + unit * unitStride;
        for (Index k = 0; k < depth; ++k, input += rows, weight += depthStride) {
            Vec<Scalar> x[vectors];
#pragma GCC unroll 8
            for (int v = 0; v < vectors; ++v)
                x[v] = load(input + v * step);
#pragma GCC unroll 8
            for (int u = 0; u < units; ++u)
#pragma GCC unroll 8
                for (int v = 0; v < vectors; ++v)
                    sums[u][v] += x[v] * weight[u * unitStride];
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
        Index unit = 0;
        for (; unit + 4 <= width; unit += 4)
            unitsOverRows<ontoOut, 4, 2>(unit);
        switch (width - unit) {
        case 3:
            return unitsOverRows<ontoOut, 3, 4>(unit);
        case 2:
            return unitsOverRows<ontoOut, 2, 4>(unit);
        case 1:
            return unitsOverRows<ontoOut, 1, 4>(unit);
        default:
            return;
        }
    }
};

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
            Vec<Scalar> x[inputs];
#pragma GCC unroll 8
            for (int n = 0; n < inputs; ++n)
                x[n] = load(a + n * rows + row);
#pragma GCC unroll 8
            for (int u = 0; u < units; ++u) {
                const Vec<Scalar> slope = load(d + u * rows + row);
#pragma GCC unroll 8
                for (int n = 0; n < inputs; ++n)
                    sums[u][n] += x[n] * slope;
            }
        }
#pragma GCC unroll 8
        for (int u = 0; u < units; ++u)
#pragma GCC unroll 8
            for (int n = 0; n < inputs; ++n)
                gradient[(j + u) * fanIn + i + n] += sumOfLanes<Scalar>(sums[u][n]);
    }

    template <int units>
    void unitsOverInputs(Index j) const {
        Index i = 0;
        for (; i + 4 <= fanIn; i += 4)
            block<4, units>(i, j);
        switch (fanIn - i) {
        case 3:
            return block<3, units>(i, j);
        case 2:
            return block<2, units>(i, j);
        case 1:
            return block<1, units>(i, j);
        default:
            return;
        }
    }

    void run(Index width) const {
        Index j = 0;
        for (; j + 2 <= width; j += 2)
            unitsOverInputs<2>(j);
        if (j < width)
            unitsOverInputs<1>(j);
    }
};

template <typename Scalar>
Scalar sum(Index rows, const Scalar* values) {
    Vec<Scalar> total{};
    for (Index row = 0; row < rows; row += lanes<Scalar>)
        total += load(values + row);
    return sumOfLanes<Scalar>(total);
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
    if (isWide())
        MutableMap<Scalar>(weightGradient, fanIn, width).noalias() +=
            ConstMap<Scalar>(input, rows, fanIn).transpose() * ConstMap<Scalar>(delta, rows, width);
    else
        OuterProduct<Scalar>{rows, fanIn, input, delta, weightGradient}.run(width);
    for (Index unit = 0; unit < width; ++unit)
        biasGradient[unit] += sum(rows, delta + unit * rows);
}

template struct DenseLayer<float>;
template struct DenseLayer<double>;

} // namespace infoplane
