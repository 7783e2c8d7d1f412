#include "training/sample_loader.h"

namespace infoplane {

namespace {

constexpr Index smallData = 1 << 20; ///< numbers
constexpr Index ahead = 16;          ///< so many rows before their use samples are fetched into the cache

/// A multiple of four; where a sample is shorter than a cache line, such that none lies in two.
Index sampleStride(Index inputs) {
    if (inputs > 16)
        return (inputs + 3) / 4 * 4;
    Index stride = 4;
    while (stride < inputs)
        stride *= 2;
    return stride;
}

} // namespace

template <typename Scalar>
SampleLoader<Scalar>::SampleLoader(const Dataset& dataset)
    : m_dataset(dataset)
    , m_stride(sampleStride(dataset.inputCount())) {
    if (m_stride * dataset.sampleCount() <= smallData)
        copySamples();
    else
        m_bytes = ByteSamples::of(dataset.inputs);
}

template <typename Scalar>
void SampleLoader<Scalar>::copySamples() {
    m_samples.resize(static_cast<std::size_t>(m_stride * m_dataset.sampleCount()));
    for (Index row = 0; row < m_dataset.sampleCount(); ++row)
        for (Index unit = 0; unit < m_dataset.inputCount(); ++unit)
            m_samples[static_cast<std::size_t>(row * m_stride + unit)] = m_dataset.inputs(row, unit);
}

template <typename Scalar>
void SampleLoader<Scalar>::load(const int* rows, Index count, NetworkPass<Scalar>& pass) const {
    pass.begin(count);
    if (m_bytes) {
        m_bytes->load(rows, count, pass.input(0), pass.stride());
        return;
    }
    const Index done = m_samples.empty() ? 0 : loadSamples(rows, count, pass.input(0), pass.stride());
    loadColumns(rows, done, count, pass.input(0), pass.stride());
}

template <typename Scalar>
Index SampleLoader<Scalar>::loadSamples(const int* rows, Index count, Scalar* to, Index stride) const {
    const Index inputs = m_dataset.inputCount();
    Index row = 0;
    for (; row + 4 <= count; row += 4) {
        if (row + ahead + 4 <= count)
            for (int n = 0; n < 4; ++n)
                __builtin_prefetch(sample(rows[row + ahead + n]));
        const Scalar* from[4] = {sample(rows[row]), sample(rows[row + 1]), sample(rows[row + 2]),
                                 sample(rows[row + 3])};
        Scalar* column = to + row;
        for (Index unit = 0; unit < inputs; unit += 4, column += 4 * stride) {
            Quad<Scalar> a = loadQuad(from[0] + unit);
            Quad<Scalar> b = loadQuad(from[1] + unit);
            Quad<Scalar> c = loadQuad(from[2] + unit);
            Quad<Scalar> d = loadQuad(from[3] + unit);
            transpose<Scalar>(a, b, c, d);
            storeQuad(column, a);
            storeQuad(column + stride, b);
            storeQuad(column + 2 * stride, c);
            storeQuad(column + 3 * stride, d);
        }
    }
    return row;
}

template <typename Scalar>
void SampleLoader<Scalar>::loadColumns(const int* rows, Index first, Index count, Scalar* to,
                                       Index stride) const {
    if (first == count)
        return;
    for (Index unit = 0; unit < m_dataset.inputCount(); ++unit) {
        const float* from = m_dataset.inputs.col(unit).data();
        for (Index row = first; row < count; ++row)
            to[unit * stride + row] = from[rows[row]];
    }
}

template class SampleLoader<float>;
template class SampleLoader<double>;

} // namespace infoplane
