#include "error.h"
#include "error_text.h"
#include "information/array_file.h"

#include <QtTest>

#include <cmath>

using namespace infoplane;

/// What stands after NAME= on the command line.
class TestArrayFile : public QObject {
    Q_OBJECT
  private slots:
    void columnsOfATable_data();
    void columnsOfATable();
    void oneColumnIsAVector();
    void tableWithoutNamesBeginsWithItsFirstRow();
    void notANumberAndInfinityAreRead();
    void npyKeepsItsType();
    void whatCannotBeReadIsSaid_data();
    void whatCannotBeReadIsSaid();
    void tooLargeIsRefusedBeforeReading();

  private:
    std::string write(const QString& name, const QByteArray& text);
    QTemporaryDir m_folder;
};

namespace {

const QByteArray table = "t1,t2,t3,label\n0.5,1,-2,0\n1.5,3e2, 4,1\n";

std::vector<double> numbers(const NumericArray& array) {
    return std::get<std::vector<double>>(array.values);
}

} // namespace

std::string TestArrayFile::write(const QString& name, const QByteArray& text) {
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(path));
    return path.toStdString();
}

void TestArrayFile::columnsOfATable_data() {
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("all") << "" << QList<double>{0.5, 1, -2, 0, 1.5, 300, 4, 1};
    QTest::newRow("names") << ":t3,t1" << QList<double>{-2, 0.5, 4, 1.5};
    QTest::newRow("numbers") << ":2,4" << QList<double>{1, 0, 300, 1};
    QTest::newRow("range of names") << ":t1..t3" << QList<double>{0.5, 1, -2, 1.5, 300, 4};
    QTest::newRow("range of numbers") << ":2..3" << QList<double>{1, -2, 300, 4};
    QTest::newRow("range and name") << ":t1..t2,label" << QList<double>{0.5, 1, 0, 1.5, 300, 1};
}

void TestArrayFile::columnsOfATable() {
    QFETCH(QString, columns);
    QFETCH(QList<double>, expected);
    const NumericArray array = readArray(write("table.csv", table) + columns.toStdString());
    QCOMPARE(array.shape, (std::vector<std::size_t>{2, static_cast<std::size_t>(expected.size()) / 2}));
    QCOMPARE(numbers(array), std::vector<double>(expected.begin(), expected.end()));
}

void TestArrayFile::oneColumnIsAVector() {
    const NumericArray array = readArray(write("table.CSV", table) + ":label");
    QCOMPARE(array.shape, std::vector<std::size_t>{2});
    QCOMPARE(numbers(array), (std::vector<double>{0, 1}));
}

void TestArrayFile::tableWithoutNamesBeginsWithItsFirstRow() {
    const NumericArray array = readArray(write("plain.csv", "1.5,2\n3,4\n5,6") + ":2");
    QCOMPARE(numbers(array), (std::vector<double>{2, 4, 6}));
}

void TestArrayFile::notANumberAndInfinityAreRead() {
    const auto values = numbers(readArray(write("odd.csv", "t\nnan\n-inf\nInfinity\n")));
    QVERIFY(std::isnan(values[0]) && values[1] == -INFINITY && values[2] == INFINITY);
}

void TestArrayFile::npyKeepsItsType() {
    const std::string folder = INFOPLANE_TEST_DATA "/reference/data/";
    const NumericArray single = readArray(folder + "bin_floor_d1__T.npy");
    QVERIFY(std::holds_alternative<std::vector<float>>(single.values));
    const NumericArray whole = readArray(folder + "bin_floor_d1__y.npy");
    QVERIFY(std::holds_alternative<std::vector<std::int64_t>>(whole.values));
}

void TestArrayFile::whatCannotBeReadIsSaid_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("said");
    QTest::newRow("other kind") << "t.txt" << QByteArray("1\n") << ""
                                << "only files that end in .npy or .csv";
    QTest::newRow("no such column") << "t.csv" << table << ":labels"
                                    << "Did you mean label? It has 4 columns";
    QTest::newRow("no such number") << "t.csv" << table << ":5"
                                    << "no column \"5\"";
    QTest::newRow("counted from 0") << "t.csv" << table << ":0"
                                    << "no column \"0\"";
    QTest::newRow("nothing chosen") << "t.csv" << table << ":t1,,"
                                    << "no column \"\"";
    QTest::newRow("range backwards") << "t.csv" << table << ":t3..t1"
                                     << "ends before it begins";
    QTest::newRow("same name twice") << "t.csv" << QByteArray("a,a\n1,2\n") << ":a"
                                     << "several columns named \"a\"";
    QTest::newRow("word") << "t.csv" << QByteArray("a,b\n1,2\n3,x\n") << ""
                          << "line 3, column \"b\": \"x\" is not a number";
    QTest::newRow("empty field") << "t.csv" << QByteArray("a,b\n1,\n") << ""
                                 << "Fill it in";
    QTest::newRow("short row") << "t.csv" << QByteArray("a,b\n1,2\n3\n") << ""
                               << "line 3 has 1 field, but the first line has 2";
    QTest::newRow("empty file") << "t.csv" << QByteArray() << ""
                                << "is empty";
    QTest::newRow("names only") << "t.csv" << QByteArray("a,b\n") << ""
                                << "no row below";
    QTest::newRow("names or data") << "t.csv" << QByteArray("0,1,2\n5,6,7\n") << ""
                                   << "may be the columns' names";
    QTest::newRow("no .npy") << "t.npy" << QByteArray("1,2\n") << ""
                             << "is not a .npy file";
}

void TestArrayFile::whatCannotBeReadIsSaid() {
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, columns);
    QFETCH(QString, said);
    const std::string source = write(name, text) + columns.toStdString();
    const QString sentence = errorText([&] { readArray(source); });
    QVERIFY2(sentence.contains(said), qPrintable(sentence));
    QVERIFY2(sentence.contains(name), qPrintable(sentence));
}

void TestArrayFile::tooLargeIsRefusedBeforeReading() {
    const std::string path = write("table.csv", table);
    const QString sentence = errorText([&] { readArray(path, 20); });
    QVERIFY2(sentence.contains("more than the 20 that are read"), qPrintable(sentence));
    QVERIFY(errorText([&] { readArray(m_folder.filePath("none.csv").toStdString()); }).contains("none.csv"));
    QVERIFY(errorText([&] { readArray(m_folder.path().toStdString() + "/no.csv:a"); }).contains("no.csv"));
}

QTEST_APPLESS_MAIN(TestArrayFile)
#include "tst_array_file.moc"
