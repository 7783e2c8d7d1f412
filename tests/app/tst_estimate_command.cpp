#include "app/program.h"
#include "information/estimator.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace infoplane;
using namespace infoplane::test;

/// infoplane estimate and infoplane estimators: what a person types, sees and is told.
class TestEstimateCommand : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void jsonIsOneLineWithAllQuantities();
    void whatDoesNotApplyIsNull();
    void whyAFigureIsNotGivenIsSaid();
    void peopleReadNamesAndUnits();
    void saturationIsSaidInWords();
    void columnsOfATable();
    void theSameFromEitherOrderOfMemory();
    void numbersWithoutSamplesHaveNoN();
    void wrongUsageIsExitCodeTwo_data();
    void wrongUsageIsExitCodeTwo();
    void arraysThatDoNotFitAreExitCodeOne_data();
    void arraysThatDoNotFitAreExitCodeOne();
    void helpGivesAnExample();

    void listNamesEveryEstimatorWithItsParameters();
    void listIsJsonForPrograms();
    void oneEstimatorAlone();
    void unknownEstimatorIsWrongUsage();

  private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

namespace {

template <typename Number>
QByteArray npy(const char* type, const char* shape, const std::vector<Number>& values, bool fortran = false) {
    QByteArray header =
        QStringLiteral("{'descr': '<%1', 'fortran_order': %2, 'shape': %3, }")
            .arg(QLatin1String(type), fortran ? QStringLiteral("True") : QStringLiteral("False"),
                 QLatin1String(shape))
            .toLatin1();
    header += QByteArray(117 - header.size(), ' ') + '\n';
    QByteArray bytes("\x93NUMPY\x01");
    bytes += '\0';
    bytes += static_cast<char>(header.size());
    bytes += '\0';
    return bytes + header +
           QByteArray(reinterpret_cast<const char*>(values.data()),
                      static_cast<qsizetype>(values.size() * sizeof(Number)));
}

QJsonObject json(const Outcome& outcome) {
    return QJsonDocument::fromJson(outcome.output.toUtf8()).object();
}

} // namespace

/// Four samples of two units, two cells, two classes; and what is wrong with others.
void TestEstimateCommand::initTestCase() {
    writeFile(path("t.npy"), npy<float>("f4", "(4, 2)", {0, 1, 0, 1, 2, 3, 2, 3}));
    writeFile(path("t_fortran.npy"), npy<float>("f4", "(4, 2)", {0, 0, 2, 2, 1, 1, 3, 3}, true));
    writeFile(path("y.npy"), npy<std::int64_t>("i8", "(4,)", {0, 0, 1, 1}));
    writeFile(path("y3.npy"), npy<std::int64_t>("i8", "(3,)", {0, 0, 1}));
    writeFile(path("half.npy"), npy<double>("f8", "(4,)", {0, 0.5, 1, 1}));
    writeFile(path("nan.npy"), npy<double>("f8", "(4, 2)", {0, 1, 0, NAN, NAN, 3, 2, INFINITY}));
    writeFile(path("cube.npy"), npy<double>("f8", "(2, 2, 2)", {0, 1, 0, 1, 2, 3, 2, 3}));
    writeFile(path("empty.npy"), npy<double>("f8", "(0, 2)", {}));
    writeFile(path("absurd.npy"), npy<double>("f8", "(4000000000, 4000000000)", {}));
    writeFile(path("cut.npy"), npy<double>("f8", "(9, 9)", {0, 1}));
    writeFile(path("table.csv"), "a,b,label\n0,1,0\n0,1,0\n2,3,1\n2,3,1\n");
    writeFile(path("spread.csv"), "0.1\n1.1\n2.1\n3.1\n");
}

void TestEstimateCommand::jsonIsOneLineWithAllQuantities() {
    const Outcome outcome = run({"estimate", "bin_floor", "T=" + path("t.npy"), "y=" + path("y.npy"), "--set",
                                 "bin_size=0.5", "--json"});
    QCOMPARE(outcome.errors, QString());
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.output,
             QStringLiteral("{\"estimator\": \"bin_floor\", \"n\": 4, \"bits\": {\"I_XT\": 1, "
                            "\"I_TY\": 1, \"H_Y\": 1}, \"shares\": {\"singletons\": 0}}\n"));
}

