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
    /// SHA-256 of inputs, labels and targets, in hexadecimal, where they were read from files; empty where
    /// they were made from the spec. Not among facts(), as it reads all data: made when first asked for.
    const QString& dataSha256() const;
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
    mutable std::once_flag m_summed;
    mutable QString m_dataSha256;
};

/// A session of it before its first seed, made now.
Session emptySession(const Experiment& experiment);

/// Throws Error where the data are not those of the session: its weights may not fit them, and estimates
/// would be of others than it was trained on.
void requireSameData(const Session& session, const Experiment& experiment);

} // namespace infoplane
