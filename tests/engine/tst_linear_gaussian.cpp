#include "error.h"
#include "information/estimator.h"
#include "information/linear_channel.h"

#include <QtTest>

#include <Eigen/LU>
#include <Eigen/QR>

#include <cmath>
#include <random>

using namespace infoplane;

namespace {

Eigen::MatrixXd normalMatrix(Eigen::Index rows, Eigen::Index columns, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd matrix(rows, columns);
    for (double& value : matrix.reshaped())
        value = normal(random);
    return matrix;
}

NumericArray array(const Eigen::MatrixXd& matrix) {
    std::vector<double> values;
    for (Eigen::Index row = 0; row < matrix.rows(); ++row)
        for (Eigen::Index column = 0; column < matrix.cols(); ++column)
            values.push_back(matrix(row, column));
    return {{static_cast<std::size_t>(matrix.rows()), static_cast<std::size_t>(matrix.cols())}, values};
}

double logDeterminant(const Eigen::MatrixXd& matrix) {
    return std::log2(matrix.determinant());
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-9 * std::max(1.0, std::abs(b));
}

} // namespace

class TestLinearGaussian : public QObject {
    Q_OBJECT
  private slots:
    void oneUnitHasAClosedForm();
    void agreesWithDeterminantsWhereTheyWork();
    void correlatedInputsToo();
    void tinyWeightsKeepTheirDigits();
    void subsetsOfIndependentInputsTellNoMoreThanAll();
    void laterLayersKnowNoMore();
    void networkOnATeacherIsTheProductOfItsWeights();
    void noiseInEveryLayerOfANetworkIsThatOfItsArrays();
    void whatIndependentUnitsCannotUseIsRefused();
    void networksThatAreNotLinearAreRefused();
    void badCovariancesAreRefused();
    void exactTargetsKeepTheirDigits_data();
    void exactTargetsKeepTheirDigits();
    void exactTargetsOfManyUnits();
};

void TestLinearGaussian::oneUnitHasAClosedForm() {
    const LinearChannel channel(Eigen::MatrixXd{{3.0}}, Eigen::MatrixXd{{1.0}}, 1.0);
    QVERIFY(near(channel.aboutInput(), std::log2(10) / 2));
    // y = 2 x + e: r^2 = (3 * 2)^2 / (10 * 4.5)
    QVERIFY(near(channel.aboutTarget(Eigen::MatrixXd{{2.0}}, 0.5), -std::log2(1 - 36 / 45.0) / 2));
}

void TestLinearGaussian::agreesWithDeterminantsWhereTheyWork() {
    const Eigen::MatrixXd weights = normalMatrix(3, 6, 1);
    const Eigen::MatrixXd target = normalMatrix(2, 6, 2);
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(6, 6);
    const double noise = 0.3;
    const double targetNoise = 0.7;
    const LinearChannel channel(weights, identity, noise);
    Eigen::MatrixXd layer = weights * weights.transpose();
    layer.diagonal().array() += noise;
    Eigen::MatrixXd y = target * target.transpose();
    y.diagonal().array() += targetNoise;
    Eigen::MatrixXd joint(5, 5);
    joint << layer, weights * target.transpose(), target * weights.transpose(), y;
    QVERIFY(near(channel.aboutInput(), logDeterminant(layer / noise) / 2));
    QVERIFY(near(channel.aboutTarget(target, targetNoise),
                 (logDeterminant(layer) + logDeterminant(y) - logDeterminant(joint)) / 2));
    Eigen::MatrixXd others = weights.rightCols(4) * weights.rightCols(4).transpose();
    others.diagonal().array() += noise;
    QVERIFY(near(channel.aboutSubset({0, 1}), (logDeterminant(layer) - logDeterminant(others)) / 2));
}

void TestLinearGaussian::correlatedInputsToo() {
    const Eigen::MatrixXd mixing = normalMatrix(4, 4, 3);
    const Eigen::MatrixXd covariance = mixing * mixing.transpose();
    const Eigen::MatrixXd weights = normalMatrix(3, 4, 4);
    const LinearChannel channel(weights, covariance, 0.2);
    Eigen::MatrixXd layer = weights * covariance * weights.transpose();
    layer.diagonal().array() += 0.2;
    QVERIFY(near(channel.aboutInput(), logDeterminant(layer / 0.2) / 2));
    // I(T; x_A) = (log det S_A + log det C_T - log det of both) / 2
    const std::vector<int> subset = {1, 3};
    Eigen::MatrixXd joint(5, 5);
    const Eigen::MatrixXd cross = weights * covariance(Eigen::all, subset);
    joint << layer, cross, cross.transpose(), covariance(subset, subset);
    QVERIFY(near(
        channel.aboutSubset(subset),
        (logDeterminant(covariance(subset, subset)) + logDeterminant(layer) - logDeterminant(joint)) / 2));
    QVERIFY(near(channel.aboutSubset({0, 1, 2, 3}), channel.aboutInput()));
}

