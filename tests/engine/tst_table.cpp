#include "data/sources.h"
#include "engine/error_text.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <matio.h>

#include <numeric>

using namespace infoplane;

class TestTable : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void csvRowsBecomeSamples();
    void labelColumnIsChosenByName();
    void numbersSortBySizeAndWordsByLetters();
    void wrongCsvIsExplained_data();
    void wrongCsvIsExplained();
    void someLabelsWithFractionsAreClasses();
    void sztSurvivesMatlabFiles_data();
    void sztSurvivesMatlabFiles();
    void wrongMatlabFilesAreExplained_data();
    void wrongMatlabFilesAreExplained();
    void truncatedMatlabFilesAreErrors();
    void endingPicksTheFormat();

  private:
    std::filesystem::path write(const QString& name, const QByteArray& bytes) const;
    QString csvError(const QByteArray& text, const std::string& labelColumn = {}) const {
        const auto file = write("t.csv", text);
        return errorText([&] { readTable({.file = file, .labelColumn = labelColumn}); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

struct Variable {
    const char* name;
    matio_classes type;
    matio_types stored;
    std::vector<std::size_t> dims;
    void* data;
};

void writeMat(const std::filesystem::path& path, std::vector<Variable> variables,
              mat_ft version = MAT_FT_MAT5, matio_compression compression = MAT_COMPRESSION_NONE) {
    mat_t* file = Mat_CreateVer(path.c_str(), nullptr, version);
    QVERIFY(file);
    for (Variable& variable : variables) {
        matvar_t* made =
            Mat_VarCreate(variable.name, variable.type, variable.stored,
                          static_cast<int>(variable.dims.size()), variable.dims.data(), variable.data, 0);
        QVERIFY(made);
        QCOMPARE(Mat_VarWrite(file, made, compression), 0);
        Mat_VarFree(made);
    }
    Mat_Close(file);
}

Variable doubles(const char* name, std::vector<double>& values, std::size_t rows, std::size_t columns) {
    return {name, MAT_C_DOUBLE, MAT_T_DOUBLE, {rows, columns}, values.data()};
}

} // namespace

void TestTable::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

std::filesystem::path TestTable::write(const QString& name, const QByteArray& bytes) const {
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write the test's file");
    }
    return file.fileName().toStdString();
}

void TestTable::csvRowsBecomeSamples() {
    const auto file = write("flowers.csv", "\xEF\xBB\xBF"
                                           "petal,\"sepal, cm\",kind\r\n"
                                           "1.5, 2 ,rose\r\n-3e-2,+.25,\"lily, white\"\r\n0,7,rose");
    const Dataset data = readTable({.file = file});
    QCOMPARE(QString::fromStdString(data.name), QStringLiteral("flowers"));
    QVERIFY(data.task == Task::Classification);
    QVERIFY(!data.ownTrainCount);
    Eigen::MatrixXf expected(3, 2);
    expected << 1.5F, 2, -0.03F, 0.25F, 0, 7;
    QVERIFY(data.inputs == expected);
    QCOMPARE(data.classNames, (std::vector<std::string>{"lily, white", "rose"}));
    QCOMPARE(data.labels, (std::vector<std::int32_t>{1, 0, 1}));
}

void TestTable::labelColumnIsChosenByName() {
    const auto file = write("t.csv", "a,y,b\n1,0,2\n3,1,4\n");
    const Dataset data = readTable({.file = file, .labelColumn = "y"});
    Eigen::MatrixXf expected(2, 2);
    expected << 1, 2, 3, 4;
    QVERIFY(data.inputs == expected);
    QCOMPARE(data.labels, (std::vector<std::int32_t>{0, 1}));
}

void TestTable::numbersSortBySizeAndWordsByLetters() {
    const Dataset numbers = readTable({.file = write("n.csv", "a,y\n1,10\n2,9\n3,-1\n4,9.0\n")});
    QCOMPARE(numbers.classNames, (std::vector<std::string>{"-1", "9", "10"}));
    QCOMPARE(numbers.labels, (std::vector<std::int32_t>{2, 1, 0, 1}));
    const Dataset mixed = readTable({.file = write("m.csv", "a,y\n1,b\n2,a\n3,7\n")});
    QCOMPARE(mixed.classNames, (std::vector<std::string>{"7", "a", "b"}));
}

void TestTable::wrongCsvIsExplained_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("labelColumn");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const QByteArray& text, const char* words,
                        const char* labelColumn = "") {
        QTest::newRow(name) << text << QString(labelColumn) << QString(words);
    };
    row("empty", "", "t.csv is empty");
    row("header only", "a,y\n", "fewer than two rows");
    row("one row", "a,y\n1,2\n", "fewer than two rows");
    row("semicolons", "a;b;y\n1;2;0\n", "another sign than a comma");
    row("one column", "y\n1\n2\n", "one column only");
    row("no header", "0.5,1.5,0\n0.1,0.2,1\n", "begins with a row of numbers");
    row("row numbers", ",a,y\n0,1,1\n1,2,0\n", "column 1 has no name");
    row("short row", "a,b,y\n1,2,0\n1,2\n", "line 3 has 2 fields, the header has 3");
    row("long row", "a,b,y\n1,2,0\n1,2,3,4\n", "line 3 has 4 fields, the header has 3");
    row("word", "a,b,y\n1,2,0\n1,x,1\n", "line 3, column \"b\": \"x\" is not a number");
    row("decimal comma", "a,b,y\n1,\"2,5\",0\n1,2,1\n",
        "line 2, column \"b\": \"2,5\" is not a number. Use a "
        "point");
    row("empty cell", "a,b,y\n1,2,0\n,3,1\n", "line 3, column \"a\": the value is missing");
    row("NaN", "a,b,y\n1,2,0\nNaN,3,1\n", "line 3, column \"a\": the value is missing");
    row("infinity", "a,b,y\n1,2,0\n-inf,3,1\n", "line 3, column \"a\": the value is missing");
    row("too large", "a,b,y\n1,2,0\n1e39,3,1\n", "line 3, column \"a\": the value 1e39 is too large");
    row("hexadecimal", "a,b,y\n1,2,0\n0x1F,3,1\n", "line 3, column \"a\": \"0x1F\" is not a number");
    row("label missing", "a,b,y\n1,2,0\n1,3,\n", "line 3, column \"y\": the label is missing");
    row("label NaN", "a,b,y\n1,2,0\n1,3,nan\n", "line 3, column \"y\": the label is missing");
    row("one class", "a,y\n1,0\n2,0\n", "are the same");
    row("unknown label column", "a,b\n1,0\n2,1\n", "no column \"kind\" for the labels; its columns are a, b.",
        "kind");
    row("label column twice", "y,y\n1,0\n2,1\n", "several columns named \"y\"", "y");
    row("open quote", "a,y\n1,\"0\n2,1\n", "line 2");
    QByteArray prices = "a,price\n";
    QByteArray identities = "a,id\n";
    for (int i = 0; i < 1500; ++i) {
        const QByteArray number = QByteArray::number(i);
        prices += number + "," + number + ".5\n";
        identities += number + "," + number + "\n";
    }
    row("measured labels", prices, "look like measurements");
    row("identities", identities, "1500 different values");
}

