#include "charts/color_scale.h"
#include "charts/epoch_scale.h"
#include "charts/layer_marker.h"
#include "charts/plot_frame.h"

#include <QtTest>

#include <numbers>

using namespace infoplane;

class TestEpochScale : public QObject {
    Q_OBJECT
  private slots:
    void runsFromZeroToOneWithEpochZeroOnIt();
    void positionsAndEpochsAreInverse();
    void labelsRealEpochs_data();
    void labelsRealEpochs();
    void colorsAreTheStopsAndLinearBetween();
    void darkAndLightColorsShareTheirHue();
    void lightnessAlwaysRises_data();
    void lightnessAlwaysRises();
    void layersOfOneNetworkNeverShareAMarker();
    void shapesHaveNearlyTheAreaOfTheCircle();
    void linesAreCutToThePlot();
    void stepsAreOneTwoFive();
};

void TestEpochScale::runsFromZeroToOneWithEpochZeroOnIt() {
    const EpochScale log{10000, false}, linear{10000, true};
    QCOMPARE(log.position(0), 0.0);
    QCOMPARE(log.position(10000), 1.0);
    QCOMPARE(linear.position(2500), 0.25);
    // log(1 + 1) / log(1 + 1000): the first ten epochs take a tenth.
    QVERIFY(std::abs(log.position(10) - std::log(2.0) / std::log(1001.0)) < 1e-12);
}

void TestEpochScale::positionsAndEpochsAreInverse() {
    for (const bool linear : {false, true}) {
        const EpochScale scale{8000, linear};
        for (const int epoch : {0, 1, 7, 100, 4321, 8000})
            QVERIFY(std::abs(scale.epochAt(scale.position(epoch)) - epoch) < 1e-6);
    }
}

void TestEpochScale::labelsRealEpochs_data() {
    QTest::addColumn<int>("last");
    QTest::addColumn<bool>("linear");
    QTest::addColumn<QList<int>>("ticks");
    QTest::newRow("paper") << 10000 << false << QList<int>{0, 10, 100, 1000, 10000};
    QTest::newRow("a power above 0.65 E gives way") << 1200 << false << QList<int>{0, 10, 100, 1200};
    QTest::newRow("a power below stays") << 8000 << false << QList<int>{0, 10, 100, 1000, 8000};
    QTest::newRow("short run") << 5 << false << QList<int>{0, 5};
    QTest::newRow("one epoch") << 1 << false << QList<int>{0, 1};
    QTest::newRow("largest") << 1000000 << false << QList<int>{0, 10, 100, 1000, 10000, 100000, 1000000};
    QTest::newRow("linear") << 10000 << true << QList<int>{0, 2000, 4000, 6000, 8000, 10000};
    QTest::newRow("linear, odd end") << 8300 << true << QList<int>{0, 2000, 4000, 6000, 8300};
    QTest::newRow("linear, short") << 3 << true << QList<int>{0, 1, 2, 3};
}

void TestEpochScale::labelsRealEpochs() {
    QFETCH(int, last);
    QFETCH(bool, linear);
    QFETCH(QList<int>, ticks);
    const std::vector<int> found = EpochScale{last, linear}.ticks();
    QCOMPARE(QList<int>(found.begin(), found.end()), ticks);
}

void TestEpochScale::colorsAreTheStopsAndLinearBetween() {
    const ColorScale light(ColorScale::Map::Dusk, false), dark(ColorScale::Map::Dusk, true);
    QCOMPARE(light.at(0), QColor(0x38, 0x24, 0x88));
    QCOMPARE(light.at(1), QColor(0xC7, 0x81, 0x1D));
    QCOMPARE(dark.at(0), QColor(0x73, 0x68, 0xD2));
    QCOMPARE(dark.at(1), QColor(0xFC, 0xCE, 0x86));
    QCOMPARE(light.at(-3), light.at(0));
    QCOMPARE(light.at(2), light.at(1));
    QCOMPARE(light.at(std::nan("")), light.at(0));
    // Step 21 of 63 is a third of the way, stop 5 1/3: #92439D + (#A04596 - #92439D) / 3.
    QCOMPARE(QColor::fromRgb(light.rgb(21)), QColor(0x97, 0x44, 0x9B));
}

