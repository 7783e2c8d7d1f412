#include "data/csv_reader.h"
#include "engine/error_text.h"

#include <QtTest>

using namespace infoplane;

using Records = std::vector<std::vector<std::string>>;
Q_DECLARE_METATYPE(Records)

class TestCsvReader : public QObject {
    Q_OBJECT
  private slots:
    void recordsAreSplitAsInRfc4180_data();
    void recordsAreSplitAsInRfc4180();
    void linesAreCountedThroughQuotes();
    void brokenQuotesAreNamedByLine();
};

void TestCsvReader::recordsAreSplitAsInRfc4180_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Records>("records");
    const Records plain = {{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}};
    // Section 2 of RFC 4180, rules 1, 2, 5, 6 and 7.
    QTest::newRow("CRLF") << QByteArray("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n") << plain;
    QTest::newRow("last line without end") << QByteArray("aaa,bbb,ccc\r\nzzz,yyy,xxx") << plain;
    QTest::newRow("LF") << QByteArray("aaa,bbb,ccc\nzzz,yyy,xxx\n") << plain;
    QTest::newRow("quoted") << QByteArray("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx\r\n") << plain;
    QTest::newRow("line break in quotes") << QByteArray("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx\r\n")
                                          << Records{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}};
    QTest::newRow("doubled quote") << QByteArray("\"aaa\",\"b\"\"bb\",\"ccc\"")
                                   << Records{{"aaa", "b\"bb", "ccc"}};
    QTest::newRow("comma in quotes") << QByteArray("\"1,5\",b\n") << Records{{"1,5", "b"}};
    QTest::newRow("spaces belong to the field") << QByteArray(" a , b\n") << Records{{" a ", " b"}};
    QTest::newRow("empty fields") << QByteArray(",,\n\"\",\n") << Records{{"", "", ""}, {"", ""}};
    QTest::newRow("empty lines") << QByteArray("\n\r\na\n\n\nb\n\n") << Records{{"a"}, {"b"}};
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "a,b\n")
                                     << Records{{"a", "b"}};
    QTest::newRow("lone carriage return stays") << QByteArray("a\rb,c\r") << Records{{"a\rb", "c\r"}};
    QTest::newRow("quote inside a field") << QByteArray("5\" disk,x") << Records{{"5\" disk", "x"}};
    QTest::newRow("nothing") << QByteArray() << Records{};
}

void TestCsvReader::recordsAreSplitAsInRfc4180() {
    QFETCH(QByteArray, text);
    QFETCH(Records, records);
    CsvReader reader(text.toStdString(), "t.csv");
    Records read;
    std::vector<std::string> fields;
    while (reader.next(fields)) {
        read.push_back(fields);
    }
    QCOMPARE(read, records);
}

void TestCsvReader::linesAreCountedThroughQuotes() {
    CsvReader reader("a\n\n\"b\nc\"\nd\n", "t.csv");
    std::vector<std::string> fields;
    std::vector<int> lines;
    while (reader.next(fields)) {
        lines.push_back(reader.line());
    }
    QCOMPARE(lines, (std::vector<int>{1, 3, 5}));
}

void TestCsvReader::brokenQuotesAreNamedByLine() {
    const auto readAll = [](const std::string& text) {
        return errorText([&text] {
            CsvReader reader(text, "t.csv");
            std::vector<std::string> fields;
            while (reader.next(fields)) {
            }
        });
    };
    VERIFY_NAMES(readAll("a,b\n1,\"2\n3,4\n"), "t.csv opens a quotation mark in line 2");
    VERIFY_NAMES(readAll("a,b\n1,\"2\"3\n"), "line 2");
    VERIFY_NAMES(readAll("\""), "line 1");
}

QTEST_APPLESS_MAIN(TestCsvReader)
#include "tst_csv_reader.moc"
