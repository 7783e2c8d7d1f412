#include "information/estimator.h"
#include "information/exponential.h"

#include <QtTest>

#include <cmath>
#include <numbers>
#include <random>

using namespace infoplane;

namespace {

struct Layer {
    Eigen::MatrixXd activity;
    std::vector<std::int32_t> labels;
    int classCount;

    Observation observation() const {
        Observation result{
            .activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), activity.rows(), activity.cols())};
        result.labels = labels;
        result.classCount = classCount;
        return result;
    }
};

Layer randomLayer(Eigen::Index samples, Eigen::Index width, int classes) {
    std::mt19937 random(static_cast<unsigned>(samples + width));
    std::normal_distribution<double> normal;
    std::uniform_int_distribution<int> label(0, classes - 1);
    Layer layer{Eigen::MatrixXd(samples, width), {}, classes};
    for (double& value : layer.activity.reshaped())
        value = std::tanh(normal(random));
    for (Eigen::Index i = 0; i < samples; ++i)
        layer.labels.push_back(label(random));
    return layer;
}

/// -mean log2 mean exp(-D / scale) over pairs of all samples, or of one class; the definition, pair by pair.
double byDefinition(const Layer& layer, double scale, bool within) {
    double total = 0;
    for (Eigen::Index i = 0; i < layer.activity.rows(); ++i) {
        double sum = 0;
        double count = 0;
        for (Eigen::Index j = 0; j < layer.activity.rows(); ++j) {
            if (within &&
                layer.labels[static_cast<std::size_t>(i)] != layer.labels[static_cast<std::size_t>(j)])
                continue;
            sum += std::exp(-(layer.activity.row(i) - layer.activity.row(j)).squaredNorm() / scale);
            ++count;
        }
        total -= std::log2(sum / count);
    }
    return total / static_cast<double>(layer.activity.rows());
}

std::vector<double> estimate(const Layer& layer, double variance) {
    return makeEstimator({"kde_pairwise", {{"noise_variance", variance}}})->estimate(layer.observation(), {});
}

} // namespace

class TestKdePairwise : public QObject {
    Q_OBJECT
  private slots:
    void powersAreThoseOfTheLibrary();
    void twoSamplesHaveAClosedForm();
    void agreesWithTheDefinition_data();
    void agreesWithTheDefinition();
    void singlePrecisionAgreesWithDouble_data();
    void singlePrecisionAgreesWithDouble();
    void wideLayersAgreeWithNarrowOnes_data();
    void wideLayersAgreeWithNarrowOnes();
    void smallInformationKeepsItsDigits();
    void boundsAreInOrder();
    void cancelledGivesNothing();
};

/// Largest relative errors of 2^-x and 2^-x - 1, against the library's long double.
template <typename Scalar>
std::pair<double, double> powerErrors() {
    double worst = 0;
    double worstMinusOne = 0;
    for (Scalar x = 1e-12F; x <= PowerOfTwo<Scalar>::largestPower;
         x = x < Scalar(1e-3) ? x * Scalar(1.01) : x + Scalar(0x1p-10)) {
        const long double exact = -x * std::numbers::ln2_v<long double>;
        const NegativePower<Scalar> power(Vec<Scalar>{} + x, 1);
        const auto error = [](Scalar value, long double expected) {
            return static_cast<double>(std::abs(value / expected - 1));
        };
        worst = std::max(worst, error(power.value()[0], std::exp(exact)));
        worstMinusOne = std::max(worstMinusOne, error(power.minusOne()[0], std::expm1(exact)));
    }
    return {worst, worstMinusOne};
}

