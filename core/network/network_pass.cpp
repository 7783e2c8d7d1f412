#include "network/network_pass.h"

#include "network/activation_kernels.h"
#include "network/dense_layer.h"

#include <algorithm>

namespace infoplane {

namespace {

/// So many multiplications and additions of one product at most: about 10 ms for a chunk, all in all.
constexpr std::ptrdiff_t largestChunkWork = 150'000'000;

Index chunkRowsFor(const NetworkShape& shape) {
    Index rows = 256;
    while (rows > 16 && rows * shape.parameterCount() > largestChunkWork)
        rows /= 2;
    return rows;
}

template <typename Scalar>
DenseLayer<Scalar> denseLayer(const NetworkShape& shape, int layer) {
    return {shape.fanIn(layer), shape.width(layer)};
}

} // namespace

template <typename Scalar>
NetworkPass<Scalar>::NetworkPass(const NetworkShape& shape)
    : m_shape(shape)
    , m_chunkRows(chunkRowsFor(shape)) {
    const Index rows = padded<Scalar>(m_chunkRows);
    m_activity.push_back(Buffer::Zero(rows * ((shape.widths.front() + 3) / 4 * 4)));
    for (int layer = 0; layer < shape.layerCount(); ++layer)
        m_activity.push_back(Buffer::Zero(rows * shape.width(layer)));
    for (int layer = 0; layer < shape.layerCount(); ++layer)
        m_delta.push_back(Buffer::Zero(rows * shape.width(layer)));
}

template <typename Scalar>
void NetworkPass<Scalar>::begin(Index rows) {
    m_rows = rows;
    m_stride = padded<Scalar>(rows);
    if (m_stride == m_rows)
        return;
    for (Index unit = 0; unit < m_shape.widths.front(); ++unit)
        std::fill(input(unit) + m_rows, input(unit) + m_stride, Scalar(0));
}

template <typename Scalar>
void NetworkPass<Scalar>::forward(const Scalar* parameters, bool keepDerivatives) {
    for (int layer = 0; layer < m_shape.layerCount(); ++layer) {
        const auto l = static_cast<std::size_t>(layer);
        Scalar* output = m_activity[l + 1].data();
        denseLayer<Scalar>(m_shape, layer)
            .forward(m_stride, m_activity[l].data(), parameters + m_shape.weightOffset(layer),
                     parameters + m_shape.biasOffset(layer), output);
        if (!m_shape.isOutput(layer))
            activate(m_shape.activations[l], m_stride * m_shape.width(layer), output,
                     keepDerivatives ? m_delta[l].data() : nullptr);
    }
}

template <typename Scalar>
void NetworkPass<Scalar>::backward(const Scalar* parameters, Scalar* gradient) {
    for (int layer = m_shape.layerCount() - 1; layer >= 0; --layer) {
        const auto l = static_cast<std::size_t>(layer);
        const DenseLayer<Scalar> dense = denseLayer<Scalar>(m_shape, layer);
        const Index weights = m_shape.weightOffset(layer);
        const Index biases = m_shape.biasOffset(layer);
        dense.addGradient(m_stride, m_activity[l].data(), m_delta[l].data(), gradient + weights,
                          gradient + biases);
        if (layer > 0)
            dense.backward(m_stride, m_delta[l].data(), parameters + weights, m_delta[l - 1].data());
    }
}

template class NetworkPass<float>;
template class NetworkPass<double>;

} // namespace infoplane
