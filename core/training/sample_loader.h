#pragma once

#include "data/dataset.h"
#include "network/network_pass.h"

namespace infoplane {

/// Brings samples in any order into a pass. A small data set is kept once more with each sample in one piece,
/// which makes shuffled batches several times cheaper; a large one is read where it is.
template <typename Scalar>
class SampleLoader {
  public:
    explicit SampleLoader(const Dataset& dataset);

    /// Begins a chunk and fills its inputs.
    void load(const int* rows, Index count, NetworkPass<Scalar>& pass) const;

  private:
    const Scalar* sample(int row) const { return m_samples.data() + row * m_stride; }
    /// Four samples become four rows of columns that lie `stride` apart.
    void loadFour(const int* rows, Scalar* to, Index stride) const;

    const Dataset& m_dataset;
    Index m_stride;                ///< numbers a sample, a multiple of four
    std::vector<Scalar> m_samples; ///< empty where the data set is large
};

extern template class SampleLoader<float>;
extern template class SampleLoader<double>;

} // namespace infoplane
