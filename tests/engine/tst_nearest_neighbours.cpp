#include "error.h"
#include "information/estimator.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace infoplane;

namespace {

NumericArray array(std::vector<double> values, std::size_t columns = 1) {
    return {{values.size() / columns, columns}, std::move(values)};
}

/// Correlated normal pairs.
NamedArrays normalPairs(std::size_t samples, double correlation, double scale = 1) {
    std::mt19937 random(11);
    std::normal_distribution<double> normal;
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = 0; i < samples; ++i) {
        const double common = normal(random);
        x.push_back(scale * common);
        y.push_back(scale *
                    (correlation * common + std::sqrt(1 - correlation * correlation) * normal(random)));
    }
    return {{"x", array(x)}, {"y", array(y)}};
}

std::vector<double> estimate(const EstimatorSettings& settings, const NamedArrays& arrays) {
    return makeEstimator(settings)->estimateArrays(arrays, {}).values;
}

} // namespace

class TestNearestNeighbours : public QObject {
    Q_OBJECT
  private slots:
    void comesNearTheTruthOfNormalVariables();
    void scaleMakesNoDifference();
    void orderOfSamplesMakesNoDifference();
    void tiesAreRefusedAndNoiseBreaksThem();
    void normalizingUndoesTheScaleOfOneVariable();
    void tooFewSamplesAreRefused();
    void notFiniteIsRefused();
    void mixedFormAllowsRepeatedValues();
    void numbersOfClassesMatterOnlyWhereAsked();
    void classesFarApartTellAll();
};

void TestNearestNeighbours::comesNearTheTruthOfNormalVariables() {
    const double truth = -std::log2(1 - 0.81) / 2;
    const auto values = estimate({"ksg", {}}, normalPairs(2000, 0.9));
    QVERIFY2(std::abs(values[0] - truth) < 0.1, qPrintable(QString("%1 %2").arg(values[0]).arg(truth)));
    QVERIFY2(std::abs(values[1] - truth) < 0.1, qPrintable(QString("%1 %2").arg(values[1]).arg(truth)));
    QCOMPARE(values[2], 0.0);
}

void TestNearestNeighbours::scaleMakesNoDifference() {
    // Powers of two scale distances exactly; counts by comparing distances cannot change.
    QCOMPARE(estimate({"ksg", {}}, normalPairs(300, 0.5, 1024)),
             estimate({"ksg", {}}, normalPairs(300, 0.5)));
}

void TestNearestNeighbours::orderOfSamplesMakesNoDifference() {
    const NamedArrays arrays = normalPairs(200, 0.5);
    NamedArrays reversed = arrays;
    for (auto& [name, one] : reversed)
        std::ranges::reverse(std::get<std::vector<double>>(one.values));
    const auto before = estimate({"ksg", {}}, arrays);
    const auto after = estimate({"ksg", {}}, reversed);
    for (std::size_t i = 0; i < before.size(); ++i)
        QVERIFY(std::abs(before[i] - after[i]) < 1e-12);
}

void TestNearestNeighbours::tiesAreRefusedAndNoiseBreaksThem() {
    NamedArrays arrays = normalPairs(400, 0.9);
    for (auto& [name, one] : arrays)
        for (double& value : std::get<std::vector<double>>(one.values))
            value = std::round(value);
    QVERIFY_EXCEPTION_THROWN(estimate({"ksg", {}}, arrays), Error);
    const EstimatorSettings noisy{"ksg", {{"noise", 0.2}}};
    QCOMPARE(estimate(noisy, arrays), estimate(noisy, arrays));
    const EstimatorSettings other{"ksg", {{"noise", 0.2}, {"noise_seed", 1.0}}};
    QVERIFY(estimate(other, arrays) != estimate(noisy, arrays));
}