void TestEstimateCommand::whatDoesNotApplyIsNull() {
    const QJsonObject bits =
        json(run({"estimate", "kde_pairwise", "T=" + path("t.npy"), "--json"}))["bits"].toObject();
    QVERIFY(bits["I_XT_upper"].isDouble() && bits["I_XT_lower"].isDouble());
    for (const char* ofLabels :
         {"I_TY_kl_minus_kl", "I_TY_bd_minus_bd", "I_TY_bound_lower", "I_TY_bound_upper"})
        QVERIFY2(bits.contains(QLatin1String(ofLabels)) && bits[QLatin1String(ofLabels)].isNull(), ofLabels);
}

/// Ross's form, where samples repeat: null for programs, a sentence for people.
void TestEstimateCommand::whyAFigureIsNotGivenIsSaid() {
    const QStringList command = {"estimate",           "mixed_knn", "t=" + path("t.npy"),
                                 "y=" + path("y.npy"), "--set",     "k=1"};
    const QJsonObject bits = json(run(command + QStringList{"--json"}))["bits"].toObject();
    QVERIFY(bits.contains("I_ross") && bits["I_ross"].isNull() && bits["I_ross_raw"].isDouble());
    const QString said = run(command).output;
    QVERIFY2(said.contains("4 of 4 samples have their k-th neighbour within the class at distance 0"),
             qPrintable(said));
}

void TestEstimateCommand::peopleReadNamesAndUnits() {
    const Outcome outcome = run({"estimate", "bin_floor", "T=" + path("t.npy")});
    QCOMPARE(outcome.exitCode, 0);
    const QStringList lines = outcome.output.trimmed().split('\n');
    QCOMPARE(lines[0], QString("Binning, width 0.07"));
    QCOMPARE(lines[1], QString("4 samples, log₂ N = 2 bit"));
    QCOMPARE(lines[2].simplified(), QString("I(X;T) 1 bit I_XT"));
    QCOMPARE(lines[3].simplified(), QString("I(T;Y) does not apply I_TY"));
    QVERIFY2(lines[5].contains("0 %"), qPrintable(lines[5]));
    QCOMPARE(lines.size(), 6);
}

void TestEstimateCommand::saturationIsSaidInWords() {
    const Outcome outcome = run({"estimate", "bin_floor", "T=" + path("spread.csv")});
    QVERIFY2(outcome.output.contains("little more than log₂ N"), qPrintable(outcome.output));
    // Two inputs, twice each, and each in a cell of its own: 1 bit is all there is.
    const Outcome repeated =
        run({"estimate", "bin_floor", "T=" + path("t.npy"), "X=" + path("table.csv") + ":a"});
    QVERIFY2(repeated.output.contains("little more than H(X)"), qPrintable(repeated.output));
    const Outcome distinct = run({"estimate", "bin_floor", "T=" + path("t.npy")});
    QVERIFY2(!distinct.output.contains("little more than"), qPrintable(distinct.output));
}

void TestEstimateCommand::columnsOfATable() {
    const QString table = path("table.csv");
    const Outcome outcome =
        run({"estimate", "bin_floor", "T=" + table + ":a,b", "y=" + table + ":label", "--json"});
    QCOMPARE(outcome.errors, QString());
    QCOMPARE(json(outcome)["bits"].toObject()["I_TY"].toDouble(), 1.0);
    const Outcome unknown = run({"estimate", "bin_floor", "T=" + table + ":c"});
    QCOMPARE(unknown.exitCode, 1);
    QVERIFY2(unknown.errors.contains("no column \"c\""), qPrintable(unknown.errors));
}

void TestEstimateCommand::theSameFromEitherOrderOfMemory() {
    const auto output = [&](const QString& name) {
        return run({"estimate", "kde_pairwise", "T=" + path(name), "y=" + path("y.npy"), "--json"}).output;
    };
    QCOMPARE(output("t_fortran.npy"), output("t.npy"));
}

void TestEstimateCommand::numbersWithoutSamplesHaveNoN() {
    const QJsonObject printed = json(run({"estimate", "linear_gaussian", "W=" + path("t.npy"), "--json"}));
    QVERIFY(printed["n"].isNull() && printed["bits"].toObject()["I_TX"].isDouble());
}

