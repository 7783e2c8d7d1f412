#include "session/verdicts/verdict.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

/// Bits. Below it a fall of I(X;T) is rounding: ranks of it say nothing.
constexpr double noCompression = 0.01;

bool isRegression(const JudgedCondition& condition) {
    return condition.session->facts.task == Task::Regression;
}

/// The noise of a linear teacher: no network can have a smaller test loss in the mean. NaN where it is not
/// known, as of targets that are shuffled.
double noiseOf(const ExperimentSpec& spec) {
    return sourceOf(spec.data).isTeacher && !spec.data.shuffleLabels
               ? spec.data.weightVariance / spec.data.snr
               : std::numeric_limits<double>::quiet_NaN();
}

struct ConditionFacts {
    const JudgedCondition* condition = nullptr;
    CompressionFacts compression;
    Side generalizes = Side::Unknown; ///< Above: it does
    Estimated gap;                    ///< of the error, or test loss over the noise
};

/// How far the test lies behind, seed by seed: test minus train error, or test loss over the noise.
std::vector<double> gapsOf(const JudgedCondition& condition) {
    if (isRegression(condition)) {
        const double noise = noiseOf(condition.spec());
        return condition.atEnd([=](const EpochSnapshot& end) { return end.testLoss / noise; });
    }
    return condition.atEnd([](const EpochSnapshot& end) { return end.testError - end.trainError; });
}

ConditionFacts factsOf(const JudgedCondition& condition, const VerdictLimits& limits) {
    ConditionFacts facts{&condition, compressionFacts(condition, limits), Side::Unknown,
                         meanOver(gapsOf(condition), limits.bootstrap)};
    const double bound = isRegression(condition) ? limits.lossFactor : limits.errorGap;
    if (condition.seedCount() < limits.fewestSeeds)
        return facts;
    const Side gap = sideOf(facts.gap.interval, bound);
    facts.generalizes = gap == Side::Below ? Side::Above : gap == Side::Above ? Side::Below : Side::Unknown;
    return facts;
}

/// Where each of the conditions of one task stands: they fall behind in other units.
VerdictTable conditionsTable(const std::vector<ConditionFacts>& all, bool regression) {
    VerdictTable table;
    table.wordColumns = 3;
    double compression = 0;
    double gap = 0;
    for (const ConditionFacts& facts : all) {
        if (isRegression(*facts.condition) != regression)
            continue;
        if (table.rows.empty()) {
            compression = facts.compression.estimated.confidence;
            gap = facts.gap.confidence;
        }
        table.rows.push_back(VerdictRow{facts.condition->name, sideText(facts.compression.compresses),
                                        sideText(facts.generalizes), facts.compression.layer + 1} +
                             estimatedCells(facts.compression.estimated, compression) +
                             estimatedCells(regression ? facts.gap : inPercent(facts.gap), gap));
    }
    table.columns = QStringList{QStringLiteral("Condition"), QStringLiteral("Compresses"),
                                QStringLiteral("Generalizes"), QStringLiteral("Layer")} +
                    estimatedColumns(QStringLiteral("Compression, bit"), compression) +
                    estimatedColumns(regression ? QStringLiteral("Test loss over the noise")
                                                : QStringLiteral("Test minus train error, points"),
                                     gap);
    return table;
}

/// A cell of the table: those conditions that certainly belong to it, and whether some might.
struct Cell {
    QStringList names;
    bool mightHoldMore = false;
};

bool might(Side side, Side wanted) {
    return side == wanted || side == Side::Unknown;
}

Cell cellOf(const std::vector<ConditionFacts>& all, Side compresses, Side generalizes) {
    Cell cell;
    for (const ConditionFacts& facts : all) {
        if (facts.compression.compresses == compresses && facts.generalizes == generalizes)
            cell.names += facts.condition->name;
        else if (might(facts.compression.compresses, compresses) && might(facts.generalizes, generalizes))
            cell.mightHoldMore = true;
    }
    return cell;
}

QString cellText(const Cell& cell) {
    return cell.names.isEmpty() ? QStringLiteral("no example") : cell.names.join(QStringLiteral(", "));
}

/// Any condition may fill a cell, so all share the error; all but one, since it takes another for the other
/// cell: where there are two, each has its own cell to fill.
VerdictLimits amongSeveral(const std::vector<JudgedCondition>& conditions, const VerdictLimits& limits) {
    const auto judged = std::ranges::count_if(conditions, [&](const JudgedCondition& condition) {
        return condition.seedCount() >= limits.fewestSeeds;
    });
    VerdictLimits strict = limits;
    strict.bootstrap = sharedBy(limits.bootstrap, judged > 1 ? static_cast<std::size_t>(judged - 1) : 1);
    return strict;
}

