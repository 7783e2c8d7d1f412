#include "information/estimator.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace infoplane;

namespace {

Observation observe(const Eigen::MatrixXd& activity, std::span<const std::int32_t> labels = {},
                    int classes = 0) {
    Observation result{
        .activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), activity.rows(), activity.cols())};
    result.labels = labels;
    result.classCount = classes;
    return result;
}

std::vector<double> estimate(const Observation& observation, double variance, double seed = 0) {
    return makeEstimator(
               {"gaussian_mixture_mc", {{"noise_variance", variance}, {"draws", 10000.0}, {"seed", seed}}})
        ->estimate(observation, {});
}

Eigen::MatrixXd tanhLayer(Eigen::Index samples, Eigen::Index width) {
    std::mt19937 random(9);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd activity(samples, width);
    for (double& value : activity.reshaped())
        value = std::tanh(normal(random));
    return activity;
}

} // namespace

class TestGaussianMixture : public QObject {
    Q_OBJECT
  private slots:
    void farSamplesTellAllInOneDimension();
    void monteCarloAgreesWithQuadrature();
    void liesBetweenTheKernelDensityBounds();
    void labelsShareOutTheInformation();
    void seedDecidesTheDraws();
    void manyUnitsStayFinite();
    void equalSamplesTellNothing();
    void tinyNoiseTellsAllOfOneUnit_data();
    void tinyNoiseTellsAllOfOneUnit();
    void captionNamesDrawsThatAreNotTheDefault();
};

void TestGaussianMixture::farSamplesTellAllInOneDimension() {
    const Eigen::MatrixXd activity{{0.0}, {100.0}, {200.0}, {300.0}};
    const std::vector<std::int32_t> labels = {0, 0, 1, 1};
    const auto values = estimate(observe(activity, labels, 2), 0.1);
    QVERIFY(std::abs(values[0] - 2) < 1e-9);
    QVERIFY(std::abs(values[1] - 1) < 1e-9);
    QCOMPARE(values[3], 0.0);
}

void TestGaussianMixture::monteCarloAgreesWithQuadrature() {
    Eigen::MatrixXd activity = tanhLayer(60, 1);
    const std::vector<std::int32_t> labels = [&] {
        std::vector<std::int32_t> result;
        for (Eigen::Index i = 0; i < 60; ++i)
            result.push_back(activity(i, 0) > 0.2 ? 1 : 0);
        return result;
    }();
    const auto exact = estimate(observe(activity, labels, 2), 0.01);
    activity.conservativeResize(60, 2);
    activity.col(1).setConstant(0.7); // a second unit that tells nothing
    const auto drawn = estimate(observe(activity, labels, 2), 0.01);
    QVERIFY(drawn[3] > 0 && drawn[3] < 0.02);
    QVERIFY(std::abs(drawn[0] - exact[0]) < 4 * drawn[3]);
    QVERIFY(std::abs(drawn[1] - exact[1]) < 4 * drawn[4]);
    QVERIFY(std::abs(drawn[2] - drawn[0] - 2 * (exact[2] - exact[0])) < 1e-9); // twice the noise's entropy
}

void TestGaussianMixture::liesBetweenTheKernelDensityBounds() {
    const Eigen::MatrixXd activity = tanhLayer(100, 3);
    for (const double variance : {0.003, 0.03, 0.3}) {
        const auto values = estimate(observe(activity), variance);
        const auto bounds =
            makeEstimator({"kde_pairwise", {{"noise_variance", variance}}})->estimate(observe(activity), {});
        QVERIFY(bounds[2] - 4 * values[3] <= values[0] && values[0] <= bounds[0] + 4 * values[3]);
    }
}

void TestGaussianMixture::labelsShareOutTheInformation() {
    const Eigen::MatrixXd activity = tanhLayer(80, 2);
    std::vector<std::int32_t> each;
    for (std::int32_t i = 0; i < 80; ++i)
        each.push_back(i);
    const std::vector<std::int32_t> none(80, 0);
    const auto all = estimate(observe(activity, each, 80), 0.01);
    QVERIFY(std::abs(all[0] - all[1]) < 1e-9);
    QVERIFY(std::abs(estimate(observe(activity, none, 1), 0.01)[1]) < 1e-12);
}

void TestGaussianMixture::seedDecidesTheDraws() {
    const Eigen::MatrixXd activity = tanhLayer(50, 2);
    QCOMPARE(estimate(observe(activity), 0.01, 3)[0], estimate(observe(activity), 0.01, 3)[0]);
    QVERIFY(estimate(observe(activity), 0.01, 3)[0] != estimate(observe(activity), 0.01, 4)[0]);
}

void TestGaussianMixture::manyUnitsStayFinite() {
    const Eigen::MatrixXd activity = tanhLayer(32, 3000);
    const auto values =
        makeEstimator({"gaussian_mixture_mc", {{"draws", 200.0}}})->estimate(observe(activity), {});
    QVERIFY(std::abs(values[0] - 5) < 1e-9);
}

void TestGaussianMixture::equalSamplesTellNothing() {
    for (const Eigen::Index width : {1, 4}) {
        const Eigen::MatrixXd activity = Eigen::MatrixXd::Constant(30, width, 0.4);
        QVERIFY(std::abs(estimate(observe(activity), 0.1)[0]) < 1e-12);
    }
}

void TestGaussianMixture::tinyNoiseTellsAllOfOneUnit_data() {
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("second");
    QTest::addColumn<double>("variance");
    QTest::newRow("1e-28") << 0.0 << 1.0 << 1e-28;
    QTest::newRow("1e-34, below the rounding of 1") << 0.0 << 1.0 << 1e-34;
    QTest::newRow("1e-100") << 0.0 << 1.0 << 1e-100;
    QTest::newRow("activity of 1e14") << 1e14 << 1e14 + 64 << 0.01;
    QTest::newRow("0 and 1e14") << 0.0 << 1e14 << 0.01;
}

/// Two values out of each other's reach are 1 bit, with nothing lost by rounding.
void TestGaussianMixture::tinyNoiseTellsAllOfOneUnit() {
    QFETCH(double, first);
    QFETCH(double, second);
    QFETCH(double, variance);
    const std::vector<std::int32_t> labels = {0, 1, 0, 1};
    const Eigen::MatrixXd two{{first}, {second}, {first}, {second}};
    const auto values = estimate(observe(two, labels, 2), variance);
    QVERIFY2(std::abs(values[0] - 1) < 1e-12, qPrintable(QString::number(values[0], 'g', 17)));
    QVERIFY(std::abs(values[1] - 1) < 1e-12);
    // Two values in each other's reach, a deviation apart, say as much at any scale.
    const double deviation = std::sqrt(variance);
    const double alone = estimate(observe(Eigen::MatrixXd{{0.0}, {1.0}}), 1)[0];
    const double near = estimate(observe(Eigen::MatrixXd{{0.0}, {deviation}}), variance)[0];
    QVERIFY2(std::abs(near - alone) < 1e-12, qPrintable(QString::number(near - alone)));
}

void TestGaussianMixture::captionNamesDrawsThatAreNotTheDefault() {
    const auto caption = [](double draws) {
        return makeEstimator({"gaussian_mixture_mc", {{"draws", draws}}})->caption();
    };
    QCOMPARE(caption(2000), std::string("Noisy network, noise variance 0.01"));
    QCOMPARE(caption(500), std::string("Noisy network, noise variance 0.01, 500 draws"));
}

QTEST_APPLESS_MAIN(TestGaussianMixture)
#include "tst_gaussian_mixture.moc"
