#pragma once

#include "network/network_shape.h"
#include "training/epoch_snapshot.h"

#include <vector>

namespace infoplane {

/// Mean and standard deviation of each weight's gradient over batches, by Welford's recurrence in double.
class GradientStatistics {
  public:
    explicit GradientStatistics(const NetworkShape& shape);

    void clear();
    template <typename Scalar>
    void add(const std::vector<Scalar>& gradient);
    int batches() const { return m_batches; }

    /// Writes the norms of each layer's weights; NaN where there were no batches.
    void report(std::vector<LayerStatistics>& layers) const;

  private:
    NetworkShape m_shape;
    int m_batches = 0;
    std::vector<double> m_mean;
    std::vector<double> m_squares; ///< sums of squared distances from the mean
};

extern template void GradientStatistics::add(const std::vector<float>&);
extern template void GradientStatistics::add(const std::vector<double>&);

} // namespace infoplane