/// That compression makes networks generalize is contradicted by networks that do one without the other.
class GeneralizationFinding final : public Finding {
  public:
    bool isAskedBy(const std::vector<JudgedCondition>& conditions) const override {
        const auto isOther = [&](const JudgedCondition& condition) {
            const SourceDescription& source = sourceOf(condition.spec().data);
            return (source.isTeacher && !source.hasIrrelevantInputs) ||
                   condition.spec().data.trainFraction != conditions.front().spec().data.trainFraction;
        };
        return std::ranges::any_of(conditions, isOther);
    }

    Verdict judge(const std::vector<JudgedCondition>& conditions,
                  const VerdictLimits& limits) const override {
        std::vector<ConditionFacts> all;
        std::vector<const JudgedCondition*> on;
        const VerdictLimits strict = amongSeveral(conditions, limits);
        for (const JudgedCondition& condition : conditions) {
            all.push_back(factsOf(condition, strict));
            on.push_back(&condition);
        }
        const Cell compressesOnly = cellOf(all, Side::Above, Side::Below);
        const Cell generalizesOnly = cellOf(all, Side::Below, Side::Above);
        const Cell both = cellOf(all, Side::Above, Side::Above);
        const Cell neither = cellOf(all, Side::Below, Side::Below);

        Verdict verdict;
        verdict.finding = 2;
        verdict.unit = QStringLiteral("of 2 off-diagonal cells with an example");
        verdict.isCount = true;
        const auto filled = [](const Cell& cell) { return cell.names.isEmpty() ? 0 : 1; };
        const auto fillable = [](const Cell& cell) {
            return cell.names.isEmpty() && !cell.mightHoldMore ? 0 : 1;
        };
        const int sure = filled(compressesOnly) + filled(generalizesOnly);
        const int possible = fillable(compressesOnly) + fillable(generalizesOnly);
        verdict.statistic = sure;
        verdict.interval = {static_cast<double>(sure), static_cast<double>(possible)};
        if (sure == 2)
            verdict.judgement = Judgement::Supported;
        else if (possible == 0 && filled(both) + filled(neither) == 2)
            verdict.judgement = Judgement::NotSupported;
        verdict.sentence = sentence(verdict.judgement, compressesOnly, generalizesOnly, all, limits);
        rest(verdict, on);
        verdict.limits = usedLimits(conditions);
        verdict.tables.push_back(
            {{QString(), QStringLiteral("Generalizes"), QStringLiteral("Does not generalize")},
             {{QStringLiteral("Compresses"), cellText(both), cellText(compressesOnly)},
              {QStringLiteral("Does not compress"), cellText(generalizesOnly), cellText(neither)}},
             3});
        for (const bool regression : {false, true})
            if (VerdictTable table = conditionsTable(all, regression); !table.rows.empty())
                verdict.tables.push_back(std::move(table));
        tellCorrelations(all, limits, verdict);
        for (const ConditionFacts& facts : all)
            if (isRegression(*facts.condition) && std::isnan(noiseOf(facts.condition->spec())))
                verdict.details +=
                    QStringLiteral("%1: the noise of its targets, which test loss is held against, is not "
                                   "known.")
                        .arg(facts.condition->name);
        return verdict;
    }

  private:
    static QString sentence(Judgement judgement, const Cell& compressesOnly, const Cell& generalizesOnly,
                            const std::vector<ConditionFacts>& all, const VerdictLimits& limits) {
        if (judgement == Judgement::Supported)
            return QStringLiteral(
                       "Compression and generalization go without each other: %1 compresses and does "
                       "not generalize, %2 generalizes and does not compress.")
                .arg(compressesOnly.names.front(), generalizesOnly.names.front());
        if (judgement == Judgement::NotSupported)
            return QStringLiteral("Here what compresses generalizes and what does not compress does not: no "
                                  "condition does one without the other.");
        QStringList missing;
        if (compressesOnly.names.isEmpty())
            missing += QStringLiteral("one that compresses and does not generalize");
        if (generalizesOnly.names.isEmpty())
            missing += QStringLiteral("one that generalizes and does not compress");
        QString text = QStringLiteral("Whether compression and generalization go without each other is open: "
                                      "there is no example of %1.")
                           .arg(missing.join(QStringLiteral(" nor of ")));
        if (const QString advice = adviceOn(all, limits); !advice.isEmpty())
            text += QLatin1Char(' ') + advice;
        return text;
    }

