#include "training/gradient_statistics.h"

#include <cmath>
#include <limits>

namespace infoplane {

GradientStatistics::GradientStatistics(const NetworkShape& shape)
    : m_shape(shape) {}

void GradientStatistics::clear() {
    m_batches = 0;
    m_mean.assign(static_cast<std::size_t>(m_shape.parameterCount()), 0.0);
    m_squares.assign(m_mean.size(), 0.0);
}

template <typename Scalar>
void GradientStatistics::add(const std::vector<Scalar>& gradient) {
    ++m_batches;
    const double share = 1.0 / m_batches;
    for (std::size_t p = 0; p < gradient.size(); ++p) {
        const double value = gradient[p];
        const double distance = value - m_mean[p];
        m_mean[p] += distance * share;
        m_squares[p] += distance * (value - m_mean[p]);
    }
}

void GradientStatistics::report(std::vector<LayerStatistics>& layers) const {
    for (int layer = 0; layer < m_shape.layerCount(); ++layer) {
        LayerStatistics& statistics = layers[static_cast<std::size_t>(layer)];
        if (m_batches == 0) {
            statistics.gradientMean = std::numeric_limits<double>::quiet_NaN();
            statistics.gradientSd = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        double mean = 0;
        double variance = 0;
        const auto end = static_cast<std::size_t>(m_shape.biasOffset(layer));
        for (auto p = static_cast<std::size_t>(m_shape.weightOffset(layer)); p < end; ++p) {
            mean += m_mean[p] * m_mean[p];
            variance += m_squares[p];
        }
        statistics.gradientMean = std::sqrt(mean);
        statistics.gradientSd = std::sqrt(variance / m_batches);
    }
}

template void GradientStatistics::add(const std::vector<float>&);
template void GradientStatistics::add(const std::vector<double>&);

} // namespace infoplane
