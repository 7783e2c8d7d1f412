#pragma once

#include "data/dataset.h"
#include "network/network_pass.h"
#include "training/byte_samples.h"

namespace infoplane {

/// Brings samples in any order into a pass. A data set lies in columns, where a shuffled batch touches as
/// many cache lines as it has numbers. So a small one is kept once more with each sample in one piece, a
/// large one of few distinct values as bytes; any other is read where it is.
template <typename Scalar>
class SampleLoader {
  public:
    explicit SampleLoader(const Dataset& dataset);

    /// Begins a chunk and fills its inputs.
    void load(const int* rows, Index count, NetworkPass<Scalar>& pass) const;

  private:
    void copySamples();
    const Scalar* sample(int row) const { return m_samples.data() + row * m_stride; }
    /// As many rows as are a multiple of four; their number.
    Index loadSamples(const int* rows, Index count, Scalar* to, Index stride) const;
    void loadColumns(const int* rows, Index first, Index count, Scalar* to, Index stride) const;

    const Dataset& m_dataset;
    Index m_stride;                                                  ///< numbers a sample, a multiple of four
    std::vector<Scalar, Eigen::aligned_allocator<Scalar>> m_samples; ///< of a small data set
    std::optional<ByteSamples> m_bytes;                              ///< of a large one with few values
};

extern template class SampleLoader<float>;
extern template class SampleLoader<double>;

} // namespace infoplane
