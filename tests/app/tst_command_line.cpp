#include "app/program.h"
#include "session/presets.h"

#include <QJsonDocument>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;

/// Arguments, help and exit codes of the program; no command that trains.
class TestCommandLine : public QObject {
    Q_OBJECT
  private slots:
    void helpGivesAnExampleAndSucceeds_data();
    void helpGivesAnExampleAndSucceeds();
    void versionNamesProgramAndEngine();
    void wrongUsageIsExitCodeTwoWithASentence_data();
    void wrongUsageIsExitCodeTwoWithASentence();
    void presetsAreListedOneALineIdFirst();
    void presetPrintsItsCompleteSpec();
    void windowWithoutADisplayIsRefusedWithAWayOut();
    void aDisplayThatDoesNotAnswerIsNamed();
};

void TestCommandLine::helpGivesAnExampleAndSucceeds_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("example");
    QTest::newRow("program") << QStringList{"--help"} << "infoplane --preset szt-tanh --play";
    QTest::newRow("run") << QStringList{"run", "--help"}
                         << "infoplane run szt-tanh.json -o szt-tanh.infoplane";
    QTest::newRow("preset") << QStringList{"preset", "--help"} << "infoplane preset szt-relu";
    QTest::newRow("figure") << QStringList{"figure", "--help"} << "infoplane figure szt-tanh.infoplane -o";
    QTest::newRow("info") << QStringList{"info", "--help"} << "infoplane info szt-tanh.infoplane";
    QTest::newRow("continue") << QStringList{"continue", "--help"}
                              << "infoplane continue szt-tanh.infoplane --epochs";
    QTest::newRow("verdict") << QStringList{"verdict", "--help"} << "infoplane verdict figure-1ab.infoplane";
    QTest::newRow("minimal-model") << QStringList{"minimal-model", "--help"}
                                   << "infoplane minimal-model > tanh.csv";
    QTest::newRow("verify") << QStringList{"verify", "--help"} << "infoplane verify szt-tanh.infoplane";
}

void TestCommandLine::helpGivesAnExampleAndSucceeds() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, example);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(outcome.output.contains(example), qPrintable(outcome.output));
    QCOMPARE(outcome.errors, QString());
}

void TestCommandLine::versionNamesProgramAndEngine() {
    const Outcome outcome = run({"--version"});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY2(QRegularExpression("^Infoplane \\d+\\.\\d+\\.\\d+, engine (x86-64-v[234]|generic)\n$")
                 .match(outcome.output)
                 .hasMatch(),
             qPrintable(outcome.output));
}

void TestCommandLine::wrongUsageIsExitCodeTwoWithASentence_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("said");
    QTest::newRow("unknown option") << QStringList{"--colour"} << "--colour";
    QTest::newRow("neither file nor command") << QStringList{"presets"} << "neither a file nor a command";
    QTest::newRow("two commands") << QStringList{"info", "a.infoplane", "verify"} << "verify";
    QTest::newRow("run without spec") << QStringList{"run"} << "SPEC is required";
    QTest::newRow("run without output") << QStringList{"run", "spec.json"} << "--output is required";
    QTest::newRow("negative seed") << QStringList{"run", "s.json", "-o", "a.infoplane", "--seed", "-1"}
                                   << "-1";
    QTest::newRow("no threads") << QStringList{"run", "s.json", "-o", "a.infoplane", "--threads", "0"} << "0";
    QTest::newRow("absurdly many threads")
        << QStringList{"continue", "a.infoplane", "-o", "b.infoplane", "--threads", "100000"} << "1024";
    for (const char* kept : {"every:0", "every:x", "every:-1", "every:1000001", "every:", "some"})
        QTest::addRow("weights kept: %s", kept)
            << QStringList{"run", "s.json", "-o", "a.infoplane", "--keep-weights", kept}
            << "all, none or every:K";
    QTest::newRow("preset id for a file") << QStringList{"run", "szt-tanh", "-o", "a.infoplane"}
                                          << "infoplane preset szt-tanh | infoplane run -";
    QTest::newRow("preset without name") << QStringList{"preset"} << "NAME or --list";
    QTest::newRow("unknown preset") << QStringList{"preset", "szt-than"} << "szt-than";
    QTest::newRow("unknown preset for the window") << QStringList{"--preset", "szt-than"} << "szt-than";
    QTest::newRow("unknown theme") << QStringList{"--theme", "pink"} << "pink";
    QTest::newRow("figure without output") << QStringList{"figure", "a.infoplane"} << "--output is required";
    QTest::newRow("figure of an unknown kind")
        << QStringList{"figure", "a.infoplane", "-o", "a.gif"} << ".pdf, .svg or .png";
}

void TestCommandLine::wrongUsageIsExitCodeTwoWithASentence() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.output, QString());
    QVERIFY2(outcome.errors.startsWith("infoplane: ") && outcome.errors.contains(said),
             qPrintable(outcome.errors));
}

void TestCommandLine::presetsAreListedOneALineIdFirst() {
    const Outcome outcome = run({"preset", "--list"});
    QCOMPARE(outcome.exitCode, 0);
    QStringList ids;
    for (const QString& line : outcome.output.trimmed().split('\n'))
        ids += line.section(' ', 0, 0);
    QStringList expected;
    for (const Preset& preset : presets())
        expected += preset.id;
    QCOMPARE(ids, expected);
    QVERIFY(ids.contains("szt-tanh") && ids.contains("szt-relu"));
}

void TestCommandLine::presetPrintsItsCompleteSpec() {
    for (const Preset& preset : presets()) {
        const Outcome outcome = run({"preset", preset.id});
        QCOMPARE(outcome.exitCode, 0);
        const QJsonObject printed = QJsonDocument::fromJson(outcome.output.toUtf8()).object();
        QCOMPARE(printed, preset.study.isPlain() ? toJson(preset.spec) : toJson(preset.study));
    }
}

void TestCommandLine::windowWithoutADisplayIsRefusedWithAWayOut() {
    const Outcome outcome = run({"--preset", "szt-tanh"});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("no display") && outcome.errors.contains("infoplane run"),
             qPrintable(outcome.errors));
}

void TestCommandLine::aDisplayThatDoesNotAnswerIsNamed() {
    QProcess process;
    prepare(process, {"--preset", "szt-tanh"});
    QProcessEnvironment environment = process.processEnvironment();
    environment.insert("DISPLAY", ":4711");
    process.setProcessEnvironment(environment);
    process.start();
    const Outcome outcome = finish(process);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains(":4711 does not answer"), qPrintable(outcome.errors));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
