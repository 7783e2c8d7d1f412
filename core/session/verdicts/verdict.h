#pragma once

#include "session/ensemble.h"
#include "session/study.h"

#include <memory>
#include <variant>

namespace infoplane {

/// The bounds by which findings are judged: choices of this project, shown wherever they are used.
struct VerdictLimits {
    double compressionBits = 0.5; ///< a layer compresses: the interval lies above; does not: below
    double errorGap = 0.05;       ///< generalizes, classes: test minus train error lies below
    double lossFactor = 2;        ///< generalizes, regression: test loss lies below so many times the noise
    double fallShare = 0.1;       ///< finding 4: the fall of I(X_irr;T) against its rise
    double riseShare = 0.95;      ///< finding 4: of I(X_rel;T), made before the half-time of the fall at most
    int fewestSeeds = 5;          ///< fewer alive ones in a condition: undecided
    BootstrapOptions bootstrap;
};
/// One of them.
using VerdictLimit = double VerdictLimits::*;

enum class Judgement { Supported, NotSupported, Undecided };

/// An interval as it stands in a table.
struct IntervalCell {
    Interval interval;
    std::optional<double> confidence; ///< where it is not that of its column
};
/// Words, a number that counts, a figure or an interval.
using VerdictCell = std::variant<QString, int, double, IntervalCell>;
using VerdictRow = QList<VerdictCell>;

/// Figures that are best seen under each other.
struct VerdictTable {
    QStringList columns;
    std::vector<VerdictRow> rows; ///< as many cells each
    int wordColumns = 1;          ///< the first ones hold words, all others figures
    int nameColumns = 1;          ///< the first ones of them say what a row is of

    /// The rows as they are shown: "3.94", "3.20 to 4.61", "–".
    std::vector<QStringList> texts() const;
};

/// What the data say of one of the four findings of Saxe et al. 2018.
struct Verdict {
    int finding = 0;
    Judgement judgement = Judgement::Undecided;
    QString sentence;
    double statistic = std::numeric_limits<double>::quiet_NaN();
    Interval interval;        ///< by bootstrap over seeds; of a count, what is sure and what is possible
    double confidence = 0.95; ///< of the interval
    bool isCount = false;     ///< the statistic counts examples
    QString unit;
    int seeds = 0;   ///< used, of the condition that has the fewest
    int leftOut = 0; ///< dead, failed or unfinished, of all conditions judged
    int firstEpoch = 0;
    int lastEpoch = 0;
    QString estimator;                ///< by which I(X;T) was measured, with its bins or its noise
    std::vector<VerdictLimit> limits; ///< those it rests on
    QStringList changedLimits; ///< of those it rests on: "a layer compresses above 0.3 bit (default 0.5)"
    std::vector<VerdictTable> tables; ///< condition by condition, also where it speaks for the other side
    QStringList details;              ///< sentences: what else there is to know
};

QString judgementText(Judgement judgement); ///< "supported", "not supported", "undecided"
/// {"finding", "sentence", "statistic", "interval": [lo, hi], "unit", "seeds", "estimator", "verdict",
/// "tables": [{"columns", "rows"}], ...}; numbers that are not there are null. In rows words are strings,
/// figures numbers, not rounded, and intervals [lo, hi], or [lo, hi, confidence] where that is not the
/// column's; what is not there is null.
QJsonObject toJson(const Verdict& verdict);

/// A condition as a verdict sees it: the seeds that count and what was measured of them.
struct JudgedCondition {
    QString name;
    const Session* session = nullptr;
    SeedSelection seeds;

