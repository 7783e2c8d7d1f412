#pragma once

#include "information/cells.h"
#include "information/discrete_entropy.h"
#include "information/registry.h"

#include <optional>

namespace infoplane {

/// What all binning rules share. Each unit's activity becomes a bin index, and T the tuple of them, so
///     I(X;T) = H(T) - H(T|X),   I(T;Y) = H(T) - sum_y p(y) H(T|Y=y),
/// with plug-in entropies in bits; H(T|X) is 0 unless inputs repeat. A rule says where the edges lie.
class BinningEstimator : public Estimator {
  public:
    BinningEstimator(const EstimatorDescription& description, const ParameterValues& values);

    const EstimatorDescription& description() const final { return m_description; }
    std::vector<double> estimate(const Observation& observation, const CancelQuestion& cancelled) const final;
    std::string caption() const final;

  protected:
    /// Quantities of the rule's own, after the common ones.
    using Extra = std::vector<double>;
    /// Adds the bin indices of every unit, one coordinate each; the activity is finite. Extra quantities are
    /// appended. Stops early when cancelled.
    virtual void bin(const Observation& observation, const CancelQuestion& cancelled, CellBuilder& cells,
                     Extra& extra) const = 0;
    /// "width 0.07"
    virtual std::string ruleCaption() const = 0;

  private:
    std::vector<double> informationOf(const Observation& observation, const Cells& cells) const;
    double shuffledInformation(const Observation& observation, const Cells& cells) const;

    const EstimatorDescription& m_description;
    std::string m_correction;
    int m_shuffles;
    std::uint64_t m_shuffleSeed;
};

/// The description that all rules start from: method, common parameters, quantities and inputs.
EstimatorDescription binningDescription(std::string id, std::string variant);
/// A count of bins as a control with the marks of the two papers.
ParameterDescription binCountParameter(std::string id, double defaultCount);

} // namespace infoplane