void TestLinearGaussian::tinyWeightsKeepTheirDigits() {
    const LinearChannel channel(Eigen::MatrixXd{{1e-8}}, Eigen::MatrixXd{{1.0}}, 1.0);
    QVERIFY(std::abs(channel.aboutInput() / (1e-16 / (2 * std::log(2.0))) - 1) < 1e-9);
}

void TestLinearGaussian::subsetsOfIndependentInputsTellNoMoreThanAll() {
    const LinearChannel channel(normalMatrix(5, 8, 5), Eigen::MatrixXd::Identity(8, 8), 0.1);
    QVERIFY(channel.aboutSubset({0, 1, 2}) + channel.aboutSubset({3, 4, 5, 6, 7}) <= channel.aboutInput());
}

void TestLinearGaussian::laterLayersKnowNoMore() {
    const NamedArrays arrays = {{"W1", array(normalMatrix(8, 10, 6))},
                                {"W2", array(normalMatrix(6, 8, 7))},
                                {"W3", array(3 * normalMatrix(6, 6, 8))},
                                {"w_y", array(normalMatrix(1, 10, 9))}};
    const auto estimate =
        makeEstimator({"linear_gaussian_deep", {{"noise_at", "every_layer"}, {"noise_variance", 0.1}}})
            ->estimateArrays(arrays, {});
    QCOMPARE(estimate.values.size(), 6U);
    for (const std::size_t later : {2U, 3U, 4U, 5U})
        QVERIFY(estimate.values[later] < estimate.values[later - 2]);
    // Read with noise instead, the large last weights lift the signal above it again.
    const auto read =
        makeEstimator({"linear_gaussian_deep", {{"noise_variance", 0.1}}})->estimateArrays(arrays, {});
    QVERIFY(read.values[4] > read.values[2]);
    QVERIFY(near(read.values[0], estimate.values[0]));
}

void TestLinearGaussian::networkOnATeacherIsTheProductOfItsWeights() {
    NetworkShape shape;
    shape.widths = {5, 4, 3, 1};
    shape.activations = {Activation::Linear, Activation::Linear};
    shape.task = Task::Regression;
    std::vector<double> parameters(static_cast<std::size_t>(shape.parameterCount()));
    Eigen::Map<Eigen::VectorXd>(parameters.data(), static_cast<Eigen::Index>(parameters.size())) =
        normalMatrix(static_cast<Eigen::Index>(parameters.size()), 1, 10);
    LinearTeacher teacher;
    teacher.weights = normalMatrix(1, 5, 11);
    teacher.inputVariance = 0.2;
    teacher.noiseVariance = 0.4;
    teacher.relevantInputs = {0, 1};
    const Eigen::MatrixXd activity = Eigen::MatrixXd::Zero(1, 3);
    Observation observation{.activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), 1, 3)};
    observation.shape = &shape;
    observation.parameters = parameters;
    observation.layer = 1;
    observation.teacher = &teacher;
    const auto values =
        makeEstimator({"linear_gaussian", {{"noise_variance", 0.01}}})->estimate(observation, {});

    const Eigen::Map<const Eigen::MatrixXd> first(parameters.data() + shape.weightOffset(0), 5, 4);
    const Eigen::Map<const Eigen::MatrixXd> second(parameters.data() + shape.weightOffset(1), 4, 3);
    const Eigen::MatrixXd product = (first * second).transpose();
    const LinearChannel channel(product, Eigen::MatrixXd::Identity(5, 5) * 0.2, 0.01);
    QVERIFY(near(values[0], channel.aboutInput()));
    QVERIFY(near(values[1], channel.aboutTarget(teacher.weights, 0.4)));
    QVERIFY(near(values[2], channel.aboutSubset({0, 1})));
    QVERIFY(near(values[3], channel.aboutSubset({2, 3, 4})));
}

