#include "data/random.h"
#include "error.h"
#include "information/arrays.h"
#include "information/max_norm_tree.h"
#include "information/neighbours.h"
#include "information/registry.h"

#include <boost/random/normal_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>

namespace infoplane {
namespace {

constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();

/// Samples of a layer, those of one class (or of one input) beside each other.
struct Grouped {
    Eigen::MatrixXd samples;        ///< in the order of their groups
    std::vector<std::size_t> begin; ///< of each sample's group
    std::vector<std::size_t> size;  ///< of each sample's group
};

Grouped grouped(const Eigen::MatrixXd& samples, std::span<const std::int32_t> groups) {
    std::vector<Eigen::Index> order(static_cast<std::size_t>(samples.rows()));
    std::iota(order.begin(), order.end(), Eigen::Index{0});
    const auto groupOf = [&](Eigen::Index sample) {
        return groups.empty() ? static_cast<std::int32_t>(sample) : groups[static_cast<std::size_t>(sample)];
    };
    std::ranges::stable_sort(order, {}, groupOf);
    Grouped result{samples(order, Eigen::all), {}, {}};
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && groupOf(order[end]) == groupOf(order[begin]))
            ++end;
        result.begin.insert(result.begin.end(), end - begin, begin);
        result.size.insert(result.size.end(), end - begin, end - begin);
        begin = end;
    }
    return result;
}

/// What the plane shows of a layer by neighbours, maximum norm.
///
/// I(T;Y): T as it is, classes infinitely far from each other. r_i is the distance to the k_i-th neighbour of
/// the same class, k_i = min(k, N_c - 1), n_i samples of all have a distance below r_i (with itself); classes
/// of one sample are left out.
///   Gao et al. 2017: I = mean[psi(k_i) + log N - psi(n_i) - psi(N_c)]; where r_i = 0, k_i is the number of
///   the
///     class at distance 0 and n_i that of all at distance 0 (with itself), so repeated activity, as the
///     zeros of ReLU, is allowed.
///   Ross 2014: psi(N) in place of log N. Refused where more than 1 % of the r_i are 0.
///
/// I(X;T + Z), Z ~ N(0, v I): between input and activity of a deterministic network it would be infinite
/// without noise, and no finite k would show it. X is discrete here (which of the samples), so it is Ross's
/// form: every sample stands there ten times with noise of its own (beyond 32 units three times), r_i is the
/// distance to the nearest copy of the same input, n_i copies of all are nearer (with itself):
///     I = psi(copies N) + psi(1) - mean[psi(N_x) + psi(n_i)],   N_x copies of the input.
/// The copies would read more than log2 N where all samples are told apart (psi(copies N) - psi(copies) for
/// log N), and nothing where none is; it is scaled so that the former is log2 N too. k does not enter: the
/// nearest copy is that whose ball is the least wider than the noise. In a wide layer it is wider all the
/// same, so where the noise is as wide as the distances of samples I(X;T) falls short there. 512 samples,
/// against the exact mixture, variance 0.001, 0.01, 0.1 and 0.3: up to three units within 0.13 bit, five
/// within 0.13, ten units of tanh spread out 0.00, 0.00, -0.54 of 8.4 and -0.87 of 5.6, ten in eight clusters
/// -0.62 of 5.3, -0.09, -0.02 and -0.11 (with three copies about -1.2, -2.0 and -1.2 where ten are -0.54,
/// -0.87 and -0.62; k = 5 in place of 1 in wide layers up to 1.6 bit further off).
///
/// The entropy of T + Z by neighbours (Kozachenko & Leonenko 1987) less the known one of Z, with k = 5 and
/// ten copies, is nearer where the mixture is smooth at the distance of neighbours (ten units, 0.3: +0.4),
/// but far above log2 N where it is not: +1.6 bit in five units and +4.5 in ten at 0.001; with one copy +12
/// and +36. So it is not used.
///
/// The standard error is that of the mean over samples, and says nothing of that bias.
class LayerNeighbours final : public Estimator {
  public:
    LayerNeighbours(const EstimatorDescription& description, const ParameterValues& values)
        : m_description(description)
        , m_k(values.integer("k"))
        , m_variance(values.number("noise_variance"))
        , m_gao(values.choice("form") == "gao")
        , m_seed(static_cast<std::uint64_t>(values.number("seed"))) {}

