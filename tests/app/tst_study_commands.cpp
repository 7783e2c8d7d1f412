#include "app/program.h"
#include "session/archive.h"
#include "session/presets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;

namespace {

/// Two activations, so that the first finding is asked; it trains in a moment.
QByteArray tinyStudy(int seeds) {
    return QStringLiteral(R"({"format": 1, "title": "Tiny study",
      "base": {"network": {"hidden": [4, 3]}, "seeds": {"count": %1},
               "training": {"optimizer": {"name": "adam", "learningRate": 0.01}, "batchSize": 512, "epochs": 30}},
      "conditions": [{"name": "tanh"}, {"name": "ReLU", "changes": {"network": {"activation": "relu"}}}]})")
        .arg(seeds)
        .toUtf8();
}

} // namespace

/// What the commands do with studies, and verdict, continue and minimal-model; the real program.
class TestStudyCommands : public QObject {
    Q_OBJECT
  private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void aStudyIsRunVerifiedDescribedAndDrawn() {
        const QString archive = runStudy(2);
        QCOMPARE(run({"verify", archive}).exitCode, 0);
        const Outcome info = run({"info", archive});
        QCOMPARE(info.exitCode, 0);
        for (const char* text :
             {"Tiny study: a study of 2 conditions", "Condition 2: ReLU", "Seed 1, epoch 30"})
            QVERIFY2(info.output.contains(QLatin1String(text)), qPrintable(info.output));
        const Outcome undecided = run({"figure", archive, "-o", file("figure.svg")});
        QCOMPARE(undecided.exitCode, 1);
        QVERIFY2(undecided.errors.contains("--condition") && undecided.errors.contains("1 tanh, 2 ReLU"),
                 qPrintable(undecided.errors));
        QCOMPARE(run({"figure", archive, "-o", file("figure.svg"), "--condition", "ReLU"}).exitCode, 0);
        QVERIFY(readFile(file("figure.svg")).contains("ReLU"));
        QCOMPARE(run({"figure", archive, "-o", file("figure.svg"), "--condition", "3"}).exitCode, 1);
    }

    void conditionsAreDrawnSideBySide() {
        const QString archive = runStudy(3);
        QByteArray last;
        for (const char* seeds : {"one", "all", "mean"}) {
            const Outcome outcome = run(
                {"figure", archive, "--panels", "conditions", "--seeds", seeds, "-o", file("figure.svg")});
            QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
            const QByteArray svg = readFile(file("figure.svg"));
            for (const char* text : {">tanh<", ">ReLU<", "Tiny study", "Conditions as named"})
                QVERIFY2(svg.contains(text), text);
            QVERIFY(svg != last);
            last = svg;
        }
        static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
        const QString said = QString::fromUtf8(last).replace(tag, QStringLiteral(" ")).simplified().toLower();
        QVERIFY(said.contains(QStringLiteral("mean of 3 seeds"))); // wherever its line is broken
        QCOMPARE(
            run({"figure", archive, "--panels", "conditions", "--condition", "1", "-o", file("figure.svg")})
                .exitCode,
            2);
        const Outcome beyond =
            run({"figure", archive, "--panels", "conditions", "--epoch", "31", "-o", file("figure.svg")});
        QCOMPARE(beyond.exitCode, 2);
        QVERIFY2(beyond.errors.contains("the last measured epoch, 30"), qPrintable(beyond.errors));
    }

    void conditionsAreDrawnOverEachOther() {
        const QString archive = runStudy(3);
        for (const char* seeds : {"one", "mean"}) {
            const Outcome outcome =
                run({"figure", archive, "--panels", "layers", "--seeds", seeds, "-o", file("figure.svg")});
            QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
            const QByteArray svg = readFile(file("figure.svg"));
            QVERIFY2(svg.count(">tanh<") > 1 && svg.count(">ReLU<") == svg.count(">tanh<"), // in every layer
                     qPrintable(QString::number(svg.count(">tanh<"))));
        }
    }

    void threadsDoNotChangeAStudy() {
        writeFile(file("study.json"), tinyStudy(2));
        for (const char* threads : {"1", "2"})
            QCOMPARE(run({"run", file("study.json"), "-o", file("s.infoplane"), "--csv", file(threads),
                          "--threads", threads})
                         .exitCode,
                     0);
        for (const char* table :
             {"condition-01/measurements.csv", "condition-02/measurements.csv", "condition-02/epochs.csv"}) {
            QVERIFY(readFile(file("1/") + table).size() > 1000);
            QCOMPARE(readFile(file("2/") + table), readFile(file("1/") + table));
        }
    }

    void seedOptionsReachEveryCondition() {
        writeFile(file("study.json"), tinyStudy(3));
        QCOMPARE(run({"run", file("study.json"), "-o", file("s.infoplane"), "--seed", "7"}).exitCode, 0);
        for (const Session& session : readStudyArchive(file("s.infoplane")).sessions) {
            QCOMPARE(session.runs.size(), std::size_t(1));
            QCOMPARE(session.runs[0].seed, 7);
        }
    }