void TestKdePairwise::powersAreThoseOfTheLibrary() {
    const auto [single, singleMinusOne] = powerErrors<float>();
    QVERIFY2(single < 2e-7, qPrintable(QString::number(single)));
    QVERIFY2(singleMinusOne < 8e-7, qPrintable(QString::number(singleMinusOne)));
    const auto [twice, twiceMinusOne] = powerErrors<double>();
    QVERIFY2(twice < 4e-16, qPrintable(QString::number(twice)));
    QVERIFY2(twiceMinusOne < 1e-15, qPrintable(QString::number(twiceMinusOne)));
    QCOMPARE(NegativePower<float>(Vec<float>{}, 1).value()[0], 1.0F);
    QCOMPARE(NegativePower<float>(Vec<float>{}, 1).minusOne()[0], 0.0F);
    QCOMPARE(NegativePower<double>(Vec<double>{}, 1).value()[0], 1.0);
    QCOMPARE(NegativePower<double>(Vec<double>{}, 1).minusOne()[0], 0.0);
}

void TestKdePairwise::twoSamplesHaveAClosedForm() {
    const Layer layer{Eigen::MatrixXd{{0.0}, {0.5}}, {0, 1}, 2};
    const auto values = estimate(layer, 0.1);
    const auto closed = [](double scale) { return -std::log2((1 + std::exp(-0.25 / scale)) / 2); };
    QVERIFY(std::abs(values[0] - closed(0.2)) < 1e-14);
    QVERIFY(std::abs(values[2] - closed(0.8)) < 1e-14);
    QVERIFY(std::abs(values[1] - values[0]) < 1e-14); // each class is one sample
}

void TestKdePairwise::agreesWithTheDefinition_data() {
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("classes");
    QTest::addColumn<double>("variance");
    for (const double variance : {1e-3, 0.1, 10.0}) {
        QTest::addRow("few, %g", variance) << 7 << 2 << 3 << variance;
        QTest::addRow("several tiles, %g", variance) << 701 << 40 << 2 << variance;
        QTest::addRow("many classes, %g", variance) << 203 << 3 << 50 << variance;
        QTest::addRow("wide, %g", variance) << 66 << 1024 << 4 << variance;
    }
}

void TestKdePairwise::agreesWithTheDefinition() {
    QFETCH(int, samples);
    QFETCH(int, width);
    QFETCH(int, classes);
    QFETCH(double, variance);
    const Layer layer = randomLayer(samples, width, classes);
    const double upper = byDefinition(layer, 2 * variance, false);
    const double lower = byDefinition(layer, 8 * variance, false);
    const double upperWithin = byDefinition(layer, 2 * variance, true);
    const double lowerWithin = byDefinition(layer, 8 * variance, true);
    const auto values = estimate(layer, variance);
    const std::vector<double> expected = {
        upper, upper - upperWithin, lower, lower - lowerWithin, lower - upperWithin, upper - lowerWithin};
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(
            std::abs(values[i] - expected[i]) < 1e-12,
            qPrintable(QString("%1: %2 %3").arg(i).arg(values[i], 0, 'g', 17).arg(expected[i], 0, 'g', 17)));
}

void TestKdePairwise::singlePrecisionAgreesWithDouble_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("variance");
    const QStringList kinds{"tanh", "saturated", "half dead", "far from 0", "nearly constant", "huge"};
    for (const QString& kind : kinds)
        for (const int width : {1, 2, 10, 31, 100, 300})
            for (const double variance : {1e-30, 1e-5, 1e-3, 0.1, 1.0, 100.0})
                QTest::addRow("%s, %d units, %g", qPrintable(kind), width, variance)
                    << kind << width << variance;
}