    const EstimatorDescription& description() const override { return m_description; }

    std::vector<double> estimate(const Observation& observation,
                                 const CancelQuestion& cancelled) const override {
        requireUsable(observation);
        std::vector<double> values(m_description.quantities.size(), notApplicable);
        const Eigen::MatrixXd samples = fromLeast(observation);
        requireNeighbours(m_k, samples.rows());
        if (!aboutLabel(grouped(samples, observation.labels), observation.labels.empty(), values,
                        cancelled) ||
            !aboutInput(samples, observation.inputGroups, values, cancelled))
            return {};
        return values;
    }

    std::string caption() const override {
        return "Nearest neighbours, I(T;Y) with k = " + std::to_string(m_k) + (m_gao ? "" : ", Ross") +
               "; I(X; T + noise), variance " + captionNumber(m_variance);
    }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        const ArrayObservation data(arrays, "S");
        return data.result(m_description, estimate(data.observation(), cancelled));
    }

  private:
    /// More would take time and memory in wide layers, where samples are told apart or I(X;T) falls short.
    static Eigen::Index copiesIn(Eigen::Index units) { return units <= 32 ? 10 : 3; }

    // I(T;Y) and ties. False when cancelled.
    bool aboutLabel(const Grouped& all, bool unlabelled, std::vector<double>& values,
                    const CancelQuestion& cancelled) const {
        if (unlabelled)
            return true;
        std::vector<Eigen::Index> kept; // classes of one have no neighbours
        for (std::size_t i = 0; i < all.size.size(); ++i)
            if (all.size[i] > 1)
                kept.push_back(static_cast<Eigen::Index>(i));
        if (kept.empty()) {
            values[1] = 0;
            values[2] = 0;
            return true;
        }
        const bool isWhole = kept.size() == all.size.size();
        const Eigen::MatrixXd chosen =
            isWhole ? Eigen::MatrixXd() : Eigen::MatrixXd(all.samples(kept, Eigen::all));
        const Eigen::MatrixXd& samples = isWhole ? all.samples : chosen;
        const MaxNormTree whole(samples);
        MaxNormTree::Search among(whole);
        std::optional<MaxNormTree> ownTree; // those of a class
        std::optional<MaxNormTree::Search> own;
        const auto psi = digammaTable(kept.size());
        double sum = 0;
        std::size_t ties = 0;
        std::size_t begin = 0; // of the class, among those kept
        std::size_t end = 0;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (cancelled && cancelled())
                return false;
            const std::size_t size = all.size[static_cast<std::size_t>(kept[i])];
            if (i == end) {
                begin = i;
                end = i + size;
                std::vector<Eigen::Index> rows(size);
                std::iota(rows.begin(), rows.end(), static_cast<Eigen::Index>(begin));
                ownTree.emplace(samples, rows);
                own.emplace(*ownTree);
            }
            const auto row = samples.row(static_cast<Eigen::Index>(i));
            own->around(row);
            among.around(row);
            const std::size_t k = std::min(static_cast<std::size_t>(m_k), size - 1);
            const double radius = own->nearest(k + 1, i - begin); // itself is the first
            std::size_t near = k;
            if (radius == 0) {
                ++ties;
                near = own->equal();
            }
            const std::size_t around = radius == 0 ? among.equal() : among.nearer(radius);
            sum += psi[m_gao ? near : k] - psi[around] - psi[size];
        }
        const auto n = static_cast<double>(kept.size());
        values[2] = static_cast<double>(ties) / n;
        if (!m_gao)
            refuseTies(ties, kept.size());
        values[1] = ((m_gao ? std::log(n) : psi[kept.size()]) + sum / n) / std::numbers::ln2;
        return true;
    }

    static void refuseTies(std::size_t ties, std::size_t samples) {
        constexpr double most = 0.01;
        if (static_cast<double>(ties) > most * static_cast<double>(samples))
            throw Error("In a layer " + std::to_string(ties) + " of " + std::to_string(samples) +
                        " samples have their k-th neighbour at distance 0: its activity repeats, and Ross's "
                        "form would be far off. Choose the form of Gao et al.");
    }

    /// From its least in each unit, so that a shift changes nothing.
    static Eigen::MatrixXd fromLeast(const Observation& observation) {
        Eigen::MatrixXd samples = std::visit(
            [](const auto& activity) -> Eigen::MatrixXd { return activity.template cast<double>(); },
            observation.activity);
        samples.rowwise() -= samples.colwise().minCoeff().eval();
        if (!samples.allFinite())
            throw Error("The activity spans more than can be computed with. Scale it.");
        return samples;
    }

    // I(X;T + Z) and its standard error. False when cancelled.
    bool aboutInput(const Eigen::MatrixXd& samples, std::span<const std::int32_t> inputs,
                    std::vector<double>& values, const CancelQuestion& cancelled) const {
        if (samples.isZero(0)) { // all are equal
            values[0] = 0;
            values[3] = 0;
            return true;
        }
        const Eigen::Index copies = copiesIn(samples.cols());
        const Grouped all = noisyCopies(grouped(samples, inputs), copies);
        const Eigen::Index count = all.samples.rows();
        const auto psi = digammaTable(static_cast<std::size_t>(count));
        const MaxNormTree tree(all.samples);
        MaxNormTree::Search among(tree);
        double sum = 0;
        double squares = 0;
        double most = 0;    // where all inputs are told apart, by digamma ...
        double ceiling = 0; // ... and by logarithm
        for (Eigen::Index i = 0; i < count; i += copies) {
            if (cancelled && cancelled())
                return false;
            const std::size_t size = all.size[static_cast<std::size_t>(i)];
            const double own = psi[static_cast<std::size_t>(count)] - psi[size];
            among.around(all.samples.row(i));
            const double radius = nearestOfItsInput(all, i);
            const double term = own + psi[1] - psi[radius == 0 ? among.equal() : among.nearer(radius)];
            sum += term;
            squares += term * term;
            most += own;
            ceiling += std::log(static_cast<double>(count) / static_cast<double>(size));
        }
        const auto n = static_cast<double>(samples.rows());
        const double scale = ceiling == 0 ? 0 : ceiling / most / std::numbers::ln2;
        values[0] = scale * sum / n;
        values[3] = scale * std::sqrt(std::max(squares / n - sum / n * (sum / n), 0.0) / n);
        return true;
    }

    static double nearestOfItsInput(const Grouped& all, Eigen::Index sample) {
        const auto begin = static_cast<Eigen::Index>(all.begin[static_cast<std::size_t>(sample)]);
        const auto size = static_cast<Eigen::Index>(all.size[static_cast<std::size_t>(sample)]);
        double radius = std::numeric_limits<double>::infinity();
        for (Eigen::Index other = begin; other < begin + size; ++other)
            if (other != sample)
                radius = std::min(radius,
                                  (all.samples.row(other) - all.samples.row(sample)).cwiseAbs().maxCoeff());
        return radius;
    }

    /// Each sample several times in a row, with noise. Draws go by the values of the samples, not by the
    /// order they came in.
    Grouped noisyCopies(const Grouped& all, Eigen::Index copies) const {
        const Eigen::Index count = all.samples.rows();
        std::vector<Eigen::Index> order(static_cast<std::size_t>(count));
        std::iota(order.begin(), order.end(), Eigen::Index{0});
        std::ranges::stable_sort(order, [&](Eigen::Index a, Eigen::Index b) {
            for (Eigen::Index unit = 0; unit < all.samples.cols(); ++unit)
                if (all.samples(a, unit) != all.samples(b, unit))
                    return all.samples(a, unit) < all.samples(b, unit);
            return false;
        });
        RandomEngine engine = randomEngine(m_seed, RandomStream::Estimator);
        boost::random::normal_distribution<double> normal(0, std::sqrt(m_variance));
        Grouped result;
        result.samples.resize(count * copies, all.samples.cols());
        for (const Eigen::Index i : order)
            for (Eigen::Index copy = 0; copy < copies; ++copy)
                for (Eigen::Index unit = 0; unit < all.samples.cols(); ++unit)
                    result.samples(i * copies + copy, unit) = all.samples(i, unit) + normal(engine);
        const auto times = static_cast<std::size_t>(copies);
        for (std::size_t i = 0; i < all.begin.size(); ++i) {
            result.begin.insert(result.begin.end(), times, all.begin[i] * times);
            result.size.insert(result.size.end(), times, all.size[i] * times);
        }
        return result;
    }

    const EstimatorDescription& m_description;
    int m_k;
    double m_variance;
    bool m_gao;
    std::uint64_t m_seed;
};

} // namespace

