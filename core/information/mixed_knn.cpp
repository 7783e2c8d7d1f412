#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/max_norm_tree.h"
#include "information/neighbours.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

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
///     I = psi(N) + mean[psi(k_i) - psi(N_c) - psi(m_i)]. Not given where more than 1 % of the r_i are 0.
class MixedKnn final : public ArraysOnlyEstimator {
  public:
    MixedKnn(const EstimatorDescription& description, const ParameterValues& values)
        : ArraysOnlyEstimator(description, values)
        , m_k(values.integer("k"))
        , m_classesApart(values.choice("label_distance") == "infinite") {}

    std::string caption() const override {
        return "Nearest neighbours (mixed), k = " + std::to_string(m_k) +
               (m_classesApart ? ", classes infinitely far" : "");
    }

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
        const Samples samples(t, y.col(0), classes, classCount);
        Terms terms;
        if (!findNeighbours(samples, terms, cancelled))
            return {};
        const double gao = mixed(samples, terms);
        const double raw = withinClasses(samples, terms);
        double ross = t.cols() == 1 ? std::max(raw, 0.0) : raw;
        ArrayEstimate result;
        if (static_cast<double>(terms.tiesInClass) >
            mostTies * static_cast<double>(samplesNotAlone(samples).size())) {
            ross = notApplicable;
            result.remarks.push_back(
                std::to_string(terms.tiesInClass) + " of " + std::to_string(t.rows()) +
                " samples have their k-th neighbour within the class at distance 0: t repeats, and Ross's "
                "form would be far off. Take that of Gao et al.");
        }
        result.samples = static_cast<std::size_t>(t.rows());
        result.quantities = description().quantities;
        // Known tools clip Ross's estimate at 0 for one unit; the raw one stands beside it.
        result.values = {gao, ross, raw, static_cast<double>(terms.ties) / static_cast<double>(t.rows())};
        return result;
    }

  private:
    using Size = std::size_t;
    static constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();
    static constexpr double mostTies = 0.01; ///< share of samples; above, Ross's form is refused

    /// What is asked, with the samples of each class in a tree of their own.
    struct Samples {
        const Eigen::MatrixXd& t;
        Eigen::VectorXd y;
        const std::vector<std::int32_t>& classes;
        MaxNormTree all;
        std::vector<std::vector<Eigen::Index>> rows; ///< of each class
        std::vector<Size> place;                     ///< of each sample in its class
        std::vector<std::optional<MaxNormTree>> trees;
        std::vector<double> values;                           ///< of the classes, ascending
        std::vector<Size> below;                              ///< samples of lower classes
        double gap = std::numeric_limits<double>::infinity(); ///< the least distance of two classes

        Samples(const Eigen::MatrixXd& samples, const Eigen::VectorXd& labels,
                const std::vector<std::int32_t>& classOf, int classCount)
            : t(samples)
            , y(labels)
            , classes(classOf)
            , all(samples)
            , rows(static_cast<Size>(classCount))
            , below{0} {
            for (Size i = 0; i < classes.size(); ++i) {
                std::vector<Eigen::Index>& own = rows[static_cast<Size>(classes[i])];
                place.push_back(own.size());
                own.push_back(static_cast<Eigen::Index>(i));
            }
            for (const std::vector<Eigen::Index>& own : rows) {
                trees.emplace_back();
                if (own.size() > 1)
                    trees.back().emplace(samples, own);
                if (!values.empty())
                    gap = std::min(gap, y(own.front()) - values.back());
                values.push_back(y(own.front()));
                below.push_back(below.back() + own.size());
            }
        }

        Size count() const { return classes.size(); }
        Size classOf(Size sample) const { return static_cast<Size>(classes[sample]); }
        Size classSize(Size sample) const { return rows[classOf(sample)].size(); }

        /// Samples whose class is at a distance below the radius; classes ascend, and so do distances.
        Size nearerInY(Size sample, double radius) const {
            const double own = values[classOf(sample)];
            const auto from = std::ranges::partition_point(
                values, [&](double value) { return value < own && own - value >= radius; });
            const auto to = std::ranges::partition_point(
                values, [&](double value) { return value <= own || value - own < radius; });
            return below[static_cast<Size>(to - values.begin())] -
                   below[static_cast<Size>(from - values.begin())];
        }
    };

    /// T and Y together.
    struct Joint {
        Eigen::MatrixXd samples;
        MaxNormTree tree;
        MaxNormTree::Search search;

        explicit Joint(const Samples& apart)
            : samples(together(apart))
            , tree(samples)
            , search(tree) {}

        static Eigen::MatrixXd together(const Samples& apart) {
            Eigen::MatrixXd both(apart.t.rows(), apart.t.cols() + 1);
            both << apart.t, apart.y;
            return both;
        }

        /// To the k-th neighbour of a sample, known to be no farther than the bound.
        double radius(Size sample, Size k, double bound) {
            search.around(samples.row(static_cast<Eigen::Index>(sample)));
            return search.nearest(k + 1, sample, bound); // itself is the first
        }
    };

    /// What the two forms need of each sample.
    struct Terms {
        struct Term {
            Size k = 0, inT = 0, inY = 0; ///< joint neighbours, counts
            Size inClass = 0;             ///< k of the class; 0: alone
            Size around = 0;              ///< count for the neighbour within the class
        };
        std::vector<Term> of;
        Size ties = 0;        ///< of the joint neighbour
        Size tiesInClass = 0; ///< of that within the class
    };

    /// False when cancelled.
    bool findNeighbours(const Samples& samples, Terms& terms, const CancelQuestion& cancelled) const {
        const std::vector<Eigen::Index> kept = samplesNotAlone(samples);
        std::optional<MaxNormTree> tree;
        if (!kept.empty() && kept.size() < samples.count())
            tree.emplace(samples.t, kept);
        MaxNormTree::Search all(samples.all);
        MaxNormTree::Search notAlone(tree ? *tree : samples.all);
        std::vector<std::optional<MaxNormTree::Search>> own;
        for (const std::optional<MaxNormTree>& one : samples.trees) {
            own.emplace_back();
            if (one)
                own.back().emplace(*one);
        }
        std::optional<Joint> joint; // where another class may be nearer than the own
        for (Size i = 0; i < samples.count(); ++i) {
            if (cancelled && cancelled())
                return false;
            const auto row = samples.t.row(static_cast<Eigen::Index>(i));
            all.around(row);
            Terms::Term& term = terms.of.emplace_back();
            double within = std::numeric_limits<double>::infinity(); // to the k-th neighbour of the class
            auto& ownSearch = own[samples.classOf(i)];
            if (ownSearch) {
                const Size size = samples.classSize(i);
                ownSearch->around(row);
                term.inClass = std::min(static_cast<Size>(m_k), size - 1);
                const double radius = ownSearch->nearest(term.inClass + 1, samples.place[i]);
                if (tree)
                    notAlone.around(row);
                const MaxNormTree::Search& counted = tree ? notAlone : all;
                term.around = radius == 0 ? counted.equal() : counted.nearer(radius);
                terms.tiesInClass += radius == 0 ? 1 : 0;
                if (static_cast<Size>(m_k) < size)
                    within = radius;
            }
            double radius = within;
            if (!m_classesApart && !(within <= samples.gap)) {
                if (!joint)
                    joint.emplace(samples);
                radius = joint->radius(i, static_cast<Size>(m_k), within);
            }
            terms.ties += radius == 0 ? 1 : 0;
            if (radius == 0) {
                term.k = ownSearch ? ownSearch->equal() : 1;
                term.inT = all.equal();
                term.inY = samples.classSize(i);
                continue;
            }
            // Where the joint neighbour is that within the class the count is the same.
            const bool counted = !tree && term.inClass == static_cast<Size>(m_k) && radius == within;
            term.k = static_cast<Size>(m_k);
            term.inT = counted ? term.around : all.nearer(radius);
            term.inY = m_classesApart ? samples.classSize(i) : samples.nearerInY(i, radius);
        }
        return true;
    }

    static std::vector<Eigen::Index> samplesNotAlone(const Samples& samples) {
        std::vector<Eigen::Index> kept;
        for (Size i = 0; i < samples.count(); ++i)
            if (samples.classSize(i) > 1)
                kept.push_back(static_cast<Eigen::Index>(i));
        return kept;
    }

    static double mixed(const Samples& samples, const Terms& terms) {
        const auto psi = digammaTable(samples.count());
        double sum = 0;
        for (const Terms::Term& term : terms.of)
            sum += psi[term.k] - psi[term.inT] - psi[term.inY];
        const auto n = static_cast<double>(samples.count());
        return (std::log(n) + sum / n) / std::numbers::ln2;
    }

    static double withinClasses(const Samples& samples, const Terms& terms) {
        const auto psi = digammaTable(samples.count());
        double sum = 0;
        Size kept = 0;
        for (Size i = 0; i < samples.count(); ++i)
            if (const Terms::Term& term = terms.of[i]; term.inClass > 0) {
                sum += psi[term.inClass] - psi[samples.classSize(i)] - psi[term.around];
                ++kept;
            }
        if (kept == 0)
            return 0;
        return (psi[kept] + sum / static_cast<double>(kept)) / std::numbers::ln2;
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
        "the zeros of ReLU, are allowed by the first form only; where more than 1 % repeat, the second is "
        "not "
        "given.";
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
