#include "training/sample_loader.h"

namespace infoplane {

namespace {

constexpr Index largestCopy = 1 << 20; ///< numbers
constexpr Index ahead = 16;            ///< so many rows before their use samples are fetched into the cache

} // namespace

template <typename Scalar>
SampleLoader<Scalar>::SampleLoader(const Dataset& dataset)
    : m_dataset(dataset)
    , m_stride((dataset.inputCount() + 3) / 4 * 4) {
    if (m_stride * dataset.sampleCount() > largestCopy)
        return;
    m_samples.resize(static_cast<std::size_t>(m_stride * dataset.sampleCount()));
    for (Index sample = 0; sample < dataset.sampleCount(); ++sample)
        for (Index unit = 0; unit < dataset.inputCount(); ++unit)
            m_samples[static_cast<std::size_t>(sample * m_stride + unit)] = dataset.inputs(sample, unit);
}

template <typename Scalar>
void SampleLoader<Scalar>::load(const int* rows, Index count, NetworkPass<Scalar>& pass) const {
    pass.begin(count);
    Index first = 0;
    if (!m_samples.empty())
        for (; first + 4 <= count; first += 4) {
            if (first + ahead + 4 <= count)
                for (int n = 0; n < 4; ++n)
                    __builtin_prefetch(sample(rows[first + ahead + n]));
            loadFour(rows + first, pass.input(0) + first, pass.stride());
        }
    for (Index unit = 0; unit < m_dataset.inputCount(); ++unit) {
        const float* from = m_dataset.inputs.col(unit).data();
        Scalar* to = pass.input(unit);
        for (Index row = first; row < count; ++row)
            to[row] = from[rows[row]];
    }
}

template <typename Scalar>
void SampleLoader<Scalar>::loadFour(const int* rows, Scalar* to, Index stride) const {
    const Scalar* from[4] = {sample(rows[0]), sample(rows[1]), sample(rows[2]), sample(rows[3])};
    for (Index unit = 0; unit < m_stride; unit += 4, to += 4 * stride) {
        Quad<Scalar> a = loadQuad(from[0] + unit);
        Quad<Scalar> b = loadQuad(from[1] + unit);
        Quad<Scalar> c = loadQuad(from[2] + unit);
        Quad<Scalar> d = loadQuad(from[3] + unit);
        transpose<Scalar>(a, b, c, d);
        storeQuad(to, a);
        storeQuad(to + stride, b);
        storeQuad(to + 2 * stride, c);
        storeQuad(to + 3 * stride, d);
    }
}

template class SampleLoader<float>;
template class SampleLoader<double>;

} // namespace infoplane