    void wrongStudiesNameConditionAndLine() {
        writeFile(file("study.json"), tinyStudy(1).replace("\"relu\"", "\"rely\""));
        const Outcome outcome = run({"run", file("study.json"), "-o", file("s.infoplane")});
        QCOMPARE(outcome.exitCode, 1);
        QVERIFY2(outcome.errors.contains("line 4: condition \"ReLU\": network.activation is \"rely\"") &&
                     outcome.errors.contains("did you mean relu?"),
                 qPrintable(outcome.errors));
        QVERIFY(!QFile::exists(file("s.infoplane")));
    }

    void everyPresetIsPrintedAsItIsRun() {
        for (const Preset& preset : presets()) {
            const Outcome outcome = run({"preset", preset.id});
            QCOMPARE(outcome.exitCode, 0);
            const Study study = parseStudy(outcome.output.toUtf8(), preset.id);
            QCOMPARE(toJson(study), toJson(preset.study));
            const Outcome lesson = run({"preset", preset.id, "--lesson"});
            QVERIFY2(lesson.exitCode == 0 && lesson.output.startsWith("# "), qPrintable(preset.id));
        }
    }

    // --- verdict ---

    void verdictSaysWhatItRestsOn() {
        const Outcome outcome = run({"verdict", runStudy(6)});
        QCOMPARE(outcome.errors, QString());
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.output.startsWith("Finding 1: "), qPrintable(outcome.output));
        for (const char* text : {"width 0.07", "seeds", "epochs 0 to 30", "95 % interval"})
            QVERIFY2(outcome.output.contains(QLatin1String(text)), qPrintable(outcome.output));
    }

    void verdictTablesAreAligned() {
        const Outcome outcome = run({"verdict", runStudy(2), "--compression", "0.25"});
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY2(outcome.output.contains("  Limits: a layer compresses above 0.25 bit (default 0.5)."),
                 qPrintable(outcome.output));
        QStringList table;
        for (const QString& line : outcome.output.split(QLatin1Char('\n')))
            if (line.startsWith(QLatin1String("    ")))
                table += line;
        QCOMPARE(table.size(), 5); // heads, and two layers of two conditions
        QVERIFY(table[0].startsWith(QLatin1String("    Condition  Compresses  Layer  Compression, bit  ")));
        for (const QString& line : table) // the last column ends where all others end
            QCOMPARE(line.size(), table[0].size());
        QVERIFY(table[1].startsWith(QLatin1String("    tanh ")));
    }

    void verdictInJson() {
        const Outcome outcome = run({"verdict", runStudy(2), "--json"});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonArray list = QJsonDocument::fromJson(outcome.output.toUtf8()).array();
        QCOMPARE(list.size(), 1);
        const QJsonObject verdict = list[0].toObject();
        QCOMPARE(verdict.value("finding").toInt(), 1);
        QCOMPARE(verdict.value("verdict").toString(), QStringLiteral("undecided"));
        QVERIFY(verdict.value("sentence").toString().contains(QLatin1String("At least 5 seeds")));
        QCOMPARE(verdict.value("interval").toArray().size(), 2);
        for (const char* key : {"statistic", "unit", "seeds", "estimator"})
            QVERIFY2(verdict.contains(QLatin1String(key)), key);
        const QJsonObject table = verdict.value("tables").toArray()[0].toObject();
        const QJsonArray row = table.value("rows").toArray()[0].toArray();
        QCOMPARE(row[0].toString(), QStringLiteral("tanh"));
        QVERIFY(row[2].isDouble() && row[3].isDouble()); // layer and compression
        QCOMPARE(row[4].toArray().size(), 2);
    }

    void verdictByAnotherEstimator() {
        const QString archive = runStudy(2);
        const Outcome outcome =
            run({"verdict", archive, "--json", "--estimator", "bin_minmax_epochs", "--set", "n_bins=50"});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonObject verdict = QJsonDocument::fromJson(outcome.output.toUtf8()).array()[0].toObject();
        QVERIFY2(verdict.value("estimator").toString().contains("50 bins over all epochs"),
                 qPrintable(outcome.output));
        const Outcome both = run({"verdict", archive, "--estimator", "bin_minmax_epochs"});
        QVERIFY(both.output.contains("As measured:") && both.output.contains("As asked for:"));
        QCOMPARE(run({"verdict", archive, "--estimator", "bin_flor"}).exitCode, 2);
        QCOMPARE(run({"verdict", archive, "--set", "n_bins=50"}).exitCode, 2);
        const Outcome twice = run({"verdict", archive, "--estimator", "bin_minmax_epochs", "--set",
                                   "n_bins=50", "--set", "n_bins=60"});
        QCOMPARE(twice.exitCode, 2);
        QVERIFY2(twice.errors.contains("n_bins is given twice"), qPrintable(twice.errors));
    }

    /// They differ by more than the estimator, so none stands for the other.
    void samplesMeasuredOnAreKeptApartByAnotherEstimator() {
        writeFile(file("study.json"), R"({"title": "Samples",
          "base": {"network": {"hidden": [4, 3]}, "seeds": {"count": 2},
                   "training": {"optimizer": {"learningRate": 0.01}, "batchSize": 512, "epochs": 20}},
          "conditions": [{"name": "on train", "changes": {"measure": {"on": "train"}}},
                         {"name": "on test", "changes": {"measure": {"on": "test"}}},
                         {"name": "fewer", "changes": {"data": {"trainFraction": 0.5}}}]})");
        QCOMPARE(run({"run", file("study.json"), "-o", file("s.infoplane")}).exitCode, 0);
        const Outcome outcome = run({"verdict", file("s.infoplane"), "--estimator", "bin_linspace"});
        QCOMPARE(outcome.errors, QString());
        const QString anew = outcome.output.section("As asked for:", 1);
        for (const char* name : {"\n    on train ", "\n    on test ", "\n    fewer "})
            QVERIFY2(anew.contains(QLatin1String(name)), qPrintable(outcome.output));
    }

    void sessionsAreJudgedTogether() {
        for (const char* activation : {"tanh", "relu"}) {
            writeFile(file("spec.json"),
                      tinySpec(10, 2).replace("\"tanh\"", QByteArray("\"") + activation + "\""));
            QCOMPARE(run({"run", file("spec.json"), "-o", file(activation)}).exitCode, 0);
        }
        QVERIFY(run({"verdict", file("tanh"), file("relu")}).output.startsWith("Finding 1: "));
        const Outcome alone = run({"verdict", file("tanh")});
        QCOMPARE(alone.exitCode, 1);
        QVERIFY(alone.errors.contains("ask none of the four findings"));
    }

    // --- continue ---

    void continuedEqualsARunMadeSo() {
        writeFile(file("short.json"), tinySpec(20));
        writeFile(file("long.json"), tinySpec(45));
        QCOMPARE(run({"run", file("short.json"), "-o", file("short.infoplane")}).exitCode, 0);
        QCOMPARE(
            run({"run", file("long.json"), "-o", file("long.infoplane"), "--csv", file("long")}).exitCode, 0);
        const Outcome outcome = run({"continue", file("short.infoplane"), "--epochs", "45", "-o",
                                     file("on.infoplane"), "--csv", file("on")});
        QCOMPARE(outcome.errors, QString());
        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(readFile(file("on/measurements.csv")).size() > 1000);
        QCOMPARE(readFile(file("on/measurements.csv")), readFile(file("long/measurements.csv")));
        QCOMPARE(readFile(file("on/epochs.csv")), readFile(file("long/epochs.csv")));
        const Outcome closer =
            run({"continue", file("short.infoplane"), "--every-epoch", "5..9", "-o", file("c.infoplane")});
        QCOMPARE(closer.exitCode, 0);
        QCOMPARE(
            run({"continue", file("short.infoplane"), "--every-epoch", "9..5", "-o", file("c.infoplane")})
                .exitCode,
            2);
        const Outcome beyond =
            run({"continue", file("short.infoplane"), "--every-epoch", "21..30", "-o", file("c.infoplane")});
        QCOMPARE(beyond.exitCode, 2);
        QVERIFY2(beyond.errors.contains("beyond the last epoch, 20"), qPrintable(beyond.errors));
        QCOMPARE(
            run({"continue", file("long.infoplane"), "--epochs", "20", "-o", file("c.infoplane")}).exitCode,
            1);
    }

    // --- minimal-model ---

    void theMinimalModelIsPrintedAsATable() {
        const Outcome outcome = run({"minimal-model", "--count", "4", "--largest", "2"});
        QCOMPARE(outcome.exitCode, 0);
        const QStringList lines = outcome.output.trimmed().split('\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], QStringLiteral("w,I_XT_bit"));
        QVERIFY(lines[2].startsWith("1,4.8") || lines[2].startsWith("1,4.9"));
        const Outcome wrong = run({"minimal-model", "--activation", "tan"});
        QCOMPARE(wrong.exitCode, 2);
        QVERIFY(wrong.errors.contains("tanh, relu"));
    }

    void theMinimalModelIsDrawn() {
        QCOMPARE(run({"minimal-model", "-o", file("unit.svg"), "--weight", "2"}).exitCode, 0);
        QVERIFY(readFile(file("unit.svg")).contains("One unit, tanh."));
        for (const char* name : {"unit.pdf", "unit.png"}) {
            QCOMPARE(run({"minimal-model", "-o", file(name), "--activation", "relu"}).exitCode, 0);
            QVERIFY(readFile(file(name)).size() > 1000);
        }
        QCOMPARE(run({"minimal-model", "-o", file("unit.gif")}).exitCode, 2);
        QCOMPARE(run({"minimal-model", "-o", file("no/unit.svg")}).exitCode, 1);
    }

  private:
    QString file(const QString& name) const { return m_folder->filePath(name); }
    QString runStudy(int seeds) const {
        writeFile(file("study.json"), tinyStudy(seeds));
        if (run({"run", file("study.json"), "-o", file("study.infoplane")}).exitCode != 0)
            qFatal("the study was not run");
        return file("study.infoplane");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestStudyCommands)
#include "tst_study_commands.moc"
