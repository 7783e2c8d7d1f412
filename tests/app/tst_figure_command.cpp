#include "app/program.h"

#include <QImage>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

using namespace infoplane::test;

/// infoplane figure on a session of two seeds; the real program, without a display.
class TestFigureCommand : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void eachFormatIsWrittenAsItsNameEnds();
    void pngHasTheWidthAndResolutionAskedFor();
    void svgHoldsTextAndNoPicture();
    void optionsChangeTheFigure_data();
    void optionsChangeTheFigure();
    void sameSessionGivesTheSameFigure();
    void aSeedThatIsNotThereIsNamed();
    void wrongOptionsAreRefused_data();
    void wrongOptionsAreRefused();
    void anEpochThatWasNotMeasuredIsTold();
    void smallMultiplesStandAlone();
    void methodsOfALinearNetworkAreComparedWithTheExactOne();
    void relevantAndIrrelevantInputsAreDrawn();
    void aFolderThatIsNotThereIsNamed();

  private:
    QString file(const QString& name) const { return m_folder.filePath(name); }
    QByteArray figure(const QString& name, const QStringList& options = {}) const {
        QFile::remove(file(name));
        const Outcome outcome = run(QStringList{"figure", m_session, "-o", file(name)} + options);
        return outcome.exitCode == 0 && outcome.errors.isEmpty() ? readFile(file(name)) : QByteArray();
    }

    QTemporaryDir m_folder;
    QString m_session;
};

void TestFigureCommand::initTestCase() {
    m_session = file("tiny.infoplane");
    QCOMPARE(run({"run", "-", "-o", m_session}, tinySpec()).exitCode, 0);
}

void TestFigureCommand::eachFormatIsWrittenAsItsNameEnds() {
    QVERIFY(figure("a.png").startsWith("\x89PNG"));
    QVERIFY(figure("a.svg").contains("<svg"));
    QVERIFY(figure("a.pdf").startsWith("%PDF-"));
    QVERIFY(figure("A.PDF").startsWith("%PDF-"));
}

void TestFigureCommand::pngHasTheWidthAndResolutionAskedFor() {
    QImage image;
    QVERIFY(image.loadFromData(figure("a.png", {"--width", "85", "--dpi", "254"})));
    QCOMPARE(image.width(), 850);
    QCOMPARE(image.dotsPerMeterX(), 10'000);
}

void TestFigureCommand::svgHoldsTextAndNoPicture() {
    QXmlStreamReader reader(figure("a.svg"));
    QString text;
    int pictures = 0;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters)
            text += reader.text();
        pictures += reader.isStartElement() && reader.name() == QLatin1String("image");
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QCOMPARE(pictures, 0);
    QVERIFY2(text.contains("Tiny"), qPrintable(text));
}

void TestFigureCommand::optionsChangeTheFigure_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("panels") << QStringList{"--panels", "plane"};
    QTest::newRow("more panels") << QStringList{"--panels", "plane,error,input,label"};
    QTest::newRow("width") << QStringList{"--width", "120"};
    QTest::newRow("style") << QStringList{"--style", "dark"};
    QTest::newRow("colours") << QStringList{"--colours", "viridis"};
    QTest::newRow("colors") << QStringList{"--colors", "grey"};
    QTest::newRow("seed") << QStringList{"--seed", "1"};
    QTest::newRow("epoch") << QStringList{"--epoch", "12"};
    QTest::newRow("caption") << QStringList{"--no-caption"};
    QTest::newRow("gradient") << QStringList{"--panels", "snr,mean,sd,weights"};
    QTest::newRow("gradient of samples") << QStringList{"--panels", "snr-samples"};
    QTest::newRow("activity") << QStringList{"--panels", "activity,decision"};
    QTest::newRow("of a layer") << QStringList{"--panels", "activity", "--layer", "1"};
    QTest::newRow("side by side") << QStringList{"--panel", "widths"};
    QTest::newRow("rules") << QStringList{"--panel", "rules"};
    QTest::newRow("with a value for all") << QStringList{"--panel", "widths", "--set", "bin_size=0.1"};
}

void TestFigureCommand::optionsChangeTheFigure() {
    QFETCH(QStringList, options);
    const QByteArray plain = figure("a.svg");
    const QByteArray other = figure("b.svg", options);
    QVERIFY(!plain.isEmpty() && !other.isEmpty());
    QVERIFY(plain != other);
}

void TestFigureCommand::sameSessionGivesTheSameFigure() {
    const QByteArray first = figure("a.png");
    QVERIFY(!first.isEmpty());
    QCOMPARE(figure("b.png"), first);
}

void TestFigureCommand::aSeedThatIsNotThereIsNamed() {
    const Outcome outcome = run({"figure", m_session, "-o", file("a.png"), "--seed", "9"});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("seed 9"), qPrintable(outcome.errors));
}

void TestFigureCommand::wrongOptionsAreRefused_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("panel") << QStringList{"--panels", "plain"};
    QTest::newRow("width") << QStringList{"--width", "3"};
    QTest::newRow("dpi") << QStringList{"--dpi", "100000"};
    QTest::newRow("style") << QStringList{"--style", "pink"};
    QTest::newRow("colours") << QStringList{"--colours", "rainbow"};
    QTest::newRow("epoch") << QStringList{"--epoch", "-1"};
    QTest::newRow("epoch beyond the last") << QStringList{"--epoch", "31"};
    QTest::newRow("layer") << QStringList{"--layer", "99", "--panels", "activity"};
    QTest::newRow("values without a key") << QStringList{"--set", "0.1", "--panels", "widths"};
    QTest::newRow("a key without a value") << QStringList{"--set", "bin_size=", "--panels", "widths"};
    QTest::newRow("a key twice") << QStringList{"--set",      "bin_size=1", "--set",
                                                "bin_size=2", "--panels",   "widths"};
}