void TestTable::wrongCsvIsExplained() {
    QFETCH(QByteArray, text);
    QFETCH(QString, labelColumn);
    QFETCH(QString, words);
    const QString error = csvError(text, labelColumn.toStdString());
    VERIFY_NAMES(error, words);
    VERIFY_NAMES(error, "t.csv");
}

void TestTable::someLabelsWithFractionsAreClasses() {
    const Dataset data = readTable({.file = write("t.csv", "a,y\n1,0.5\n2,1\n3,0.50\n")});
    QCOMPARE(data.classNames, (std::vector<std::string>{"0.5", "1"}));
}

void TestTable::sztSurvivesMatlabFiles_data() {
    QTest::addColumn<int>("version");
    QTest::addColumn<int>("compression");
    QTest::addColumn<bool>("doubles");
    QTest::newRow("version 5") << int(MAT_FT_MAT5) << int(MAT_COMPRESSION_NONE) << true;
    QTest::newRow("version 7, compressed") << int(MAT_FT_MAT5) << int(MAT_COMPRESSION_ZLIB) << true;
    QTest::newRow("bytes") << int(MAT_FT_MAT5) << int(MAT_COMPRESSION_ZLIB) << false;
    QTest::newRow("version 7.3") << int(MAT_FT_MAT73) << int(MAT_COMPRESSION_NONE) << true;
}

// F: 4096 x 12, y: 1 x 4096, the layout in which the SZT data were published.
void TestTable::sztSurvivesMatlabFiles() {
    QFETCH(int, version);
    QFETCH(int, compression);
    QFETCH(bool, doubles);
    const Dataset szt = makeSzt();
    const auto file = write("var_u.mat", {});
    std::vector<double> inputs(static_cast<std::size_t>(szt.inputs.size()));
    Eigen::Map<Eigen::MatrixXd>(inputs.data(), 4096, 12) = szt.inputs.cast<double>();
    std::vector<double> labels(szt.labels.begin(), szt.labels.end());
    std::vector<std::uint8_t> inputBytes(inputs.begin(), inputs.end());
    std::vector<std::uint8_t> labelBytes(labels.begin(), labels.end());
    const auto variable = [doubles](const char* name, std::vector<double>& large,
                                    std::vector<std::uint8_t>& small, std::size_t rows, std::size_t columns) {
        return doubles ? ::doubles(name, large, rows, columns)
                       : Variable{name, MAT_C_UINT8, MAT_T_UINT8, {rows, columns}, small.data()};
    };
    writeMat(file, {variable("F", inputs, inputBytes, 4096, 12), variable("y", labels, labelBytes, 1, 4096)},
             static_cast<mat_ft>(version), static_cast<matio_compression>(compression));
    const Dataset read = readTable({.file = file});
    QCOMPARE(QString::fromStdString(read.name), QStringLiteral("var_u"));
    QVERIFY(read.inputs == szt.inputs);
    QCOMPARE(read.labels, szt.labels);
    QCOMPARE(read.classNames, szt.classNames);
}

