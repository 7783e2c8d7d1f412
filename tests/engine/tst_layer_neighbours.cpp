#include "error.h"
#include "information/estimator.h"

#include <QtTest>

#include <array>
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

std::vector<double> estimate(const Observation& observation, double variance = 0.001,
                             const char* form = "gao") {
    return makeEstimator({"neighbours", {{"noise_variance", variance}, {"form", form}}})
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

/// Eight clusters, narrow beside their distances.
Eigen::MatrixXd clusters(Eigen::Index samples, Eigen::Index width) {
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd centres(8, width);
    for (double& value : centres.reshaped())
        value = std::tanh(2 * normal(random));
    Eigen::MatrixXd activity(samples, width);
    for (Eigen::Index i = 0; i < samples; ++i)
        for (Eigen::Index unit = 0; unit < width; ++unit)
            activity(i, unit) = centres(i % 8, unit) + 0.02 * normal(random);
    return activity;
}

std::vector<std::int32_t> signs(const Eigen::MatrixXd& activity) {
    std::vector<std::int32_t> labels;
    for (Eigen::Index i = 0; i < activity.rows(); ++i)
        labels.push_back(activity(i, 0) > 0 ? 1 : 0);
    return labels;
}

} // namespace

class TestLayerNeighbours : public QObject {
    Q_OBJECT
  private slots:
    // Arrays of one label a sample, classes infinitely far: the estimator for arrays says the same of both
    // forms.
    void agreesWithTheEstimatorForArrays() {
        Eigen::MatrixXd activity = tanhLayer(300, 3);
        activity.topRows(60).setZero(); // as ReLU leaves them
        const std::vector<std::int32_t> labels = signs(activity);
        std::vector<double> t;
        for (Eigen::Index i = 0; i < activity.rows(); ++i)
            for (Eigen::Index unit = 0; unit < 3; ++unit)
                t.push_back(activity(i, unit));
        const NamedArrays arrays = {{"t", {{300, 3}, t}},
                                    {"y", {{300}, std::vector<double>(labels.begin(), labels.end())}}};
        const auto known =
            makeEstimator({"mixed_knn", {{"label_distance", "infinite"}}})->estimateArrays(arrays, {}).values;
        const auto values = estimate(observe(activity, labels, 2));
        QVERIFY(std::abs(values[1] - known[0]) < 1e-12);
        QVERIFY(std::abs(values[2] - known[3]) < 1e-12);
    }

    void rossIsRefusedWhereActivityRepeats() {
        Eigen::MatrixXd activity = tanhLayer(300, 3);
        const std::vector<std::int32_t> labels = signs(activity);
        const auto gao = estimate(observe(activity, labels, 2));
        const auto ross = estimate(observe(activity, labels, 2), 0.001, "ross");
        QVERIFY(std::abs(gao[1] - ross[1]) < 0.01); // log N for psi(N)
        activity.topRows(20).setZero();
        QVERIFY_EXCEPTION_THROWN(estimate(observe(activity, signs(activity), 2), 0.001, "ross"), Error);
    }

    void samplesFarApartAreToldApart() {
        const Eigen::MatrixXd activity = 1e6 * tanhLayer(512, 2);
        const auto values = estimate(observe(activity), 1e-5);
        QVERIFY2(std::abs(values[0] - 9) < 1e-9, qPrintable(QString::number(values[0], 'g', 17)));
        QVERIFY(std::isnan(values[1]) && std::isnan(values[2]));
        QVERIFY(values[3] < 1e-6);
    }

    void biasIsAsMeasured_data() {
        struct Row {
            bool clustered;
            int width;
            std::array<double, 4> bias; ///< at each variance
        };
        static constexpr std::array variances = {0.001, 0.01, 0.1, 0.3};
        static constexpr std::array rows = std::to_array<Row>({
            {false, 1, {-0.029, 0.022, 0.008, 0.009}},
            {false, 3, {0.001, -0.124, -0.063, -0.081}},
            {false, 5, {0.001, -0.044, -0.126, -0.005}},
            {false, 10, {0.000, -0.003, -0.537, -0.871}},
            {true, 1, {-0.042, -0.034, 0.003, -0.006}},
            {true, 3, {-0.055, -0.091, -0.100, -0.119}},
            {true, 5, {-0.116, 0.060, 0.061, 0.069}},
            {true, 10, {-0.617, -0.085, -0.018, -0.105}},
        });
        QTest::addColumn<bool>("clustered");
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("variance");
        QTest::addColumn<double>("bias");
        for (const Row& row : rows)
            for (std::size_t i = 0; i < variances.size(); ++i)
                QTest::addRow("%s, %d units, variance %g", row.clustered ? "clustered" : "spread", row.width,
                              variances[i])
                    << row.clustered << row.width << variances[i] << row.bias[i];
    }

