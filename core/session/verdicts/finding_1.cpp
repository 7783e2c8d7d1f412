#include "session/verdicts/verdict.h"

#include <algorithm>

namespace infoplane {

namespace {

/// A condition whose units saturate on both sides and one whose units do not, alike in all else that matters.
struct Pair {
    const JudgedCondition* saturating = nullptr;
    const JudgedCondition* other = nullptr;
};

/// Learning rates may differ: each activation has its own that learns as well.
bool areAlike(const ExperimentSpec& one, const ExperimentSpec& other) {
    return one.data == other.data && one.network.hidden == other.network.hidden &&
           one.training.batchSize.has_value() == other.training.batchSize.has_value() &&
           one.training.optimizer.kind == other.training.optimizer.kind &&
           one.training.weightDecay == other.training.weightDecay;
}

bool isActivation(const JudgedCondition& condition, Activation activation) {
    return std::ranges::all_of(condition.spec().network.activations,
                               [=](Activation one) { return one == activation; });
}

/// tanh and ReLU, the paper's, before others; else in the order of the study.
std::vector<Pair> pairsOf(const std::vector<JudgedCondition>& conditions) {
    std::vector<std::pair<int, Pair>> pairs;
    for (const JudgedCondition& one : conditions) {
        for (const JudgedCondition& other : conditions) {
            if (!saturatesOnBothSides(one.spec()) || saturatesOnBothSides(other.spec()) ||
                !areAlike(one.spec(), other.spec()))
                continue;
            const int others = (isActivation(one, Activation::Tanh) ? 0 : 2) +
                               (isActivation(other, Activation::Relu) ? 0 : 1);
            pairs.emplace_back(others, Pair{&one, &other});
        }
    }
    std::ranges::stable_sort(pairs, {}, [](const auto& pair) { return pair.first; });
    std::vector<Pair> sorted;
    for (const auto& pair : pairs)
        sorted.push_back(pair.second);
    return sorted;
}

/// Compression of the saturating units minus that of the others, layer by layer from the last hidden one.
struct Difference {
    Judgement judgement = Judgement::Undecided;
    int layer = 0;
    Estimated estimated; ///< of the layer that decides, or comes nearest to it
};

/// Either layer would do, so they share the error. An undecided one is told by the layer nearest to the bound
/// it could cross.
Difference differenceIn(const Pair& pair, const VerdictLimits& limits) {
    Difference difference;
    bool above = false;
    bool wayBelow = false;
    int notAbove = 0;
    bool first = true;
    const std::vector<int> layers = pair.saturating->lastHiddenLayers();
    const BootstrapOptions bootstrap = sharedBy(limits.bootstrap, layers.size());
    for (const int layer : layers) {
        const Estimated estimated = compressionDifference(*pair.saturating, *pair.other, layer, bootstrap);
        above = above || sideOf(estimated.interval, limits.compressionBits) == Side::Above;
        notAbove += sideOf(estimated.interval, limits.compressionBits) == Side::Below ? 1 : 0;
        wayBelow = wayBelow || sideOf(estimated.interval, -limits.compressionBits) == Side::Below;
        if (first || estimated.interval.low > difference.estimated.interval.low) {
            difference.layer = layer;
            difference.estimated = estimated;
        }
        first = false;
    }
    const bool enough = std::min(pair.saturating->seedCount(), pair.other->seedCount()) >= limits.fewestSeeds;
    if (enough && above && !wayBelow)
        difference.judgement = Judgement::Supported;
    else if (enough && (wayBelow || notAbove == static_cast<int>(layers.size())))
        difference.judgement = Judgement::NotSupported;
    return difference;
}

/// Whether a condition compresses hangs on its range rule too: a column of its own where they differ.
bool sharesEstimator(const std::vector<JudgedCondition>& conditions) {
    return std::ranges::all_of(conditions, [&](const JudgedCondition& condition) {
        return condition.estimator() == conditions.front().estimator();
    });
}

VerdictTable withEstimators(VerdictTable table, const QStringList& estimators) {
    table.columns.insert(1, QStringLiteral("Estimator"));
    ++table.wordColumns;
    ++table.nameColumns;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        table.rows[i].insert(1, estimators[static_cast<qsizetype>(i)]);
    return table;
}

/// Every condition by itself.
VerdictTable conditionsTable(const std::vector<JudgedCondition>& conditions, const VerdictLimits& limits) {
    const double confidence = limits.bootstrap.confidence;
    VerdictTable table;
    table.wordColumns = 2;
    table.columns =
        QStringList{QStringLiteral("Condition"), QStringLiteral("Compresses"), QStringLiteral("Layer")} +
        estimatedColumns(QStringLiteral("Compression, bit"), confidence) +
        QStringList{QStringLiteral("Median, bit")};
    QStringList estimators;
    for (const JudgedCondition& condition : conditions)
        for (const int layer : condition.lastHiddenLayers()) {
            const Estimated estimated = condition.compression(layer, limits.bootstrap);
            const bool enough = condition.seedCount() >= limits.fewestSeeds;
            const Side side = enough ? sideOf(estimated.interval, limits.compressionBits) : Side::Unknown;
            table.rows.push_back(VerdictRow{condition.name, sideText(side), layer + 1} +
                                 estimatedCells(estimated, confidence) +
                                 VerdictRow{medianOf(condition.compressions(layer))});
            estimators << condition.estimator();
        }
    return sharesEstimator(conditions) ? table : withEstimators(std::move(table), estimators);
}

/// The pair judged, then all others.
VerdictTable pairsTable(const std::vector<JudgedCondition>& conditions, const std::vector<Pair>& pairs,
                        const VerdictLimits& limits) {
    VerdictTable table;
    table.wordColumns = 2;
    double confidence = limits.bootstrap.confidence;
    QStringList estimators;
    for (const Pair& pair : pairs) {
        const Difference difference = differenceIn(pair, limits);
        if (table.rows.empty())
            confidence = difference.estimated.confidence;
        table.rows.push_back(
            VerdictRow{QStringLiteral("%1 minus %2").arg(pair.saturating->name, pair.other->name),
                       judgementText(difference.judgement), difference.layer + 1} +
            estimatedCells(difference.estimated, confidence));
        const QString one = pair.saturating->estimator();
        const QString other = pair.other->estimator();
        estimators << (one == other ? one : QStringLiteral("%1 minus %2").arg(one, other));
    }
    table.columns = QStringList{QStringLiteral("Pair"), QStringLiteral("Verdict"), QStringLiteral("Layer")} +
                    estimatedColumns(QStringLiteral("Difference, bit"), confidence);
    return sharesEstimator(conditions) ? table : withEstimators(std::move(table), estimators);
}

class TrajectoryFinding final : public Finding {
  public:
    bool isAskedBy(const std::vector<JudgedCondition>& conditions) const override {
        return !pairsOf(conditions).empty();
    }