void TestNearestNeighbours::normalizingUndoesTheScaleOfOneVariable() {
    const NamedArrays arrays = normalPairs(300, 0.5);
    NamedArrays stretched = arrays;
    for (double& value : std::get<std::vector<double>>(stretched["x"].values))
        value *= 1024;
    const EstimatorSettings normalized{"ksg", {{"normalise", 1.0}}};
    QVERIFY(std::abs(estimate(normalized, arrays)[0] - estimate(normalized, stretched)[0]) < 1e-9);
    QVERIFY(std::abs(estimate({"ksg", {}}, arrays)[0] - estimate({"ksg", {}}, stretched)[0]) > 1e-3);
}

void TestNearestNeighbours::tooFewSamplesAreRefused() {
    QVERIFY_EXCEPTION_THROWN(estimate({"ksg", {}}, normalPairs(5, 0.5)), Error);
    QCOMPARE(estimate({"ksg", {}}, normalPairs(6, 0.5)).size(), 3U);
    const NamedArrays one = {{"t", array({1})}, {"y", array({0})}};
    QVERIFY_EXCEPTION_THROWN(estimate({"mixed_knn", {}}, one), Error);
}

void TestNearestNeighbours::notFiniteIsRefused() {
    NamedArrays arrays = normalPairs(50, 0.5);
    std::get<std::vector<double>>(arrays["y"].values)[31] = std::numeric_limits<double>::quiet_NaN();
    try {
        estimate({"ksg", {}}, arrays);
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY2(QString(error.what()).contains("y at row 31"), error.what());
    }
}

void TestNearestNeighbours::mixedFormAllowsRepeatedValues() {
    // Everything repeats: the mixed form becomes the plug-in, near 1 bit of 1, where t is the class.
    std::vector<double> t;
    std::vector<double> y;
    for (int i = 0; i < 400; ++i) {
        t.push_back(i % 2);
        y.push_back(i % 2);
    }
    const auto values = estimate({"mixed_knn", {}}, {{"t", array(t)}, {"y", array(y)}});
    // log N - psi(N/2), exactly, as all counts are N/2: 1 bit and about 1/N nats.
    QVERIFY(std::abs(values[0] - 1 - 1 / (400 * std::log(2.0))) < 1e-5);
    QVERIFY(std::abs(values[3] - 1) < 1e-12);
}

void TestNearestNeighbours::numbersOfClassesMatterOnlyWhereAsked() {
    std::mt19937 random(2);
    std::normal_distribution<double> normal;
    std::vector<double> t;
    std::vector<double> near;
    std::vector<double> far;
    for (int i = 0; i < 300; ++i) {
        const int label = i % 3;
        t.push_back(3 * normal(random) + label);
        near.push_back(label);
        far.push_back(label == 0 ? 50 : label == 1 ? -7 : 1000);
    }
    const EstimatorSettings apart{"mixed_knn", {{"label_distance", "infinite"}}};
    const NamedArrays one = {{"t", array(t)}, {"y", array(near)}};
    const NamedArrays other = {{"t", array(t)}, {"y", array(far)}};
    QCOMPARE(estimate(apart, one), estimate(apart, other));
    QVERIFY(estimate({"mixed_knn", {}}, one)[0] != estimate({"mixed_knn", {}}, other)[0]);
    QCOMPARE(estimate({"mixed_knn", {}}, one)[2], estimate({"mixed_knn", {}}, other)[2]); // Ross
}

void TestNearestNeighbours::classesFarApartTellAll() {
    std::mt19937 random(2);
    std::normal_distribution<double> normal;
    std::vector<double> t;
    std::vector<double> y;
    for (int i = 0; i < 1000; ++i) {
        t.push_back(normal(random) + 1000 * (i % 4));
        t.push_back(normal(random));
        y.push_back(i % 4);
    }
    const EstimatorSettings apart{"mixed_knn", {{"label_distance", "infinite"}}};
    const auto values = estimate(apart, {{"t", array(t, 2)}, {"y", array(y)}});
    QVERIFY(std::abs(values[0] - 2) < 0.01);
    QVERIFY(std::abs(values[1] - 2) < 0.01);
}

QTEST_APPLESS_MAIN(TestNearestNeighbours)
#include "tst_nearest_neighbours.moc"
