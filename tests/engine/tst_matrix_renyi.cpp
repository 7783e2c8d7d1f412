#include "error_text.h"
#include "information/estimator.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace infoplane;

namespace {

NumericArray array(std::vector<double> values) {
    return {{values.size()}, std::move(values)};
}

/// I, S(x), S(y), S(x,y)
std::vector<double> estimate(double order, const std::vector<double>& x, const std::vector<double>& y,
                             double width = 1) {
    const EstimatorSettings settings{"matrix_renyi",
                                     {{"alpha", order}, {"sigma_x", width}, {"sigma_y", width}}};
    return makeEstimator(settings)->estimateArrays({{"x", array(x)}, {"y", array(y)}}, {}).values;
}

bool near(double a, double b, double tolerance = 1e-12) {
    return std::abs(a - b) <= tolerance;
}

} // namespace

class TestMatrixRenyi : public QObject {
    Q_OBJECT
  private slots:
    void groupsFarApartHaveTheirLogarithm();
    void twoSamplesHaveAClosedForm();
    void orderOneIsTheLimit();
    void tooManySamplesAreRefused();
};

/// Four groups of equal samples, of which y tells two: eigenvalues 1/4 and 1/2, whatever the order.
void TestMatrixRenyi::groupsFarApartHaveTheirLogarithm() {
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 40; ++i) {
        x.push_back(100 * (i % 4));
        y.push_back(100 * (i % 2));
    }
    for (const double order : {0.5, 1.0, 1.01, 2.0, 5.0}) {
        const auto values = estimate(order, x, y);
        QVERIFY(near(values[0], 1, 1e-12) && near(values[1], 2, 1e-12) && near(values[2], 1, 1e-12) &&
                near(values[3], 2, 1e-12));
    }
}

/// With kernel k between two samples the eigenvalues are (1 + k) / 2 and (1 - k) / 2.
void TestMatrixRenyi::twoSamplesHaveAClosedForm() {
    const double k = std::exp(-0.36 / 0.5);
    const auto entropy = [](double kernel) {
        return -std::log2(std::pow((1 + kernel) / 2, 2) + std::pow((1 - kernel) / 2, 2));
    };
    const auto values = estimate(2, {0.1, 0.7}, {3, 3.6}, 0.5);
    QVERIFY(near(values[1], entropy(k)));
    QVERIFY(near(values[3], entropy(k * k)));
    QVERIFY(near(values[0], 2 * entropy(k) - entropy(k * k)));
}

void TestMatrixRenyi::orderOneIsTheLimit() {
    std::mt19937 random(4);
    std::normal_distribution<double> normal;
    std::vector<double> x(50);
    for (double& value : x)
        value = normal(random);
    // S falls with the order, by less than 10 bits a unit of it here.
    const double at = estimate(1, x, x)[1];
    QVERIFY(estimate(0.9999, x, x)[1] > at && at > estimate(1.0001, x, x)[1]);
    QVERIFY(near(estimate(0.9999, x, x)[1], at, 1e-3) && near(estimate(1.0001, x, x)[1], at, 1e-3));
}

void TestMatrixRenyi::tooManySamplesAreRefused() {
    const std::vector<double> most(512, 1.0);
    QVERIFY(near(estimate(1, most, most)[0], 0, 1e-9));
    const std::vector<double> many(513, 1.0);
    const QString sentence = errorText([&] { estimate(1, many, many); });
    VERIFY_NAMES(sentence, "at most 512 samples, but there are 513");
    VERIFY_NAMES(sentence, "Take a random 512 of them.");
}

QTEST_APPLESS_MAIN(TestMatrixRenyi)
#include "tst_matrix_renyi.moc"
