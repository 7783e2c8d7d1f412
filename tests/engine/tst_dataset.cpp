#include "data/dataset.h"

#include <QtTest>

using namespace infoplane;

class TestDataset : public QObject {
    Q_OBJECT
  private slots:
    void distinctRowsGiveNoGroups();
    void repeatedRowsAreNumberedByFirstAppearance();
    void signedZerosAreTheSameInput();
    void groupsOfManyRowsAreExact();
    void outputsAreClassesOrTargets();
};

void TestDataset::distinctRowsGiveNoGroups() {
    Eigen::MatrixXf inputs(3, 2);
    inputs << 0, 1, 1, 0, 1, 1;
    QVERIFY(repeatedInputGroups(inputs).empty());
    QVERIFY(repeatedInputGroups(Eigen::MatrixXf(0, 2)).empty());
}

void TestDataset::repeatedRowsAreNumberedByFirstAppearance() {
    Eigen::MatrixXf inputs(5, 2);
    inputs << 3, 1, 0, 1, 3, 1, 2, 2, 0, 1;
    QCOMPARE(repeatedInputGroups(inputs), (std::vector<std::int32_t>{0, 1, 0, 2, 1}));
}

void TestDataset::signedZerosAreTheSameInput() {
    Eigen::MatrixXf inputs(2, 1);
    inputs << 0.0F, -0.0F;
    QCOMPARE(repeatedInputGroups(inputs), (std::vector<std::int32_t>{0, 0}));
}

void TestDataset::groupsOfManyRowsAreExact() {
    constexpr int distinct = 1000;
    Eigen::MatrixXf inputs(3 * distinct, 3);
    for (int row = 0; row < inputs.rows(); ++row) {
        const auto value = static_cast<float>(row % distinct);
        inputs.row(row) << value, value * value, 1;
    }
    const auto groups = repeatedInputGroups(inputs);
    QCOMPARE(groups.size(), std::size_t{3 * distinct});
    for (std::size_t row = 0; row < groups.size(); ++row) {
        QCOMPARE(groups[row], static_cast<std::int32_t>(row % distinct));
    }
}

void TestDataset::outputsAreClassesOrTargets() {
    Dataset dataset;
    dataset.classNames = {"a", "b", "c"};
    QCOMPARE(dataset.outputCount(), 3);
    dataset.task = Task::Regression;
    dataset.targets.resize(4, 2);
    QCOMPARE(dataset.outputCount(), 2);
}

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_dataset.moc"
