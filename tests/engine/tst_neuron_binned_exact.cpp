#include "error.h"
#include "information/activation_inverse.h"
#include "information/estimator.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace infoplane;

namespace {

NumericArray array(std::vector<double> values) {
    return {{values.size()}, std::move(values)};
}

std::vector<double> spaced(double low, double high, int count) {
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        values.push_back(low + (high - low) * i / (count - 1));
    return values;
}

ArrayEstimate estimate(const std::string& activation, const std::vector<double>& edges,
                       const std::vector<double>& weights) {
    return makeEstimator({"neuron_binned_exact", {{"nonlinearity", activation}}})
        ->estimateArrays({{"edges", array(edges)}, {"w", array(weights)}}, {});
}

void everyActivation() {
    QTest::addColumn<QString>("id");
    for (const ActivationDescription& activation : activations())
        QTest::newRow(activation.id.c_str()) << QString::fromStdString(activation.id);
}

} // namespace

class TestNeuronBinnedExact : public QObject {
    Q_OBJECT
  private slots:
    void crossingIsWhereTheActivationPassesAValue_data() { everyActivation(); }
    void crossingIsWhereTheActivationPassesAValue();
    void agreesWithCountingSamples_data() { everyActivation(); }
    void agreesWithCountingSamples();
    void risesAndFallsForTanhOnly();
    void weightsArePartOfTheNames();
    void signOfTheWeightMakesNoDifferenceAndZeroTellsNothing();
    void edgesMustAscend();
};

void TestNeuronBinnedExact::crossingIsWhereTheActivationPassesAValue() {
    QFETCH(QString, id);
    const Activation activation = *activationFromId(id.toStdString());
    for (double value = -1.3; value < 1.4; value += 0.05) {
        const ActivationCrossing found = crossing(activation, value);
        for (double z = -20; z < 20; z += 0.0503) {
            const double difference = activationValue(activation, z) - value;
            if (std::abs(difference) < 1e-9)
                continue; // too near to tell
            QVERIFY2((difference < 0) == (z > found.left && z < found.right),
                     qPrintable(QString("f(%1) against %2").arg(z).arg(value)));
        }
    }
}

void TestNeuronBinnedExact::agreesWithCountingSamples() {
    QFETCH(QString, id);
    const Activation activation = *activationFromId(id.toStdString());
    const std::vector<double> edges = spaced(-1, 1.5, 11);
    const double weight = 1.7;
    std::mt19937 random(4);
    std::normal_distribution<double> normal;
    std::map<std::size_t, int> counts;
    const int samples = 200000;
    for (int i = 0; i < samples; ++i) {
        const double h = activationValue(activation, weight * normal(random));
        const auto edge = static_cast<std::size_t>(std::ranges::upper_bound(edges, h) - edges.begin());
        ++counts[std::clamp<std::size_t>(edge, 1, 10)];
    }
    double counted = 0;
    for (const auto& [bin, count] : counts) {
        const double p = static_cast<double>(count) / samples;
        counted -= p * std::log2(p);
    }
    QVERIFY(std::abs(estimate(id.toStdString(), edges, {weight}).values[0] - counted) < 0.01);
}

void TestNeuronBinnedExact::risesAndFallsForTanhOnly() {
    const std::vector<double> weights = {0.1, 1, 3, 30};
    const auto tanh = estimate("tanh", spaced(-1, 1, 31), weights).values;
    QVERIFY(tanh[0] < tanh[1] && tanh[1] > tanh[2] && tanh[2] > tanh[3]);
    const auto relu = estimate("relu", spaced(0, 200, 101), weights).values;
    QVERIFY(relu[0] < relu[1] && relu[1] < relu[2] && relu[2] < relu[3]);
}

void TestNeuronBinnedExact::weightsArePartOfTheNames() {
    const auto result = estimate("tanh", {-1, 0, 1}, {0.001, 20, 1e-7});
    QCOMPARE(result.quantities[0].id, "I_XT_w=0.001");
    QCOMPARE(result.quantities[1].id, "I_XT_w=20");
    QCOMPARE(result.quantities[2].id, "I_XT_w=1e-07");
    for (const double value : result.values)
        QVERIFY(std::abs(value - 1) < 1e-15); // two halves, whatever the weight
}

void TestNeuronBinnedExact::signOfTheWeightMakesNoDifferenceAndZeroTellsNothing() {
    const auto values = estimate("elu", spaced(-1, 2, 20), {-1.5, 1.5, 0}).values;
    QCOMPARE(values[0], values[1]);
    QCOMPARE(values[2], 0.0);
}

void TestNeuronBinnedExact::edgesMustAscend() {
    QVERIFY_EXCEPTION_THROWN(estimate("tanh", {0, -1, 1}, {1}), Error);
    QVERIFY_EXCEPTION_THROWN(estimate("tanh", {0}, {1}), Error);
    QVERIFY_EXCEPTION_THROWN(estimate("tanhh", {0, 1}, {1}), Error);
}

QTEST_APPLESS_MAIN(TestNeuronBinnedExact)
#include "tst_neuron_binned_exact.moc"
