#include "error.h"
#include "information/shuffled_labels.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace infoplane;

namespace {

struct Layer {
    Eigen::MatrixXd activity;
    std::vector<std::int32_t> labels;

    Observation observation() const {
        Observation result{
            .activity = Eigen::Map<const Eigen::MatrixXd>(activity.data(), activity.rows(), activity.cols())};
        result.labels = labels;
        result.classCount = 2;
        return result;
    }
};

/// Two classes, told apart by the sign of the one unit.
Layer separated(Eigen::Index samples) {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> uniform(-1, 1);
    Layer layer{Eigen::MatrixXd(samples, 1), {}};
    for (double& value : layer.activity.reshaped()) {
        value = uniform(random);
        layer.labels.push_back(value > 0 ? 1 : 0);
    }
    return layer;
}

} // namespace

class TestShuffledLabels : public QObject {
    Q_OBJECT
  private slots:
    void isTheBiasOfFewSamples();
    void seedDecidesAndEveryEstimatorHasOne_data();
    void seedDecidesAndEveryEstimatorHasOne();
    void withoutLabelsThereIsNone();
    void cancelledGivesNothing();
    void estimatorsOfArraysAreRefused();
};

void TestShuffledLabels::isTheBiasOfFewSamples() {
    // Forty cells, two classes: (K_T - 1)(K_Y - 1) / (2 N ln 2) = 0.028 bit at N = 1000.
    const auto estimator = makeEstimator({"bin_floor", {{"bin_size", 0.05}}});
    const Layer layer = separated(1000);
    const auto baseline = shuffledLabels(*estimator, layer.observation(), 20, 0, {});
    QVERIFY(std::abs(baseline->mean - 39 / (2000 * std::log(2.0))) < 0.006);
    QVERIFY(baseline->lowest < baseline->mean && baseline->mean < baseline->highest);
    QVERIFY(estimator->estimate(layer.observation(), {})[1] > 0.99);
}

void TestShuffledLabels::seedDecidesAndEveryEstimatorHasOne_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"bin_floor", "bin_quantile", "kde_pairwise", "gaussian_mixture_mc"})
        QTest::newRow(id) << id;
}

void TestShuffledLabels::seedDecidesAndEveryEstimatorHasOne() {
    QFETCH(QString, id);
    const auto estimator = makeEstimator({id.toStdString(), {}});
    const Layer layer = separated(150);
    const auto first = shuffledLabels(*estimator, layer.observation(), 5, 5, {});
    const auto same = shuffledLabels(*estimator, layer.observation(), 5, 5, {});
    const auto other = shuffledLabels(*estimator, layer.observation(), 5, 6, {});
    QCOMPARE(first->mean, same->mean);
    QVERIFY(first->mean != other->mean);
    QVERIFY(first->highest < estimator->estimate(layer.observation(), {})[1]);
}

void TestShuffledLabels::withoutLabelsThereIsNone() {
    Layer layer = separated(30);
    layer.labels.clear();
    QVERIFY(std::isnan(shuffledLabels(*makeEstimator({}), layer.observation(), 3, 0, {})->mean));
}

void TestShuffledLabels::cancelledGivesNothing() {
    const Layer layer = separated(30);
    QVERIFY(!shuffledLabels(*makeEstimator({}), layer.observation(), 3, 0, [] { return true; }));
}

void TestShuffledLabels::estimatorsOfArraysAreRefused() {
    const Layer layer = separated(30);
    QVERIFY_EXCEPTION_THROWN(shuffledLabels(*makeEstimator({"ksg", {}}), layer.observation(), 3, 0, {}),
                             Error);
}

QTEST_APPLESS_MAIN(TestShuffledLabels)
#include "tst_shuffled_labels.moc"
