#include "training/output_loss.h"

#include "network/activation_kernels.h"

#include <algorithm>

namespace infoplane {

namespace {

/// The class with the largest output, the first of equals.
template <typename Scalar>
Index largestOutput(Index row, Index stride, Index outputs, const Scalar* output) {
    Index best = 0;
    for (Index unit = 1; unit < outputs; ++unit)
        if (output[unit * stride + row] > output[best * stride + row])
            best = unit;
    return best;
}

template <typename Scalar>
void clearPadding(Index count, Index stride, Index outputs, Scalar* delta) {
    for (Index unit = 0; unit < outputs; ++unit)
        std::fill(delta + unit * stride + count, delta + (unit + 1) * stride, Scalar(0));
}

} // namespace

template <typename Scalar>
OutputLoss<Scalar>::OutputLoss(const Dataset& dataset, Loss loss)
    : m_dataset(dataset)
    , m_loss(loss)
    , m_outputs(dataset.outputCount()) {}

template <typename Scalar>
const Scalar* OutputLoss<Scalar>::prediction(Index stride, const Scalar* output) {
    if (!softmaxed())
        return output;
    m_shares.resize(static_cast<std::size_t>(stride * m_outputs));
    softmax<Scalar>(stride, m_outputs, output, Scalar(1), m_shares.data(), nullptr);
    return m_shares.data();
}

template <typename Scalar>
double OutputLoss<Scalar>::target(int row, Index unit) const {
    if (softmaxed())
        return m_dataset.labels[static_cast<std::size_t>(row)] == unit ? 1 : 0;
    return m_dataset.targets(row, unit);
}

template <typename Scalar>
void OutputLoss<Scalar>::gradient(const int* rows, Index count, Index stride, const Scalar* output,
                                  Scalar scale, Scalar* delta) {
    if (m_loss == Loss::CrossEntropy) {
        softmax<Scalar>(stride, m_outputs, output, scale, delta, nullptr);
        const std::int32_t* labels = m_dataset.labels.data();
        for (Index row = 0; row < count; ++row)
            delta[labels[rows[row]] * stride + row] -= scale;
    } else {
        squaredErrorGradient(rows, count, stride, output, scale, delta);
    }
    clearPadding(count, stride, m_outputs, delta);
}

/// With p = f(z) and e = p - y: linear output e; softmax, p_k (e_k - sum over j of e_j p_j).
template <typename Scalar>
void OutputLoss<Scalar>::squaredErrorGradient(const int* rows, Index count, Index stride,
                                              const Scalar* output, Scalar scale, Scalar* delta) {
    const Scalar* predicted = prediction(stride, output);
    for (Index unit = 0; unit < m_outputs; ++unit)
        for (Index row = 0; row < count; ++row)
            delta[unit * stride + row] =
                scale * (predicted[unit * stride + row] - static_cast<Scalar>(target(rows[row], unit)));
    if (!softmaxed())
        return;
    for (Index row = 0; row < count; ++row) {
        Scalar mean = 0;
        for (Index unit = 0; unit < m_outputs; ++unit)
            mean += delta[unit * stride + row] * predicted[unit * stride + row];
        for (Index unit = 0; unit < m_outputs; ++unit)
            delta[unit * stride + row] = predicted[unit * stride + row] * (delta[unit * stride + row] - mean);
    }
}

template <typename Scalar>
void OutputLoss<Scalar>::add(const int* rows, Index count, Index stride, const Scalar* output, Sums& sums) {
    if (m_loss == Loss::CrossEntropy)
        addCrossEntropy(rows, count, stride, output, sums);
    else
        addSquaredError(rows, count, stride, output, sums);
    sums.samples += count;
    if (!softmaxed())
        return;
    for (Index row = 0; row < count; ++row)
        if (largestOutput(row, stride, m_outputs, output) !=
            m_dataset.labels[static_cast<std::size_t>(rows[row])])
            ++sums.wrong;
}

/// -log p(y) = log(sum of exp(z - largest)) + largest - z(y); the first part keeps its digits near zero.
template <typename Scalar>
void OutputLoss<Scalar>::addCrossEntropy(const int* rows, Index count, Index stride, const Scalar* output,
                                         Sums& sums) {
    m_shares.resize(static_cast<std::size_t>(stride * m_outputs));
    m_logSums.resize(static_cast<std::size_t>(stride));
    softmax<Scalar>(stride, m_outputs, output, Scalar(1), m_shares.data(), m_logSums.data());
    for (Index row = 0; row < count; ++row) {
        const Index best = largestOutput(row, stride, m_outputs, output);
        const Index label = m_dataset.labels[static_cast<std::size_t>(rows[row])];
        sums.loss += static_cast<double>(m_logSums[static_cast<std::size_t>(row)]) +
                     (static_cast<double>(output[best * stride + row]) - output[label * stride + row]);
    }
}

template <typename Scalar>
void OutputLoss<Scalar>::addSquaredError(const int* rows, Index count, Index stride, const Scalar* output,
                                         Sums& sums) {
    const Scalar* predicted = prediction(stride, output);
    for (Index unit = 0; unit < m_outputs; ++unit)
        for (Index row = 0; row < count; ++row) {
            const double error = predicted[unit * stride + row] - target(rows[row], unit);
            sums.loss += error * error;
        }
}

template class OutputLoss<float>;
template class OutputLoss<double>;

} // namespace infoplane
