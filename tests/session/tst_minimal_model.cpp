#include "error.h"
#include "session/minimal_model.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace infoplane;

namespace {

double bitsAt(const MinimalModel& model, double weight) {
    return informationByWeight(model, {weight}).front().bits;
}

MinimalPoint peakOf(const MinimalModel& model, double largest) {
    const auto points = informationByWeight(model, evenWeights(largest, 400));
    return *std::ranges::max_element(points, {}, &MinimalPoint::bits);
}

bool isNear(double value, double expected, double tolerance) {
    return std::abs(value - expected) <= tolerance;
}

} // namespace

/// The table of what figure 2 of Saxe et al. 2018 shows, activation by activation.
class TestMinimalModel : public QObject {
    Q_OBJECT

  private slots:
    void tanhRisesToFiveBitsAndFallsToOne() {
        const MinimalModel model = MinimalModel::of(Activation::Tanh);
        QVERIFY(isNear(bitsAt(model, 1e-3), 1, 1e-9)); // an edge lies at 0
        const MinimalPoint peak = peakOf(model, 10);
        QVERIFY(peak.bits > 4.8 && peak.bits < 5);
        QVERIFY(peak.weight > 0.7 && peak.weight < 1.1);
        QVERIFY(bitsAt(model, 10) < 2.5);
        QVERIFY(isNear(bitsAt(model, 1e4), 1, 0.01));
    }

    void twentyNineBinsHaveNoEdgeAtZero() {
        MinimalModel model = MinimalModel::of(Activation::Tanh);
        model.bins = 29;
        QVERIFY(isNear(bitsAt(model, 1e-3), 0, 1e-9));
    }

    void sigmoidIsTanhAtTwiceTheWeight() {
        const MinimalModel tanh = MinimalModel::of(Activation::Tanh);
        const MinimalModel sigmoid = MinimalModel::of(Activation::Sigmoid);
        for (const double weight : {0.2, 0.9, 3.0, 10.0})
            QVERIFY(isNear(bitsAt(sigmoid, 2 * weight), bitsAt(tanh, weight), 1e-9));
    }

    void softsignPeaksLaterAndFallsSlowly() {
        const MinimalPoint peak = peakOf(MinimalModel::of(Activation::Softsign), 10);
        QVERIFY(isNear(peak.bits, 4.5, 0.15));
        QVERIFY(isNear(peak.weight, 1.8, 0.3));
    }

    void withoutEndNothingFalls_data() {
        QTest::addColumn<int>("activation");
        QTest::addColumn<double>("perDoubling");
        QTest::addColumn<double>("atZero");
        QTest::newRow("ReLU") << int(Activation::Relu) << 0.5 << 0.0;
        QTest::newRow("linear") << int(Activation::Linear) << 1.0 << 1.0;
        QTest::newRow("softplus") << int(Activation::Softplus) << 0.5 << 0.0;
    }
    void withoutEndNothingFalls() {
        QFETCH(int, activation);
        QFETCH(double, perDoubling);
        QFETCH(double, atZero);
        const MinimalModel model = MinimalModel::of(static_cast<Activation>(activation));
        QVERIFY(model.range == MinimalModel::Range::Infinite);
        const auto points = informationByWeight(model, evenWeights(20, 100));
        for (std::size_t i = 1; i < points.size(); ++i)
            QVERIFY2(points[i].bits >= points[i - 1].bits - 1e-9,
                     qPrintable(QString::number(points[i].weight)));
        QVERIFY(isNear(bitsAt(model, 2048) - bitsAt(model, 1024), perDoubling, 0.03));
        QVERIFY(isNear(bitsAt(model, 1e-4), atZero, 0.01));
    }

    void aClosedRangeMakesReluFallToo() {
        MinimalModel model = MinimalModel::of(Activation::Relu);
        model.range = MinimalModel::Range::Closed;
        QVERIFY(bitsAt(model, 10) < peakOf(model, 10).bits - 1);
    }

    void impossibleBinsAreErrors() {
        MinimalModel model;
        model.bins = 0;
        QVERIFY_EXCEPTION_THROWN(binEdges(model, 1), Error);
        model = MinimalModel::of(Activation::Linear);
        model.bins = 10'000;
        QVERIFY_EXCEPTION_THROWN(binEdges(model, 1e4), Error);
        QVERIFY(informationByWeight(MinimalModel(), {}).empty());
    }

    void edgesAreEqualAndHoldTheRange() {
        const std::vector<double> edges = binEdges(MinimalModel(), 10);
        QCOMPARE(edges.size(), std::size_t(31));
        QCOMPARE(edges.front(), -1.0);
        QCOMPARE(edges[15], 0.0);
        QCOMPARE(edges.back(), 1.0);
    }
};

QTEST_GUILESS_MAIN(TestMinimalModel)
#include "tst_minimal_model.moc"
