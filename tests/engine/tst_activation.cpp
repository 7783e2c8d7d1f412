#include "network/activation.h"
#include "network/network.h"

#include <QtTest>

#include <cmath>
#include <numbers>

using namespace infoplane;

namespace {

void everyActivation() {
    QTest::addColumn<int>("activation");
    for (const ActivationDescription& description : activations())
        QTest::newRow(description.id.c_str()) << static_cast<int>(description.value);
}

/// f by the network's own code: one unit of weight 1 whose inputs are the points.
template <typename Scalar>
Matrix<Scalar> throughNetwork(Activation activation, const Matrix<Scalar>& points) {
    const NetworkShape shape{{1, 1, 1}, {activation}, Task::Regression};
    const std::vector<Scalar> parameters = {1, 0, 1, 0};
    return layerActivity<Scalar>(shape, parameters, points).front();
}

bool hasKink(Activation activation) {
    return activation == Activation::Relu || activation == Activation::LeakyRelu ||
           activation == Activation::HardTanh;
}

} // namespace

class TestActivation : public QObject {
    Q_OBJECT
  private slots:
    void descriptionsFindEachOther();
    void unknownIdIsNoActivation();
    void valuesAreThoseOfTheDefinition_data();
    void valuesAreThoseOfTheDefinition();
    void derivativeEqualsCentralDifference_data() { everyActivation(); }
    void derivativeEqualsCentralDifference();
    void saturationIsWhereItTends_data() { everyActivation(); }
    void saturationIsWhereItTends();
    void networkComputesTheDefinitionInFloat_data() { everyActivation(); }
    void networkComputesTheDefinitionInFloat();
    void networkComputesTheDefinitionInDouble_data() { everyActivation(); }
    void networkComputesTheDefinitionInDouble();
    void networkKeepsNotANumber_data() { everyActivation(); }
    void networkKeepsNotANumber();
    void tanhOfFloatsNeverLeavesItsRange();
};

void TestActivation::descriptionsFindEachOther() {
    QCOMPARE(activations().size(), std::size_t{11});
    for (const ActivationDescription& description : activations()) {
        QCOMPARE(describe(description.value).id, description.id);
        QVERIFY(activationFromId(description.id) == description.value);
    }
}

void TestActivation::unknownIdIsNoActivation() {
    QVERIFY(!activationFromId("Tanh"));
    QVERIFY(!activationFromId(""));
}

// Computed with 30 digits by mpmath 1.3, from the textbook formulas.
void TestActivation::valuesAreThoseOfTheDefinition_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<double>("z");
    QTest::addColumn<double>("value");
    const auto row = [](const char* name, Activation activation, double z, double value) {
        QTest::newRow(name) << static_cast<int>(activation) << z << value;
    };
    row("tanh at 0.7", Activation::Tanh, 0.7, 0.60436777711716346812);
    row("tanh at -3", Activation::Tanh, -3, -0.99505475368673045133);
    row("ReLU at -0.5", Activation::Relu, -0.5, 0.0);
    row("ReLU at 2.5", Activation::Relu, 2.5, 2.5);
    row("linear at -1.25", Activation::Linear, -1.25, -1.25);
    row("sigmoid at 0.7", Activation::Sigmoid, 0.7, 0.66818777216816609668);
    row("sigmoid at -30", Activation::Sigmoid, -30, 9.3576229688392989538e-14);
    row("softplus at 0.7", Activation::Softplus, 0.7, 1.1031860488854578635);
    row("softplus at -20", Activation::Softplus, -20, 2.0611536203143807032e-9);
    row("softplus at 50", Activation::Softplus, 50, 50.0);
    row("softsign at 3", Activation::Softsign, 3, 0.75);
    row("softsign at -0.5", Activation::Softsign, -0.5, -0.33333333333333333333);
    row("leaky ReLU at -3", Activation::LeakyRelu, -3, -0.03);
    row("leaky ReLU at 2", Activation::LeakyRelu, 2, 2.0);
    row("ELU at -0.7", Activation::Elu, -0.7, -0.50341469620859046324);
    row("ELU at 1.5", Activation::Elu, 1.5, 1.5);
    row("GELU at 0.7", Activation::Gelu, 0.7, 0.53062544344384884631);
    row("GELU at -3", Activation::Gelu, -3, -0.00404969409489028358);
    row("SiLU at 0.7", Activation::Silu, 0.7, 0.46773144051771623801);
    row("SiLU at -5", Activation::Silu, -5, -0.033464254621424277797);
    row("hard tanh at -4", Activation::HardTanh, -4, -1.0);
    row("hard tanh at 0.25", Activation::HardTanh, 0.25, 0.25);
    row("hard tanh at 1.5", Activation::HardTanh, 1.5, 1.0);
}

