#include "error.h"
#include "information/cells.h"
#include "information/estimator.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace infoplane;

namespace {

template <typename Scalar>
Eigen::Map<const Eigen::Matrix<Scalar, -1, -1>> view(const Eigen::Matrix<Scalar, -1, -1>& matrix) {
    return {matrix.data(), matrix.rows(), matrix.cols()};
}

template <typename Scalar>
Observation observe(const Eigen::Matrix<Scalar, -1, -1>& activity, std::span<const std::int32_t> labels = {},
                    int classes = 0) {
    Observation observation{.activity = view(activity)};
    observation.labels = labels;
    observation.classCount = classes;
    observation.runRange = {static_cast<double>(activity.minCoeff()),
                            static_cast<double>(activity.maxCoeff())};
    return observation;
}

std::vector<double> estimate(const EstimatorSettings& settings, const Observation& observation) {
    return makeEstimator(settings)->estimate(observation, {});
}

Eigen::MatrixXf column(std::initializer_list<float> values) {
    Eigen::MatrixXf result(static_cast<Eigen::Index>(values.size()), 1);
    std::ranges::copy(values, result.data());
    return result;
}

/// Entropy of the rows themselves in bits, by sorting whole rows: nothing shared with the engine.
double rowEntropy(const Eigen::MatrixXd& rows) {
    std::map<std::vector<double>, int> counts;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        std::vector<double> row;
        for (Eigen::Index j = 0; j < rows.cols(); ++j)
            row.push_back(rows(i, j));
        ++counts[row];
    }
    double entropy = 0;
    for (const auto& [row, count] : counts) {
        const double p = count / static_cast<double>(rows.rows());
        entropy -= p * std::log2(p);
    }
    return entropy;
}

} // namespace

class TestBinning : public QObject {
    Q_OBJECT
  private slots:
    void quotientIsInTheActivitysOwnPrecision();
    void negativeZeroIsZeroAndLessIsNot();
    void edgesOfEqualBinsBelongToTheBinAbove();
    void thirtyBinsHaveOneMoreEdgeThanThirtyEdges();
    void outsideIsClampedAndCounted();
    void runRangeDecidesTheBins();
    void runRangeThatDoesNotHoldTheEpochIsRefused();
    void constantRangeIsOneBin();
    void quantilesAreBlindToMonotoneMaps();
    void equalQuantilesJoinTheirBins();
    void cellsAreExactAtAnyWidth_data();
    void cellsAreExactAtAnyWidth();
    void coordinatesTooFarApartToPackStayApart();
    void repeatedInputsAreSubtracted();
    void tooLargeAQuotientIsRefused();
    void correctionsChangeWhatTheySay();
    void constantActivityTellsNothingUnderAnyCorrection();
    void shuffleRemovesTheBiasOfRandomLabels();
    void captionsNameRuleAndValue();
    void cancelledGivesNothing();
};

void TestBinning::quotientIsInTheActivitysOwnPrecision() {
    // 15 * 0.07 rounded to float32 lies in bin 14 in float32 (beside 14 * 0.07), and in bin 15 in double.
    const Eigen::MatrixXf single = column({14 * 0.07F, static_cast<float>(15 * 0.07)});
    QCOMPARE(estimate({}, observe(single))[0], 0.0);
    const Eigen::MatrixXd twice{{14 * 0.07}, {15 * 0.07}};
    QCOMPARE(estimate({}, observe(twice))[0], 1.0);
}

void TestBinning::negativeZeroIsZeroAndLessIsNot() {
    QCOMPARE(estimate({}, observe(column({-0.0F, 0.0F, 1e-30F})))[0], 0.0);
    QCOMPARE(estimate({}, observe(column({-1e-30F, 0.0F})))[0], 1.0);
}

void TestBinning::edgesOfEqualBinsBelongToTheBinAbove() {
    const EstimatorSettings five{"bin_linspace", {{"n_edges", 5.0}}}; // -1, -0.5, 0, 0.5, 1
    const float below = std::nextafter(0.5F, 0.0F);
    QCOMPARE(estimate(five, observe(column({0.5F, below})))[0], 1.0);
    QCOMPARE(estimate(five, observe(column({0.0F, below})))[0], 0.0);
    QCOMPARE(estimate(five, observe(column({0.5F, std::nextafter(1.0F, 0.0F)})))[0], 0.0);
}

void TestBinning::thirtyBinsHaveOneMoreEdgeThanThirtyEdges() {
    // As published the value 1 alone is in a bin of its own; among thirty bins the last is closed.
    const Eigen::MatrixXf values = column({1, std::nextafter(1.0F, 0.0F)});
    QCOMPARE(estimate({"bin_linspace", {}}, observe(values))[0], 1.0);
    QCOMPARE(estimate({"bin_linspace", {{"counted", "bins"}}}, observe(values))[0], 0.0);
    // Thirty bins have an edge at 0, thirty edges do not.
    const Eigen::MatrixXf sides = column({-0.01F, 0.01F});
    QCOMPARE(estimate({"bin_linspace", {}}, observe(sides))[0], 0.0);
    QCOMPARE(estimate({"bin_linspace", {{"counted", "bins"}}}, observe(sides))[0], 1.0);
}

