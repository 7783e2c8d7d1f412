#pragma once

#include "information/shuffled_labels.h"
#include "session/session.h"

namespace infoplane {

class Experiment;

/// The samples information is measured on, as one seed sees them. Shared by all measurers of that seed.
struct MeasuredSamples {
    std::shared_ptr<const Dataset> dataset;
    std::optional<Eigen::MatrixXf> chosen; ///< rows of the data set, where not all of them
    std::vector<std::int32_t> labels;      ///< empty for regression
    std::vector<std::int32_t> groups;      ///< Observation::inputGroups

    const Eigen::MatrixXf& inputs() const { return chosen ? *chosen : dataset->inputs; }
    int count() const { return static_cast<int>(inputs().rows()); }
    /// H(X): log2 of their number where all inputs are distinct.
    double inputBits() const;
};

/// `count` of them, chosen at random and always the same for one seed: classes in the proportion they have,
/// rows in the order they had. All of them where there are no more.
std::shared_ptr<const MeasuredSamples> fewerSamples(std::shared_ptr<const MeasuredSamples> samples, int count,
                                                    std::uint64_t seed);

/// Range of every layer's activity over some epochs.
using RunRange = std::vector<ActivityRange>;

/// Widens `range` to hold `other` too; true if it grew. An empty range holds nothing.
bool widen(RunRange& range, const RunRange& other);

/// Estimates measured epochs from their weights: activity is computed anew, then each layer goes through the
/// estimator. One for each seed, estimator and sample set. Immutable, safe to use from several threads.
class Measurer {
  public:
    /// Throws Error.
    Measurer(const Experiment& experiment, int seed, const EstimatorSettings& settings, SampleSet on);
    /// With samples already chosen (Experiment::samples).
    Measurer(const Experiment& experiment, std::shared_ptr<const MeasuredSamples> samples,
             const EstimatorSettings& settings);
    ~Measurer();

    const Estimator& estimator() const;
    const MeasuredSamples& samples() const;
    /// The estimator bins over the range of all measured epochs, so that the range comes before estimates,
    /// and earlier ones are stale when it grows.
    bool needsRunRange() const;
    /// What one epoch adds to the run's range. Empty when cancelled.
    std::optional<RunRange> activityRange(const EpochSnapshot& snapshot,
                                          const CancelQuestion& cancelled = {}) const;
    /// `range` is read only where needsRunRange. Empty when cancelled. Throws Error.
    std::optional<PlaneMeasurement> measure(const EpochSnapshot& snapshot, const RunRange& range = {},
                                            const CancelQuestion& cancelled = {}) const;
    /// I(T;Y) of every layer where labels tell nothing: dealt out at random so many times, by the same
    /// shuffles for every layer and epoch of one `dealing`. As dear as so many estimates. Empty when
    /// cancelled.
    std::optional<std::vector<ShuffledLabels>> baseline(const EpochSnapshot& snapshot, const RunRange& range,
                                                        int shuffles, std::uint64_t dealing,
                                                        const CancelQuestion& cancelled = {}) const;
    /// All of them, over the range of all of them, on several threads (0: one a core); the same bits whatever
    /// their number. `done` is told now and then, from any thread, how many epochs are ready.
    std::optional<std::vector<PlaneMeasurement>> measureAll(const std::vector<EpochSnapshot>& snapshots,
                                                            const CancelQuestion& cancelled = {},
                                                            const std::function<void(int)>& done = {},
                                                            int threads = 0) const;
    /// Threads that may measure at once so that their activity stays within a gigabyte.
    int mostThreads() const;

  private:
    class Implementation;
    std::unique_ptr<Implementation> m_implementation;
};

} // namespace infoplane