    /// How far it is off the mixture of all samples. The spread of one such figure is 0.1 bit, but its draws
    /// are always the same.
    void biasIsAsMeasured() {
        QFETCH(bool, clustered);
        QFETCH(int, width);
        QFETCH(double, variance);
        QFETCH(double, bias);
        const Eigen::MatrixXd activity = clustered ? clusters(512, width) : tanhLayer(512, width);
        const EstimatorSettings noisy{"gaussian_mixture_mc",
                                      {{"noise_variance", variance}, {"draws", 5000.0}}};
        const double truth = makeEstimator(noisy)->estimate(observe(activity), {})[0];
        const double off = estimate(observe(activity), variance)[0] - truth;
        QVERIFY2(std::abs(off - bias) < 0.03, qPrintable(QString::number(off)));
    }

    void captionSaysWhereNeighboursCount() {
        const Eigen::MatrixXd activity = tanhLayer(200, 3);
        const auto labels = signs(activity);
        const auto with = [&](double k) { return makeEstimator({"neighbours", {{"k", k}}}); };
        const auto one = with(1)->estimate(observe(activity, labels, 2), {});
        const auto many = with(9)->estimate(observe(activity, labels, 2), {});
        QCOMPARE(one[0], many[0]); // the nearest copy of the same input, whatever k is
        QVERIFY(one[1] != many[1]);
        QCOMPARE(with(9)->caption(),
                 std::string("Nearest neighbours, I(T;Y) with k = 9; I(X; T + noise), variance 0.001"));
    }

    void equalActivityTellsNothingAndNearlyEqualNextToNothing() {
        Eigen::MatrixXd activity = Eigen::MatrixXd::Constant(400, 2, 0.3);
        QCOMPARE(estimate(observe(activity), 0.01)[0], 0.0);
        activity += 1e-9 * tanhLayer(400, 2);
        const auto values = estimate(observe(activity), 0.01);
        QVERIFY(values[3] > 0 && std::abs(values[0]) < 4 * values[3]);
    }

    void inputsThatRepeatAreOneInput() {
        const Eigen::MatrixXd once = 100 * tanhLayer(200, 2);
        Eigen::MatrixXd twice(400, 2);
        twice << once, once;
        Observation observation = observe(twice);
        std::vector<std::int32_t> groups;
        for (std::int32_t i = 0; i < 400; ++i)
            groups.push_back(i % 200);
        observation.inputGroups = groups;
        // Two hundred inputs, each with six copies.
        const double value = estimate(observation, 1e-9)[0];
        QVERIFY2(std::abs(value - std::log2(200.0)) < 0.1, qPrintable(QString::number(value)));
    }

    void classesOfOneAreLeftOut() {
        const Eigen::MatrixXd activity = tanhLayer(100, 2);
        std::vector<std::int32_t> labels = signs(activity);
        labels[7] = 3;
        QVERIFY(std::isfinite(estimate(observe(activity, labels, 5))[1]));
        std::vector<std::int32_t> alone(100);
        std::iota(alone.begin(), alone.end(), 0);
        QCOMPARE(estimate(observe(activity, alone, 100))[1], 0.0);
    }

    void tooFewSamplesAreRefused() {
        QVERIFY_EXCEPTION_THROWN(estimate(observe(tanhLayer(5, 2))), Error);
        QCOMPARE(estimate(observe(tanhLayer(6, 2))).size(), 4U);
    }

    void cancelledThereIsNothing() {
        const Eigen::MatrixXd activity = tanhLayer(50, 2);
        QVERIFY(makeEstimator({"neighbours", {}})->estimate(observe(activity), [] { return true; }).empty());
    }
};

QTEST_APPLESS_MAIN(TestLayerNeighbours)
#include "tst_layer_neighbours.moc"
