#include "app/program.h"
#include "session/archive.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace infoplane;
using namespace infoplane::test;

/// infoplane run, and what info and verify say of its archives; the real program, without a display.
class TestRunCommand : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void runWritesAnArchiveThatVerifies();
    void twoRunsAreIdentical();
    void threadsDoNotChangeTheResult();
    void specIsReadFromStandardInput();
    void seedOptionTrainsThatSeedAlone();
    void seedCountOptionTrainsSoManySeeds();
    void csvFolderIsMadeAndHoldsTheArchivesTables();
    void asManyWeightsAreKeptAsAskedFor_data();
    void asManyWeightsAreKeptAsAskedFor();
    void infoNamesNetworkSeedsAndLayers();
    void progressIsShownOnATerminalOnly();
    void anExistingArchiveIsReplaced();
    void nothingButAnArchiveIsReplaced();
    void aFailedRunLeavesTheOldArchive();
    void wrongSpecsAreNamedAndNothingIsWritten_data();
    void wrongSpecsAreNamedAndNothingIsWritten();
    void divergenceKeepsWhatWasMeasured();
    void interruptionKeepsWhatWasMeasured_data();
    void interruptionKeepsWhatWasMeasured();
    void brokenArchivesAreRefusedByEveryCommand_data();
    void brokenArchivesAreRefusedByEveryCommand();

  private:
    QString file(const QString& name) const { return m_folder->filePath(name); }
    QString writeSpec(const QByteArray& text) const {
        writeFile(file("spec.json"), text);
        return file("spec.json");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRunCommand::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestRunCommand::runWritesAnArchiveThatVerifies() {
    const Outcome ran = run({"run", writeSpec(tinySpec()), "-o", file("tiny.infoplane")});
    QCOMPARE(ran.errors, QString());
    QCOMPARE(ran.output, QString());
    QCOMPARE(ran.exitCode, 0);
    const Outcome verified = run({"verify", file("tiny.infoplane")});
    QCOMPARE(verified.exitCode, 0);
    QCOMPARE(verified.errors, QString());
    const Session session = readArchive(file("tiny.infoplane"));
    QCOMPARE(session.runs.size(), std::size_t{2});
    QCOMPARE(session.runs[0].snapshots.back().epoch, 30);
}

void TestRunCommand::twoRunsAreIdentical() {
    const QString spec = writeSpec(tinySpec());
    QCOMPARE(run({"run", spec, "-o", file("a.infoplane"), "--csv", file("a")}).exitCode, 0);
    QCOMPARE(run({"run", spec, "-o", file("b.infoplane"), "--csv", file("b")}).exitCode, 0);
    const QByteArray measurements = readFile(file("a/measurements.csv"));
    QVERIFY(measurements.size() > 1000);
    QCOMPARE(readFile(file("b/measurements.csv")), measurements);
    QCOMPARE(readFile(file("b/epochs.csv")), readFile(file("a/epochs.csv")));
}

void TestRunCommand::threadsDoNotChangeTheResult() {
    const QString spec = writeSpec(tinySpec(30, 3));
    QCOMPARE(run({"run", spec, "-o", file("a.infoplane"), "--csv", file("a"), "--threads", "1"}).exitCode, 0);
    QCOMPARE(run({"run", spec, "-o", file("b.infoplane"), "--csv", file("b"), "--threads", "4"}).exitCode, 0);
    QVERIFY(!readFile(file("a/measurements.csv")).isEmpty());
    QCOMPARE(readFile(file("b/measurements.csv")), readFile(file("a/measurements.csv")));
}

void TestRunCommand::specIsReadFromStandardInput() {
    QCOMPARE(run({"run", "-", "-o", file("tiny.infoplane")}, tinySpec()).exitCode, 0);
    QCOMPARE(readArchive(file("tiny.infoplane")).spec.title, QStringLiteral("Tiny"));
}

void TestRunCommand::seedOptionTrainsThatSeedAlone() {
    const QString spec = writeSpec(tinySpec(5));
    QCOMPARE(run({"run", spec, "-o", file("tiny.infoplane"), "--seed", "7"}).exitCode, 0);
    const Session session = readArchive(file("tiny.infoplane"));
    QCOMPARE(session.runs.size(), std::size_t{1});
    QCOMPARE(session.runs.front().seed, 7);
    QCOMPARE(session.spec.seeds, (SeedsSpec{7, 1}));
}

void TestRunCommand::seedCountOptionTrainsSoManySeeds() {
    const QString spec = writeSpec(tinySpec(5, 1));
    QCOMPARE(run({"run", spec, "-o", file("tiny.infoplane"), "--seed", "2", "--seed-count", "3"}).exitCode,
             0);
    QCOMPARE(readArchive(file("tiny.infoplane")).spec.seeds, (SeedsSpec{2, 3}));
}

void TestRunCommand::csvFolderIsMadeAndHoldsTheArchivesTables() {
    QCOMPARE(run({"run", writeSpec(tinySpec(5)), "-o", file("tiny.infoplane"), "--csv", file("new/tables")})
                 .exitCode,
             0);
    const Session session = readArchive(file("tiny.infoplane"));
    QCOMPARE(readFile(file("new/tables/measurements.csv")), measurementsCsv(session));
    QCOMPARE(readFile(file("new/tables/epochs.csv")), epochsCsv(session));
}

void TestRunCommand::asManyWeightsAreKeptAsAskedFor_data() {
    QTest::addColumn<QString>("asked");
    QTest::addColumn<int>("keepEvery");
    QTest::addColumn<QString>("said");
    QTest::newRow("all") << "all" << 1 << QString();
    QTest::newRow("none") << "none" << 0 << "none kept";
    QTest::newRow("every 4th") << "every:4" << 4 << "measured epochs of all seeds";
}

void TestRunCommand::asManyWeightsAreKeptAsAskedFor() {
    QFETCH(QString, asked);
    QFETCH(int, keepEvery);
    QFETCH(QString, said);
    const QString archive = file("few.infoplane");
    const Outcome ran =
        run({"run", writeSpec(tinySpec()), "-o", archive, "--keep-weights", asked, "--csv", file("few")});
    QCOMPARE(ran.errors, QString());
    QCOMPARE(ran.exitCode, 0);
    QCOMPARE(run({"verify", archive}).exitCode, 0);
    const Session session = readArchive(archive);
    QCOMPARE(session.keepEvery, keepEvery);
    const WeightCount count = countWeights(session.runs[0].snapshots);
    QCOMPARE(count.kept, keptEpochs(keepEvery, count.measured));
    QCOMPARE(readFile(file("few/measurements.csv")), measurementsCsv(session));
    const Outcome info = run({"info", archive});
    QCOMPARE(info.exitCode, 0);
    QCOMPARE(info.output.contains("Weights"), keepEvery != 1);
    QVERIFY2(info.output.contains(said), qPrintable(info.output));
    // What was measured is drawn; what needs weights that are not there is refused.
    QCOMPARE(run({"figure", archive, "-o", file("plane.svg")}).exitCode, 0);
    QCOMPARE(run({"figure", archive, "-o", file("activity.svg"), "--panels", "activity"}).exitCode,
             keepEvery == 0 ? 1 : 0);
    QCOMPARE(run({"figure", archive, "-o", file("snr.svg"), "--panels", "snr-samples"}).exitCode,
             keepEvery == 0 ? 1 : 0);
    const Outcome methods = run({"figure", archive, "-o", file("rules.svg"), "--panels", "rules"});
    QCOMPARE(methods.exitCode, keepEvery == 1 ? 0 : 1);
    QCOMPARE(methods.errors.contains("cannot be estimated anew"), keepEvery != 1);
    // Continued, the file keeps as many.
    QCOMPARE(run({"continue", archive, "-o", file("longer.infoplane"), "--epochs", "35"}).exitCode, 0);
    QCOMPARE(readArchive(file("longer.infoplane")).keepEvery, keepEvery);
    QCOMPARE(run({"continue", archive, "-o", file("whole.infoplane"), "--keep-weights", "all"}).exitCode, 0);
    QVERIFY(hasAllWeights(readArchive(file("whole.infoplane")).runs[1]));
}

void TestRunCommand::infoNamesNetworkSeedsAndLayers() {
    QCOMPARE(run({"run", writeSpec(tinySpec()), "-o", file("tiny.infoplane")}).exitCode, 0);
    const Outcome outcome = run({"info", file("tiny.infoplane")});
    QCOMPARE(outcome.exitCode, 0);
    for (const char* text : {"Tiny", "12-4-3-2", "0, 1", "4096 samples, 3277 to train on, 819 to test",
                             "Seed 1, epoch 30", "T1", "T2", "Out", "width 0.07", "compression bit"})
        QVERIFY2(outcome.output.contains(text), qPrintable(text + (": " + outcome.output)));
    // It is not what the readout calls lost.
    QCOMPARE(outcome.output.count("minus I(X;T) at the end, as verdicts have it. \"Lost\" in the window"), 1);
}

void TestRunCommand::progressIsShownOnATerminalOnly() {
    const QStringList arguments = {"run", writeSpec(tinySpec(300, 1)), "-o", file("tiny.infoplane")};
    const Outcome quiet = run(arguments);
    QCOMPARE(quiet.exitCode, 0);
    QCOMPARE(quiet.errors, QString());

    if (!terminalsCanBeMade())
        QSKIP("This machine gives out no terminals (/dev/pts is not there).");
    const QString colour = QStringLiteral("\033[35m");
    const Outcome coloured = runInTerminal(arguments);
    QCOMPARE(coloured.exitCode, 0);
    QVERIFY2(coloured.output.contains(" %") && coloured.output.contains(colour), qPrintable(coloured.output));
    // The line is taken away at the end.
    QVERIFY(coloured.output.endsWith("\r\033[K"));

    const Outcome plain = runInTerminal(arguments, {"NO_COLOR=1"});
    QCOMPARE(plain.exitCode, 0);
    QVERIFY2(plain.output.contains(" %") && !plain.output.contains(colour), qPrintable(plain.output));
}

void TestRunCommand::anExistingArchiveIsReplaced() {
    const QString archive = file("tiny.infoplane");
    QCOMPARE(run({"run", writeSpec(tinySpec(4)), "-o", archive}).exitCode, 0);
    const QByteArray older = readFile(archive);
    QCOMPARE(run({"run", writeSpec(tinySpec(5)), "-o", archive}).exitCode, 0);
    QCOMPARE(run({"verify", archive}).exitCode, 0);
    QVERIFY(readFile(archive) != older);
    // Nothing temporary stays beside it.
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name),
             (QStringList{"spec.json", "tiny.infoplane"}));
}

