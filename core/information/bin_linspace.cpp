#include "error.h"
#include "information/bin_edges.h"
#include "information/binning.h"

#include <algorithm>

namespace infoplane {
namespace {

/// Equal bins over a fixed interval, edges rounded to float32 as in the code of Shwartz-Ziv & Tishby 2017.
/// As published, n edges make n - 1 bins [e_j, e_j+1) and one more for t >= the last edge; n bins have n + 1
/// edges and the last bin is closed. What lies outside is put into the first or last bin.
class BinLinspace final : public BinningEstimator {
  public:
    BinLinspace(const EstimatorDescription& description, const ParameterValues& values)
        : BinningEstimator(description, values)
        , m_lowest(values.number("lo"))
        , m_highest(values.number("hi"))
        , m_count(values.integer("n_edges"))
        , m_asBins(values.choice("counted") == "bins")
        , m_edges(interiorEdges()) {}

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        ArrayEstimate result = BinningEstimator::estimateNamed(arrays, cancelled);
        if (!result.values.empty()) {
            // The name under which the clamped figure is known beside that of tools which do not clamp.
            result.quantities.push_back({"I_XT_clamped", "I(X;T), clamped", "bit"});
            result.values.push_back(result.values.front());
        }
        return result;
    }

    void bin(const Observation& observation, const CancelQuestion& cancelled, CellBuilder& cells,
             Extra& extra) const override {
        const auto outside = std::visit(
            [&](const auto& activity) {
                binUnits(activity, cancelled, cells);
                return ((activity.array() < lowestFor(activity)) || (activity.array() > highestFor(activity)))
                    .count();
            },
            observation.activity);
        extra.push_back(static_cast<double>(outside) /
                        static_cast<double>(observation.samples() * observation.width()));
    }

    std::string ruleCaption() const override {
        return std::to_string(m_count) + (m_asBins ? " bins" : " edges") + " over [" +
               captionNumber(m_lowest) + ", " + captionNumber(m_highest) + "]";
    }

  private:
    template <typename Map>
    typename Map::Scalar lowestFor(const Map&) const {
        return static_cast<typename Map::Scalar>(m_lowest);
    }
    template <typename Map>
    typename Map::Scalar highestFor(const Map&) const {
        return static_cast<typename Map::Scalar>(m_highest);
    }

    /// Those that separate two bins: all but the first, and where the last bin is closed all but the last.
    std::vector<double> interiorEdges() const {
        if (!(m_lowest < m_highest))
            throw Error("bin_linspace: lo is " + captionNumber(m_lowest) + " and hi is " +
                        captionNumber(m_highest) + ", but lo must be less than hi.");
        std::vector<double> edges =
            equallySpaced(m_lowest, m_highest, static_cast<std::size_t>(m_count) + (m_asBins ? 1 : 0));
        for (double& edge : edges)
            edge = static_cast<float>(edge);
        edges.erase(edges.begin());
        if (m_asBins)
            edges.pop_back();
        return edges;
    }

    template <typename Map>
    void binUnits(const Map& activity, const CancelQuestion& cancelled, CellBuilder& cells) const {
        using Scalar = typename Map::Scalar;
        const auto rows = static_cast<std::size_t>(activity.rows());
        const EdgeSearch<Scalar> search(m_edges, EdgeSearch<Scalar>::Spacing::Equal);
        std::vector<Scalar> indices(rows);
        for (Eigen::Index unit = 0; unit < activity.cols() && !cells.allDistinct(); ++unit) {
            if (cancelled && cancelled())
                return;
            search.count(std::span(activity.data() + unit * activity.rows(), rows), indices);
            cells.add(indices);
        }
    }

    double m_lowest;
    double m_highest;
    int m_count;
    bool m_asBins;
    std::vector<double> m_edges;
};

ParameterDescription endParameter(std::string id, std::string name, double value) {
    ParameterDescription parameter;
    parameter.id = std::move(id);
    parameter.name = std::move(name);
    parameter.tooltip = "Where the bins begin and end; what lies outside is put into the first or last bin.";
    parameter.lowest = -1e6;
    parameter.highest = 1e6;
    parameter.defaultNumber = value;
    parameter.inWindow = false;
    return parameter;
}

ParameterDescription countedParameter() {
    ParameterDescription parameter;
    parameter.id = "counted";
    parameter.name = "Count of";
    parameter.tooltip =
        "The published code of Shwartz-Ziv & Tishby 2017 makes 30 edges: 29 bins and one for t = 1. "
        "Their text says 30 bins.";
    parameter.kind = ParameterDescription::Kind::Choice;
    parameter.defaultChoice = "edges";
    parameter.choices = {{"edges", "Edges, as published"}, {"bins", "Bins"}};
    return parameter;
}

} // namespace

EstimatorEntry binLinspace() {
    EstimatorDescription description = binningDescription("bin_linspace", "Equal over [\u22121, 1]");
    description.question = "Which activities fall into different bins of a fixed interval? Made for tanh: "
                           "everything above 1 is one bin.";
    description.source = "Shwartz-Ziv & Tishby 2017 (their code: 30 edges over [\u22121, 1])";
    description.parameters.insert(description.parameters.begin(),
                                  {binCountParameter("n_edges", 30), countedParameter(),
                                   endParameter("lo", "From", -1), endParameter("hi", "To", 1)});
    description.quantities.push_back({"outside", "Activities outside the interval", "share"});
    return {description, makeOf<BinLinspace>};
}

} // namespace infoplane
