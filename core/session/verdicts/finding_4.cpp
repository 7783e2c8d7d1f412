#include "session/relevance.h"
#include "session/verdicts/verdict.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

bool hasIrrelevantInputs(const JudgedCondition& condition) {
    return sourceOf(condition.spec().data).hasIrrelevantInputs;
}

std::optional<RelevanceIndex> partsOf(const JudgedCondition& condition) {
    return relevanceOf(describeEstimator(condition.spec().estimator.id));
}

/// One seed, the last hidden layer.
struct SeedCourse {
    double rise = 0;           ///< of I(X_irr;T), start to peak
    double fall = 0;           ///< peak to end
    double relevantDrop = 0;   ///< most that I(X_rel;T) ever falls from what it had
    double riseAtPeak = 0;     ///< share of I(X_rel;T)'s rise made at the peak of I(X_irr;T)
    double riseAtHalfFall = 0; ///< the same at the half-time of the fall
};

SeedCourse courseOf(const SeedRun& run, std::size_t layer, const RelevanceIndex& parts) {
    std::vector<double> irrelevant;
    std::vector<double> relevant;
    for (const PlaneMeasurement& epoch : run.measurements) {
        irrelevant.push_back(epoch.values[layer][parts.irrelevant]);
        relevant.push_back(epoch.values[layer][parts.relevant]);
    }
    const auto peak = static_cast<std::size_t>(std::ranges::max_element(irrelevant) - irrelevant.begin());
    SeedCourse course;
    course.rise = irrelevant[peak] - irrelevant.front();
    course.fall = irrelevant[peak] - irrelevant.back();
    std::size_t half = peak;
    while (half + 1 < irrelevant.size() && irrelevant[half] > irrelevant[peak] - course.fall / 2)
        ++half;
    double most = relevant.front();
    for (const double bits : relevant) {
        most = std::max(most, bits);
        course.relevantDrop = std::max(course.relevantDrop, most - bits);
    }
    const double rise = relevant.back() - relevant.front();
    course.riseAtPeak = (relevant[peak] - relevant.front()) / rise;
    course.riseAtHalfFall = (relevant[half] - relevant.front()) / rise;
    return course;
}

/// Means over seeds of what a course says.
struct CourseMeans {
    Estimated rise, fall, lostShare, riseAtPeak, riseAtHalfFall;
    Estimated fallBeyondShare; ///< fall minus a tenth of the rise
    Estimated fallBeyondDrop;  ///< fall minus the most that I(X_rel;T) falls
};

CourseMeans meansOf(const std::vector<SeedCourse>& courses, const VerdictLimits& limits) {
    const auto mean = [&](auto value) {
        std::vector<double> values;
        for (const SeedCourse& course : courses)
            values.push_back(value(course));
        return meanOver(values, limits.bootstrap);
    };
    return {mean([](const SeedCourse& one) { return one.rise; }),
            mean([](const SeedCourse& one) { return one.fall; }),
            mean([](const SeedCourse& one) { return one.fall / one.rise; }),
            mean([](const SeedCourse& one) { return one.riseAtPeak; }),
            mean([](const SeedCourse& one) { return one.riseAtHalfFall; }),
            mean([&](const SeedCourse& one) { return one.fall - limits.fallShare * one.rise; }),
            mean([](const SeedCourse& one) { return one.fall - one.relevantDrop; })};
}

Judgement judgementOf(const CourseMeans& means, int seeds, const VerdictLimits& limits) {
    if (seeds < limits.fewestSeeds)
        return Judgement::Undecided;
    const Side falls = sideOf(means.fallBeyondShare.interval, 0);
    const Side relevantStays = sideOf(means.fallBeyondDrop.interval, 0);
    const Side late = sideOf(means.riseAtHalfFall.interval, limits.riseShare);
    const bool isPositive = sideOf(means.fall.interval, 0) == Side::Above;
    if (isPositive && falls == Side::Above && relevantStays == Side::Above && late == Side::Below)
        return Judgement::Supported;
    // An upper end of 0 where nothing ever falls is below any fall that would count.
    const bool never = means.fall.interval.high <= 0;
    return never || falls == Side::Below || relevantStays == Side::Below || late == Side::Above
               ? Judgement::NotSupported
               : Judgement::Undecided;
}

/// The first of what keeps it from being decided.
QString adviceOn(const CourseMeans& means, const VerdictLimits& limits) {
    for (const auto& [estimated, bound] : {std::pair(means.fallBeyondShare, 0.0),
                                           {means.fallBeyondDrop, 0.0},
                                           {means.riseAtHalfFall, limits.riseShare}})
        if (estimated.seeds < limits.fewestSeeds || sideOf(estimated.interval, bound) == Side::Unknown)
            return seedsAdvice(estimated, bound, limits.fewestSeeds);
    return {};
}