void TestTable::wrongMatlabFilesAreExplained_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("words");
    QTest::newRow("no F") << "no F"
                          << "variable F, the inputs, is missing";
    QTest::newRow("no y") << "no y"
                          << "variable y, the labels, is missing";
    QTest::newRow("transposed") << "transposed"
                                << "F looks transposed";
    QTest::newRow("too few labels") << "too few labels"
                                    << "y, the labels, is 1 x 3, but F is 4 x 2";
    QTest::newRow("NaN") << "NaN"
                         << "NaN, an infinity or too large a number in row 3, column 2";
    QTest::newRow("text") << "text"
                          << "is not a full matrix of real numbers";
    QTest::newRow("three dimensions") << "three dimensions"
                                      << "is not a full matrix of real numbers";
    QTest::newRow("one class") << "one class"
                               << "are the same";
    QTest::newRow("not a MATLAB file") << "not a MATLAB file"
                                       << "is not a MATLAB file";
}

void TestTable::wrongMatlabFilesAreExplained() {
    QFETCH(QString, what);
    QFETCH(QString, words);
    const auto file =
        write("t.mat", "This is a text, longer than the header of a file by MATLAB. It goes on and "
                       "on, and still says nothing of interest to anybody who reads it.");
    std::vector<double> inputs = {1, 2, 3, 4, 5, 6, 7, 8};
    std::vector<double> labels = {0, 1, 0, 1};
    std::vector<double> same = {1, 1, 1, 1};
    char letters[] = "abcdefgh";
    if (what == "NaN") {
        inputs[6] = std::nan("");
    }
    const Variable f = doubles("F", inputs, 4, 2);
    const Variable y = doubles("y", labels, 1, 4);
    if (what == "no F") {
        writeMat(file, {y});
    } else if (what == "no y") {
        writeMat(file, {f});
    } else if (what == "transposed") {
        writeMat(file, {doubles("F", inputs, 2, 4), y});
    } else if (what == "too few labels") {
        writeMat(file, {f, doubles("y", labels, 1, 3)});
    } else if (what == "text") {
        writeMat(file, {{"F", MAT_C_CHAR, MAT_T_UTF8, {4, 2}, letters}, y});
    } else if (what == "three dimensions") {
        writeMat(file, {{"F", MAT_C_DOUBLE, MAT_T_DOUBLE, {2, 2, 2}, inputs.data()}, y});
    } else if (what == "one class") {
        writeMat(file, {f, doubles("y", same, 1, 4)});
    } else if (what == "NaN") {
        writeMat(file, {f, y});
    }
    const QString error = errorText([&file] { readTable({.file = file}); });
    VERIFY_NAMES(error, words);
    VERIFY_NAMES(error, "t.mat");
}

void TestTable::truncatedMatlabFilesAreErrors() {
    std::vector<double> inputs(200);
    std::iota(inputs.begin(), inputs.end(), 0);
    std::vector<double> labels(100, 0);
    labels[7] = 1;
    for (const auto compression : {MAT_COMPRESSION_NONE, MAT_COMPRESSION_ZLIB}) {
        const auto file = write("t.mat", {});
        writeMat(file, {doubles("F", inputs, 100, 2), doubles("y", labels, 1, 100)}, MAT_FT_MAT5,
                 compression);
        QFile whole(QString::fromStdString(file.string()));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        whole.close();
        for (qsizetype length = 0; length < bytes.size(); ++length) {
            write("t.mat", bytes.first(length));
            const QString error = errorText([&file] { readTable({.file = file}); });
            QVERIFY2(error.contains("t.mat"), qPrintable(QString::number(length) + " " + error));
        }
    }
}

void TestTable::endingPicksTheFormat() {
    QCOMPARE(readTable({.file = write("UPPER.CSV", "a,y\n1,0\n2,1\n")}).sampleCount(), 2);
    const auto text = write("t.txt", "a,y\n1,0\n2,1\n");
    VERIFY_NAMES(errorText([&text] { readTable({.file = text}); }), "neither a .csv nor a .mat");
    VERIFY_NAMES(errorText([] { readTable({.file = "/nowhere/t.csv"}); }), "/nowhere/t.csv");
    VERIFY_NAMES(errorText([] { readTable({.file = "/tmp"}); }), "/tmp");
    VERIFY_NAMES(errorText([] { readTable({}); }), "No table");
}

QTEST_APPLESS_MAIN(TestTable)
#include "tst_table.moc"