    /// Of the condition that is nearest to being decided.
    static QString adviceOn(const std::vector<ConditionFacts>& all, const VerdictLimits& limits) {
        for (const ConditionFacts& facts : all)
            if (facts.condition->seedCount() < limits.fewestSeeds)
                return seedsAdvice(facts.compression.estimated, limits.compressionBits, limits.fewestSeeds);
        int least = 0;
        QString name;
        for (const ConditionFacts& facts : all) {
            const double bound = isRegression(*facts.condition) ? limits.lossFactor : limits.errorGap;
            int needed = 0;
            if (facts.generalizes == Side::Unknown)
                needed = std::isnan(facts.gap.value) // no number of seeds would tell
                             ? -1
                             : seedsThatWouldDo(facts.gap, bound, limits.fewestSeeds);
            if (facts.compression.compresses == Side::Unknown && needed >= 0) {
                const int other =
                    seedsThatWouldDo(facts.compression.estimated, limits.compressionBits, limits.fewestSeeds);
                needed = other < 0 ? other : std::max(needed, other);
            }
            if (needed > 0 && (name.isEmpty() || needed < least)) {
                least = needed;
                name = facts.condition->name;
            }
        }
        return name.isEmpty() ? QString()
                              : QStringLiteral("About %1 seeds would decide \"%2\".").arg(least).arg(name);
    }

    static std::vector<VerdictLimit> usedLimits(const std::vector<JudgedCondition>& conditions) {
        std::vector<VerdictLimit> used = {&VerdictLimits::compressionBits};
        if (!std::ranges::all_of(conditions, isRegression))
            used.push_back(&VerdictLimits::errorGap);
        if (std::ranges::any_of(conditions, isRegression))
            used.push_back(&VerdictLimits::lossFactor);
        return used;
    }

    /// Within each condition that has the seeds for it, in a table; why there is none, in a sentence.
    static void tellCorrelations(const std::vector<ConditionFacts>& all, const VerdictLimits& limits,
                                 Verdict& verdict) {
        VerdictTable table;
        table.wordColumns = 3;
        table.columns = QStringList{QStringLiteral("Condition"), QStringLiteral("Gap of"),
                                    QStringLiteral("More compressed runs have")} +
                        estimatedColumns(QStringLiteral("Rank correlation of compression with gap"),
                                         limits.bootstrap.confidence);
        for (const ConditionFacts& facts : all) {
            const JudgedCondition& condition = *facts.condition;
            if (condition.seedCount() < limits.fewestSeeds)
                continue;
            const std::vector<double> compressions = condition.compressions(facts.compression.layer);
            if (std::ranges::all_of(compressions, [](double bits) { return bits < noCompression; })) {
                verdict.details +=
                    QStringLiteral("%1: no seed compresses by as much as %2 bit, so there is nothing to "
                                   "correlate with the gap.")
                        .arg(condition.name)
                        .arg(noCompression);
                continue;
            }
            const auto tell = [&](const QString& gap, const std::vector<double>& gaps) {
                const Estimated rank = rankCorrelationOver(compressions, gaps, limits.bootstrap);
                if (std::isnan(rank.value))
                    verdict.details += QStringLiteral("%1, compression with the gap of the %2: no "
                                                      "correlation, one of both is the same in all seeds.")
                                           .arg(condition.name, gap);
                else
                    table.rows.push_back(VerdictRow{condition.name, gap, meaningOf(rank)} +
                                         estimatedCells(rank, limits.bootstrap.confidence));
            };
            if (!isRegression(condition))
                tell(QStringLiteral("error"), condition.atEnd([](const EpochSnapshot& end) {
                    return end.testError - end.trainError;
                }));
            tell(QStringLiteral("loss"),
                 condition.atEnd([](const EpochSnapshot& end) { return end.testLoss - end.trainLoss; }));
        }
        if (!table.rows.empty())
            verdict.tables.push_back(std::move(table));
    }

    static QString meaningOf(const Estimated& rank) {
        if (rank.interval.low > 0)
            return QStringLiteral("the larger gap");
        return rank.interval.high < 0 ? QStringLiteral("the smaller gap, which speaks for the other side")
                                      : QStringLiteral("undecided");
    }
};

} // namespace

std::unique_ptr<const Finding> generalizationFinding() {
    return std::make_unique<GeneralizationFinding>();
}

} // namespace infoplane
