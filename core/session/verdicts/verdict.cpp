#include "session/verdicts/verdict.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

QJsonValue numberOrNull(double value) {
    return std::isfinite(value) ? QJsonValue(value) : QJsonValue();
}

/// The same training and the same view of it: nothing new is said by it.
bool repeats(const JudgedCondition& one, const JudgedCondition& other) {
    ExperimentSpec a = one.spec();
    ExperimentSpec b = other.spec();
    a.title = b.title = QString();
    return a == b;
}

template <typename... Kinds>
struct Overloaded : Kinds... {
    using Kinds::operator()...;
};
template <typename... Kinds>
Overloaded(Kinds...) -> Overloaded<Kinds...>;

QJsonArray toJson(const std::vector<VerdictTable>& tables) {
    const Overloaded toCell{
        [](const QString& words) { return QJsonValue(words); }, [](int number) { return QJsonValue(number); },
        [](double figure) { return numberOrNull(figure); },
        [](const IntervalCell& cell) {
            if (std::isnan(cell.interval.low))
                return QJsonValue();
            QJsonArray ends = {numberOrNull(cell.interval.low), numberOrNull(cell.interval.high)};
            if (cell.confidence)
                ends += *cell.confidence;
            return QJsonValue(ends);
        }};
    QJsonArray list;
    for (const VerdictTable& table : tables) {
        QJsonArray rows;
        for (const VerdictRow& row : table.rows) {
            QJsonArray cells;
            for (const VerdictCell& cell : row)
                cells += std::visit(toCell, cell);
            rows += cells;
        }
        list += QJsonObject{{QStringLiteral("columns"), QJsonArray::fromStringList(table.columns)},
                            {QStringLiteral("rows"), rows}};
    }
    return list;
}

} // namespace

QString judgementText(Judgement judgement) {
    switch (judgement) {
    case Judgement::Supported:
        return QStringLiteral("supported");
    case Judgement::NotSupported:
        return QStringLiteral("not supported");
    case Judgement::Undecided:
        break;
    }
    return QStringLiteral("undecided");
}

QJsonObject toJson(const Verdict& verdict) {
    return {{QStringLiteral("finding"), verdict.finding},
            {QStringLiteral("sentence"), verdict.sentence},
            {QStringLiteral("statistic"), numberOrNull(verdict.statistic)},
            {QStringLiteral("interval"),
             QJsonArray{numberOrNull(verdict.interval.low), numberOrNull(verdict.interval.high)}},
            {QStringLiteral("intervalIs"),
             verdict.isCount
                 ? QStringLiteral("sure to possible")
                 : QStringLiteral("%1 bootstrap over seeds").arg(confidenceText(verdict.confidence))},
            {QStringLiteral("unit"), verdict.unit},
            {QStringLiteral("seeds"), verdict.seeds},
            {QStringLiteral("seedsLeftOut"), verdict.leftOut},
            {QStringLiteral("epochs"), QJsonArray{verdict.firstEpoch, verdict.lastEpoch}},
            {QStringLiteral("estimator"), verdict.estimator},
            {QStringLiteral("verdict"), judgementText(verdict.judgement)},
            {QStringLiteral("changedLimits"), QJsonArray::fromStringList(verdict.changedLimits)},
            {QStringLiteral("tables"), toJson(verdict.tables)},
            {QStringLiteral("details"), QJsonArray::fromStringList(verdict.details)}};
}

std::vector<int> JudgedCondition::lastHiddenLayers() const {
    const int output = session->shape.layerCount() - 1;
    if (output < 2)
        return {0};
    return {output - 2, output - 1};
}

std::vector<double> JudgedCondition::compressions(int layer) const {
    return compressionsOf(seeds.used, *session, layer);
}

QString JudgedCondition::estimator() const {
    return QString::fromStdString(makeEstimator(spec().estimator)->caption());
}

std::vector<double> JudgedCondition::atEnd(const std::function<double(const EpochSnapshot&)>& value) const {
    std::vector<double> values;
    for (const SeedRun* run : seeds.used)
        values.push_back(value(run->snapshots.back()));
    return values;
}

std::vector<JudgedCondition> judgedConditions(const StudyRecord& record) {
    std::vector<JudgedCondition> conditions;
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        const Session& session = record.sessions[i];
        conditions.push_back({record.study.conditions[i].name, &session, selectSeeds(session)});
    }
    return conditions;
}

std::vector<Verdict> verdictsOf(const std::vector<JudgedCondition>& conditions, const VerdictLimits& limits) {
    std::vector<JudgedCondition> distinct;
    for (const JudgedCondition& condition : conditions) {
        const bool isNew = std::ranges::none_of(
            distinct, [&](const JudgedCondition& other) { return repeats(condition, other); });
        if (isNew)
            distinct.push_back(condition);
    }
    std::vector<Verdict> verdicts;
    for (const auto& make : {trajectoryFinding, generalizationFinding, fullBatchFinding, irrelevantFinding}) {
        const auto finding = make();
        if (finding->isAskedBy(distinct))
            verdicts.push_back(finding->judge(distinct, limits));
    }
    for (Verdict& verdict : verdicts)
        verdict.changedLimits = changedLimits(limits, verdict.limits);
    return verdicts;
}

