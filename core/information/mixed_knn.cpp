#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace infoplane {

namespace {

/// I(T;Y) for a discrete Y by neighbours in T, maximum norm; a sample is counted as its own neighbour where
/// it says so.
///   Gao et al. 2017, which allows repeated values (the zeros of ReLU): r_i the joint distance to the k-th
///     neighbour. Where r_i = 0, k_i samples are at joint distance 0, n_t and n_y at distance 0 in T and in
///     Y; else k_i = k and n_t, n_y have a distance below r_i (all with itself): I = mean[psi(k_i) + log N -
///     psi(n_t) - psi(n_y)], as in the authors' code.
///   Ross 2014: r_i the distance to the k_i-th neighbour within its class, k_i = min(k, N_c - 1), m_i samples
///     of all with a distance below r_i (with itself); classes of one sample are left out:
///     I = psi(N) + mean[psi(k_i) - psi(N_c) - psi(m_i)].
class MixedKnn final : public ArraysOnlyEstimator {
  public:
    MixedKnn(const EstimatorDescription& description, const ParameterValues& values)
        : ArraysOnlyEstimator(description, values)
        , m_k(values.integer("k"))
        , m_classesApart(values.choice("label_distance") == "infinite") {}

    std::string caption() const override { return "Nearest neighbours (mixed), k = " + std::to_string(m_k); }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        const Eigen::MatrixXd t = matrixOf(arrays.at("t"), "t");
        const Eigen::MatrixXd y = matrixOf(arrays.at("y"), "y");
        int classCount = 0;
        const std::vector<std::int32_t> classes = classesOf(arrays.at("y"), "y", classCount);
        if (t.rows() != y.rows())
            throw Error("t has " + std::to_string(t.rows()) + " samples, but y has " +
                        std::to_string(y.rows()) + ".");
        requireNeighbours(m_k, t.rows());
        double ties = 0;
        const double gao = mixed(t, y, ties, cancelled);
        const double ross = withinClasses(t, classes, classCount, cancelled);
        if (cancelled && cancelled())
            return {};
        ArrayEstimate result;
        result.samples = static_cast<std::size_t>(t.rows());
        result.quantities = description().quantities;
        // Known tools clip Ross's estimate at 0 for one unit; the raw one stands beside it.
        result.values = {gao, t.cols() == 1 ? std::max(ross, 0.0) : ross, ross, ties};
        return result;
    }

  private:
    double mixed(const Eigen::MatrixXd& t, const Eigen::MatrixXd& y, double& ties,
                 const CancelQuestion& cancelled) const {
        const Eigen::Index samples = t.rows();
        const auto psi = digammaTable(static_cast<std::size_t>(samples));
        MaxNormDistances distancesT(t);
        MaxNormDistances distancesY(y);
        std::vector<double> sorted(static_cast<std::size_t>(samples));
        double sum = 0;
        const auto count = [](const auto& mask) { return static_cast<std::size_t>(mask.count()); };
        for (Eigen::Index i = 0; i < samples; ++i) {
            if (cancelled && cancelled())
                return 0;
            const Eigen::ArrayXd& dt = distancesT.from(i);
            Eigen::ArrayXd dy = distancesY.from(i);
            if (m_classesApart)
                dy = (dy == 0).select(dy, std::numeric_limits<double>::infinity());
            const Eigen::ArrayXd joint = dt.max(dy);
            std::ranges::copy(joint, sorted.begin()); // itself comes first, so the k-th other is at [k]
            std::nth_element(sorted.begin(), sorted.begin() + m_k, sorted.end());
            const double radius = sorted[static_cast<std::size_t>(m_k)];
            if (radius == 0) {
                ties += 1 / static_cast<double>(samples);
                sum += psi[count(joint == 0)] - psi[count(dt == 0)] - psi[count(dy == 0)];
            } else {
                sum += psi[static_cast<std::size_t>(m_k)] - psi[count(dt < radius)] - psi[count(dy < radius)];
            }
        }
        const auto n = static_cast<double>(samples);
        return (std::log(n) + sum / n) / std::numbers::ln2;
    }

    double withinClasses(const Eigen::MatrixXd& t, const std::vector<std::int32_t>& classes, int classCount,
                         const CancelQuestion& cancelled) const {
        std::vector<std::size_t> sizes(static_cast<std::size_t>(classCount), 0);
        for (const std::int32_t label : classes)
            ++sizes[static_cast<std::size_t>(label)];
        std::vector<Eigen::Index> kept;
        for (std::size_t i = 0; i < classes.size(); ++i)
            if (sizes[static_cast<std::size_t>(classes[i])] > 1)
                kept.push_back(static_cast<Eigen::Index>(i));
        if (kept.empty())
            return 0;
        const Eigen::MatrixXd samples = t(kept, Eigen::all);
        const auto psi = digammaTable(kept.size());
        MaxNormDistances distances(samples);
        std::vector<double> within;
        double sum = 0;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (cancelled && cancelled())
                return 0;
            const Eigen::ArrayXd& d = distances.from(static_cast<Eigen::Index>(i));
            const std::int32_t label = classes[static_cast<std::size_t>(kept[i])];
            within.clear();
            for (std::size_t j = 0; j < kept.size(); ++j)
                if (classes[static_cast<std::size_t>(kept[j])] == label)
                    within.push_back(d(static_cast<Eigen::Index>(j)));
            const std::size_t size = within.size();
            const std::size_t k = std::min(static_cast<std::size_t>(m_k), size - 1);
            std::nth_element(within.begin(), within.begin() + static_cast<std::ptrdiff_t>(k), within.end());
            const double radius = within[k];
            const auto near = radius == 0 ? (d == 0).count() : (d < radius).count();
            sum += psi[k] - psi[size] - psi[static_cast<std::size_t>(near)];
        }
        return (psi[kept.size()] + sum / static_cast<double>(kept.size())) / std::numbers::ln2;
    }

    int m_k;
    bool m_classesApart;
};

} // namespace

EstimatorEntry mixedKnn() {
    EstimatorDescription description;
    description.id = "mixed_knn";
    description.method = "Nearest neighbours";
    description.variant = "Mixed";
    description.question =
        "What does a continuous or partly repeated variable tell of a class? Repeated values, as "
        "the zeros of ReLU, are allowed by the first form only.";
    description.source = "Gao et al. 2017; Ross 2014";
    ParameterDescription distance;
    distance.id = "label_distance";
    distance.name = "Distance of classes";
    distance.tooltip =
        "Labels as numbers, as in the code of Gao et al. 2017, or classes infinitely far from each "
        "other, so that their numbers do not matter.";
    distance.kind = ParameterDescription::Kind::Choice;
    distance.defaultChoice = "number";
    distance.choices = {{"number", "As numbers"}, {"infinite", "Infinite"}};
    description.parameters = {neighbourParameter(), distance};
    description.quantities = {{"I_gao_mixed_ksg", "I(t;y), Gao et al.", "bit"},
                              {"I_ross", "I(t;y), Ross, not below 0 for one unit", "bit"},
                              {"I_ross_raw", "I(t;y), Ross", "bit"},
                              {"ties", "Samples with their k-th neighbour at distance 0", "share"}};
    description.inputs = {{"t", "samples x units", true}, {"y", "labels, one a sample", true}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<MixedKnn>};
}

} // namespace infoplane
