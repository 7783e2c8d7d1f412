#include "information/discrete_entropy.h"

#include <QtTest>

#include <boost/math/distributions/binomial.hpp>

#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace infoplane;
using enum EntropyCorrection;

namespace {

constexpr std::array all = {None, MillerMadow, Grassberger, ChaoShen, Shrink};

double entropy(std::vector<std::uint32_t> counts, EntropyCorrection correction) {
    return discreteEntropy(counts, correction);
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

} // namespace

class TestDiscreteEntropy : public QObject {
    Q_OBJECT
  private slots:
    void plugInOfEqualCountsIsTheirLogarithm();
    void millerMadowAddsHalfASymbolASample();
    void orderAndEmptySymbolsMakeNoDifference();
    void nothingHasNoEntropy();
    void chaoShenOfSingletonsIsFinite();
    void shrinkOfEqualCountsIsThePlugIn();
    void correctionsComeNearerToTheTruth();
};

void TestDiscreteEntropy::plugInOfEqualCountsIsTheirLogarithm() {
    QVERIFY(near(entropy({5, 5, 5, 5}, None), 2));
    QVERIFY(near(entropy({2, 1, 1}, None), 1.5));
    QCOMPARE(entropy({9}, None), 0.0);
}

void TestDiscreteEntropy::millerMadowAddsHalfASymbolASample() {
    QVERIFY(near(entropy({2, 1, 1}, MillerMadow), 1.5 + 2 / (2 * 4 * std::log(2.0))));
}

void TestDiscreteEntropy::orderAndEmptySymbolsMakeNoDifference() {
    for (const EntropyCorrection correction : all)
        QCOMPARE(entropy({7, 1, 3, 0, 12, 1}, correction), entropy({1, 12, 3, 7, 1}, correction));
}

void TestDiscreteEntropy::nothingHasNoEntropy() {
    for (const EntropyCorrection correction : all) {
        QCOMPARE(entropy({}, correction), 0.0);
        QCOMPARE(entropy({0, 0}, correction), 0.0);
    }
}

void TestDiscreteEntropy::chaoShenOfSingletonsIsFinite() {
    // Without care the coverage would be 0. f1 -> f1 - 1: C = 1/3, q = 1/9 each.
    const double q = 1.0 / 9;
    const double expected = -3 * q * std::log2(q) / (1 - std::pow(1 - q, 3));
    QVERIFY(near(entropy({1, 1, 1}, ChaoShen), expected));
}

void TestDiscreteEntropy::shrinkOfEqualCountsIsThePlugIn() {
    QVERIFY(near(entropy({6, 6, 6}, Shrink), std::log2(3)));
}

/// 64 equal symbols, 128 samples: the truth is 6 bits. What the plug-in is off on average is known exactly,
/// as each count is binomial; every correction is nearer, beyond four standard errors of both means.
void TestDiscreteEntropy::correctionsComeNearerToTheTruth() {
    constexpr int draws = 100;
    constexpr int samples = 128;
    std::mt19937 random(1);
    std::uniform_int_distribution<std::size_t> symbol(0, 63);
    std::array<double, all.size()> sum{};
    std::array<double, all.size()> squares{};
    for (int draw = 0; draw < draws; ++draw) {
        std::vector<std::uint32_t> counts(64, 0);
        for (int i = 0; i < samples; ++i)
            ++counts[symbol(random)];
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double error = discreteEntropy(counts, all[i]) - 6;
            sum[i] += error;
            squares[i] += error * error;
        }
    }
    const auto bias = [&](std::size_t i) { return sum[i] / draws; };
    const auto standardError = [&](std::size_t i) {
        return std::sqrt((squares[i] / draws - bias(i) * bias(i)) / (draws - 1));
    };
    const boost::math::binomial_distribution<double> count(samples, 1.0 / 64);
    double expected = -6;
    for (int n = 1; n <= samples; ++n)
        expected -=
            64 * boost::math::pdf(count, n) * n / samples * std::log2(static_cast<double>(n) / samples);
    QVERIFY2(std::abs(bias(0) - expected) < 4 * standardError(0),
             qPrintable(QString("%1, expected %2").arg(bias(0)).arg(expected)));
    for (std::size_t i = 1; i < all.size(); ++i)
        QVERIFY2(std::abs(bias(i)) + 4 * standardError(i) < std::abs(bias(0)) - 4 * standardError(0),
                 qPrintable(QString("%1: %2 +- %3").arg(i).arg(bias(i)).arg(standardError(i))));
}

QTEST_APPLESS_MAIN(TestDiscreteEntropy)
#include "tst_discrete_entropy.moc"
