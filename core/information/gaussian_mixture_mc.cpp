#include "data/random.h"
#include "error.h"
#include "information/arrays.h"
#include "information/registry.h"

#include <boost/math/quadrature/gauss.hpp>
#include <boost/random/normal_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <span>

namespace infoplane {
namespace {

constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();
constexpr int defaultDraws = 2000;

/// Information in nats between the sample and its value with noise, in one dimension: entropy of an equal
/// mixture of normal distributions less that of one of them, from centres in ascending order that lie within
/// one stretch. In units of the deviation from the first centre, so that neither its size nor its place
/// counts.
double overlappingInformation(std::span<const double> centres, double deviation, double reach) {
    constexpr double panel = 0.25; // deviations a panel of ten points
    std::vector<double> places;
    for (const double centre : centres)
        places.push_back((centre - centres.front()) / deviation);
    const double scale = 1 / (std::sqrt(2 * std::numbers::pi) * static_cast<double>(places.size()));
    const auto term = [&](double z) {
        const auto first = std::ranges::lower_bound(places, z - reach);
        double sum = 0;
        for (auto place = first; place != places.end() && *place <= z + reach; ++place)
            sum += std::exp(-(z - *place) * (z - *place) / 2);
        const double density = sum * scale;
        return density > 0 ? -density * std::log(density) : 0;
    };
    const double begin = -reach;
    const double end = places.back() + reach;
    const double panels = std::ceil((end - begin) / panel);
    const double width = (end - begin) / panels;
    double entropy = 0;
    for (double k = 0; k < panels; ++k)
        entropy += boost::math::quadrature::gauss<double, 10>::integrate(term, begin + k * width,
                                                                         begin + (k + 1) * width);
    return entropy - std::log(2 * std::numbers::pi * std::numbers::e) / 2;
}

/// The same of any centres. Stretches of them that are out of each other's reach are told apart, so which one
/// it is counts for itself; only within a stretch there is something to integrate.
double mixtureInformation(std::vector<double> centres, double deviation) {
    constexpr double reach = 12; // deviations; beyond, a density below 1e-31 of its peak
    std::ranges::sort(centres);
    const auto count = static_cast<double>(centres.size());
    double information = 0;
    for (std::size_t begin = 0; begin < centres.size();) {
        std::size_t end = begin + 1;
        while (end < centres.size() && centres[end] - centres[end - 1] <= 2 * reach * deviation)
            ++end;
        const std::span<const double> stretch(centres.data() + begin, end - begin);
        const auto size = static_cast<double>(stretch.size());
        const double within =
            stretch.front() == stretch.back() ? 0 : overlappingInformation(stretch, deviation, reach);
        information += size / count * (std::log(count / size) + within);
        begin = end;
    }
    return information;
}

/// Mean and its standard error.
class Mean {
  public:
    void add(double value) {
        ++m_count;
        const double before = value - m_mean;
        m_mean += before / m_count;
        m_squares += before * (value - m_mean);
    }
    double value() const { return m_mean; }
    double error() const { return m_count < 2 ? 0 : std::sqrt(m_squares / (m_count - 1) / m_count); }

  private:
    double m_count = 0;
    double m_mean = 0;
    double m_squares = 0;
};

/// Activity from its least in each unit, so that a shift changes nothing, and in an order that depends on the
/// samples alone: by their values and, where these are equal, by the size of their class.
struct OrderedSamples {
    Eigen::MatrixXd activity;
    std::vector<std::int32_t> labels;