void TestRunCommand::nothingButAnArchiveIsReplaced() {
    const QString spec = writeSpec(tinySpec(5));
    const QByteArray text = readFile(spec);
    const Outcome outcome = run({"run", spec, "-o", spec});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("no archive"), qPrintable(outcome.errors));
    QCOMPARE(readFile(spec), text);
    writeFile(file("empty"), "");
    QCOMPARE(run({"run", spec, "-o", file("empty")}).exitCode, 0);
}

void TestRunCommand::aFailedRunLeavesTheOldArchive() {
    QCOMPARE(run({"run", writeSpec(tinySpec(4)), "-o", file("tiny.infoplane")}).exitCode, 0);
    const QByteArray older = readFile(file("tiny.infoplane"));
    QCOMPARE(run({"run", writeSpec("{"), "-o", file("tiny.infoplane")}).exitCode, 1);
    QCOMPARE(readFile(file("tiny.infoplane")), older);
}

void TestRunCommand::wrongSpecsAreNamedAndNothingIsWritten_data() {
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QString>("said");
    QTest::newRow("not JSON") << QByteArray("{\"format\": 1,") << "spec.json";
    QTest::newRow("empty file") << QByteArray() << "spec.json";
    QTest::newRow("misspelt key") << tinySpec().replace("learningRate", "learningrate") << "learningRate";
    QTest::newRow("wrong value") << tinySpec().replace("0.01", "-1") << "learningRate";
    QTest::newRow("missing data file")
        << tinySpec().replace("\"source\": \"szt\"", "\"source\": \"csv\", \"path\": \"/no/such/table.csv\"")
        << "/no/such/table.csv";
}

