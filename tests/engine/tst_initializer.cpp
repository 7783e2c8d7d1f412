#include "error.h"
#include "network/initializer.h"

#include <QtTest>

#include <cmath>

using namespace infoplane;

namespace {

const NetworkShape shape{{300, 200, 120}, {Activation::Tanh}, Task::Classification};

Eigen::Map<const Eigen::MatrixXd> weights(const std::vector<double>& parameters, int layer) {
    return {parameters.data() + shape.weightOffset(layer), shape.fanIn(layer), shape.width(layer)};
}

double deviation(const Eigen::Ref<const Eigen::MatrixXd>& values) {
    return std::sqrt((values.array() - values.mean()).square().mean());
}

/// Standard deviation of a standard normal cut at two: sqrt(1 - 4 phi(2) / (Phi(2) - Phi(-2))).
constexpr double cutDeviation = 0.8796256610342398;

/// Weights have mean 0 and this deviation, both within five standard errors of the 24,000 and more samples.
bool isSpread(const Eigen::Ref<const Eigen::MatrixXd>& values, double expected) {
    const double standardError = expected / std::sqrt(static_cast<double>(values.size()));
    return std::abs(values.mean()) < 5 * standardError &&
           std::abs(deviation(values) - expected) < 5 * standardError;
}

} // namespace

class TestInitializer : public QObject {
    Q_OBJECT
  private slots:
    void parametersLieWeightsFirst();
    void biasesAreZero();
    void truncatedNormalByFanOutEndsInGlorot();
    void truncatedNormalByFanIn();
    void glorotFillsItsIntervalEvenly();
    void heNormal();
    void scaledNormal();
    void orthogonalHasOrthonormalColumnsOrRows();
    void seedDecides();
    void oneLayerMayHaveOneUnit();
    void impossibleScaleIsRefused();
};

void TestInitializer::parametersLieWeightsFirst() {
    QCOMPARE(shape.parameterCount(), std::ptrdiff_t{301 * 200 + 201 * 120});
    QCOMPARE(shape.weightOffset(1), std::ptrdiff_t{301 * 200});
    QCOMPARE(shape.biasOffset(0), std::ptrdiff_t{300 * 200});
    QCOMPARE(shape.biasOffset(1), std::ptrdiff_t{301 * 200 + 200 * 120});
}

void TestInitializer::biasesAreZero() {
    for (const InitializerKind kind : {InitializerKind::TruncatedNormal, InitializerKind::Orthogonal}) {
        const std::vector<double> parameters = initialParameters(shape, {kind}, 1);
        for (int layer = 0; layer < 2; ++layer)
            for (int unit = 0; unit < shape.width(layer); ++unit)
                QCOMPARE(parameters[static_cast<std::size_t>(shape.biasOffset(layer) + unit)], 0.0);
    }
}

void TestInitializer::truncatedNormalByFanOutEndsInGlorot() {
    const std::vector<double> parameters = initialParameters(shape, {}, 1);
    const double scale = 1 / std::sqrt(200.0);
    QVERIFY(isSpread(weights(parameters, 0), cutDeviation * scale));
    const double largest = weights(parameters, 0).cwiseAbs().maxCoeff();
    QVERIFY(largest <= 2 * scale);
    QVERIFY(largest > 1.99 * scale);
    QVERIFY(isSpread(weights(parameters, 1), std::sqrt(2.0 / (200 + 120))));
    QVERIFY(weights(parameters, 1).cwiseAbs().maxCoeff() <= std::sqrt(6.0 / (200 + 120)));
}

void TestInitializer::truncatedNormalByFanIn() {
    const Initializer initializer{InitializerKind::TruncatedNormal, FanScale::FanIn};
    const std::vector<double> parameters = initialParameters(shape, initializer, 1);
    QVERIFY(isSpread(weights(parameters, 0), cutDeviation / std::sqrt(300.0)));
    QVERIFY(isSpread(weights(parameters, 1), cutDeviation / std::sqrt(200.0)));
    QVERIFY(weights(parameters, 1).cwiseAbs().maxCoeff() <= 2 / std::sqrt(200.0));
}

void TestInitializer::glorotFillsItsIntervalEvenly() {
    const std::vector<double> parameters = initialParameters(shape, {InitializerKind::GlorotUniform}, 1);
    const double limit = std::sqrt(6.0 / (300 + 200));
    const auto values = weights(parameters, 0);
    QVERIFY(isSpread(values, limit / std::sqrt(3.0)));
    QVERIFY(values.cwiseAbs().maxCoeff() <= limit);
    const double inner = static_cast<double>((values.cwiseAbs().array() < limit / 2).count());
    QVERIFY(std::abs(inner / static_cast<double>(values.size()) - 0.5) < 0.011);
}

void TestInitializer::heNormal() {
    const std::vector<double> parameters = initialParameters(shape, {InitializerKind::HeNormal}, 1);
    QVERIFY(isSpread(weights(parameters, 0), std::sqrt(2.0 / 300)));
    QVERIFY(isSpread(weights(parameters, 1), std::sqrt(2.0 / 200)));
}

void TestInitializer::scaledNormal() {
    const Initializer initializer{InitializerKind::ScaledNormal, FanScale::FanIn, 0.1};
    const std::vector<double> parameters = initialParameters(shape, initializer, 1);
    QVERIFY(isSpread(weights(parameters, 0), 0.1 / std::sqrt(300.0)));
    QVERIFY(isSpread(weights(parameters, 1), 0.1 / std::sqrt(200.0)));
}

void TestInitializer::orthogonalHasOrthonormalColumnsOrRows() {
    const NetworkShape both{{20, 8, 30}, {Activation::Linear}, Task::Regression};
    const Initializer initializer{InitializerKind::Orthogonal, FanScale::FanIn, 0.5};
    const std::vector<double> parameters = initialParameters(both, initializer, 1);
    const Eigen::Map<const Eigen::MatrixXd> tall(parameters.data(), 20, 8);
    const Eigen::Map<const Eigen::MatrixXd> wide(parameters.data() + both.weightOffset(1), 8, 30);
    const Eigen::MatrixXd expected = 0.25 * Eigen::MatrixXd::Identity(8, 8);
    QVERIFY((tall.transpose() * tall).isApprox(expected, 1e-12));
    QVERIFY((wide * wide.transpose()).isApprox(expected, 1e-12));
}

void TestInitializer::seedDecides() {
    QVERIFY(initialParameters(shape, {}, 5) == initialParameters(shape, {}, 5));
    QVERIFY(initialParameters(shape, {}, 5) != initialParameters(shape, {}, 6));
}

void TestInitializer::oneLayerMayHaveOneUnit() {
    const NetworkShape smallest{{1, 1}, {}, Task::Regression};
    for (const InitializerKind kind : {InitializerKind::TruncatedNormal, InitializerKind::GlorotUniform,
                                       InitializerKind::HeNormal, InitializerKind::ScaledNormal}) {
        const std::vector<double> parameters = initialParameters(smallest, {kind}, 1);
        QCOMPARE(parameters.size(), std::size_t{2});
        QVERIFY(parameters[0] != 0);
    }
    QCOMPARE(std::abs(initialParameters(smallest, {InitializerKind::Orthogonal}, 1)[0]), 1.0);
}

void TestInitializer::impossibleScaleIsRefused() {
    const Initializer initializer{InitializerKind::ScaledNormal, FanScale::FanIn, std::nan("")};
    QVERIFY_EXCEPTION_THROWN(initialParameters(shape, initializer, 1), Error);
}

QTEST_APPLESS_MAIN(TestInitializer)
#include "tst_initializer.moc"