void TestEstimateCommand::wrongUsageIsExitCodeTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("said");
    const QString t = "T=" + path("t.npy");
    QTest::newRow("nothing") << QStringList{} << "ID is required";
    QTest::newRow("unknown estimator") << QStringList{"bin_flor", t} << "Did you mean bin_floor?";
    QTest::newRow("missing array") << QStringList{"bin_floor"} << "needs the array T, which is missing";
    QTest::newRow("missing label") << QStringList{"mixed_knn", "t=" + path("t.npy")} << "needs the array y";
    QTest::newRow("unknown array") << QStringList{"bin_floor", t, "labels=" + path("y.npy")}
                                   << "takes no array labels";
    QTest::newRow("array nearly known")
        << QStringList{"bin_minmax_epochs", "T_epoch=" + path("t.npy")} << "Did you mean T_epochs?";
    QTest::newRow("either array") << QStringList{"bin_minmax_epochs", t, "T_epochs=" + path("cube.npy")}
                                  << "give one of them";
    QTest::newRow("gap among numbered")
        << QStringList{"linear_gaussian_deep", "W1=" + path("t.npy"), "W3=" + path("t.npy")}
        << "needs the array W2";
    QTest::newRow("array twice") << QStringList{"bin_floor", t, t} << "T is given twice";
    QTest::newRow("array without a file") << QStringList{"bin_floor", "T="} << "NAME=FILE.npy";
    QTest::newRow("file without a name") << QStringList{"bin_floor", path("t.npy")} << "NAME=FILE.npy";
    QTest::newRow("unknown parameter")
        << QStringList{"bin_floor", t, "--set", "binsize=1"} << "Did you mean bin_size?";
    QTest::newRow("parameter out of range")
        << QStringList{"bin_floor", t, "--set", "bin_size=-1"} << "a number from 1e-12 to 1e+12";
    QTest::newRow("parameter twice") << QStringList{"bin_floor",  t,       "--set",
                                                    "bin_size=1", "--set", "bin_size=2"}
                                     << "bin_size is given twice";
    QTest::newRow("parameter without value")
        << QStringList{"bin_floor", t, "--set", "bin_size"} << "--set KEY=VALUE";
    QTest::newRow("parameter with an empty value")
        << QStringList{"bin_floor", t, "--set", "bin_size="} << "--set KEY=VALUE";
    QTest::newRow("values that contradict")
        << QStringList{"bin_linspace", t, "--set", "lo=1", "--set", "hi=-1"} << "lo must be less than hi";
}

void TestEstimateCommand::wrongUsageIsExitCodeTwo() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    const Outcome outcome = run(QStringList("estimate") + arguments);
    QCOMPARE(outcome.output, QString());
    QVERIFY2(outcome.errors.startsWith("infoplane: ") && outcome.errors.contains(said),
             qPrintable(outcome.errors));
    QCOMPARE(outcome.exitCode, 2);
}

void TestEstimateCommand::arraysThatDoNotFitAreExitCodeOne_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("said");
    const QString t = "T=" + path("t.npy");
    QTest::newRow("no such file") << QStringList{"bin_floor", "T=" + path("none.npy")}
                                  << "none.npy: cannot be opened";
    QTest::newRow("other kind of file") << QStringList{"bin_floor", "T=" + path("t.mat")} << ".npy or .csv";
    QTest::newRow("cut") << QStringList{"bin_floor", "T=" + path("cut.npy")} << "cut.npy";
    QTest::newRow("absurd size") << QStringList{"bin_floor", "T=" + path("absurd.npy")}
                                 << "absurd.npy: is larger than";
    QTest::newRow("empty") << QStringList{"bin_floor", "T=" + path("empty.npy")}
                           << "T is empty, its shape is 0 x 2";
    QTest::newRow("three dimensions") << QStringList{"bin_floor", "T=" + path("cube.npy")}
                                      << "T must have one or two dimensions, but its shape is 2 x 2 x 2";
    QTest::newRow("fewer labels") << QStringList{"bin_floor", t, "y=" + path("y3.npy")} << "y has 3 rows";
    QTest::newRow("labels of two columns")
        << QStringList{"bin_floor", t, "y=" + path("t.npy")} << "one label a sample";
    QTest::newRow("labels not whole")
        << QStringList{"bin_floor", t, "y=" + path("half.npy")} << "label 1 (counted from 0) is not one";
    QTest::newRow("not a number") << QStringList{"bin_floor", "T=" + path("nan.npy")}
                                  << "sample 1, unit 1 (counted from 0) is not a number (NaN)";
    QTest::newRow("not a number, kernel")
        << QStringList{"kde_pairwise", "T=" + path("nan.npy")} << "sample 1, unit 1";
    QTest::newRow("not a number, pairs")
        << QStringList{"ksg", "x=" + path("nan.npy"), "y=" + path("y.npy"), "--set", "k=1"}
        << "x at row 1, column 1";
    QTest::newRow("too few samples") << QStringList{"ksg", "x=" + path("y3.npy"), "y=" + path("y3.npy")}
                                     << "of 3 samples each has only 2 neighbours";
}

