#include "error.h"
#include "information/estimator.h"
#include "support/reference_cases.h"

#include <QtTest>

#include <boost/math/special_functions/digamma.hpp>

#include <cmath>
#include <numbers>
#include <random>

using namespace infoplane;

namespace {

NumericArray array(std::vector<double> values, std::size_t columns = 1) {
    return {{values.size() / columns, columns}, std::move(values)};
}

/// Correlated normal pairs.
NamedArrays normalPairs(std::size_t samples, double correlation, double scale = 1, unsigned seed = 11) {
    std::mt19937 random(seed);
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

NamedArrays everyRowTwice(NamedArrays arrays) {
    for (auto& [name, one] : arrays) {
        auto& values = std::get<std::vector<double>>(one.values);
        const std::vector<double> copy = values;
        values.insert(values.end(), copy.begin(), copy.end());
        one.shape[0] *= 2;
    }
    return arrays;
}

double psi(double n) {
    return boost::math::digamma(n);
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

std::vector<double> estimate(const EstimatorSettings& settings, const NamedArrays& arrays) {
    return makeEstimator(settings)->estimateArrays(arrays, {}).values;
}

} // namespace

class TestNearestNeighbours : public QObject {
    Q_OBJECT
  private slots:
    void meanOverDrawsIsTheTruthOfNormalVariables_data();
    void meanOverDrawsIsTheTruthOfNormalVariables();
    void scaleMakesNoDifference();
    void tiesAreRefusedAndNoiseBreaksThem();
    void normalizingUndoesTheScaleOfOneVariable();
    void tooFewSamplesAreRefused();
    void everyRowTwiceIsNotContinuous();
    void mixedFormOfRepeatedValuesHasAClosedForm();
    void numbersOfClassesMatterOnlyWhereAsked();
    void classesFarApartHaveAClosedForm();
    void rossIsNotGivenWhereValuesRepeat();
    void captionsNameWhatChangesTheFigure();
};

void TestNearestNeighbours::meanOverDrawsIsTheTruthOfNormalVariables_data() {
    QTest::addColumn<double>("correlation");
    QTest::addColumn<int>("samples");
    QTest::addColumn<double>("mostSpread"); // of one draw, in bits
    QTest::newRow("independent") << 0.0 << 300 << 0.055;
    QTest::newRow("0.6") << 0.6 << 400 << 0.085;
    QTest::newRow("0.9") << 0.9 << 800 << 0.07;
}

/// -log2(1 - r^2) / 2, within four standard errors of the mean over 60 draws. One draw of 800 at r = 0.9 has
/// a standard deviation of 0.057 bit (of 400 at 0.6: 0.069, of 300 at 0: 0.044), and cannot have much less:
/// that of the information of a pair, r / ln 2, over the root of 800 is 0.046.
void TestNearestNeighbours::meanOverDrawsIsTheTruthOfNormalVariables() {
    QFETCH(double, correlation);
    QFETCH(int, samples);
    QFETCH(double, mostSpread);
    constexpr int draws = 60;
    const double truth = -std::log2(1 - correlation * correlation) / 2;
    for (const std::size_t form : {0, 1}) {
        double sum = 0;
        double squares = 0;
        for (unsigned seed = 0; seed < draws; ++seed) {
            const auto pairs = normalPairs(static_cast<std::size_t>(samples), correlation, 1, seed);
            const double error = estimate({"ksg", {}}, pairs)[form] - truth;
            sum += error;
            squares += error * error;
        }
        const double mean = sum / draws;
        const double standardError = std::sqrt((squares / draws - mean * mean) / (draws - 1));
        QVERIFY2(std::abs(mean) < 4 * standardError,
                 qPrintable(QString("%1 +- %2").arg(mean).arg(standardError)));
        const double spread = standardError * std::sqrt(draws);
        QVERIFY2(spread < mostSpread, qPrintable(QString::number(spread)));
    }
}

void TestNearestNeighbours::scaleMakesNoDifference() {
    // Powers of two scale distances exactly; counts by comparing distances cannot change.
    QCOMPARE(estimate({"ksg", {}}, normalPairs(300, 0.5, 1024)),
             estimate({"ksg", {}}, normalPairs(300, 0.5)));
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

void TestNearestNeighbours::everyRowTwiceIsNotContinuous() {
    const NamedArrays twice = everyRowTwice(normalPairs(300, 0.5));
    const EstimatorSettings nearest{"ksg", {{"k", 1.0}}};
    QVERIFY_EXCEPTION_THROWN(estimate(nearest, twice), Error); // every sample has a copy at distance 0
}

void TestNearestNeighbours::mixedFormOfRepeatedValuesHasAClosedForm() {
    // All counts are those of the classes, N_c: log N - psi(N_c), near 1 bit of 1.
    std::vector<double> t;
    std::vector<double> y;
    for (int i = 0; i < 400; ++i) {
        t.push_back(i % 2);
        y.push_back(i % 2);
    }
    const auto values = estimate({"mixed_knn", {}}, {{"t", array(t)}, {"y", array(y)}});
    QVERIFY(near(values[0], (std::log(400.0) - psi(200)) / std::numbers::ln2));
    QVERIFY(near(values[3], 1));
    // Every row twice and one neighbour: joint and t alone count the two copies, y its class.
    std::mt19937 random(3);
    std::normal_distribution<double> normal;
    for (double& value : t)
        value = normal(random);
    const EstimatorSettings nearest{"mixed_knn", {{"k", 1.0}}};
    const auto twice = estimate(nearest, everyRowTwice({{"t", array(t)}, {"y", array(y)}}));
    QVERIFY(near(twice[0], (std::log(800.0) - psi(400)) / std::numbers::ln2));
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

/// Four classes of 250, far apart in t: only the class counts. With labels one apart, as numbers, samples at
/// the rim of their class, whose neighbours are more than 1 away, count other classes too: so it is in the
/// code of Gao et al. Labels further apart than any neighbours, or infinitely, do not.
void TestNearestNeighbours::classesFarApartHaveAClosedForm() {
    std::mt19937 random(2);
    std::normal_distribution<double> normal;
    std::vector<double> t;
    std::vector<double> number;
    std::vector<double> spread;
    for (int i = 0; i < 1000; ++i) {
        t.push_back(normal(random) + 1000 * (i % 4));
        t.push_back(normal(random));
        number.push_back(i % 4);
        spread.push_back(100 * (i % 4));
    }
    const NamedArrays oneApart = {{"t", array(t, 2)}, {"y", array(number)}};
    const NamedArrays farApart = {{"t", array(t, 2)}, {"y", array(spread)}};
    const double gao = (std::log(1000.0) - psi(250)) / std::numbers::ln2;
    const double ross = (psi(1000) - psi(250)) / std::numbers::ln2;
    const EstimatorSettings infinitely{"mixed_knn", {{"label_distance", "infinite"}}};
    QVERIFY(near(estimate(infinitely, oneApart)[0], gao));
    QVERIFY(near(estimate({"mixed_knn", {}}, farApart)[0], gao));
    QVERIFY(estimate({"mixed_knn", {}}, oneApart)[0] < gao);
    for (const std::size_t form : {1, 2})
        QVERIFY(near(estimate({"mixed_knn", {}}, oneApart)[form], ross));
}

/// The zeros of ReLU: 290 of 400 samples. The raw figure of Ross's form is far below zero there.
void TestNearestNeighbours::rossIsNotGivenWhereValuesRepeat() {
    NamedArrays arrays;
    const auto files = reference::filesOf(reference::caseWithId("mix_relu_zeros"));
    for (auto file = files.begin(); file != files.end(); ++file)
        arrays[file.key().toStdString()] = readNpy(file.value().toStdString());
    const ArrayEstimate repeated = makeEstimator({"mixed_knn", {}})->estimateArrays(arrays, {});
    QVERIFY(std::isfinite(repeated.values[0]));
    QVERIFY(std::isnan(repeated.values[1]));
    QVERIFY2(repeated.values[2] < -1, qPrintable(QString::number(repeated.values[2])));
    QVERIFY(repeated.values[3] > 0.01);
    QCOMPARE(repeated.remarks.size(), 1U);
    QVERIFY(QString::fromStdString(repeated.remarks[0]).contains("at distance 0"));

    // Six in six hundred that repeat are allowed, and a seventh is not.
    std::mt19937 random(4);
    std::normal_distribution<double> normal;
    std::vector<double> t;
    std::vector<double> y;
    for (int i = 0; i < 600; ++i) {
        t.push_back(i < 6 ? 9 : normal(random));
        y.push_back(i < 300 ? 0 : 1);
    }
    const auto ofThese = [&] {
        return makeEstimator({"mixed_knn", {}})->estimateArrays({{"t", array(t)}, {"y", array(y)}}, {});
    };
    QVERIFY(std::isfinite(ofThese().values[1]) && ofThese().remarks.empty());
    t[6] = 9;
    QVERIFY(std::isnan(ofThese().values[1]) && ofThese().remarks.size() == 1);
}

void TestNearestNeighbours::captionsNameWhatChangesTheFigure() {
    const auto caption = [](const EstimatorSettings& settings) { return makeEstimator(settings)->caption(); };
    QCOMPARE(caption({"ksg", {}}), std::string("Nearest neighbours (KSG), k = 5"));
    QCOMPARE(caption({"ksg", {{"normalise", 1.0}, {"noise", 0.01}}}),
             std::string("Nearest neighbours (KSG), k = 5, normalized, noise of deviation 0.01"));
    QCOMPARE(caption({"mixed_knn", {}}), std::string("Nearest neighbours (mixed), k = 5"));
    QCOMPARE(caption({"mixed_knn", {{"label_distance", "infinite"}}}),
             std::string("Nearest neighbours (mixed), k = 5, classes infinitely far"));
}

QTEST_APPLESS_MAIN(TestNearestNeighbours)
#include "tst_nearest_neighbours.moc"
