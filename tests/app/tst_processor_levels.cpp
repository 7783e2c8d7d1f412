#include "app/program.h"
#include "session/archive.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

using namespace infoplane;
using namespace infoplane::test;

/// The engine of each processor level says the same of a run, but for rounding.
class TestProcessorLevels : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void levelAgreesWithTheBase_data();
    void levelAgreesWithTheBase();

  private:
    QString level(const QString& masked) const;
    Session train(const QString& masked) const;

    QTemporaryDir m_folder;
    QString m_base = QStringLiteral("-AVX2,-AVX512F"); ///< features hidden from the loader
};

namespace {

/// The real program, while the loader takes the processor for one without some features.
Outcome runMasked(const QString& masked, const QStringList& arguments) {
    QProcess process;
    prepare(process, arguments);
    QProcessEnvironment environment = process.processEnvironment();
    environment.insert(QStringLiteral("GLIBC_TUNABLES"), QStringLiteral("glibc.cpu.hwcaps=") + masked);
    process.setProcessEnvironment(environment);
    process.start();
    process.closeWriteChannel();
    return finish(process);
}

double difference(double a, double b) {
    return std::isnan(a) && std::isnan(b) ? 0 : std::abs(a - b);
}

} // namespace

QString TestProcessorLevels::level(const QString& masked) const {
    return runMasked(masked, {QStringLiteral("--version")}).output.trimmed().section(QLatin1Char(' '), -1);
}

/// A hundred epochs of the network of the paper. Kernel density, not binning or neighbours: where samples are
/// counted, a rounding that carries one over an edge moves the count by a whole sample.
Session TestProcessorLevels::train(const QString& masked) const {
    const QString spec = m_folder.filePath(QStringLiteral("spec.json"));
    const QString archive = m_folder.filePath(QStringLiteral("run.infoplane"));
    writeFile(spec, R"({"format": 1, "title": "Levels",
        "training": {"epochs": 100}, "estimator": {"id": "kde_pairwise"}})");
    const Outcome ran = runMasked(masked, {"run", spec, "-o", archive});
    if (ran.exitCode != 0)
        qFatal("%s", qPrintable(ran.errors));
    return readArchive(archive);
}

void TestProcessorLevels::initTestCase() {
    QVERIFY(m_folder.isValid());
    if (level(m_base) != QStringLiteral("x86-64-v2"))
        QSKIP("Without x86-64, or where the loader cannot be told to use the base level, there is nothing to "
              "compare with.");
}

void TestProcessorLevels::levelAgreesWithTheBase_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("masked");
    QTest::newRow("x86-64-v3") << "x86-64-v3"
                               << "-AVX512F";
    QTest::newRow("x86-64-v4") << "x86-64-v4"
                               << "";
}

void TestProcessorLevels::levelAgreesWithTheBase() {
    QFETCH(QString, name);
    QFETCH(QString, masked);
    const QString library = QDir(QCoreApplication::applicationDirPath())
                                .filePath("../lib/glibc-hwcaps/" + name + "/libinfoplane_engine.so");
    if (!QFile::exists(library))
        QSKIP(qPrintable("The engine is not built for " + name + "."));
    if (level(masked) != name)
        QSKIP(qPrintable("This processor has no " + name + "."));
    const Session base = train(m_base);
    const Session other = train(masked);
    QCOMPARE(base.engineLevel, QStringLiteral("x86-64-v2"));
    QCOMPARE(other.engineLevel, name);
    const SeedRun& expected = base.runs.front();
    const SeedRun& actual = other.runs.front();
    QCOMPARE(actual.snapshots.size(), expected.snapshots.size());
    QCOMPARE(actual.measurements.size(), expected.measurements.size());
    QCOMPARE(expected.measurements.back().epoch, 100);
    double loss = 0;
    double bits = 0;
    for (std::size_t i = 0; i < expected.snapshots.size(); ++i) {
        const auto relative = [](double a, double b) { return difference(a, b) / std::abs(b); };
        loss = std::max({loss, relative(actual.snapshots[i].trainLoss, expected.snapshots[i].trainLoss),
                         relative(actual.snapshots[i].testLoss, expected.snapshots[i].testLoss)});
        const auto& layers = expected.measurements[i].values;
        for (std::size_t layer = 0; layer < layers.size(); ++layer)
            for (std::size_t q = 0; q < layers[layer].size(); ++q)
                bits = std::max(bits, difference(actual.measurements[i].values[layer][q], layers[layer][q]));
    }
    qInfo("loss differs by %.1e, information by %.1e bit", loss, bits);
    QVERIFY(loss < 1e-5);
    QVERIFY(bits < 1e-4);
}

QTEST_GUILESS_MAIN(TestProcessorLevels)
#include "tst_processor_levels.moc"