/// The same weights as a network and as arrays; with the noise fed forward no layer tells more than the one
/// before, of the input, the target, and the relevant inputs.
void TestLinearGaussian::noiseInEveryLayerOfANetworkIsThatOfItsArrays() {
    NetworkShape shape;
    shape.widths = {6, 5, 4, 4, 1};
    shape.activations = {Activation::Linear, Activation::Linear, Activation::Linear};
    shape.task = Task::Regression;
    std::vector<double> parameters(static_cast<std::size_t>(shape.parameterCount()));
    Eigen::Map<Eigen::VectorXd>(parameters.data(), static_cast<Eigen::Index>(parameters.size())) =
        2 * normalMatrix(static_cast<Eigen::Index>(parameters.size()), 1, 14);
    LinearTeacher teacher;
    teacher.weights = normalMatrix(1, 6, 15);
    teacher.inputVariance = 0.5;
    teacher.noiseVariance = 0.4;
    teacher.relevantInputs = {1, 4};
    const Eigen::MatrixXd covariance = Eigen::MatrixXd::Identity(6, 6) * 0.5;
    NamedArrays arrays = {{"Sigma_x", array(covariance)},
                          {"w_y", array(teacher.weights)},
                          {"relevant_idx", {{2}, std::vector<double>{1, 4}}}};
    int index = 0;
    for (const char* const name : {"W1", "W2", "W3"}) {
        const Eigen::Map<const Eigen::MatrixXd> weights(parameters.data() + shape.weightOffset(index),
                                                        shape.fanIn(index), shape.width(index));
        arrays[name] = array(weights.transpose());
        ++index;
    }
    const Eigen::MatrixXd activity = Eigen::MatrixXd::Zero(1, 5);
    Observation observation{.activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), 1, 5)};
    observation.shape = &shape;
    observation.parameters = parameters;
    observation.teacher = &teacher;
    bool rises = false; // where noise is added to what is read
    for (const char* where : {"every_layer", "readout"}) {
        const bool every = std::string(where) == "every_layer";
        const auto deep =
            makeEstimator({"linear_gaussian_deep",
                           {{"noise_at", where}, {"noise_variance", 0.1}, {"y_noise_variance", 0.4}}})
                ->estimateArrays(arrays, {});
        QCOMPARE(deep.values.size(), 12U);
        QCOMPARE(deep.quantities[2].id, std::string("I_T1_X_rel"));
        const auto estimator =
            makeEstimator({"linear_gaussian", {{"noise_at", where}, {"noise_variance", 0.1}}});
        QCOMPARE(QString::fromStdString(estimator->caption()).contains("every layer"), every);
        std::vector<double> before;
        for (int layer = 0; layer < 3; ++layer) {
            observation.layer = layer;
            const auto values = estimator->estimate(observation, {});
            for (std::size_t i = 0; i < 4; ++i) {
                QVERIFY(near(values[i], deep.values[4 * static_cast<std::size_t>(layer) + i]));
                if (every && layer > 0)
                    QVERIFY(values[i] < before[i]);
                rises = rises || (!every && layer > 0 && values[i] > before[i]);
            }
            before = values;
        }
    }
    QVERIFY(rises);
    // Weights up to one layer do not say what the noise was on the way.
    QVERIFY_EXCEPTION_THROWN(makeEstimator({"linear_gaussian", {{"noise_at", "every_layer"}}})
                                 ->estimateArrays({{"W", array(normalMatrix(2, 3, 16))}}, {}),
                             Error);
}

void TestLinearGaussian::whatIndependentUnitsCannotUseIsRefused() {
    const auto estimator = makeEstimator({"linear_gaussian", {}});
    const NumericArray gains = array(normalMatrix(3, 1, 17));
    QCOMPARE(estimator->estimateArrays({{"w_diag", gains}}, {}).values.size(), std::size_t{4});
    for (const char* other : {"w_y", "Sigma_x", "relevant_idx"})
        QVERIFY_EXCEPTION_THROWN(
            estimator->estimateArrays({{"w_diag", gains}, {other, array(normalMatrix(3, 3, 18))}}, {}),
            Error);
}