/// What the courses of a condition come to, a quantity a row.
void addCourse(VerdictTable& table, const JudgedCondition& condition, const CourseMeans& means,
               double confidence) {
    const auto add = [&](const char* quantity, const Estimated& estimated) {
        table.rows.push_back(VerdictRow{condition.name, QString::fromLatin1(quantity)} +
                             estimatedCells(estimated, confidence));
    };
    add("rise of I(X_irr;T) to its peak, bit", means.rise);
    add("fall of I(X_irr;T) from its peak, bit", means.fall);
    add("the fall, % of the rise", inPercent(means.lostShare));
    add("rise of I(X_rel;T) made at that peak, %", inPercent(means.riseAtPeak));
    add("rise of I(X_rel;T) made when half of the fall is done, %", inPercent(means.riseAtHalfFall));
}

class IrrelevantFinding final : public Finding {
  public:
    bool isAskedBy(const std::vector<JudgedCondition>& conditions) const override {
        return std::ranges::any_of(conditions, hasIrrelevantInputs);
    }

    /// On the first condition of that kind; the others are told beside it.
    Verdict judge(const std::vector<JudgedCondition>& conditions,
                  const VerdictLimits& limits) const override {
        Verdict verdict;
        verdict.finding = 4;
        verdict.unit = QStringLiteral("bit");
        VerdictTable table;
        table.wordColumns = 2;
        table.columns = QStringList{QStringLiteral("Condition"), QStringLiteral("Quantity")} +
                        estimatedColumns(QStringLiteral("Mean"), limits.bootstrap.confidence);
        bool first = true;
        for (const JudgedCondition& condition : conditions) {
            if (!hasIrrelevantInputs(condition))
                continue;
            if (first)
                judgeOne(condition, limits, verdict, table);
            else
                tellOther(condition, limits, verdict, table);
            first = false;
        }
        if (!table.rows.empty())
            verdict.tables.push_back(std::move(table));
        return verdict;
    }

  private:
    static std::vector<SeedCourse> coursesOf(const JudgedCondition& condition, const RelevanceIndex& parts) {
        const auto layer = static_cast<std::size_t>(condition.lastHiddenLayers().back());
        std::vector<SeedCourse> courses;
        for (const SeedRun* run : condition.seeds.used)
            courses.push_back(courseOf(*run, layer, parts));
        return courses;
    }

    static void judgeOne(const JudgedCondition& condition, const VerdictLimits& limits, Verdict& verdict,
                         VerdictTable& table) {
        rest(verdict, {&condition});
        const std::optional<RelevanceIndex> parts = partsOf(condition);
        if (!parts) {
            verdict.sentence =
                QStringLiteral("What happens to irrelevant information cannot be seen: %1 does not "
                               "tell it from relevant information. The exact estimator for linear "
                               "networks does.")
                    .arg(verdict.estimator);
            return;
        }
        const std::vector<SeedCourse> courses = coursesOf(condition, *parts);
        const CourseMeans means = meansOf(courses, limits);
        verdict.statistic = means.fall.value;
        verdict.interval = means.fall.interval;
        verdict.judgement = judgementOf(means, condition.seedCount(), limits);
        verdict.limits = {&VerdictLimits::fallShare, &VerdictLimits::riseShare};
        verdict.sentence = sentence(verdict.judgement, means, limits);
        addCourse(table, condition, means, limits.bootstrap.confidence);
    }

    static QString sentence(Judgement judgement, const CourseMeans& means, const VerdictLimits& limits) {
        const QString fall = withInterval(means.fall, QStringLiteral("bit"));
        if (judgement == Judgement::Supported)
            return QStringLiteral(
                       "Irrelevant information is compressed while relevant information is still being "
                       "learned: I(X_irr;T) falls by %1 from its peak, %2 of what it had gained.")
                .arg(fall, withInterval(inPercent(means.lostShare), QStringLiteral("%")));
        if (judgement == Judgement::NotSupported)
            return QStringLiteral("Irrelevant information is not compressed while relevant information is "
                                  "learned: I(X_irr;T) falls by %1 from its peak after a rise of %2.")
                .arg(fall, withInterval(means.rise, QStringLiteral("bit")));
        return QStringLiteral(
                   "Whether irrelevant information is compressed while relevant information is learned "
                   "is open: I(X_irr;T) falls by %1 from its peak. %2")
            .arg(fall, adviceOn(means, limits));
    }

    static void tellOther(const JudgedCondition& condition, const VerdictLimits& limits, Verdict& verdict,
                          VerdictTable& table) {
        const std::optional<RelevanceIndex> parts = partsOf(condition);
        if (!parts || condition.seeds.used.empty())
            return;
        const CourseMeans means = meansOf(coursesOf(condition, *parts), limits);
        addCourse(table, condition, means, limits.bootstrap.confidence);
        verdict.details +=
            QStringLiteral("%1 by itself: %2.")
                .arg(condition.name, judgementText(judgementOf(means, condition.seedCount(), limits)));
    }
};

} // namespace

std::unique_ptr<const Finding> irrelevantFinding() {
    return std::make_unique<IrrelevantFinding>();
}

} // namespace infoplane