EstimatorEntry layerNeighbours() {
    EstimatorDescription description;
    description.id = "neighbours";
    description.method = "Nearest neighbours";
    description.question =
        "How crowded are samples of one class, and copies of one input, among all others? I(T;Y) needs no "
        "bins and no noise; I(X;T) would be infinite, so it is that with noise, is log\u2082 N at most, and "
        "in wide layers falls short where the noise is as wide as the distances of samples: by about one bit "
        "in ten units. The noisy network is exact there, but for its draws.";
    description.source = "Gao et al. 2017; Ross 2014; Kraskov, St\u00f6gbauer & Grassberger 2004";
    ParameterDescription form;
    form.id = "form";
    form.name = "Form";
    form.tooltip =
        "Gao et al. 2017 allows activity that repeats, as the zeros of ReLU; Ross 2014 does not, and is "
        "refused where more than 1 % of the samples repeat.";
    form.kind = ParameterDescription::Kind::Choice;
    form.defaultChoice = "gao";
    form.choices = {{"gao", "Gao et al."}, {"ross", "Ross"}};
    ParameterDescription variance;
    variance.id = "noise_variance";
    variance.name = "Noise";
    variance.symbol = "v";
    variance.tooltip = "Variance of the noise added for I(X;T) alone; without it a deterministic layer tells "
                       "infinitely much of a continuous input.";
    variance.lowest = 1e-5;
    variance.highest = 1;
    variance.lowestAccepted = 1e-100;
    variance.highestAccepted = 1e100;
    variance.logarithmic = true;
    variance.defaultNumber = 0.001;
    variance.marks = {{1e-5, "10\u207b\u2075"}, {0.001, "0.001"}, {0.1, "0.1"}, {1, "1"}};
    ParameterDescription seed;
    seed.id = "seed";
    seed.name = "Seed";
    seed.tooltip = "Where the noise starts; it is the same for every layer and epoch.";
    seed.kind = ParameterDescription::Kind::Integer;
    seed.highest = 2147483647;
    seed.inWindow = false;
    description.parameters = {neighbourParameter(), variance, form, seed};
    description.quantities = {{"I_XT", "I(X;T)", "bit"},
                              {"I_TY", "I(T;Y)", "bit"},
                              {"ties", "Samples with their k-th neighbour at distance 0", "share"},
                              {"I_XT_se", "standard error of I(X;T)", "bit"}};
    description.inputs = {{"S", "activity, samples x units", true},
                          {"y", "labels, one a sample", false},
                          {"X", "inputs, for samples that share one", false}};
    description.comparesPairs = true;
    description.windowReady = true;
    return {description, makeOf<LayerNeighbours>};
}

} // namespace infoplane