double JudgedCondition::mostBits() const {
    const double inputBits = session->facts.inputBits;
    const bool hasCeiling = !describeEstimator(spec().estimator.id).isExact && inputBits > 0;
    return hasCeiling ? inputBits : std::numeric_limits<double>::infinity();
}

Estimated JudgedCondition::compression(int layer, const BootstrapOptions& bootstrap) const {
    return within(meanOver(compressions(layer), bootstrap), {0, mostBits()});
}

Estimated compressionDifference(const JudgedCondition& one, const JudgedCondition& other, int layer,
                                const BootstrapOptions& bootstrap) {
    return within(differenceOfMeans(one.compressions(layer), other.compressions(layer), bootstrap),
                  {-other.mostBits(), one.mostBits()});
}

Side sideOf(const Interval& interval, double bound) {
    if (interval.low > bound)
        return Side::Above;
    return interval.high < bound ? Side::Below : Side::Unknown;
}

BootstrapOptions sharedBy(const BootstrapOptions& options, std::size_t claims) {
    BootstrapOptions shared = options;
    if (claims > 1)
        shared.confidence = 1 - (1 - options.confidence) / static_cast<double>(claims);
    return shared;
}

CompressionFacts compressionFacts(const JudgedCondition& condition, const VerdictLimits& limits) {
    CompressionFacts facts;
    int below = 0;
    const std::vector<int> layers = condition.lastHiddenLayers();
    const BootstrapOptions bootstrap = sharedBy(limits.bootstrap, layers.size());
    for (const int layer : layers) {
        const Estimated estimated = condition.compression(layer, bootstrap);
        below += sideOf(estimated.interval, limits.compressionBits) == Side::Below ? 1 : 0;
        const bool surer = layer == layers.front() || estimated.interval.low > facts.estimated.interval.low;
        if (surer) {
            facts.layer = layer;
            facts.estimated = estimated;
        }
    }
    if (condition.seedCount() < limits.fewestSeeds)
        return facts;
    if (sideOf(facts.estimated.interval, limits.compressionBits) == Side::Above)
        facts.compresses = Side::Above;
    else if (below == static_cast<int>(layers.size()))
        facts.compresses = Side::Below;
    return facts;
}

QString confidenceText(double confidence) {
    return QStringLiteral("%1 %").arg(std::round(confidence * 1e4) / 100);
}

