#pragma once

#include "session/session.h"

#include <memory>

namespace infoplane {

/// A spec made concrete: the data loaded, the network's shape known. Shared by all seeds; immutable, safe to
/// read from several threads.
class Experiment {
  public:
    /// Loads or makes the data. Throws Error.
    explicit Experiment(const ExperimentSpec& spec);

    const ExperimentSpec& spec() const { return m_spec; }
    const NetworkShape& shape() const { return m_shape; }
    /// Data as one seed sees it: its own teacher where the source is a teacher, its own shuffle of labels.
    std::shared_ptr<const Dataset> dataset(int seed) const;
    Split split(int seed) const;
    DataFacts facts() const;
    std::unique_ptr<Trainer<float>> makeTrainer(const Dataset& dataset, int seed) const;

  private:
    ExperimentSpec m_spec;
    NetworkShape m_shape;
    std::shared_ptr<const Dataset> m_dataset;
};

/// Estimates measured epochs from their weights: activity is recomputed, then each layer goes through the
/// estimator. One for each seed, estimator and sample set; used for the live view and for a whole session
/// anew.
class Measurer {
  public:
    Measurer(const Experiment& experiment, int seed, const EstimatorSettings& settings, SampleSet on);
    ~Measurer();

    const Estimator& estimator() const;
    /// Activity ranges of a snapshot's layers widen the run's range; true if a range grew, so that earlier
    /// epochs are stale for estimators that need it (EstimatorDescription::needsRunRange).
    bool widenRange(const EpochSnapshot& snapshot);
    /// Empty when cancelled. Throws Error.
    std::optional<PlaneMeasurement> measure(const EpochSnapshot& snapshot,
                                            const CancelQuestion& cancelled = {}) const;
    /// All of them, on several threads; the same bits whatever their number. `done` is told now and then how
    /// many epochs are ready.
    std::optional<std::vector<PlaneMeasurement>> measureAll(const std::vector<EpochSnapshot>& snapshots,
                                                            const CancelQuestion& cancelled = {},
                                                            const std::function<void(int)>& done = {});

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

/// What a run will cost, foretold from the spec and a short probe of its own code.
struct CostEstimate {
    double seconds = 0;
    double memoryBytes = 0;
    double archiveBytes = 0;
};
std::optional<CostEstimate> foretellCost(const Experiment& experiment, const CancelQuestion& cancelled = {});

} // namespace infoplane
