#include "training/optimizer_step.h"

#include <cmath>

namespace infoplane {

template <typename Scalar>
OptimizerStep<Scalar>::OptimizerStep(const OptimizerSettings& settings, double weightDecay,
                                     const NetworkShape& shape)
    : m_settings(settings)
    , m_weightDecay(weightDecay)
    , m_shape(shape) {
    const auto count = static_cast<std::size_t>(shape.parameterCount());
    if (settings.kind != OptimizerKind::Sgd && settings.kind != OptimizerKind::RmsProp)
        m_first.resize(count);
    if (settings.kind != OptimizerKind::Sgd && settings.kind != OptimizerKind::Momentum &&
        settings.kind != OptimizerKind::Nesterov)
        m_second.resize(count);
}

template <typename Scalar>
void OptimizerStep<Scalar>::operator()(std::vector<Scalar>& parameters, std::vector<Scalar>& gradient) {
    if (m_weightDecay != 0)
        decayWeights(parameters, gradient);
    Scalar* w = parameters.data();
    const Scalar* g = gradient.data();
    switch (m_settings.kind) {
    case OptimizerKind::Sgd: {
        const auto rate = static_cast<Scalar>(m_settings.learningRate);
        for (std::size_t p = 0; p < parameters.size(); ++p)
            w[p] -= rate * g[p];
        return;
    }
    case OptimizerKind::Momentum:
        return momentum(w, g, false);
    case OptimizerKind::Nesterov:
        return momentum(w, g, true);
    case OptimizerKind::RmsProp:
        return rmsProp(w, g);
    case OptimizerKind::Adam:
    case OptimizerKind::AdamW:
        return adam(w, g);
    }
}

template <typename Scalar>
void OptimizerStep<Scalar>::decayWeights(std::vector<Scalar>& parameters,
                                         std::vector<Scalar>& gradient) const {
    const bool decoupled = m_settings.kind == OptimizerKind::AdamW;
    const auto keep = static_cast<Scalar>(1 - m_settings.learningRate * m_weightDecay);
    const auto decay = static_cast<Scalar>(m_weightDecay);
    for (int layer = 0; layer < m_shape.layerCount(); ++layer) {
        const auto end = static_cast<std::size_t>(m_shape.biasOffset(layer));
        for (auto p = static_cast<std::size_t>(m_shape.weightOffset(layer)); p < end; ++p)
            if (decoupled)
                parameters[p] *= keep;
            else
                gradient[p] += decay * parameters[p];
    }
}

template <typename Scalar>
void OptimizerStep<Scalar>::momentum(Scalar* w, const Scalar* g, bool nesterov) {
    const auto rate = static_cast<Scalar>(m_settings.learningRate);
    const auto keep = static_cast<Scalar>(m_settings.momentum);
    Scalar* v = m_first.data();
    for (std::size_t p = 0; p < m_first.size(); ++p) {
        v[p] = keep * v[p] + g[p];
        w[p] -= rate * (nesterov ? g[p] + keep * v[p] : v[p]);
    }
}

template <typename Scalar>
void OptimizerStep<Scalar>::rmsProp(Scalar* w, const Scalar* g) {
    const auto rate = static_cast<Scalar>(m_settings.learningRate);
    const auto keep = static_cast<Scalar>(m_settings.decay);
    const auto fresh = static_cast<Scalar>(1 - m_settings.decay);
    const auto epsilon = static_cast<Scalar>(m_settings.epsilon);
    Scalar* s = m_second.data();
    for (std::size_t p = 0; p < m_second.size(); ++p) {
        s[p] = keep * s[p] + fresh * g[p] * g[p];
        w[p] -= rate * g[p] / (std::sqrt(s[p]) + epsilon);
    }
}

template <typename Scalar>
void OptimizerStep<Scalar>::adam(Scalar* w, const Scalar* g) {
    m_beta1Power *= m_settings.beta1;
    m_beta2Power *= m_settings.beta2;
    const auto rate = static_cast<Scalar>(m_settings.learningRate / (1 - m_beta1Power));
    const auto secondScale = static_cast<Scalar>(1 / std::sqrt(1 - m_beta2Power));
    const auto keep1 = static_cast<Scalar>(m_settings.beta1);
    const auto keep2 = static_cast<Scalar>(m_settings.beta2);
    const auto fresh1 = static_cast<Scalar>(1 - m_settings.beta1);
    const auto fresh2 = static_cast<Scalar>(1 - m_settings.beta2);
    const auto epsilon = static_cast<Scalar>(m_settings.epsilon);
    Scalar* first = m_first.data();
    Scalar* second = m_second.data();
    for (std::size_t p = 0; p < m_first.size(); ++p) {
        first[p] = keep1 * first[p] + fresh1 * g[p];
        second[p] = keep2 * second[p] + fresh2 * g[p] * g[p];
        w[p] -= rate * first[p] / (std::sqrt(second[p]) * secondScale + epsilon);
    }
}

template class OptimizerStep<float>;
template class OptimizerStep<double>;

} // namespace infoplane
