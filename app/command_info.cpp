#include "commands.h"
#include "document/make_session_view.h"
#include "session/archive.h"
#include "session/ensemble.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

/// As the verdicts have it, which is said under the layers.
const QString compressionColumn = QStringLiteral("compression bit");

void sayFact(const QString& name, const QString& value) {
    say(QStringLiteral("%1  %2").arg(name, -10).arg(value));
}

QString number(double value, int decimals) {
    return std::isnan(value) ? QStringLiteral("–") : QLocale::c().toString(value, 'f', decimals);
}

QString seedsText(const Session& session) {
    QStringList seeds;
    for (const SeedRun& run : session.runs)
        seeds += QString::number(run.seed);
    return seeds.join(QStringLiteral(", "));
}

void sayLayers(const SessionView& view, const std::vector<double>& compression) {
    say(QStringLiteral("  %1 %2 %3 %4")
            .arg(QStringLiteral("layer"), -6)
            .arg(QStringLiteral("I(X;T) bit"), 11)
            .arg(QStringLiteral("I(T;Y) bit"), 11)
            .arg(compressionColumn, compressionColumn.size()));
    for (std::size_t i = 0; i < view.layers.size(); ++i) {
        const SessionView::Layer& layer = view.layers[i];
        say(QStringLiteral("  %1 %2 %3 %4")
                .arg(layer.name, -6)
                .arg(number(layer.x.back(), 3), 11)
                .arg(number(layer.y.back(), 3), 11)
                .arg(number(compression[i], 3), compressionColumn.size()));
    }
}

void sayRun(const Session& session, const SeedRun& run) {
    const SessionView view = makeSessionView(session, run.seed);
    say({});
    if (view.epochs.empty()) {
        say(QStringLiteral("Seed %1: nothing was measured.").arg(run.seed));
    } else {
        say(QStringLiteral("Seed %1, epoch %2: loss %3 train, %4 test%5")
                .arg(run.seed)
                .arg(view.epochs.back())
                .arg(number(view.trainLoss.back(), 4), number(view.testLoss.back(), 4),
                     view.classification ? QStringLiteral("; error %1 % train, %2 % test")
                                               .arg(number(100 * view.trainError.back(), 2),
                                                    number(100 * view.testError.back(), 2))
                                         : QString()));
        sayLayers(view, compressionOf(session, run));
    }
    if (run.failure)
        say(QStringLiteral("  %1").arg(run.failure->message));
}

/// Nothing where they are all there, as they mostly are.
void sayWeights(const Session& session) {
    const WeightCount count = countWeights(session);
    if (count.isWhole())
        return;
    const QString seeds = session.runs.size() > 1 ? QStringLiteral(" of all seeds") : QString();
    sayFact(QStringLiteral("Weights"), count.kept == 0 ? QStringLiteral("none kept")
                                                       : QStringLiteral("kept of %1 of %2 measured epochs%3")
                                                             .arg(count.kept)
                                                             .arg(count.measured)
                                                             .arg(seeds));
}

void describeSession(const Session& session) {
    if (session.runs.empty()) {
        say(QStringLiteral("%1: no seed was begun.").arg(session.spec.title));
        return;
    }
    const SeedRun& first = session.runs.front();
    const SessionView view = emptySessionView(session, first.seed);
    say(session.spec.title);
    sayFact(QStringLiteral("Network"), view.specLine);
    sayFact(QStringLiteral("Data"), QStringLiteral("%1: %2 samples, %3 to train on, %4 to test")
                                        .arg(session.spec.data.source)
                                        .arg(session.facts.samples)
                                        .arg(session.facts.trainSamples)
                                        .arg(session.facts.testSamples));
    sayFact(QStringLiteral("Seeds"), seedsText(session));
    sayFact(QStringLiteral("Measured"),
            QStringLiteral("%1 epochs of %2").arg(first.snapshots.size()).arg(session.spec.training.epochs));
    sayWeights(session);
    sayFact(QStringLiteral("Estimator"), view.estimatorLine);
    sayFact(QStringLiteral("Made"),
            QStringLiteral("%1 by Infoplane %2, engine %3")
                .arg(session.created.toString(Qt::ISODate), session.programVersion, session.engineLevel));
    for (const SeedRun& run : session.runs)
        sayRun(session, run);
}

bool isMeasured(const Session& session) {
    return std::ranges::any_of(session.runs, [](const SeedRun& run) { return !run.measurements.empty(); });
}

void describeStudy(const StudyRecord& record) {
    say(QStringLiteral("%1: a study of %2 conditions")
            .arg(record.study.title)
            .arg(record.study.conditions.size()));
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        say({});
        say(QStringLiteral("Condition %1: %2").arg(i + 1).arg(record.study.conditions[i].name));
        describeSession(record.sessions[i]);
    }
}

int describe(const QString& path) {
    const StudyRecord record = readStudyArchive(path);
    if (record.study.isPlain())
        describeSession(record.sessions.front());
    else
        describeStudy(record);
    if (std::ranges::any_of(record.sessions, isMeasured)) {
        say({});
        say(QStringLiteral(
            "Compression: the largest I(X;T) from the epoch on at which the layer's I(T;Y) first reached "
            "90 % of its final value, minus I(X;T) at the end, as verdicts have it. \"Lost\" in the window's "
            "readout is another quantity: it counts from the first epoch, up to the one shown."));
    }
    return 0;
}

} // namespace

void addInfoCommand(CLI::App& program, Action& action) {
    const auto file = std::make_shared<std::string>();
    CLI::App* command = program.add_subcommand("info", "Say what a session holds and where each layer ended");
    command->add_option("SESSION", *file, "The archive, NAME.infoplane")->type_name("")->required();
    command->footer("Example:\n  infoplane info szt-tanh.infoplane");
    command->callback([file, &action] {
        action = [file](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            return describe(QString::fromStdString(*file));
        };
    });
}

} // namespace infoplane
