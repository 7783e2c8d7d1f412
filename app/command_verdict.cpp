#include "assignments.h"
#include "commands.h"
#include "error.h"
#include "interruption.h"
#include "session/archive.h"
#include "session/reestimate.h"
#include "session/verdicts/verdict.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace infoplane {

namespace {

struct Options {
    std::vector<std::string> archives;
    bool json = false;
    std::string estimator;
    std::vector<std::string> settings;
    VerdictLimits limits;
    int threads = 0;
};

/// All archives judged together, each condition by its own name.
struct Conditions {
    std::vector<StudyRecord> records;

    std::vector<JudgedCondition> all() const {
        std::vector<JudgedCondition> conditions;
        for (const StudyRecord& record : records)
            for (JudgedCondition& condition : judgedConditions(record))
                conditions.push_back(std::move(condition));
        return conditions;
    }
};

Conditions read(const Options& options) {
    Conditions conditions;
    for (const std::string& path : options.archives)
        conditions.records.push_back(readStudyArchive(QString::fromStdString(path)));
    return conditions;
}

/// All but title and estimator.
QJsonObject withoutEstimator(const ExperimentSpec& spec) {
    QJsonObject json = toJson(spec);
    json.remove(QLatin1String("title"));
    json.remove(QLatin1String("estimator"));
    return json;
}

/// What would another estimator say? Conditions that differ by the estimator alone become one.
Conditions reestimated(const Conditions& before, const Options& options) {
    const EstimatorSettings settings = settingsOf(options.estimator, options.settings);
    catchInterruption();
    ProgressBar bar;
    std::vector<QJsonObject> seen;
    std::size_t total = before.all().size();
    std::size_t done = 0;
    Conditions after;
    for (const StudyRecord& record : before.records) {
        StudyRecord other{record.study, {}};
        other.study.conditions.clear();
        for (std::size_t i = 0; i < record.sessions.size(); ++i, ++done) {
            const QJsonObject rest = withoutEstimator(record.sessions[i].spec);
            if (std::ranges::find(seen, rest) != seen.end())
                continue;
            seen.push_back(rest);
            auto session = reestimate(
                record.sessions[i], settings, record.sessions[i].spec.measure.on, interrupted,
                [&](double share) {
                    bar.show((static_cast<double>(done) + share) / static_cast<double>(total), 0);
                },
                options.threads);
            if (!session)
                throw Error("Interrupted; nothing was judged.");
            other.sessions.push_back(std::move(*session));
            other.study.conditions.push_back(record.study.conditions[i]);
        }
        after.records.push_back(std::move(other));
    }
    return after;
}

/// Columns as wide as their widest cell: words at their left, figures at their right.
void sayTable(const VerdictTable& table) {
    std::vector<QStringList> lines = table.texts();
    lines.insert(lines.begin(), table.columns);
    for (const QStringList& line : lines) {
        QString text = QStringLiteral("  ");
        for (qsizetype column = 0; column < line.size(); ++column) {
            qsizetype width = 0;
            for (const QStringList& one : lines)
                width = std::max(width, one[column].size());
            text += QStringLiteral("  ") + (column < table.wordColumns ? line[column].leftJustified(width)
                                                                       : line[column].rightJustified(width));
        }
        while (text.endsWith(QLatin1Char(' ')))
            text.chop(1);
        say(text);
    }
}

void sayVerdict(const Verdict& verdict) {
    say(QStringLiteral("Finding %1: %2").arg(verdict.finding).arg(judgementText(verdict.judgement)));
    say(QStringLiteral("  %1").arg(verdict.sentence));
    say(QStringLiteral("  By %1; %2 seeds%3, epochs %4 to %5.")
            .arg(verdict.estimator)
            .arg(verdict.seeds)
            .arg(verdict.leftOut > 0 ? QStringLiteral(" (%1 left out)").arg(verdict.leftOut) : QString())
            .arg(verdict.firstEpoch)
            .arg(verdict.lastEpoch));
    if (!verdict.changedLimits.isEmpty())
        say(QStringLiteral("  Limits: %1.").arg(verdict.changedLimits.join(QStringLiteral("; "))));
    for (const VerdictTable& table : verdict.tables)
        sayTable(table);
    for (const QString& detail : verdict.details)
        say(QStringLiteral("  - %1").arg(detail));
}

std::vector<Verdict> judge(const Conditions& conditions, const Options& options) {
    const std::vector<Verdict> verdicts = verdictsOf(conditions.all(), options.limits);
    if (verdicts.empty())
        throw Error(
            "These conditions ask none of the four findings: that takes activations that differ (1), shares "
            "of training samples that differ or linear teachers (2), a full batch (3), or relevant and "
            "irrelevant inputs (4). \"infoplane preset --list\" has a study for each.");
    return verdicts;
}

int verdict(const Options& options) {
    if (options.estimator.empty() && !options.settings.empty())
        throw UsageError("--set is for --estimator; say which one.");
    if (!options.estimator.empty())
        settingsOf(options.estimator, options.settings);
    const Conditions recorded = read(options);
    std::optional<Conditions> other;
    if (!options.estimator.empty())
        other = reestimated(recorded, options);
    if (options.json) {
        QJsonArray list;
        for (const Verdict& one : judge(other ? *other : recorded, options))
            list += toJson(one);
        say(QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Indented)).trimmed());
        return 0;
    }
    if (other)
        say(QStringLiteral("As measured:"));
    for (const Verdict& one : judge(recorded, options))
        sayVerdict(one);
    if (other) {
        say({});
        say(QStringLiteral("As asked for:"));
        for (const Verdict& one : judge(*other, options))
            sayVerdict(one);
    }
    return 0;
}

} // namespace

void addVerdictCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "verdict", "Say what sessions and studies over several seeds have to say of the four findings");
    command->add_option("ARCHIVES", options->archives, "One archive or more, judged together")
        ->type_name("")
        ->required();
    command->add_flag(
        "--json", options->json,
        "Print a list of findings with statistic, interval, unit, seeds, estimator and verdict; in tables "
        "figures are numbers, intervals [low, high], and null is what is not there");
    command->add_option("--estimator", options->estimator, "Estimate anew: what would this one say?")
        ->type_name("ID");
    command->add_option("--set", options->settings, "A parameter of it, for instance noise_variance=0.001")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command
        ->add_option("--compression", options->limits.compressionBits,
                     "Bits a layer must lose to compress; default 0.5")
        ->check(CLI::Range(0.0, 100.0).description(""))
        ->type_name("BITS");
    command
        ->add_option("--error-gap", options->limits.errorGap,
                     "Test minus train error below which classes generalize; default 0.05")
        ->check(CLI::Range(0.0, 1.0).description(""))
        ->type_name("SHARE");
    command
        ->add_option("--loss-factor", options->limits.lossFactor,
                     "Test loss over the teacher's noise below which regression generalizes; default 2")
        ->check(CLI::Range(1.0, 1000.0).description(""))
        ->type_name("N");
    command
        ->add_option("--threads", options->threads,
                     "Threads to estimate with (default: one a core); the result does not depend on it")
        ->check(CLI::Range(1, mostThreads).description(""))
        ->type_name("N");
    command->footer(
        "Examples:\n  infoplane verdict figure-1ab.infoplane\n"
        "  infoplane verdict figure-1ab.infoplane --estimator kde_pairwise --set noise_variance=0.001\n"
        "  infoplane verdict tanh.infoplane relu.infoplane --json\n"
        "Intervals are 95 %, by bootstrap over seeds; dead, failed and unfinished seeds are left out. "
        "Compression is the largest I(X;T) since the layer's I(T;Y) first reached 90 % of its final value, "
        "minus I(X;T) at the end.");
    command->callback([options, &action] {
        action = [options](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            return verdict(*options);
        };
    });
}

} // namespace infoplane