void TestEstimateCommand::arraysThatDoNotFitAreExitCodeOne() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, said);
    const Outcome outcome = run(QStringList("estimate") + arguments);
    QCOMPARE(outcome.output, QString());
    QVERIFY2(outcome.errors.startsWith("infoplane: ") && outcome.errors.count('\n') == 1,
             qPrintable(outcome.errors));
    QVERIFY2(outcome.errors.contains(said), qPrintable(outcome.errors));
    QCOMPARE(outcome.exitCode, 1);
}

void TestEstimateCommand::helpGivesAnExample() {
    const Outcome estimate = run({"estimate", "--help"});
    QCOMPARE(estimate.exitCode, 0);
    QVERIFY2(estimate.output.contains(
                 "infoplane estimate kde_pairwise T=t.npy y=y.npy --set noise_variance=0.1 --json"),
             qPrintable(estimate.output));
    QVERIFY(run({"estimators", "--help"}).output.contains("infoplane estimators kde_pairwise"));
}

void TestEstimateCommand::listNamesEveryEstimatorWithItsParameters() {
    const Outcome outcome = run({"estimators"});
    QCOMPARE(outcome.exitCode, 0);
    const QStringList lines = outcome.output.split('\n');
    for (const QString& line : lines)
        QVERIFY2(line.size() <= 100, qPrintable(line));
    for (const EstimatorDescription& description : estimators()) {
        const QString id = QString::fromStdString(description.id);
        const auto begin =
            std::ranges::find_if(lines, [&](const QString& line) { return line.startsWith(id + ": "); });
        QVERIFY2(begin != lines.end(), qPrintable(id));
        const QString section = QStringList(begin, std::find(begin, lines.end(), QString())).join('\n');
        for (const ParameterDescription& parameter : description.parameters)
            QVERIFY2(section.contains("\n    " + QString::fromStdString(parameter.id) + ' '),
                     parameter.id.c_str());
        for (const QuantityDescription& quantity : description.quantities)
            QVERIFY2(section.contains("\n    " + QString::fromStdString(quantity.id) + ' '),
                     quantity.id.c_str());
    }
}

void TestEstimateCommand::listIsJsonForPrograms() {
    const QJsonArray list = QJsonDocument::fromJson(run({"estimators", "--json"}).output.toUtf8()).array();
    QCOMPARE(list.size(), static_cast<qsizetype>(estimators().size()));
    const QJsonObject first = list[0].toObject();
    QCOMPARE(first["id"].toString(), QString("bin_floor"));
    QVERIFY(!first["question"].toString().isEmpty() && !first["source"].toString().isEmpty());
    const QJsonObject width = first["parameters"].toArray()[0].toObject();
    QCOMPARE(width["id"].toString(), QString("bin_size"));
    QCOMPARE(width["kind"].toString(), QString("real"));
    QCOMPARE(width["default"].toDouble(), 0.07);
    QCOMPARE(width["lowest"].toDouble(), 1e-12);
    const QJsonObject correction = first["parameters"].toArray()[1].toObject();
    QVERIFY(correction["choices"].toArray().contains("miller_madow"));
    QCOMPARE(first["inputs"].toArray()[0].toObject()["id"].toString(), QString("T"));
    QCOMPARE(first["quantities"].toArray()[0].toObject()["unit"].toString(), QString("bit"));
}

void TestEstimateCommand::oneEstimatorAlone() {
    const Outcome outcome = run({"estimators", "ksg"});
    QCOMPARE(outcome.exitCode, 0);
    QVERIFY(outcome.output.startsWith("ksg: ") && !outcome.output.contains("mixed_knn: "));
    const QJsonArray list =
        QJsonDocument::fromJson(run({"estimators", "ksg", "--json"}).output.toUtf8()).array();
    QCOMPARE(list.size(), 1);
}

void TestEstimateCommand::unknownEstimatorIsWrongUsage() {
    const Outcome outcome = run({"estimators", "kgs"});
    QCOMPARE(outcome.exitCode, 2);
    QVERIFY2(outcome.errors.contains("Did you mean ksg?"), qPrintable(outcome.errors));
}

QTEST_GUILESS_MAIN(TestEstimateCommand)
#include "tst_estimate_command.moc"