    explicit OrderedSamples(const Observation& observation)
        : activity(std::visit([](const auto& map) -> Eigen::MatrixXd { return map.template cast<double>(); },
                              observation.activity)) {
        activity.rowwise() -= activity.colwise().minCoeff().eval();
        if (!activity.allFinite())
            throw Error("The activity spans more than can be computed with. Scale it.");
        std::vector<std::size_t> classSizes(static_cast<std::size_t>(observation.classCount), 0);
        for (const std::int32_t label : observation.labels)
            ++classSizes[static_cast<std::size_t>(label)];
        const auto sizeOfClass = [&](Eigen::Index sample) {
            const auto at = static_cast<std::size_t>(sample);
            return observation.labels.empty() ? std::size_t{0}
                                              : classSizes[static_cast<std::size_t>(observation.labels[at])];
        };
        std::vector<Eigen::Index> order(static_cast<std::size_t>(activity.rows()));
        std::iota(order.begin(), order.end(), Eigen::Index{0});
        std::ranges::stable_sort(order, [&](Eigen::Index a, Eigen::Index b) {
            for (Eigen::Index unit = 0; unit < activity.cols(); ++unit)
                if (activity(a, unit) != activity(b, unit))
                    return activity(a, unit) < activity(b, unit);
            return sizeOfClass(a) < sizeOfClass(b);
        });
        activity = activity(order, Eigen::all).eval();
        if (!observation.labels.empty())
            for (const Eigen::Index sample : order)
                labels.push_back(observation.labels[static_cast<std::size_t>(sample)]);
    }
};

/// A network with real noise, S = T + Z, Z ~ N(0, v I) (Goldfeld et al. 2019): S is an equal mixture of
/// normal distributions around the N activities. h(S) - h(Z) = I(X;S) and h(S) - sum p_c h(S|c) = I(S;Y).
///
/// In one dimension by quadrature. Else by Monte Carlo: draws s = t_i + z, spread evenly over the
/// samples, and takes the mean of log N(s; t_i) / p(s) and of p(s | class of i) / p(s). That has the
/// expectation of the usual mean of -log p(s), less the known entropy of the noise, and far less spread.
class GaussianMixture final : public Estimator {
  public:
    GaussianMixture(const EstimatorDescription& description, const ParameterValues& values)
        : m_description(description)
        , m_variance(values.number("noise_variance"))
        , m_draws(values.integer("draws"))
        , m_seed(static_cast<std::uint64_t>(values.number("seed"))) {}

    const EstimatorDescription& description() const override { return m_description; }

    std::string caption() const override {
        return "Noisy network, noise variance " + captionNumber(m_variance) +
               (m_draws == defaultDraws ? "" : ", " + std::to_string(m_draws) + " draws");
    }

    std::vector<double> estimate(const Observation& observation,
                                 const CancelQuestion& cancelled) const override {
        requireUsable(observation);
        const OrderedSamples samples(observation);
        const auto classCount = static_cast<std::size_t>(observation.classCount);
        return samples.activity.cols() == 1 ? byQuadrature(samples, classCount)
                                            : byMonteCarlo(samples, classCount, cancelled);
    }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        const ArrayObservation data(arrays, "S");
        return data.result(m_description, estimate(data.observation(), cancelled));
    }

  private:
    double noiseEntropy(Eigen::Index units) const {
        return static_cast<double>(units) / 2 * std::log(2 * std::numbers::pi * std::numbers::e * m_variance);
    }

    std::vector<double> inBits(double aboutInput, double aboutLabel, double noise, double errorX,
                               double errorY) const {
        constexpr double errors = 2; // standard errors from the mean to the lower end of the band
        std::vector<double> values = {aboutInput,
                                      aboutLabel,
                                      aboutInput + noise,
                                      errorX,
                                      errorY,
                                      aboutInput - errors * errorX,
                                      aboutLabel - errors * errorY};
        for (double& value : values)
            value /= std::numbers::ln2;
        return values;
    }

    std::vector<double> byQuadrature(const OrderedSamples& ordered, std::size_t classCount) const {
        const Eigen::VectorXd samples = ordered.activity.col(0);
        const double deviation = std::sqrt(m_variance);
        const double noise = noiseEntropy(1);
        const double whole = mixtureInformation({samples.begin(), samples.end()}, deviation);
        if (ordered.labels.empty())
            return inBits(whole, notApplicable, noise, 0, notApplicable);
        std::vector<std::vector<double>> classes(classCount);
        for (std::size_t i = 0; i < ordered.labels.size(); ++i)
            classes[static_cast<std::size_t>(ordered.labels[i])].push_back(
                samples(static_cast<Eigen::Index>(i)));
        std::ranges::sort(classes); // so that renamed classes give the same bits
        double within = 0;
        for (const auto& members : classes)
            if (!members.empty())
                within += static_cast<double>(members.size()) / static_cast<double>(samples.size()) *
                          mixtureInformation(members, deviation);
        return inBits(whole, whole - within, noise, 0, 0);
    }