void TestEpochScale::darkAndLightColorsShareTheirHue() {
    const ColorScale light(ColorScale::Map::Dusk, false), dark(ColorScale::Map::Dusk, true);
    for (int step = 0; step < ColorScale::steps; ++step) {
        const double apart =
            std::abs(QColor::fromRgb(light.rgb(step)).hueF() - QColor::fromRgb(dark.rgb(step)).hueF());
        QVERIFY2(std::min(apart, 1 - apart) < 0.06, qPrintable(QString::number(step)));
    }
}

void TestEpochScale::lightnessAlwaysRises_data() {
    QTest::addColumn<int>("map");
    QTest::addColumn<bool>("dark");
    for (const bool dark : {false, true})
        for (const auto map : {ColorScale::Map::Dusk, ColorScale::Map::Viridis, ColorScale::Map::Cividis,
                               ColorScale::Map::Grey})
            QTest::addRow("map %d, %s", static_cast<int>(map), dark ? "dark" : "light")
                << static_cast<int>(map) << dark;
}

void TestEpochScale::lightnessAlwaysRises() {
    QFETCH(int, map);
    QFETCH(bool, dark);
    const ColorScale scale(static_cast<ColorScale::Map>(map), dark);
    const auto luminance = [&](int step) { // WCAG 2
        const auto linear = [](double v) {
            return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        const QColor c = QColor::fromRgb(scale.rgb(step));
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    for (int step = 4; step < ColorScale::steps; ++step)
        QVERIFY2(luminance(step) > luminance(step - 4), qPrintable(QString::number(step)));
    // Both ends stand out from their ground.
    const double ground = dark ? 0.0091 : 1; // #15181E, white
    for (const int end : {0, ColorScale::steps - 1}) {
        const double a = std::max(luminance(end), ground), b = std::min(luminance(end), ground);
        QVERIFY((a + 0.05) / (b + 0.05) > 2);
    }
}

void TestEpochScale::layersOfOneNetworkNeverShareAMarker() {
    QSet<QPair<int, bool>> seen;
    for (int layer = 0; layer < 12; ++layer) {
        const LayerMarker marker = layerMarker(layer, false);
        const QPair<int, bool> key(static_cast<int>(marker.shape), marker.hollow);
        QVERIFY(!seen.contains(key));
        QVERIFY(marker.shape != LayerMarker::Shape::Star);
        seen.insert(key);
    }
    QCOMPARE(layerMarker(3, true).shape, LayerMarker::Shape::Star);
    QVERIFY(!layerMarker(6, false).hollow);
    QVERIFY(layerMarker(7, false).hollow);
}

void TestEpochScale::shapesHaveNearlyTheAreaOfTheCircle() {
    constexpr double radius = 10;
    for (int shape = 0; shape <= static_cast<int>(LayerMarker::Shape::Star); ++shape) {
        const LayerMarker marker{static_cast<LayerMarker::Shape>(shape), false};
        const QPolygonF polygon = marker.path(radius).toFillPolygon();
        double area = 0;
        for (qsizetype i = 0; i + 1 < polygon.size(); ++i)
            area += (polygon[i].x() * polygon[i + 1].y() - polygon[i + 1].x() * polygon[i].y()) / 2;
        const double share = std::abs(area) / (std::numbers::pi * radius * radius);
        // Pointed shapes look larger than they are, so they get somewhat less.
        QVERIFY2(share > 0.7 && share < 1.1,
                 qPrintable(QStringLiteral("shape %1: %2").arg(shape).arg(share)));
    }
}

void TestEpochScale::linesAreCutToThePlot() {
    const PlotFrame frame{QRectF(0, 0, 100, 50), 0, 1, 0, 1};
    QPointF from(-50, 25), to(150, 25);
    QVERIFY(frame.cut(from, to));
    QCOMPARE(from, QPointF(0, 25));
    QCOMPARE(to, QPointF(100, 25));
    from = {20, 20}, to = {30, 30};
    QVERIFY(frame.cut(from, to));
    QCOMPARE(to, QPointF(30, 30));
    from = {-10, -10}, to = {-5, 60};
    QVERIFY(!frame.cut(from, to));
    QCOMPARE(frame.map(0.5, 1), QPointF(50, 0));
    QCOMPARE(frame.valueY(50), 0.0);
}

void TestEpochScale::stepsAreOneTwoFive() {
    QCOMPARE(niceStep(0.11), 0.2);
    QCOMPARE(niceStep(0.2), 0.2);
    QCOMPARE(niceStep(3), 5.0);
    QCOMPARE(niceStep(6), 10.0);
}

QTEST_APPLESS_MAIN(TestEpochScale)
#include "tst_epoch_scale.moc"
