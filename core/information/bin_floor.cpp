#include "error.h"
#include "information/binning.h"

#include <cmath>

namespace infoplane {
namespace {

/// Bins of one width, edges at its multiples: index = floor(t / width), the quotient in the activity's own
/// precision, as in the code of Saxe et al. 2018.
class BinFloor final : public BinningEstimator {
  public:
    BinFloor(const EstimatorDescription& description, const ParameterValues& values)
        : BinningEstimator(description, values)
        , m_width(values.number("bin_size")) {}

  protected:
    void bin(const Observation& observation, const CancelQuestion& cancelled, CellBuilder& cells,
             Extra&) const override {
        std::visit([&](const auto& activity) { binUnits(activity, cancelled, cells); }, observation.activity);
    }

    std::string ruleCaption() const override { return "width " + captionNumber(m_width); }

  private:
    template <typename Map>
    void binUnits(const Map& activity, const CancelQuestion& cancelled, CellBuilder& cells) const {
        using Scalar = typename Map::Scalar;
        const auto width = static_cast<Scalar>(m_width);
        std::vector<Scalar> indices(static_cast<std::size_t>(activity.rows()));
        for (Eigen::Index unit = 0; unit < activity.cols() && !cells.allDistinct(); ++unit) {
            if (cancelled && cancelled())
                return;
            const Scalar* values = activity.data() + unit * activity.rows();
            for (std::size_t i = 0; i < indices.size(); ++i)
                indices[i] = std::floor(values[i] / width);
            requireFiniteIndices(indices, unit);
            cells.add(indices);
        }
    }

    /// A quotient beyond the largest number would make one bin of many.
    template <typename Scalar>
    void requireFiniteIndices(const std::vector<Scalar>& indices, Eigen::Index unit) const {
        const auto size = static_cast<Eigen::Index>(indices.size());
        const Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>> column(indices.data(), size);
        if (std::isfinite(column.minCoeff()) && std::isfinite(column.maxCoeff()))
            return;
        for (std::size_t sample = 0; sample < indices.size(); ++sample)
            if (!std::isfinite(indices[sample]))
                throw Error("The activity of sample " + std::to_string(sample) + ", unit " +
                            std::to_string(unit) + " (counted from 0) is too large for bins of width " +
                            captionNumber(m_width) + ". Use wider bins.");
    }

    double m_width;
};

} // namespace

EstimatorEntry binFloor() {
    EstimatorDescription description = binningDescription("bin_floor", "Fixed width");
    description.question = "Which activities can be told apart at this width? Without bins, layers sit at or "
                           "near log\u2082 N; what moves is what this width can tell apart.";
    description.source = "Saxe et al. 2018 (their code: width 0.07 on SZT, 0.5 on images)";
    ParameterDescription width;
    width.id = "bin_size";
    width.name = "Width";
    width.symbol = "b";
    width.tooltip = "Two activities in one bin count as equal. Saxe et al. 2018: 0.07 on SZT, 0.5 on images.";
    width.lowest = 0.005;
    width.highest = 1;
    width.lowestAccepted = 1e-12;
    width.highestAccepted = 1e12;
    width.logarithmic = true;
    width.defaultNumber = 0.07;
    width.marks = {{0.005, "0.005"}, {0.02, "0.02"}, {0.07, "paper 0.07"}, {0.3, "0.3"}, {1, "1"}};
    description.parameters.insert(description.parameters.begin(), width);
    return {description, makeOf<BinFloor>};
}

} // namespace infoplane