void TestRunCommand::wrongSpecsAreNamedAndNothingIsWritten() {
    QFETCH(QByteArray, spec);
    QFETCH(QString, said);
    const Outcome outcome = run({"run", writeSpec(spec), "-o", file("out.infoplane")});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.startsWith("infoplane: ") && outcome.errors.contains(said),
             qPrintable(outcome.errors));
    QVERIFY(!QFile::exists(file("out.infoplane")));
}

void TestRunCommand::divergenceKeepsWhatWasMeasured() {
    QByteArray spec = tinySpec(100, 1);
    spec.replace("\"adam\", \"learningRate\": 0.01", "\"sgd\", \"learningRate\": 10");
    spec.replace("\"tanh\"", "\"linear\"");
    spec.replace("\"batchSize\": 512", "\"batchSize\": 512, \"weightDecay\": 1");
    const Outcome outcome = run({"run", writeSpec(spec), "-o", file("out.infoplane")});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("epoch"), qPrintable(outcome.errors));
    const Session session = readArchive(file("out.infoplane"));
    QVERIFY(session.runs.front().failure);
    QVERIFY(!session.runs.front().snapshots.empty());
}

void TestRunCommand::interruptionKeepsWhatWasMeasured_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TestRunCommand::interruptionKeepsWhatWasMeasured() {
    QFETCH(int, signal);
    QProcess process;
    // So many epochs that it cannot end by itself.
    prepare(process, {"run", writeSpec(tinySpec(1'000'000, 1)), "-o", file("out.infoplane")});
    process.start();
    QVERIFY(process.waitForStarted());
    // Once the signal is caught (see /proc) the program has begun to train.
    const QString status = QStringLiteral("/proc/%1/status").arg(process.processId());
    const auto catches = [&] {
        const QString text = QString::fromLatin1(readFile(status));
        const auto match = QRegularExpression("SigCgt:\\s*([0-9a-f]+)").match(text);
        return (match.captured(1).toULongLong(nullptr, 16) >> (signal - 1) & 1) != 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(catches(), 60'000);
    QTest::qWait(500);
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
    const Outcome outcome = finish(process);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("interrupted") && outcome.errors.contains("out.infoplane"),
             qPrintable(outcome.errors));
    QCOMPARE(run({"verify", file("out.infoplane")}).exitCode, 0);
    QVERIFY(!readArchive(file("out.infoplane")).runs.front().snapshots.empty());
}

void TestRunCommand::brokenArchivesAreRefusedByEveryCommand_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("damage");
    for (const char* command : {"info", "verify", "figure"})
        for (const char* damage : {"missing", "empty", "text", "truncated", "flipped"})
            QTest::addRow("%s, %s", command, damage) << command << damage;
}

void TestRunCommand::brokenArchivesAreRefusedByEveryCommand() {
    QFETCH(QString, command);
    QFETCH(QString, damage);
    const QString archive = file("broken.infoplane");
    if (damage == "empty") {
        writeFile(archive, {});
    } else if (damage == "text") {
        writeFile(archive, "This is no archive.\n");
    } else if (damage != "missing") {
        QCOMPARE(run({"run", "-", "-o", archive}, tinySpec(5)).exitCode, 0);
        QByteArray bytes = readFile(archive);
        if (damage == "truncated")
            bytes.truncate(bytes.size() / 2);
        else
            bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x10);
        writeFile(archive, bytes);
    }
    QStringList arguments = {command, archive};
    if (command == "figure")
        arguments += {"-o", file("figure.png")};
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.output, QString());
    QVERIFY2(outcome.errors.startsWith("infoplane: "), qPrintable(outcome.errors));
    QVERIFY(!QFile::exists(file("figure.png")));
}

QTEST_GUILESS_MAIN(TestRunCommand)
#include "tst_run_command.moc"
