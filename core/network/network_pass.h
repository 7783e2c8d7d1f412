#pragma once

#include "network/lanes.h"
#include "network/network_shape.h"

#include <vector>

namespace infoplane {

/// Carries a chunk of samples through a network and its error back, in buffers of its own. One chunk at a
/// time: begin(rows), fill input(unit), forward, then read, or fill outputDelta and go backward.
/// Chunks are column-major, stride() x units: rows beyond the chunk's own are padding; their inputs and
/// deltas are zero.
template <typename Scalar>
class NetworkPass {
  public:
    explicit NetworkPass(const NetworkShape& shape);

    /// The largest chunk: a power of two, of 256 rows or less, so that one stays in the cache and takes a few
    /// milliseconds at most even in wide networks.
    Index chunkRows() const { return m_chunkRows; }

    /// The padding of the inputs is zeroed here.
    void begin(Index rows);
    Index rows() const { return m_rows; }
    Index stride() const { return m_stride; }

    /// There is room for a multiple of four inputs, so that they can be written four at a time.
    Scalar* input(Index unit) { return m_activity.front().data() + unit * m_stride; }
    /// Hidden layers: after their nonlinearity. The output: before its softmax.
    const Scalar* activity(int layer) const { return m_activity[static_cast<std::size_t>(layer) + 1].data(); }
    const Scalar* output() const { return m_activity.back().data(); }
    /// Gradient of the loss by the output before its softmax; rows of padding must be zero.
    Scalar* outputDelta() { return m_delta.back().data(); }

    /// After backward: the gradient of the loss by a layer's values before their nonlinearity.
    const Scalar* delta(int layer) const { return m_delta[static_cast<std::size_t>(layer)].data(); }

    void forward(const Scalar* parameters, bool keepDerivatives);
    /// Adds the chunk's part to the gradient, laid out as the parameters.
    void backward(const Scalar* parameters, Scalar* gradient);

  private:
    using Buffer = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>; // aligned for vectors

    const NetworkShape m_shape;
    Index m_chunkRows;
    Index m_rows = 0;
    Index m_stride = 0;
    std::vector<Buffer> m_activity; ///< the inputs, then each layer
    std::vector<Buffer> m_delta;    ///< each layer: first f'(z), then the gradient by z
};

extern template class NetworkPass<float>;
extern template class NetworkPass<double>;

} // namespace infoplane
