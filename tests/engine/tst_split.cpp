#include "data/sources.h"
#include "data/split.h"
#include "error.h"

#include <QtTest>

#include <algorithm>
#include <numeric>

using namespace infoplane;

class TestSplit : public QObject {
    Q_OBJECT
  private slots:
    void sztTrainsOn3277Samples();
    void sidesAreDisjointAndHoldEverySample();
    void seedDecidesTheSplit();
    void eachSideKeepsOneSample();
    void ownTestSetOverridesTheFraction();
    void impossibleSplitsAreExplained();
    void shuffledLabelsKeepTheirCounts();
    void shuffledTargetsKeepTheirRows();
};

namespace {

Dataset smallDataset(int samples) {
    Dataset dataset;
    dataset.name = "small";
    dataset.classNames = {"a", "b"};
    dataset.inputs = Eigen::MatrixXf::Zero(samples, 1);
    dataset.labels.assign(static_cast<std::size_t>(samples), 0);
    return dataset;
}

} // namespace

void TestSplit::sztTrainsOn3277Samples() {
    const Split split = splitSamples(makeSzt(), 0.8, 0);
    QCOMPARE(split.train.size(), std::size_t{3277});
    QCOMPARE(split.test.size(), std::size_t{819});
    // Pins the split of published runs: a change would make every archive's replay another one.
    QCOMPARE((std::vector<int>(split.train.begin(), split.train.begin() + 5)),
             (std::vector<int>{2019, 3760, 3287, 1418, 2817}));
}

void TestSplit::sidesAreDisjointAndHoldEverySample() {
    const Split split = splitSamples(makeSzt(), 0.3, 5);
    std::vector<int> all = split.train;
    all.insert(all.end(), split.test.begin(), split.test.end());
    std::sort(all.begin(), all.end());
    std::vector<int> expected(4096);
    std::iota(expected.begin(), expected.end(), 0);
    QCOMPARE(all, expected);
}

void TestSplit::seedDecidesTheSplit() {
    const Dataset szt = makeSzt();
    QCOMPARE(splitSamples(szt, 0.8, 3).train, splitSamples(szt, 0.8, 3).train);
    QVERIFY(splitSamples(szt, 0.8, 3).train != splitSamples(szt, 0.8, 4).train);
}

void TestSplit::eachSideKeepsOneSample() {
    const Split nearlyAll = splitSamples(smallDataset(5), 0.999, 0);
    QCOMPARE(nearlyAll.test.size(), std::size_t{1});
    const Split nearlyNone = splitSamples(smallDataset(5), 0.001, 0);
    QCOMPARE(nearlyNone.train.size(), std::size_t{1});
}

void TestSplit::ownTestSetOverridesTheFraction() {
    Dataset dataset = smallDataset(5);
    dataset.ownTrainCount = 2;
    const Split split = splitSamples(dataset, 0.8, 9);
    QCOMPARE(split.train, (std::vector<int>{0, 1}));
    QCOMPARE(split.test, (std::vector<int>{2, 3, 4}));
}

void TestSplit::impossibleSplitsAreExplained() {
    QVERIFY_EXCEPTION_THROWN(splitSamples(smallDataset(1), 0.8, 0), Error);
    QVERIFY_EXCEPTION_THROWN(splitSamples(smallDataset(9), 0.0, 0), Error);
    QVERIFY_EXCEPTION_THROWN(splitSamples(smallDataset(9), 1.0, 0), Error);
    QVERIFY_EXCEPTION_THROWN(splitSamples(smallDataset(9), std::nan(""), 0), Error);
    Dataset noTest = smallDataset(3);
    noTest.ownTrainCount = 3;
    QVERIFY_EXCEPTION_THROWN(splitSamples(noTest, 0.8, 0), Error);
}

void TestSplit::shuffledLabelsKeepTheirCounts() {
    const Dataset original = makeSzt();
    Dataset shuffled = original;
    shuffleLabels(shuffled, 1);
    QVERIFY(shuffled.labels != original.labels);
    QVERIFY(shuffled.inputs == original.inputs);
    QCOMPARE(std::count(shuffled.labels.begin(), shuffled.labels.end(), 1), 2118);

    Dataset again = original;
    shuffleLabels(again, 1);
    QCOMPARE(again.labels, shuffled.labels);

    // What is left of the rule: chance agreement, a little over one half, 8 s.d. of room.
    int agreeing = 0;
    for (std::size_t row = 0; row < original.labels.size(); ++row) {
        agreeing += original.labels[row] == shuffled.labels[row];
    }
    QVERIFY2(std::abs(agreeing - 2050) < 256, qPrintable(QString::number(agreeing)));
}

void TestSplit::shuffledTargetsKeepTheirRows() {
    Dataset dataset;
    dataset.task = Task::Regression;
    dataset.inputs = Eigen::MatrixXf::Zero(100, 1);
    dataset.targets.resize(100, 2);
    for (int row = 0; row < 100; ++row) {
        dataset.targets.row(row) << static_cast<float>(row), static_cast<float>(-row);
    }
    const Eigen::MatrixXf before = dataset.targets;
    shuffleLabels(dataset, 1);
    QVERIFY(dataset.targets != before);
    QVERIFY(dataset.targets.col(0) == -dataset.targets.col(1));
    QCOMPARE(dataset.targets.col(0).sum(), before.col(0).sum());
}

QTEST_APPLESS_MAIN(TestSplit)
#include "tst_split.moc"
