#include "error.h"
#include "training/measurement_schedule.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace infoplane;

class TestMeasurementSchedule : public QObject {
    Q_OBJECT
  private slots:
    void paperMeasures212EpochsOfTenThousand();
    void everyEpochIsMeasured();
    void everyKthEndsWithTheLast();
    void logSpacedEpochsGrowByAFactor();
    void anyScheduleAscendsFromZeroToTheLast_data();
    void anyScheduleAscendsFromZeroToTheLast();
    void impossibleSchedulesAreRefused();
};

void TestMeasurementSchedule::paperMeasures212EpochsOfTenThousand() {
    const std::vector<int> epochs = measuredEpochs({}, 10000);
    QCOMPARE(epochs.size(), std::size_t{212});
    const std::vector<int> around = {18, 19, 20, 25, 30};
    QVERIFY(std::search(epochs.begin(), epochs.end(), around.begin(), around.end()) != epochs.end());
    const std::vector<int> hundred = {90, 95, 100, 120};
    QVERIFY(std::search(epochs.begin(), epochs.end(), hundred.begin(), hundred.end()) != epochs.end());
    const std::vector<int> thousands = {1960, 1980, 2000, 2100, 2200};
    QVERIFY(std::search(epochs.begin(), epochs.end(), thousands.begin(), thousands.end()) != epochs.end());
}

void TestMeasurementSchedule::everyEpochIsMeasured() {
    std::vector<int> expected(31);
    std::iota(expected.begin(), expected.end(), 0);
    QCOMPARE(measuredEpochs({ScheduleKind::Every}, 30), expected);
}

void TestMeasurementSchedule::everyKthEndsWithTheLast() {
    const MeasurementSchedule schedule{ScheduleKind::EveryKth, 7};
    QCOMPARE(measuredEpochs(schedule, 21), (std::vector<int>{0, 7, 14, 21}));
    QCOMPARE(measuredEpochs(schedule, 23), (std::vector<int>{0, 7, 14, 21, 23}));
}

void TestMeasurementSchedule::logSpacedEpochsGrowByAFactor() {
    const MeasurementSchedule schedule{ScheduleKind::LogSpaced, 10, 5};
    QCOMPARE(measuredEpochs(schedule, 10000), (std::vector<int>{0, 1, 10, 100, 1000, 10000}));
    const MeasurementSchedule dense{ScheduleKind::LogSpaced, 10, 200};
    const std::size_t count = measuredEpochs(dense, 10000).size();
    QVERIFY2(count > 150 && count <= 201, qPrintable(QString::number(count))); // early ones coincide
}

void TestMeasurementSchedule::anyScheduleAscendsFromZeroToTheLast_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("epochs");
    for (const ScheduleKind kind :
         {ScheduleKind::Paper, ScheduleKind::Every, ScheduleKind::EveryKth, ScheduleKind::LogSpaced})
        for (const int epochs : {0, 1, 2, 19, 20, 21, 99, 1999, 2050, 12345})
            QTest::addRow("kind %d, %d epochs", static_cast<int>(kind), epochs)
                << static_cast<int>(kind) << epochs;
}

void TestMeasurementSchedule::anyScheduleAscendsFromZeroToTheLast() {
    QFETCH(int, kind);
    QFETCH(int, epochs);
    const std::vector<int> measured = measuredEpochs({static_cast<ScheduleKind>(kind)}, epochs);
    QCOMPARE(measured.front(), 0);
    QCOMPARE(measured.back(), epochs);
    QVERIFY(std::adjacent_find(measured.begin(), measured.end(), std::greater_equal<>()) == measured.end());
}

void TestMeasurementSchedule::impossibleSchedulesAreRefused() {
    QVERIFY_EXCEPTION_THROWN(measuredEpochs({}, -1), Error);
    QVERIFY_EXCEPTION_THROWN(measuredEpochs({ScheduleKind::EveryKth, 0}, 10), Error);
    QVERIFY_EXCEPTION_THROWN(measuredEpochs({ScheduleKind::LogSpaced, 1, 0}, 10), Error);
}

QTEST_APPLESS_MAIN(TestMeasurementSchedule)
#include "tst_measurement_schedule.moc"