void TestActivation::valuesAreThoseOfTheDefinition() {
    QFETCH(int, activation);
    QFETCH(double, z);
    QFETCH(double, value);
    const double computed = activationValue(static_cast<Activation>(activation), z);
    QVERIFY2(std::abs(computed - value) <= 1e-14 * std::abs(value),
             qPrintable(QString::number(computed, 'g', 17)));
}

void TestActivation::derivativeEqualsCentralDifference() {
    QFETCH(int, activation);
    const auto f = static_cast<Activation>(activation);
    constexpr double step = 1e-5;
    for (double z = -6.05; z < 6; z += 0.1) { // never at a kink
        const double numeric = (activationValue(f, z + step) - activationValue(f, z - step)) / (2 * step);
        const double derivative = activationDerivative(f, z);
        const double size = std::max({std::abs(numeric), std::abs(derivative), 1e-3});
        QVERIFY2(std::abs(numeric - derivative) / size < 1e-6, qPrintable(QString::number(z)));
    }
}

void TestActivation::saturationIsWhereItTends() {
    QFETCH(int, activation);
    const auto f = static_cast<Activation>(activation);
    const auto tendsTo = [f](std::optional<double> saturation, double sign) {
        const double far = activationValue(f, sign * 700);
        if (saturation)
            return std::abs(far - *saturation) < 0.002; // softsign is slow
        return std::abs(far) > 5;                       // leaky ReLU: -7
    };
    QVERIFY(tendsTo(lowerSaturation(f), -1));
    QVERIFY(tendsTo(upperSaturation(f), 1));
}

void TestActivation::networkComputesTheDefinitionInFloat() {
    QFETCH(int, activation);
    const auto f = static_cast<Activation>(activation);
    const Matrix<float> points = Eigen::VectorXf::LinSpaced(4001, -20, 20);
    const Matrix<float> values = throughNetwork<float>(f, points);
    for (Eigen::Index n = 0; n < points.rows(); ++n) {
        const double z = points(n, 0);
        const double expected = activationValue(f, z);
        const double error = std::abs(values(n, 0) - expected);
        // Relative where no sum with a number of order 1 is formed on the way; GELU is z times such a sum.
        const bool relative = hasKink(f) || f == Activation::Linear || f == Activation::Tanh;
        const double size = relative ? std::abs(expected) : std::max(1.0, std::abs(z));
        QVERIFY2(error <= 5e-7 * size, qPrintable(QStringLiteral("%1: %2").arg(z).arg(error)));
    }
}

void TestActivation::networkComputesTheDefinitionInDouble() {
    QFETCH(int, activation);
    const auto f = static_cast<Activation>(activation);
    const Matrix<double> points = Eigen::VectorXd::LinSpaced(4001, -20, 20);
    const Matrix<double> values = throughNetwork<double>(f, points);
    for (Eigen::Index n = 0; n < points.rows(); ++n) {
        const double expected = activationValue(f, points(n, 0));
        const double error = std::abs(values(n, 0) - expected);
        QVERIFY2(error <= 1e-14 * std::max(1.0, std::abs(expected)),
                 qPrintable(QString::number(points(n, 0))));
    }
}

void TestActivation::networkKeepsNotANumber() {
    QFETCH(int, activation);
    Matrix<float> points = Eigen::VectorXf::LinSpaced(21, -2, 2);
    points(5, 0) = std::numeric_limits<float>::quiet_NaN();
    const Matrix<float> values = throughNetwork<float>(static_cast<Activation>(activation), points);
    for (Eigen::Index n = 0; n < points.rows(); ++n)
        QCOMPARE(std::isnan(values(n, 0)), n == 5);
}

void TestActivation::tanhOfFloatsNeverLeavesItsRange() {
    Matrix<float> points = Eigen::VectorXf::LinSpaced(100001, 0, 30);
    const Matrix<float> values = throughNetwork<float>(Activation::Tanh, points);
    QVERIFY(values.maxCoeff() <= 1.0F);
    QCOMPARE(values(100000, 0), 1.0F);
    QCOMPARE(values(0, 0), 0.0F);
}

QTEST_APPLESS_MAIN(TestActivation)
#include "tst_activation.moc"
