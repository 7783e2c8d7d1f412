#pragma once

#include "session/cost_estimate.h"
#include "session/measurer.h"
#include "session/session.h"

#include <memory>
#include <mutex>

namespace infoplane {

/// A spec made concrete: the data loaded, the network's shape known. Shared by all seeds; immutable, safe to
/// read from several threads.
class Experiment {
  public:
    /// Loads or makes the data. Throws Error, also where the spec cannot be run (checkSpec) or does not fit
    /// the data.
    explicit Experiment(const ExperimentSpec& spec);

    const ExperimentSpec& spec() const { return m_spec; }
    const NetworkShape& shape() const { return m_shape; }
    /// Data as one seed sees it: its own teacher where the source is a teacher, its own shuffle of labels.
    std::shared_ptr<const Dataset> dataset(int seed) const;
    Split split(int seed) const;
    /// What the ceilings of I(X;T) and I(T;Y) are, and the sizes of all; as the first seed sees it.
    DataFacts facts() const { return facts(m_spec.measure.on); }
    DataFacts facts(SampleSet on) const;
    /// The data set must outlive the trainer.
    std::unique_ptr<Trainer<float>> makeTrainer(const Dataset& dataset, int seed) const;
    std::shared_ptr<const MeasuredSamples> samples(int seed, SampleSet on) const;

  private:
    void fit() const;
    const std::vector<std::int32_t>& groupsOfAll() const;

    ExperimentSpec m_spec;
    NetworkShape m_shape;
    std::shared_ptr<const Dataset> m_dataset; // of the first seed, labels as they came
    mutable std::once_flag m_grouped;
    mutable std::vector<std::int32_t> m_groups; // of m_dataset, found when first asked for
};

} // namespace infoplane