/// The same numbers, given in single precision and in double.
void TestKdePairwise::singlePrecisionAgreesWithDouble() {
    QFETCH(QString, kind);
    QFETCH(int, width);
    QFETCH(double, variance);
    Layer layer = randomLayer(650, width, 3);
    auto values = layer.activity.array();
    if (kind == "saturated")
        values = (values * 20).tanh(); // rows of +-1, mostly, many of them equal
    if (kind == "half dead")
        values = values.max(0.0);
    if (kind == "far from 0")
        values += 1e6; // in steps of 1/16
    if (kind == "nearly constant")
        values = 0.5 + 1e-4 * values;
    if (kind == "huge")
        values *= 1e30;
    const Eigen::MatrixXf single = layer.activity.cast<float>();
    layer.activity = single.cast<double>();
    Observation observation = layer.observation();
    observation.activity.emplace<Eigen::Map<const Eigen::MatrixXf>>(single.data(), single.rows(),
                                                                    single.cols());
    const auto inSingle =
        makeEstimator({"kde_pairwise", {{"noise_variance", variance}}})->estimate(observation, {});
    const auto inDouble = estimate(layer, variance);
    for (std::size_t i = 0; i < inDouble.size(); ++i) {
        const QByteArray difference = QByteArray::number(inSingle[i] - inDouble[i]);
        // A chart of 12 bits on 1000 pixels shows 1e-2; the worst seen here is half of what is allowed.
        QVERIFY2(std::abs(inSingle[i] - inDouble[i]) < 1e-6, difference);
        if (i == 0 || i == 2) // bounds of I(X;T) keep their digits, however small they are
            QVERIFY2(std::abs(inSingle[i] - inDouble[i]) <= 2e-5 * inDouble[i], difference);
    }
}

void TestKdePairwise::wideLayersAgreeWithNarrowOnes_data() {
    QTest::addColumn<double>("variance");
    for (const double variance : {1e-3, 0.1, 1.0, 100.0})
        QTest::addRow("%g", variance) << variance;
}

/// Units that are the same for all samples add nothing, but they send a layer another way: by products of
/// blocks, and, of so many units, in several parts.
void TestKdePairwise::wideLayersAgreeWithNarrowOnes() {
    QFETCH(double, variance);
    const Layer narrow = randomLayer(650, 3, 3);
    Layer wide = narrow;
    wide.activity = Eigen::MatrixXd::Constant(650, 4096, 0.7);
    for (const Eigen::Index unit : {0, 1, 2})
        wide.activity.col(1500 * unit) = narrow.activity.col(unit);
    const auto expected = estimate(narrow, variance);
    const auto values = estimate(wide, variance);
    const Eigen::MatrixXf single = wide.activity.cast<float>();
    Observation observation = wide.observation();
    observation.activity.emplace<Eigen::Map<const Eigen::MatrixXf>>(single.data(), single.rows(),
                                                                    single.cols());
    const auto inSingle =
        makeEstimator({"kde_pairwise", {{"noise_variance", variance}}})->estimate(observation, {});
    for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY(std::abs(values[i] - expected[i]) < 1e-12);
        QVERIFY(std::abs(inSingle[i] - expected[i]) < 2e-6); // the numbers are rounded to float besides
    }
}

void TestKdePairwise::smallInformationKeepsItsDigits() {
    // Two samples at distance 1 and variance v: mean log of 1 - (1 - exp(-1/2v))/2, about 1 / 4v nats.
    const Layer layer{Eigen::MatrixXd{{0.0}, {1.0}}, {}, 0};
    const double expected = -std::log1p(std::expm1(-1 / 2e12) / 2) / std::log(2.0);
    QVERIFY(std::abs(estimate(layer, 1e12)[0] / expected - 1) < 1e-12);
}

void TestKdePairwise::boundsAreInOrder() {
    for (const double variance : {1e-4, 1e-2, 1.0}) {
        const auto values = estimate(randomLayer(150, 3, 3), variance);
        QVERIFY(values[2] >= 0 && values[2] <= values[0] && values[0] <= std::log2(150) + 1e-12);
        QVERIFY(values[4] <= values[1] && values[1] <= values[5]);
    }
}

void TestKdePairwise::cancelledGivesNothing() {
    const auto estimator = makeEstimator({"kde_pairwise", {}});
    int questions = 0;
    QVERIFY(
        estimator->estimate(randomLayer(500, 3, 2).observation(), [&] { return ++questions > 10; }).empty());
    QCOMPARE(questions, 11);
}

QTEST_APPLESS_MAIN(TestKdePairwise)
#include "tst_kde_pairwise.moc"