    int seedCount() const { return static_cast<int>(seeds.used.size()); }
    const ExperimentSpec& spec() const { return session->spec; }
    /// Indices of the last two hidden layers, or of the only one.
    std::vector<int> lastHiddenLayers() const;
    std::vector<double> compressions(int layer) const;
    /// Their mean; no layer loses less than nothing, nor more than all of I(X;T) there can be.
    Estimated compression(int layer, const BootstrapOptions& bootstrap) const;
    /// What I(X;T) cannot exceed under its estimator; infinite: nothing is known.
    double mostBits() const;
    /// By which estimator: "Binning, width 0.07".
    QString estimator() const;
    /// One number a seed, of its last measured epoch.
    std::vector<double> atEnd(const std::function<double(const EpochSnapshot&)>& value) const;
};

std::vector<JudgedCondition> judgedConditions(const StudyRecord& record);

/// One of the findings: whether conditions speak of it, and what they say.
class Finding {
  public:
    virtual ~Finding() = default;
    virtual bool isAskedBy(const std::vector<JudgedCondition>& conditions) const = 0;
    virtual Verdict judge(const std::vector<JudgedCondition>& conditions,
                          const VerdictLimits& limits) const = 0;
};

std::unique_ptr<const Finding> trajectoryFinding();     ///< 1: depends on the nonlinearity
std::unique_ptr<const Finding> generalizationFinding(); ///< 2: no link with compression
std::unique_ptr<const Finding> fullBatchFinding();      ///< 3: full batch compresses too
std::unique_ptr<const Finding> irrelevantFinding();     ///< 4: irrelevant information falls while fitting

/// A verdict on every finding that these conditions speak of, in the order of their numbers. Which follows
/// from the conditions: activations that differ (1); shares of training samples that differ, or linear
/// teachers (2); a full batch (3); relevant and irrelevant inputs (4). The record must outlive the call only.
std::vector<Verdict> verdictsOf(const std::vector<JudgedCondition>& conditions,
                                const VerdictLimits& limits = {});

// --- what several of them need ---

/// Compression of one condition minus that of the other.
Estimated compressionDifference(const JudgedCondition& one, const JudgedCondition& other, int layer,
                                const BootstrapOptions& bootstrap);

/// Whether a number lies above a bound, below it, or whether nobody can say.
enum class Side { Above, Below, Unknown };
Side sideOf(const Interval& interval, double bound);

/// For intervals where any one of several, clear of its bound, decides: each has its share of the error
/// (Bonferroni), so that all of them together err no more often than a single one may. Without it, with means
/// that lie exactly on a bound, 200 trials of finding 2 with five other conditions were "supported" 36 times
/// and with eleven 78 times; with it 5 and 3 times. Of 1,000 trials of finding 3 (either of two layers) with
/// 5, 8 and 20 seeds it was 50, 54 and 47, and is 36, 29 and 28. What no interval can know of is a rare kind
/// of seed that none of the sample is.
BootstrapOptions sharedBy(const BootstrapOptions& options, std::size_t claims);

/// Does a condition compress: in one of its last two hidden layers (Above), in none (Below)? Either layer
/// would do, so they share the error.
struct CompressionFacts {
    Side compresses = Side::Unknown;
    int layer = 0;       ///< the one that compresses most surely
    Estimated estimated; ///< of that layer
};
CompressionFacts compressionFacts(const JudgedCondition& condition, const VerdictLimits& limits);

/// Of an interval: "95 %", "97.5 %", "99.17 %".
QString confidenceText(double confidence);
/// "3.94 bit (95 % interval 3.20 to 4.61)".
QString withInterval(const Estimated& estimated, const QString& unit);
/// A figure of a verdict wherever it is shown, whatever the locale, as sentences and details are: "3.94",
/// "0.0512", with a real minus sign; "–" where there is none.
QString formatFigure(double value);
/// Heads a pair of columns: "Compression, bit" and "95 % interval".
QStringList estimatedColumns(const QString& name, double confidence);
/// The pair of cells under it; an interval of another confidence says so.
VerdictRow estimatedCells(const Estimated& estimated, double confidence);
/// In a hundredth: points, or per cent.
Estimated inPercent(Estimated estimated);
/// Whether something is so: "yes" (Above), "no" (Below), "undecided".
QString sideText(Side side);
/// Those of the limits that are used, in words: "a layer compresses above 0.3 bit (default 0.5)"; the default
/// is named where it is another.
QStringList limitTexts(const VerdictLimits& limits, const std::vector<VerdictLimit>& used);
/// Of those only the ones that are not the defaults.
QStringList changedLimits(const VerdictLimits& limits, const std::vector<VerdictLimit>& used);
/// How many seeds would make the interval clear of the bound if mean and spread stay as they are; at least
/// `fewest`. -1: the mean lies on the bound.
int seedsThatWouldDo(const Estimated& estimated, double bound, int fewest);
QString seedsAdvice(const Estimated& estimated, double bound, int fewest);
/// Fills in seeds, epochs and estimator of a verdict from the conditions it rests on.
void rest(Verdict& verdict, const std::vector<const JudgedCondition*>& on);

bool saturatesOnBothSides(const ExperimentSpec& spec);
QString activationName(const ExperimentSpec& spec);

} // namespace infoplane
