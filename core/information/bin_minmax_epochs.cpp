#include "error.h"
#include "information/arrays.h"
#include "information/bin_edges.h"
#include "information/binning.h"

#include <algorithm>
#include <cmath>

namespace infoplane {
namespace {

ActivityRange rangeOf(const ActivityView& activity) {
    return std::visit(
        [](const auto& map) {
            return ActivityRange{static_cast<double>(map.minCoeff()), static_cast<double>(map.maxCoeff())};
        },
        activity);
}

/// Equal bins from the smallest to the largest activity of the layer, all units together: over all measured
/// epochs (the ReLU figure of Saxe et al. 2018: 100 bins), or over this epoch alone. Edges in double; the
/// last bin is closed. A constant range is one bin.
class BinMinmax final : public BinningEstimator {
  public:
    BinMinmax(const EstimatorDescription& description, const ParameterValues& values)
        : BinningEstimator(description, values)
        , m_count(static_cast<std::size_t>(values.integer("n_bins"))) {}

  protected:
    /// Also takes T_epochs, epochs x samples x units: one set of quantities an epoch, by the common range.
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override;

    void bin(const Observation& observation, const CancelQuestion& cancelled, CellBuilder& cells,
             Extra&) const override {
        const ActivityRange own = rangeOf(observation.activity);
        const ActivityRange range = description().needsRunRange ? observation.runRange : own;
        if (own.lowest < range.lowest || own.highest > range.highest)
            throw Error("The range of all epochs, " + captionNumber(range.lowest) + " to " +
                        captionNumber(range.highest) + ", does not hold this epoch's activity, " +
                        captionNumber(own.lowest) + " to " + captionNumber(own.highest) + ".");
        if (range.lowest == range.highest)
            return;
        const std::vector<double> edges = equallySpaced(range.lowest, range.highest, m_count + 1);
        const std::span interior(edges.begin() + 1, edges.end() - 1);
        std::visit([&](const auto& activity) { binUnits(activity, interior, cancelled, cells); },
                   observation.activity);
    }

    std::string ruleCaption() const override {
        return std::to_string(m_count) + " bins over " +
               (description().needsRunRange ? "all epochs" : "each epoch");
    }

  private:
    template <typename Map>
    static void binUnits(const Map& activity, std::span<const double> interiorEdges,
                         const CancelQuestion& cancelled, CellBuilder& cells) {
        using Scalar = typename Map::Scalar;
        const EdgeSearch<Scalar> search(interiorEdges, EdgeSearch<Scalar>::Spacing::Equal);
        const auto rows = static_cast<std::size_t>(activity.rows());
        std::vector<Scalar> indices(rows);
        for (Eigen::Index unit = 0; unit < activity.cols() && !cells.allDistinct(); ++unit) {
            if (cancelled && cancelled())
                return;
            search.count(std::span(activity.data() + unit * activity.rows(), rows), indices);
            cells.add(indices);
        }
    }

    std::size_t m_count;
};

ArrayEstimate BinMinmax::estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const {
    if (!arrays.contains("T_epochs")) {
        ArrayObservation one(arrays, "T");
        Observation observation = one.observation();
        requireUsable(observation);
        observation.runRange = rangeOf(observation.activity);
        return one.result(description(), estimate(observation, cancelled));
    }
    std::vector<ArrayObservation> epochs = ArrayObservation::epochs(arrays, "T_epochs");
    ActivityRange range;
    for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
        const Observation observation = epochs[epoch].observation();
        requireUsable(observation);
        const ActivityRange own = rangeOf(observation.activity);
        range.lowest = epoch == 0 ? own.lowest : std::min(range.lowest, own.lowest);
        range.highest = epoch == 0 ? own.highest : std::max(range.highest, own.highest);
    }
    ArrayEstimate result;
    for (std::size_t epoch = 0; epoch < epochs.size(); ++epoch) {
        Observation observation = epochs[epoch].observation();
        observation.runRange = range;
        const std::vector<double> values = estimate(observation, cancelled);
        if (values.empty())
            return {};
        result.samples = static_cast<std::size_t>(observation.samples());
        result.inputBits = epochs[epoch].inputBits();
        for (std::size_t i = 0; i < values.size(); ++i) {
            QuantityDescription quantity = description().quantities[i];
            quantity.id += "_epoch" + std::to_string(epoch);
            quantity.name += ", epoch " + std::to_string(epoch);
            result.quantities.push_back(quantity);
            result.values.push_back(values[i]);
        }
    }
    return result;
}

EstimatorDescription minmaxDescription(std::string id, std::string variant) {
    EstimatorDescription description = binningDescription(std::move(id), std::move(variant));
    description.parameters.insert(description.parameters.begin(), binCountParameter("n_bins", 100));
    description.inputs.push_back({"T_epochs", "activity, epochs x samples x units", false, "T"});
    return description;
}

} // namespace

EstimatorEntry binMinmaxEpochs() {
    EstimatorDescription description = minmaxDescription("bin_minmax_epochs", "Equal over all epochs");
    description.question =
        "Which activities can be told apart at a share of the layer's range over the whole run? "
        "Early epochs, of small range, use few bins.";
    description.source = "Saxe et al. 2018 (ReLU: 100 bins)";
    description.needsRunRange = true;
    return {description, makeOf<BinMinmax>};
}

EstimatorEntry binMinmaxEpoch() {
    EstimatorDescription description = minmaxDescription("bin_minmax_epoch", "Equal in each epoch");
    description.question =
        "Which activities can be told apart at a share of the range they have in this epoch? Blind "
        "to the growth of activity.";
    description.source = "After Saxe et al. 2018, the range taken anew each epoch";
    return {description, makeOf<BinMinmax>};
}

} // namespace infoplane
