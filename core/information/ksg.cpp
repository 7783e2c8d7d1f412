#include "data/random.h"
#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/neighbours.h"

#include <boost/random/normal_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace infoplane {
namespace {

/// Kraskov, Stoegbauer & Grassberger 2004, maximum norm in x, in y and jointly; a sample is no neighbour of
/// itself.
///     1: e_i the joint distance to the k-th neighbour, n_x samples with |x_j - x_i| < e_i:
///        I = psi(k) + psi(N) - mean[psi(n_x + 1) + psi(n_y + 1)]
///     2: e_x the largest |x_j - x_i| among the k joint neighbours, n_x samples with |x_j - x_i| <= e_x:
///        I = psi(k) - 1/k + psi(N) - mean[psi(n_x) + psi(n_y)]
/// Counts compare distances exactly. For continuous data: where more than 1 % of the samples have their k-th
/// neighbour at distance 0, it is refused.
class Ksg final : public ArraysOnlyEstimator {
  public:
    Ksg(const EstimatorDescription& description, const ParameterValues& values)
        : ArraysOnlyEstimator(description, values)
        , m_k(values.integer("k"))
        , m_normalise(values.flag("normalise"))
        , m_noise(values.number("noise"))
        , m_seed(static_cast<std::uint64_t>(values.number("noise_seed"))) {}

    std::string caption() const override {
        std::string result = "Nearest neighbours (KSG), k = " + std::to_string(m_k);
        if (m_normalise)
            result += ", normalized";
        if (m_noise > 0)
            result += ", noise of deviation " + captionNumber(m_noise);
        return result;
    }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        Eigen::MatrixXd x = matrixOf(arrays.at("x"), "x");
        Eigen::MatrixXd y = matrixOf(arrays.at("y"), "y");
        if (x.rows() != y.rows())
            throw Error("x has " + std::to_string(x.rows()) + " samples, but y has " +
                        std::to_string(y.rows()) + ".");
        requireNeighbours(m_k, x.rows());
        prepare(x, y);
        return estimateFrom(x, y, cancelled);
    }

  private:
    void prepare(Eigen::MatrixXd& x, Eigen::MatrixXd& y) const {
        if (m_normalise) {
            normalise(x);
            normalise(y);
        }
        if (m_noise > 0) {
            RandomEngine engine = randomEngine(m_seed, RandomStream::Estimator);
            boost::random::normal_distribution<double> normal(0, m_noise);
            for (Eigen::MatrixXd* samples : {&x, &y})
                for (double& value : samples->reshaped())
                    value += normal(engine);
        }
    }

    /// Each column to mean 0 and standard deviation 1; a constant one to 0.
    static void normalise(Eigen::MatrixXd& samples) {
        samples.rowwise() -= samples.colwise().mean().eval();
        for (auto column : samples.colwise())
            if (const double deviation = std::sqrt(column.squaredNorm() / static_cast<double>(column.size()));
                deviation > 0)
                column /= deviation;
    }