void TestFigureCommand::wrongOptionsAreRefused() {
    QFETCH(QStringList, options);
    const Outcome outcome = run(QStringList{"figure", m_session, "-o", file("wrong.png")} + options);
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains(options.front()), qPrintable(outcome.errors));
    QVERIFY(!QFile::exists(file("wrong.png")));
}

void TestFigureCommand::anEpochThatWasNotMeasuredIsTold() {
    const QByteArray measured = figure("a.svg", {"--epoch", "20"}); // without a word
    QVERIFY(!measured.isEmpty());
    const Outcome between = run({"figure", m_session, "-o", file("b.svg"), "--epoch", "22"});
    QCOMPARE(between.exitCode, 0);
    QVERIFY2(between.errors.contains("epoch 22 was not measured; drawn up to epoch 20"),
             qPrintable(between.errors));
    QCOMPARE(readFile(file("b.svg")), measured);
    const Outcome beyond = run({"figure", m_session, "-o", file("c.svg"), "--epoch", "999999"});
    QCOMPARE(beyond.exitCode, 2);
    QVERIFY2(beyond.errors.contains("the last measured epoch, 30"), qPrintable(beyond.errors));
}

void TestFigureCommand::smallMultiplesStandAlone() {
    const Outcome outcome = run({"figure", m_session, "-o", file("a.png"), "--panels", "plane,widths"});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains("alone"), qPrintable(outcome.errors));
    const Outcome unknown =
        run({"figure", m_session, "-o", file("a.png"), "--panel", "widths", "--set", "nonsense=1"});
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.errors.contains("nonsense"), qPrintable(unknown.errors));
}

/// Kernel density, neighbours and binning of a linear network, with what is exact in each.
void TestFigureCommand::methodsOfALinearNetworkAreComparedWithTheExactOne() {
    const QByteArray spec = R"({"format": 1, "title": "Linear", "data": {"source": "teacher", "inputs": 6,
        "trainSamples": 40, "testSamples": 160}, "network": {"hidden": [3, 2], "activation": "linear"},
        "training": {"optimizer": {"name": "sgd", "learningRate": 0.02}, "batchSize": "full", "epochs": 10,
        "loss": "meanSquaredError"}, "measure": {"schedule": "paper", "on": "all"},
        "estimator": {"id": "linear_gaussian", "noise_variance": 0.1}})";
    const QString session = file("linear.infoplane");
    QCOMPARE(run({"run", "-", "-o", session}, spec).exitCode, 0);
    const QString path = file("methods.svg");
    const Outcome outcome = run({"figure", session, "--panel", "methods", "-o", path});
    QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
    const QString svg = QString::fromUtf8(readFile(path));
    for (const char* name :
         {"Binning", "Kernel density", "Nearest neighbours", "Exact (linear)", "dashes: exact"})
        QVERIFY2(svg.contains(QLatin1String(name)), name);
}

/// Of one seed and of the mean; the caption says over what the gradient of so few samples is.
void TestFigureCommand::relevantAndIrrelevantInputsAreDrawn() {
    const QByteArray spec = R"({"format": 1, "title": "Parts", "data": {"source": "relevant-irrelevant",
        "inputs": 6, "relevantInputs": 2, "trainSamples": 40, "testSamples": 40, "snr": 100}, "network":
        {"hidden": [3], "activation": "linear"}, "training": {"optimizer": {"name": "sgd",
        "learningRate": 0.02}, "batchSize": "full", "epochs": 10, "loss": "meanSquaredError"},
        "measure": {"schedule": "paper", "on": "all"},
        "estimator": {"id": "linear_gaussian", "noise_variance": 0.1}, "seeds": {"count": 3}})";
    const QString session = file("parts.infoplane");
    QCOMPARE(run({"run", "-", "-o", session}, spec).exitCode, 0);
    for (const char* seeds : {"one", "all", "mean"}) {
        const Outcome outcome = run({"figure", session, "--panels", "relevant,irrelevant,snr", "--seeds",
                                     seeds, "-o", file("parts.svg")});
        QVERIFY2(outcome.exitCode == 0, qPrintable(outcome.errors));
        QString svg = QString::fromUtf8(readFile(file("parts.svg")));
        QVERIFY(svg.contains(QLatin1String(">irr<")));
        static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
        const QString words = svg.replace(tag, QStringLiteral(" ")).simplified(); // lines broken anywhere
        QVERIFY2(words.contains(QLatin1String("batches of 4")), qPrintable(words));
    }
    const Outcome other = run({"figure", m_session, "--panels", "irrelevant", "-o", file("no.svg")});
    QCOMPARE(other.exitCode, 1);
    QVERIFY2(other.errors.contains("irrelevant"), qPrintable(other.errors));
}

void TestFigureCommand::aFolderThatIsNotThereIsNamed() {
    const Outcome outcome = run({"figure", m_session, "-o", file("no/such/figure.pdf")});
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("no/such/figure.pdf"), qPrintable(outcome.errors));
}

QTEST_GUILESS_MAIN(TestFigureCommand)
#include "tst_figure_command.moc"