QString withInterval(const Estimated& estimated, const QString& unit) {
    const QString value =
        formatFigure(estimated.value) + (unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
    if (std::isnan(estimated.interval.low))
        return value;
    return QStringLiteral("%1 (%2 interval %3 to %4)")
        .arg(value, confidenceText(estimated.confidence), formatFigure(estimated.interval.low),
             formatFigure(estimated.interval.high));
}

QString formatFigure(double value) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double shown = std::abs(value) < 0.00005 ? 0 : value; // no zero has a sign
    QString text = QLocale::c().toString(shown, 'f', std::abs(shown) < 0.1 && shown != 0 ? 4 : 2);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

QStringList estimatedColumns(const QString& name, double confidence) {
    return {name, QStringLiteral("%1 interval").arg(confidenceText(confidence))};
}

VerdictRow estimatedCells(const Estimated& estimated, double confidence) {
    IntervalCell interval{estimated.interval, {}};
    if (estimated.confidence != confidence)
        interval.confidence = estimated.confidence;
    return {estimated.value, interval};
}

std::vector<QStringList> VerdictTable::texts() const {
    const Overloaded toText{
        [](const QString& words) { return words; }, [](int number) { return QString::number(number); },
        [](double figure) { return formatFigure(figure); },
        [](const IntervalCell& cell) {
            const auto& [low, high] = cell.interval;
            if (std::isnan(low))
                return formatFigure(low);
            QString text = QStringLiteral("%1 to %2").arg(formatFigure(low), formatFigure(high));
            if (cell.confidence)
                text += QStringLiteral(" (%1)").arg(confidenceText(*cell.confidence));
            return text;
        }};
    std::vector<QStringList> lines;
    for (const VerdictRow& row : rows) {
        QStringList& line = lines.emplace_back();
        for (const VerdictCell& cell : row)
            line += std::visit(toText, cell);
    }
    return lines;
}

Estimated inPercent(Estimated estimated) {
    estimated.value *= 100;
    estimated.interval = {estimated.interval.low * 100, estimated.interval.high * 100};
    return estimated;
}

QString sideText(Side side) {
    switch (side) {
    case Side::Above:
        return QStringLiteral("yes");
    case Side::Below:
        return QStringLiteral("no");
    case Side::Unknown:
        break;
    }
    return QStringLiteral("undecided");
}

QStringList limitTexts(const VerdictLimits& limits, const std::vector<VerdictLimit>& used) {
    struct Words {
        VerdictLimit limit;
        double scale;
        const char* text;
    };
    constexpr Words all[] = {
        {&VerdictLimits::compressionBits, 1, "a layer compresses above %1 bit"},
        {&VerdictLimits::errorGap, 100, "classes generalize below a gap of error of %1 points"},
        {&VerdictLimits::lossFactor, 1, "regression generalizes below %1 times the noise"},
        {&VerdictLimits::fallShare, 100, "I(X_irr;T) is compressed above a fall of %1 % of its rise"},
        {&VerdictLimits::riseShare, 100,
         "I(X_rel;T) is still being learned below %1 % of its rise when half of that fall is done"}};
    const VerdictLimits defaults;
    QStringList texts;
    for (const Words& words : all) {
        if (std::ranges::find(used, words.limit) == used.end())
            continue;
        texts += QString::fromLatin1(words.text).arg(words.scale * limits.*words.limit);
        if (limits.*words.limit != defaults.*words.limit)
            texts.back() += QStringLiteral(" (default %1)").arg(words.scale * defaults.*words.limit);
    }
    return texts;
}

QStringList changedLimits(const VerdictLimits& limits, const std::vector<VerdictLimit>& used) {
    std::vector<VerdictLimit> changed;
    std::ranges::copy_if(used, std::back_inserter(changed),
                         [&](VerdictLimit limit) { return limits.*limit != VerdictLimits().*limit; });
    return limitTexts(limits, changed);
}

int seedsThatWouldDo(const Estimated& estimated, double bound, int fewest) {
    const double distance = std::abs(estimated.value - bound);
    if (estimated.seeds < fewest || std::isnan(estimated.interval.low))
        return fewest;
    const double reach = estimated.value > bound ? estimated.value - estimated.interval.low
                                                 : estimated.interval.high - estimated.value;
    if (!(distance > 0))
        return -1;
    const double ratio = reach / distance;
    const double seeds = std::ceil(1.1 * ratio * ratio * estimated.seeds); // a little more than just enough
    constexpr double most = 1e6;
    return seeds > most ? -1 : std::max(fewest, static_cast<int>(seeds));
}

QString seedsAdvice(const Estimated& estimated, double bound, int fewest) {
    const int seeds = seedsThatWouldDo(estimated, bound, fewest);
    if (seeds < 0)
        return QStringLiteral(
            "No number of seeds that can be run would decide it: the mean lies on the bound.");
    return estimated.seeds < fewest
               ? QStringLiteral("At least %1 seeds are needed in each condition; here are %2.")
                     .arg(seeds)
                     .arg(estimated.seeds)
               : QStringLiteral("About %1 seeds would do, if mean and spread stay as they are.").arg(seeds);
}

void rest(Verdict& verdict, const std::vector<const JudgedCondition*>& on) {
    QStringList estimators;
    bool first = true;
    for (const JudgedCondition* condition : on) {
        verdict.seeds = first ? condition->seedCount() : std::min(verdict.seeds, condition->seedCount());
        verdict.leftOut += condition->seeds.leftOut();
        if (condition->seeds.leftOut() > 0)
            verdict.details += QStringLiteral("Left out of %1: %2 of %3 seeds.")
                                   .arg(condition->name, condition->seeds.leftOutText())
                                   .arg(condition->session->runs.size());
        for (const SeedRun* run : condition->seeds.used)
            verdict.lastEpoch = std::max(verdict.lastEpoch, run->snapshots.back().epoch);
        if (!estimators.contains(condition->estimator()))
            estimators += condition->estimator();
        first = false;
    }
    // Where they differ, which is whose.
    if (estimators.size() > 1) {
        estimators.clear();
        for (const JudgedCondition* condition : on) {
            const QString one = QStringLiteral("%1 (%2)").arg(condition->estimator(), condition->name);
            if (!estimators.contains(one))
                estimators += one;
        }
    }
    verdict.estimator = estimators.join(QStringLiteral("; "));
}

bool saturatesOnBothSides(const ExperimentSpec& spec) {
    return std::ranges::all_of(spec.network.activations, [](Activation activation) {
        return activation == Activation::Tanh || activation == Activation::Sigmoid ||
               activation == Activation::Softsign || activation == Activation::HardTanh;
    });
}

QString activationName(const ExperimentSpec& spec) {
    QStringList names;
    for (const Activation activation : spec.network.activations)
        names += QString::fromStdString(describe(activation).name);
    names.removeDuplicates();
    return names.join(QLatin1Char('-'));
}

} // namespace infoplane