void TestLinearGaussian::networksThatAreNotLinearAreRefused() {
    NetworkShape shape;
    shape.widths = {5, 4, 1};
    shape.activations = {Activation::Tanh};
    shape.task = Task::Regression;
    LinearTeacher teacher;
    teacher.weights = normalMatrix(1, 5, 11);
    const std::vector<double> parameters(static_cast<std::size_t>(shape.parameterCount()), 1.0);
    const Eigen::MatrixXd activity = Eigen::MatrixXd::Zero(1, 4);
    Observation observation{.activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), 1, 4)};
    observation.shape = &shape;
    observation.parameters = parameters;
    const auto estimator = makeEstimator({"linear_gaussian", {}});
    QVERIFY_EXCEPTION_THROWN(estimator->estimate(observation, {}), Error); // no teacher
    observation.teacher = &teacher;
    QVERIFY_EXCEPTION_THROWN(estimator->estimate(observation, {}), Error); // tanh
    shape.activations = {Activation::Linear};
    QCOMPARE(estimator->estimate(observation, {}).size(), 4U);
}

void TestLinearGaussian::badCovariancesAreRefused() {
    const Eigen::MatrixXd weights = normalMatrix(2, 2, 12);
    const Eigen::MatrixXd notSymmetric{{1, 2}, {0, 1}};
    const Eigen::MatrixXd negative{{1, 2}, {2, 1}};
    QVERIFY_EXCEPTION_THROWN(LinearChannel(weights, notSymmetric, 1.0), Error);
    QVERIFY_EXCEPTION_THROWN(LinearChannel(weights, negative, 1.0), Error);
    QVERIFY_EXCEPTION_THROWN(LinearChannel(weights, Eigen::MatrixXd::Identity(3, 3), 1.0), Error);
}

void TestLinearGaussian::exactTargetsKeepTheirDigits_data() {
    QTest::addColumn<double>("noise");
    for (const double noise : {2.0, 0.5, 1e-3, 1e-12, 1e-15, 1e-17, 1e-40, 1e-100})
        QTest::addRow("%g", noise) << noise;
}

/// T = x + z, Y = x without noise of its own: log2(1 + 1/v) / 2. With noise u:
/// log2((1 + u) / (v / (1 + v) + u)) / 2.
void TestLinearGaussian::exactTargetsKeepTheirDigits() {
    QFETCH(double, noise);
    const Eigen::MatrixXd one{{1.0}};
    const LinearChannel channel(one, one, noise);
    const double value = channel.aboutTarget(one, 0);
    QVERIFY2(near(value, std::log1p(1 / noise) / 2 / std::log(2.0)),
             qPrintable(QString::number(value, 'g', 17)));
    const double own = 1e-14;
    QVERIFY(near(channel.aboutTarget(one, own), std::log2((1 + own) / (noise / (1 + noise) + own)) / 2));
    // Two targets, one of them seen well and the other hardly: each by itself.
    const Eigen::MatrixXd weights{{1.0, 0.0}, {0.0, 1e-3}};
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(2, 2);
    const double both = LinearChannel(weights, identity, noise).aboutTarget(identity, 0);
    QVERIFY(near(both, (std::log1p(1 / noise) + std::log1p(1e-6 / noise)) / 2 / std::log(2.0)));
}

/// The target is a row of the weights, which are orthogonal: T tells of it by that unit alone, v of 1.
void TestLinearGaussian::exactTargetsOfManyUnits() {
    const Eigen::MatrixXd mixed = normalMatrix(6, 6, 13);
    const Eigen::MatrixXd turned =
        Eigen::MatrixXd(Eigen::HouseholderQR<Eigen::MatrixXd>(mixed).householderQ());
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(6, 6);
    for (const double noise : {1e-8, 1e-12, 1e-17}) {
        const double unit = std::log1p(1 / noise) / 2 / std::log(2.0);
        const LinearChannel channel(turned.topRows(4), identity, noise);
        const double one = channel.aboutTarget(turned.row(2), 0);
        QVERIFY2(std::abs(one - unit) < 1e-6, qPrintable(QString::number(one - unit)));
        const double two = channel.aboutTarget(turned.middleRows(1, 2), 0);
        QVERIFY2(std::abs(two - 2 * unit) < 1e-6, qPrintable(QString::number(two - 2 * unit)));
        // Half of it unseen: half a bit for the ratio 2 of variances, and no more.
        const Eigen::MatrixXd half = turned.row(1) + turned.row(5);
        QVERIFY(std::abs(channel.aboutTarget(half, 0) - std::log2(2 / (1 + noise / (1 + noise))) / 2) < 1e-9);
    }
}

QTEST_APPLESS_MAIN(TestLinearGaussian)
#include "tst_linear_gaussian.moc"