    ArrayEstimate estimateFrom(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y,
                               const CancelQuestion& cancelled) const {
        const Eigen::Index samples = x.rows();
        const auto psi = digammaTable(static_cast<std::size_t>(samples) + 1);
        MaxNormDistances distancesX(x);
        MaxNormDistances distancesY(y);
        std::vector<Eigen::Index> order(static_cast<std::size_t>(samples));
        double sum1 = 0;
        double sum2 = 0;
        Eigen::Index ties = 0;
        const auto count = [](const auto& mask) { return static_cast<std::size_t>(mask.count()); };
        for (Eigen::Index i = 0; i < samples; ++i) {
            if (cancelled && cancelled())
                return {};
            const Eigen::ArrayXd& dx = distancesX.from(i);
            const Eigen::ArrayXd& dy = distancesY.from(i);
            const Eigen::ArrayXd joint = dx.max(dy);
            nearestFirst(order, joint, i);
            const double radius = joint(order[static_cast<std::size_t>(m_k) - 1]);
            double radiusX = 0;
            double radiusY = 0;
            for (std::size_t j = 0; j < static_cast<std::size_t>(m_k); ++j) {
                radiusX = std::max(radiusX, dx(order[j]));
                radiusY = std::max(radiusY, dy(order[j]));
            }
            ties += radius == 0 ? 1 : 0;
            // With the sample itself, at distance 0, a count is the count of others plus one.
            sum1 += psi[std::max<std::size_t>(count(dx < radius), 1)] +
                    psi[std::max<std::size_t>(count(dy < radius), 1)];
            sum2 += psi[count(dx <= radiusX) - 1] + psi[count(dy <= radiusY) - 1];
        }
        refuseTies(ties, samples);
        const auto n = static_cast<double>(samples);
        const double k = m_k;
        const double common = psi[static_cast<std::size_t>(m_k)] + psi[static_cast<std::size_t>(samples)];
        ArrayEstimate result;
        result.samples = static_cast<std::size_t>(samples);
        result.quantities = description().quantities;
        result.values = {(common - sum1 / n) / std::numbers::ln2,
                         (common - 1 / k - sum2 / n) / std::numbers::ln2, static_cast<double>(ties) / n};
        return result;
    }

    /// The k nearest others, by distance and then by index, so that the choice is defined.
    void nearestFirst(std::vector<Eigen::Index>& order, const Eigen::ArrayXd& distances,
                      Eigen::Index self) const {
        std::iota(order.begin(), order.end(), Eigen::Index{0});
        std::swap(order[static_cast<std::size_t>(self)], order.back()); // itself last, and left out
        std::nth_element(order.begin(), order.begin() + (m_k - 1), order.end() - 1,
                         [&](Eigen::Index a, Eigen::Index b) {
                             return distances(a) < distances(b) || (distances(a) == distances(b) && a < b);
                         });
    }

    static void refuseTies(Eigen::Index ties, Eigen::Index samples) {
        constexpr double most = 0.01;
        const double share = static_cast<double>(ties) / static_cast<double>(samples);
        if (share > most)
            throw Error(std::to_string(ties) + " of " + std::to_string(samples) +
                        " samples have their k-th neighbour at distance 0: the data is not continuous, and "
                        "this estimator would be far off. Use mixed_knn or a discrete estimator, or add "
                        "noise (noise=1e-8).");
    }

    int m_k;
    bool m_normalise;
    double m_noise;
    std::uint64_t m_seed;
};

} // namespace

EstimatorEntry ksg() {
    EstimatorDescription description;
    description.id = "ksg";
    description.method = "Nearest neighbours";
    description.variant = "Kraskov";
    description.question =
        "What do two continuous variables tell of each other, by how crowded each is around a "
        "sample? More than about log\u2082 N less a few bits cannot be seen.";
    description.source = "Kraskov, St\u00f6gbauer & Grassberger 2004, estimators 1 and 2";
    ParameterDescription normalise;
    normalise.id = "normalise";
    normalise.name = "Normalize";
    normalise.tooltip = "Brings every unit to mean 0 and standard deviation 1 first.";
    normalise.kind = ParameterDescription::Kind::Flag;
    normalise.highest = 1;
    ParameterDescription noise;
    noise.id = "noise";
    noise.name = "Noise";
    noise.tooltip = "Standard deviation of normal noise added to break ties; 0 adds none.";
    noise.highest = 1;
    noise.highestAccepted = 1e100;
    ParameterDescription seed;
    seed.id = "noise_seed";
    seed.name = "Noise seed";
    seed.tooltip = "Where that noise starts.";
    seed.kind = ParameterDescription::Kind::Integer;
    seed.highest = 2147483647;
    seed.inWindow = false;
    description.parameters = {neighbourParameter(), normalise, noise, seed};
    description.quantities = {{"I_ksg1", "I(x;y), estimator 1", "bit"},
                              {"I_ksg2", "I(x;y), estimator 2", "bit"},
                              {"ties", "Samples with their k-th neighbour at distance 0", "share"}};
    description.inputs = {{"x", "samples x units", true}, {"y", "samples x units", true}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<Ksg>};
}

} // namespace infoplane
