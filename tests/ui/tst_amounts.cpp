#include "document/amounts.h"
#include "session/cost_estimate.h"

#include <QtTest>

using namespace infoplane;

class TestAmounts : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void durations_data();
    void durations();
    void sizes_data();
    void sizes();
    void costNamesTimeMemoryAndFile();
};

void TestAmounts::durations_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("fraction") << 0.42 << "0.4 s";
    QTest::newRow("just below ten") << 9.96 << "10 s";
    QTest::newRow("seconds") << 42.0 << "42 s";
    QTest::newRow("minutes") << 300.0 << "5 min";
    QTest::newRow("hours") << 9000.0 << "2.5 h";
    QTest::newRow("many hours") << 72000.0 << "20 h";
}

void TestAmounts::durations() {
    QFETCH(double, seconds);
    QTEST(durationText(seconds), "text");
}

void TestAmounts::sizes_data() {
    QTest::addColumn<double>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("kilobytes") << 304e3 << "304 kB";
    QTest::newRow("megabytes") << 2.24e6 << "2.2 MB";
    QTest::newRow("many megabytes") << 697e6 << "697 MB";
    QTest::newRow("gigabytes") << 1.44e9 << "1.4 GB";
}

void TestAmounts::sizes() {
    QFETCH(double, bytes);
    QTEST(bytesText(bytes), "text");
}

void TestAmounts::costNamesTimeMemoryAndFile() {
    CostEstimate cost{.seconds = 12, .memoryBytes = 40e6, .archiveBytes = 300e3};
    QCOMPARE(costText(cost), QStringLiteral("about 12 s of training · 40 MB of memory · a file of 300 kB"));
    cost.temporaryBytes = 2e9;
    QVERIFY(costText(cost).contains(QStringLiteral("40 MB of memory, 2.0 GB in a temporary file")));
}

QTEST_GUILESS_MAIN(TestAmounts)
#include "tst_amounts.moc"
