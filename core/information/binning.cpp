#include "information/binning.h"

#include "data/random.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace infoplane {
namespace {

constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();

ParameterDescription correctionParameter() {
    ParameterDescription parameter;
    parameter.id = "correction";
    parameter.name = "Correction";
    parameter.tooltip =
        "Takes off the bias of counting few samples; never cures saturation. Shuffle: minus the "
        "mean of I(T;Y) with the labels dealt out at random.";
    parameter.kind = ParameterDescription::Kind::Choice;
    parameter.defaultChoice = "none";
    parameter.choices = {{"none", "None"},
                         {"miller_madow", "Miller\u2013Madow"},
                         {"grassberger", "Grassberger"},
                         {"chao_shen", "Chao\u2013Shen"},
                         {"shrink", "Shrinkage"},
                         {"shuffle", "Shuffle"}};
    return parameter;
}

ParameterDescription shuffleParameter(std::string id, std::string name, std::string tooltip, double lowest,
                                      double highest, double value) {
    ParameterDescription parameter;
    parameter.id = std::move(id);
    parameter.name = std::move(name);
    parameter.tooltip = std::move(tooltip);
    parameter.kind = ParameterDescription::Kind::Integer;
    parameter.lowest = lowest;
    parameter.highest = highest;
    parameter.defaultNumber = value;
    parameter.inWindow = false;
    return parameter;
}

EntropyCorrection entropyCorrection(const std::string& id) {
    if (id == "miller_madow")
        return EntropyCorrection::MillerMadow;
    if (id == "grassberger")
        return EntropyCorrection::Grassberger;
    if (id == "chao_shen")
        return EntropyCorrection::ChaoShen;
    if (id == "shrink")
        return EntropyCorrection::Shrink;
    return EntropyCorrection::None;
}

/// Mean over classes of the entropy within a class, weighted by their samples. A class within one cell has
/// none by definition, whatever the correction would make of it.
double conditionalEntropy(const ClassCounts& counts, std::size_t samples, EntropyCorrection correction) {
    std::vector<double> terms;
    for (std::size_t label = 0; label < counts.perClass.size(); ++label) {
        const auto ofClass = counts.ofClass(label);
        if (std::ranges::find(ofClass, counts.perClass[label]) == ofClass.end())
            terms.push_back(counts.perClass[label] / static_cast<double>(samples) *
                            discreteEntropy(ofClass, correction));
    }
    std::ranges::sort(terms); // so that renamed classes give the same bits
    double sum = 0;
    for (const double term : terms)
        sum += term;
    return sum;
}

/// N (H(T) - H(T|Y)) and the like, N being all samples: every term is a sum of n log2 n.
struct PlugIn {
    double samples;
    double ofCells; ///< sum over cells of n log2 n

    double entropy() const { return std::max(0.0, std::log2(samples) - ofCells / samples); }
    /// H(T) minus H(T|classes), which is not negative but for rounding.
    double informationAbout(const ClassCounts& counts) const {
        const double lost = sumCountLogCount(counts.perClass) - sumCountLogCount(counts.counts);
        return std::max(0.0, entropy() - std::max(0.0, lost / samples));
    }
};

int groupCount(std::span<const std::int32_t> groups) {
    return groups.empty() ? 0 : *std::ranges::max_element(groups) + 1;
}

} // namespace

BinningEstimator::BinningEstimator(const EstimatorDescription& description, const ParameterValues& values)
    : m_description(description)
    , m_correction(values.choice("correction"))
    , m_shuffles(values.integer("shuffles"))
    , m_shuffleSeed(static_cast<std::uint64_t>(values.number("shuffle_seed"))) {}

std::vector<double> BinningEstimator::estimate(const Observation& observation,
                                               const CancelQuestion& cancelled) const {
    requireUsable(observation);
    CellBuilder builder(static_cast<std::size_t>(observation.samples()));
    Extra extra;
    bin(observation, cancelled, builder, extra);
    if (cancelled && cancelled())
        return {};
    std::vector<double> values = informationOf(observation, std::move(builder).build());
    values.insert(values.end(), extra.begin(), extra.end());
    return values;
}