    Verdict judge(const std::vector<JudgedCondition>& conditions,
                  const VerdictLimits& limits) const override {
        const std::vector<Pair> pairs = pairsOf(conditions);
        const Pair& pair = pairs.front();
        const Difference difference = differenceIn(pair, limits);
        Verdict verdict;
        verdict.finding = 1;
        verdict.unit = QStringLiteral("bit");
        verdict.judgement = difference.judgement;
        verdict.statistic = difference.estimated.value;
        verdict.interval = difference.estimated.interval;
        verdict.confidence = difference.estimated.confidence;
        verdict.sentence = sentence(pair, difference, limits);
        rest(verdict, {pair.saturating, pair.other});
        verdict.limits = {&VerdictLimits::compressionBits};
        verdict.tables.push_back(conditionsTable(conditions, limits));
        if (conditions.size() > 2)
            verdict.tables.push_back(pairsTable(conditions, pairs, limits));
        if (pairs.size() > 1)
            verdict.details += QStringLiteral("The verdict is on the first pair.");
        return verdict;
    }

  private:
    static QString sentence(const Pair& pair, const Difference& difference, const VerdictLimits& limits) {
        const QString bits = withInterval(difference.estimated, QStringLiteral("bit"));
        const QString layer = QString::number(difference.layer + 1);
        const QString limit = QString::number(limits.compressionBits);
        const QString one = activationName(pair.saturating->spec());
        const QString other = activationName(pair.other->spec());
        switch (difference.judgement) {
        case Judgement::Supported:
            return QStringLiteral("The trajectory depends on the nonlinearity: layer %1 loses %2 more of "
                                  "I(X;T) with %3 than with %4.")
                .arg(layer, bits, one, other);
        case Judgement::NotSupported:
            return QStringLiteral(
                       "The last hidden layers do not lose over %1 bit more of I(X;T) with %2 than with %3: "
                       "at most %4 more, in layer %5.")
                .arg(limit, one, other, bits, layer);
        case Judgement::Undecided:
            break;
        }
        return QStringLiteral("Whether the last hidden layers lose over %1 bit more of I(X;T) with %2 than "
                              "with %3 is open: %4 more in layer %5. %6")
            .arg(limit, one, other, bits, layer,
                 seedsAdvice(difference.estimated, limits.compressionBits, limits.fewestSeeds));
    }
};

} // namespace

std::unique_ptr<const Finding> trajectoryFinding() {
    return std::make_unique<TrajectoryFinding>();
}

} // namespace infoplane
