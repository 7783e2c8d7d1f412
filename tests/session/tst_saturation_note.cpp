#include "session/saturation_note.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace infoplane;

namespace {

constexpr double labelBits = 1;
constexpr double inputBits = 12;

/// Ten epochs of layers that all have these values.
std::vector<PlaneMeasurement> epochs(const std::vector<std::vector<double>>& layers) {
    std::vector<PlaneMeasurement> list;
    for (int epoch = 0; epoch < 10; ++epoch)
        list.push_back({epoch, layers});
    return list;
}

std::vector<double> binned(double aboutInput, double aboutLabel, double singletons) {
    return {aboutInput, aboutLabel, labelBits, singletons};
}

} // namespace

class TestSaturationNote : public QObject {
    Q_OBJECT

  private slots:
    void mostLayersAtTheCeilingAreNamed() {
        const auto found = saturationOf(
            {"bin_floor", {}}, epochs({binned(12, 1, 1), binned(11.99, 1, 0.98), binned(7, 0.6, 0.3)}),
            inputBits, labelBits);
        QCOMPARE(found.layers, 3);
        QCOMPARE(found.atInputCeiling, 2);
        QCOMPARE(found.atLabelCeiling, 2);
        QCOMPARE(found.singletons, 1.0);
        QVERIFY(found.note.contains(QLatin1String("2 of 3 layers")));
        QVERIFY(found.note.contains(QStringLiteral("log\u2082 N = 12.00 bit")));
        QVERIFY(found.note.contains(QLatin1String("H(Y) = 1.00 bit")));
        QVERIFY(found.note.contains(QLatin1String("100 % of the cells")));
        QVERIFY(found.note.contains(QLatin1String("Wider bins")));
    }

    void oneLayerAtTheCeilingIsNoWarning() {
        const auto found = saturationOf({"bin_floor", {}},
                                        epochs({binned(12, 0.9, 1), binned(9, 0.8, 0.2), binned(2, 0.7, 0)}),
                                        inputBits, labelBits);
        QCOMPARE(found.atInputCeiling, 1);
        QVERIFY(found.note.isEmpty());
    }

    void aFewEpochsAtTheCeilingAreNoWarning() {
        auto measurements = epochs({binned(8, 0.5, 0)});
        for (std::size_t i = 0; i < 5; ++i)
            measurements[i].values = {binned(12, 1, 1)};
        QVERIFY(saturationOf({"bin_floor", {}}, measurements, inputBits, labelBits).note.isEmpty());
    }

    void everyEstimatorHasItsRemedy_data() {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("width") << "bin_floor"
                               << "Wider bins";
        QTest::newRow("count") << "bin_linspace"
                               << "Fewer bins";
        QTest::newRow("kernel density") << "kde_pairwise"
                                        << "More noise";
        QTest::newRow("neighbours") << "neighbours"
                                    << "baseline";
        QTest::newRow("noisy") << "gaussian_mixture_mc"
                               << "More noise";
    }
    void everyEstimatorHasItsRemedy() {
        QFETCH(QString, estimator);
        QFETCH(QString, remedy);
        const auto& description = describeEstimator(estimator.toStdString());
        std::vector<double> values(description.quantities.size(), 0.0);
        values[static_cast<std::size_t>(description.planeX)] = inputBits;
        values[static_cast<std::size_t>(description.planeY)] = labelBits;
        const auto found = saturationOf({description.id, {}}, epochs({values, values}), inputBits, labelBits);
        QCOMPARE(found.atInputCeiling, 2);
        QCOMPARE(found.atLabelCeiling, 2);
        QVERIFY2(found.note.contains(remedy), qPrintable(found.note));
        QCOMPARE(std::isnan(found.singletons), description.method != "Binning");
    }

    void theExactEstimatorIsNeverSaturated() {
        const auto found = saturationOf({"linear_gaussian", {}}, epochs({{30, 30, 1, 1}}), inputBits,
                                        std::numeric_limits<double>::quiet_NaN());
        QVERIFY(found.note.isEmpty());
    }

    void oneLayerIsSaturatedAtTheCeilingOfItsInputs() {
        const EstimatorDescription& bins = describeEstimator("bin_floor");
        QVERIFY(isSaturated(bins, binned(11.9, 1, 0.99), inputBits));
        QVERIFY(!isSaturated(bins, binned(11.8, 1, 0.99), inputBits));
        QVERIFY(isSaturated(bins, binned(11, 1, 0), 11)); // inputs that repeat
        QVERIFY(!isSaturated(bins, binned(0, 0, 1), 0));
        QVERIFY(!isSaturated(bins, binned(std::nan(""), 1, 1), inputBits));
        QVERIFY(!isSaturated(describeEstimator("linear_gaussian"), std::vector<double>{30, 30, 1, 1}, 12));
    }

    void withoutLabelsOnlyTheInputCounts() {
        const double none = std::numeric_limits<double>::quiet_NaN();
        const auto found = saturationOf({"bin_floor", {}}, epochs({binned(12, none, 1)}), inputBits, none);
        QCOMPARE(found.atInputCeiling, 1);
        QCOMPARE(found.atLabelCeiling, 0);
        QVERIFY(!found.note.contains(QLatin1String("H(Y)")));
    }

    void nothingMeasuredSaysNothing() {
        QVERIFY(saturationOf({"bin_floor", {}}, {}, inputBits, labelBits).note.isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestSaturationNote)
#include "tst_saturation_note.moc"