std::vector<double> BinningEstimator::informationOf(const Observation& observation,
                                                    const Cells& cells) const {
    const PlugIn plugIn{static_cast<double>(cells.samples()), sumCountLogCount(cells.counts)};
    const EntropyCorrection correction = entropyCorrection(m_correction);
    const bool corrected = correction != EntropyCorrection::None;
    // As a class within one cell, so all samples within one have no entropy, whatever a correction would make
    // of it: constant activity tells nothing.
    const bool oneCell = cells.counts.size() == 1;
    const double entropy =
        corrected && !oneCell ? discreteEntropy(cells.counts, correction) : plugIn.entropy();
    const auto about = [&](const ClassCounts& counts) {
        return corrected ? entropy - conditionalEntropy(counts, cells.samples(), correction)
                         : plugIn.informationAbout(counts);
    };
    double aboutInput = entropy;
    if (!observation.inputGroups.empty())
        aboutInput = about(countByClass(cells, observation.inputGroups, groupCount(observation.inputGroups)));
    double aboutLabel = notApplicable;
    double ofLabels = notApplicable;
    if (!observation.labels.empty()) {
        const ClassCounts counts = countByClass(cells, observation.labels, observation.classCount);
        aboutLabel = about(counts);
        if (m_correction == "shuffle")
            aboutLabel -= shuffledInformation(observation, cells);
        ofLabels = discreteEntropy(counts.perClass, EntropyCorrection::None);
    }
    return {aboutInput, aboutLabel, ofLabels, cells.singletonShare()};
}

/// Mean of I(T;Y) over random permutations of the labels: what counting alone makes of no relation. Only the
/// sizes of cells and classes matter, so they are laid out by size: the order of samples and the names of
/// classes make no difference.
double BinningEstimator::shuffledInformation(const Observation& observation, const Cells& cells) const {
    Cells bySize;
    bySize.counts = cells.counts;
    std::ranges::sort(bySize.counts);
    for (std::uint32_t id = 0; id < bySize.counts.size(); ++id)
        bySize.ids.insert(bySize.ids.end(), bySize.counts[id], id);
    std::vector<int> classSizes(static_cast<std::size_t>(observation.classCount), 0);
    for (const std::int32_t label : observation.labels)
        ++classSizes[static_cast<std::size_t>(label)];
    std::ranges::sort(classSizes, std::ranges::greater());
    std::vector<int> labels;
    for (std::size_t label = 0; label < classSizes.size(); ++label)
        labels.insert(labels.end(), static_cast<std::size_t>(classSizes[label]), static_cast<int>(label));

    const PlugIn plugIn{static_cast<double>(cells.samples()), sumCountLogCount(cells.counts)};
    RandomEngine engine = randomEngine(m_shuffleSeed, RandomStream::Estimator);
    double sum = 0;
    for (int i = 0; i < m_shuffles; ++i) {
        shuffle(labels, engine);
        sum += plugIn.informationAbout(countByClass(bySize, labels, observation.classCount));
    }
    return sum / m_shuffles;
}

std::string BinningEstimator::caption() const {
    std::string result = "Binning, " + ruleCaption();
    if (m_correction != "none")
        for (const auto& choice : correctionParameter().choices)
            if (choice.id == m_correction)
                result += ", " + choice.name + (m_correction == "shuffle" ? " subtracted" : " corrected");
    return result;
}

EstimatorDescription binningDescription(std::string id, std::string variant) {
    EstimatorDescription description;
    description.id = std::move(id);
    description.method = "Binning";
    description.variant = std::move(variant);
    description.parameters = {correctionParameter(),
                              shuffleParameter("shuffles", "Shuffles",
                                               "How many random orders of the labels the correction by "
                                               "shuffling takes the mean of.",
                                               1, 1000, 20),
                              shuffleParameter("shuffle_seed", "Shuffle seed",
                                               "Where those random orders start.", 0, 2147483647, 0)};
    description.quantities = {{"I_XT", "I(X;T)", "bit"},
                              {"I_TY", "I(T;Y)", "bit"},
                              {"H_Y", "H(Y)", "bit"},
                              {"singletons", "Cells with a single sample", "share"}};
    description.inputs = {{"T", "activity, samples x units", true},
                          {"y", "labels, one a sample", false},
                          {"X", "inputs, samples x inputs; without it all are distinct", false}};
    description.windowReady = true;
    return description;
}

ParameterDescription binCountParameter(std::string id, double defaultCount) {
    ParameterDescription parameter;
    parameter.id = std::move(id);
    parameter.name = "Count";
    parameter.symbol = "B";
    parameter.tooltip =
        "Bins for each unit. Shwartz-Ziv & Tishby 2017: 30 over [\u22121, 1]; Saxe et al. 2018: "
        "100 for ReLU.";
    parameter.kind = ParameterDescription::Kind::Integer;
    parameter.lowest = 2;
    parameter.highest = 1000;
    parameter.lowestAccepted = 2;
    parameter.highestAccepted = 1000000;
    parameter.logarithmic = true;
    parameter.defaultNumber = defaultCount;
    parameter.marks = {{2, "2"}, {30, "SZT 30"}, {100, "paper 100"}, {1000, "1,000"}};
    return parameter;
}

} // namespace infoplane