void TestBinning::outsideIsClampedAndCounted() {
    const auto values = estimate({"bin_linspace", {}}, observe(column({-3, -1, 1, 7})));
    QCOMPARE(values[0], 1.0); // two below, two above
    QCOMPARE(values[4], 0.5); // the ends themselves are inside
}

void TestBinning::runRangeDecidesTheBins() {
    const Eigen::MatrixXf epoch = column({0, 1, 2, 3});
    Observation observation = observe(epoch);
    const EstimatorSettings settings{"bin_minmax_epochs", {{"n_bins", 4.0}}};
    QCOMPARE(estimate(settings, observation)[0], 2.0);
    observation.runRange = {0, 8};
    QCOMPARE(estimate(settings, observation)[0], 1.0);
    QCOMPARE(estimate({"bin_minmax_epoch", {{"n_bins", 4.0}}}, observation)[0], 2.0);
    QVERIFY(describeEstimator("bin_minmax_epochs").needsRunRange);
    QVERIFY(!describeEstimator("bin_minmax_epoch").needsRunRange);
}

void TestBinning::runRangeThatDoesNotHoldTheEpochIsRefused() {
    const Eigen::MatrixXf epoch = column({0, 1});
    Observation observation = observe(epoch);
    observation.runRange = {0, 0.5};
    QVERIFY_EXCEPTION_THROWN(estimate({"bin_minmax_epochs", {}}, observation), Error);
}

void TestBinning::constantRangeIsOneBin() {
    for (const char* id : {"bin_minmax_epochs", "bin_minmax_epoch", "bin_quantile"})
        QCOMPARE(estimate({id, {}}, observe(column({0.3F, 0.3F, 0.3F})))[0], 0.0);
}

void TestBinning::quantilesAreBlindToMonotoneMaps() {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd values(601, 1); // 600 / 30 is whole, so every quantile is a sample
    for (Eigen::Index i = 0; i < values.size(); ++i)
        values.data()[i] = normal(random);
    const Eigen::MatrixXd squeezed = values.array().tanh();
    QCOMPARE(estimate({"bin_quantile", {}}, observe(squeezed))[0],
             estimate({"bin_quantile", {}}, observe(values))[0]);
}

void TestBinning::equalQuantilesJoinTheirBins() {
    Eigen::MatrixXf relu(101, 1);
    for (Eigen::Index i = 0; i < 101; ++i)
        relu(i, 0) = std::max<float>(0, static_cast<float>(i) - 50);
    const auto values = estimate({"bin_quantile", {{"n_bins", 10.0}}}, observe(relu));
    QCOMPARE(values[4], 5.0); // quantiles 0 to 0.5 are 0: one bin of zeros and up to 10, four above
}

void TestBinning::cellsAreExactAtAnyWidth_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("range");
    for (const int width : {1, 2, 9, 64, 1024})
        for (const int range : {2, 30, 100000})
            QTest::addRow("%d units of %d bins", width, range) << width << range;
}

void TestBinning::cellsAreExactAtAnyWidth() {
    QFETCH(int, width);
    QFETCH(int, range);
    // Rows that repeat, and rows that differ from another in one unit only.
    std::mt19937 random(7);
    std::uniform_int_distribution<int> bins(0, range - 1);
    std::uniform_int_distribution<int> units(0, width - 1);
    std::uniform_int_distribution<int> rows(0, 199);
    Eigen::MatrixXd indices(600, width);
    for (Eigen::Index i = 0; i < 200; ++i)
        for (Eigen::Index j = 0; j < width; ++j)
            indices(i, j) = bins(random);
    for (Eigen::Index i = 200; i < 600; ++i) {
        indices.row(i) = indices.row(rows(random));
        if (i % 2 == 0)
            indices(i, units(random)) = bins(random);
    }
    const Eigen::MatrixXd activity = indices.array() + 0.5;
    const double entropy = estimate({"bin_floor", {{"bin_size", 1.0}}}, observe(activity))[0];
    QVERIFY(std::abs(entropy - rowEntropy(indices)) < 1e-12);
}

void TestBinning::coordinatesTooFarApartToPackStayApart() {
    Eigen::MatrixXd activity(6, 3);
    activity << 1e300, 1, 0, //
        -1e300, 1, 0,        //
        1e300, 2, 0,         //
        1e300, 1, 1e17,      //
        1e300, 1, 0,         //
        1, 1, 0;
    QVERIFY(std::abs(estimate({"bin_floor", {{"bin_size", 1.0}}}, observe(activity))[0] -
                     rowEntropy(activity)) < 1e-12);
}

void TestBinning::repeatedInputsAreSubtracted() {
    // Two inputs, four samples each; the layer is noisy for the second: H(T) = 1.5, H(T|X) = 0.5.
    const Eigen::MatrixXf activity = column({0, 0, 0, 0, 1, 1, 2, 2});
    const std::vector<std::int32_t> inputs = {0, 0, 0, 0, 1, 1, 1, 1};
    Observation observation = observe(activity);
    QCOMPARE(estimate({}, observation)[0], 1.5);
    observation.inputGroups = inputs;
    QCOMPARE(estimate({}, observation)[0], 1.0);
}

