#pragma once

#include "network/lanes.h"

namespace infoplane {

/// The three products of a fully connected layer over a chunk of samples. Chunks are column-major, rows
/// x units, without gaps; `rows` is a multiple of the number of lanes. Weights lie as NetworkShape says.
///
/// Narrow layers run in blocks of a few units by a few vectors of samples that stay in registers; wide ones
/// go through Eigen's matrix product. The choice hangs on sizes alone, so results never depend on chance.
template <typename Scalar>
struct DenseLayer {
    Index fanIn;
    Index width;

    /// output = input W + biases
    void forward(Index rows, const Scalar* input, const Scalar* weights, const Scalar* biases,
                 Scalar* output) const;

    /// inputDelta *= delta W', elementwise: on entry inputDelta holds the derivatives of the layer below.
    void backward(Index rows, const Scalar* delta, const Scalar* weights, Scalar* inputDelta) const;

    /// weightGradient += input' delta; biasGradient += the column sums of delta
    void addGradient(Index rows, const Scalar* input, const Scalar* delta, Scalar* weightGradient,
                     Scalar* biasGradient) const;

  private:
    // Where Eigen's product becomes the faster one (measured on AVX2); it packs its operands, which pays for
    // the gradient already in small layers where there are few samples to sum over.
    bool isWide() const { return fanIn * width >= 12000; }
    bool hasWideGradient(Index rows) const { return isWide() || (rows < 64 && fanIn * width >= 800); }
};

extern template struct DenseLayer<float>;
extern template struct DenseLayer<double>;

} // namespace infoplane