    std::vector<double> byMonteCarlo(const OrderedSamples& ordered, std::size_t classCount,
                                     const CancelQuestion& cancelled) const {
        const Eigen::MatrixXd& samples = ordered.activity;
        RandomEngine engine = randomEngine(m_seed, RandomStream::Estimator);
        boost::random::normal_distribution<double> normal(0, std::sqrt(m_variance));
        const bool labelled = !ordered.labels.empty();
        std::vector<double> classSizes(classCount, 0.0);
        for (const std::int32_t label : ordered.labels)
            ++classSizes[static_cast<std::size_t>(label)];
        const auto count = static_cast<double>(samples.rows());
        Mean aboutInput;
        Mean aboutLabel;
        Eigen::RowVectorXd noise(samples.cols());
        Eigen::ArrayXd distances(samples.rows());
        for (int draw = 0; draw < m_draws; ++draw) {
            if (cancelled && cancelled())
                return {};
            // Spread evenly over the samples, also where there are fewer draws.
            const Eigen::Index i = static_cast<std::int64_t>(draw) * samples.rows() / m_draws;
            for (double& value : noise)
                value = normal(engine);
            distances.setZero();
            for (Eigen::Index unit = 0; unit < samples.cols(); ++unit)
                distances += (samples.col(unit).array() - (samples(i, unit) + noise(unit))).square();
            // Densities relative to that of the nearest component, so that nothing overflows or vanishes.
            const double least = distances.minCoeff();
            const Eigen::ArrayXd densities = ((least - distances) / (2 * m_variance)).exp();
            const double ownExponent = (least - noise.squaredNorm()) / (2 * m_variance);
            const double whole = std::log(densities.sum() / count);
            aboutInput.add(ownExponent - whole);
            if (!labelled)
                continue;
            const std::int32_t label = ordered.labels[static_cast<std::size_t>(i)];
            double within = 0;
            for (Eigen::Index j = 0; j < samples.rows(); ++j)
                within += ordered.labels[static_cast<std::size_t>(j)] == label ? densities(j) : 0;
            const double ofClass = classSizes[static_cast<std::size_t>(label)];
            // At least the sample's own component, also where its density is lost beside the nearest.
            aboutLabel.add(std::max(std::log(within), ownExponent) - std::log(ofClass) - whole);
        }
        return inBits(aboutInput.value(), labelled ? aboutLabel.value() : notApplicable,
                      noiseEntropy(samples.cols()), aboutInput.error(),
                      labelled ? aboutLabel.error() : notApplicable);
    }

    const EstimatorDescription& m_description;
    double m_variance;
    int m_draws;
    std::uint64_t m_seed;
};

} // namespace

EstimatorEntry gaussianMixtureMc() {
    EstimatorDescription description;
    description.id = "gaussian_mixture_mc";
    description.method = "Noisy network";
    description.question =
        "How much does a layer tell where noise of this variance is added to what it gives? I(X;T) is then "
        "finite and exact but for the draws; this network was trained without that noise, and none is fed "
        "forward.";
    description.source = "Goldfeld et al. 2019";
    ParameterDescription variance;
    variance.id = "noise_variance";
    variance.name = "Noise";
    variance.symbol = "v";
    variance.tooltip = "Variance of the network's own noise (Goldfeld et al. 2019: 0.01).";
    variance.lowest = 1e-5;
    variance.highest = 1;
    variance.lowestAccepted = 1e-100;
    variance.highestAccepted = 1e100;
    variance.logarithmic = true;
    variance.defaultNumber = 0.01;
    variance.marks = {{1e-5, "10\u207b\u2075"}, {0.001, "0.001"}, {0.01, "0.01"}, {0.1, "0.1"}, {1, "1"}};
    ParameterDescription draws;
    draws.id = "draws";
    draws.name = "Draws";
    draws.symbol = "M";
    draws.tooltip = "Random draws of the Monte Carlo mean; its standard error falls with their square root.";
    draws.kind = ParameterDescription::Kind::Integer;
    draws.lowest = 100;
    draws.highest = 1000000;
    draws.lowestAccepted = 2;
    draws.highestAccepted = 1000000000;
    draws.logarithmic = true;
    draws.defaultNumber = defaultDraws;
    ParameterDescription seed;
    seed.id = "seed";
    seed.name = "Seed";
    seed.tooltip = "Where the random draws start.";
    seed.kind = ParameterDescription::Kind::Integer;
    seed.highest = 2147483647;
    seed.inWindow = false;
    description.parameters = {variance, draws, seed};
    description.quantities = {{"I_XT", "I(X;T)", "bit"},
                              {"I_TY", "I(T;Y)", "bit"},
                              {"h_mixture", "h(T)", "bit"},
                              {"I_XT_se", "standard error of I(X;T)", "bit"},
                              {"I_TY_se", "standard error of I(T;Y)", "bit"},
                              {"I_XT_less_2_se", "I(X;T), less two standard errors", "bit"},
                              {"I_TY_less_2_se", "I(T;Y), less two standard errors", "bit"}};
    description.planeLowerX = 5;
    description.planeLowerY = 6;
    description.comparesPairs = true;
    description.windowReady = true;
    description.inputs = {{"S", "activity before the noise, samples x units", true},
                          {"y", "labels, one a sample", false}};
    return {description, makeOf<GaussianMixture>};
}

} // namespace infoplane