void TestBinning::tooLargeAQuotientIsRefused() {
    const Eigen::MatrixXf activity = column({0, 3e38F});
    QVERIFY_EXCEPTION_THROWN(estimate({}, observe(activity)), Error);
    QCOMPARE(estimate({"bin_floor", {{"bin_size", 1.0}}}, observe(activity))[0], 1.0);
}

void TestBinning::correctionsChangeWhatTheySay() {
    const Eigen::MatrixXf activity = column({0, 0, 1, 1, 1, 2});
    const std::vector<std::int32_t> labels = {0, 0, 0, 1, 1, 1};
    const auto plain = estimate({}, observe(activity, labels, 2));
    const auto corrected =
        estimate({"bin_floor", {{"correction", "miller_madow"}}}, observe(activity, labels, 2));
    // K_T = 3, K_Y = 2, K_TY = 4 (Miller 1955): + (K - 1) / (2 N ln 2), + (K_T + K_Y - K_TY - 1) / (2 N ln
    // 2).
    QVERIFY(std::abs(corrected[0] - plain[0] - 2 / (12 * std::log(2.0))) < 1e-12);
    QVERIFY(std::abs(corrected[1] - plain[1] - 0) < 1e-12);
}

/// Grassberger's entropy of a single cell of 25 samples is 0.0845 bit, which is none of the activity.
void TestBinning::constantActivityTellsNothingUnderAnyCorrection() {
    const Eigen::MatrixXf constant = Eigen::MatrixXf::Constant(25, 3, 0.3F);
    std::vector<std::int32_t> labels(25, 0);
    std::fill(labels.begin(), labels.begin() + 9, 1);
    std::vector<std::int32_t> groups(25);
    for (std::int32_t i = 0; i < 25; ++i)
        groups[static_cast<std::size_t>(i)] = i / 2;
    for (const char* correction : {"none", "miller_madow", "grassberger", "chao_shen", "shrink", "shuffle"}) {
        Observation observation = observe(constant, labels, 2);
        const EstimatorSettings settings{"bin_floor", {{"correction", correction}}};
        QCOMPARE(estimate(settings, observation)[0], 0.0);
        QCOMPARE(estimate(settings, observation)[1], 0.0);
        observation.inputGroups = groups;
        QCOMPARE(estimate(settings, observation)[0], 0.0);
    }
}

void TestBinning::shuffleRemovesTheBiasOfRandomLabels() {
    std::mt19937 random(3);
    std::uniform_int_distribution<int> cells(0, 199);
    Eigen::MatrixXf activity(1024, 1);
    std::vector<std::int32_t> labels(1024);
    for (std::size_t i = 0; i < 1024; ++i) {
        activity(static_cast<Eigen::Index>(i), 0) = static_cast<float>(cells(random));
        labels[i] = cells(random) % 2;
    }
    const EstimatorSettings plain{"bin_floor", {{"bin_size", 1.0}}};
    EstimatorSettings corrected = plain;
    corrected.values["correction"] = "shuffle";
    const auto biased = estimate(plain, observe(activity, labels, 2));
    const auto without = estimate(corrected, observe(activity, labels, 2));
    QCOMPARE(without[0], biased[0]);
    // Two hundred cells, two classes, no relation: (K_T - 1)(K_Y - 1) / (2 N ln 2) = 0.14 bit of bias.
    QVERIFY(biased[1] > 0.1);
    QVERIFY(std::abs(without[1]) < 0.04);
    QCOMPARE(estimate(corrected, observe(activity, labels, 2)), without);
}

void TestBinning::captionsNameRuleAndValue() {
    const auto caption = [](const EstimatorSettings& settings) {
        return QString::fromStdString(makeEstimator(settings)->caption());
    };
    QCOMPARE(caption({}), "Binning, width 0.07");
    QCOMPARE(caption({"bin_floor", {{"bin_size", 1e-5}}}), u"Binning, width 1e\u22125");
    QCOMPARE(caption({"bin_linspace", {}}), u"Binning, 30 edges over [\u22121, 1]");
    QCOMPARE(caption({"bin_linspace", {{"counted", "bins"}}}), u"Binning, 30 bins over [\u22121, 1]");
    QCOMPARE(caption({"bin_minmax_epochs", {}}), "Binning, 100 bins over all epochs");
    QCOMPARE(caption({"bin_minmax_epoch", {{"n_bins", 50.0}}}), "Binning, 50 bins over each epoch");
    QCOMPARE(caption({"bin_quantile", {}}), "Binning, 30 bins of equal mass");
    QCOMPARE(caption({"bin_floor", {{"correction", "miller_madow"}}}),
             u"Binning, width 0.07, Miller\u2013Madow corrected");
}

void TestBinning::cancelledGivesNothing() {
    const Eigen::MatrixXf activity = column({0, 1});
    const auto estimator = makeEstimator({});
    QVERIFY(estimator->estimate(observe(activity), [] { return true; }).empty());
}

QTEST_APPLESS_MAIN(TestBinning)
#include "tst_binning.moc"
