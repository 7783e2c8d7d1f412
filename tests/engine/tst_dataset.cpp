#include "data/dataset.h"
#include "data/sources.h"

#include <QtTest>

#include <set>

using namespace infoplane;

class TestDataset : public QObject {
    Q_OBJECT
  private slots:
    void distinctRowsGiveNoGroups();
    void repeatedRowsAreNumberedByFirstAppearance();
    void signedZerosAreTheSameInput();
    void groupsOfManyRowsAreExact();
    void outputsAreClassesOrTargets();
    void everySourceIsDescribedOnce();
    void sourcesAreWhatTheirFunctionsMake();
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

void TestDataset::everySourceIsDescribedOnce() {
    std::set<std::string> ids, names;
    for (const SourceDescription& source : dataSources()) {
        QVERIFY(!source.id.empty() && !source.name.empty());
        QVERIFY(ids.insert(source.id).second && names.insert(source.name).second);
        QCOMPARE(&describeSource(source.id), &source);
        QVERIFY(source.isTeacher || !source.hasIrrelevantInputs);
        QVERIFY(!source.namesLabelColumn || source.origin == SourceDescription::Origin::Table);
        QCOMPARE(source.isFromFile(), source.origin != SourceDescription::Origin::Made);
    }
    const SourceDescription& unknown = describeSource("bogus");
    QVERIFY(unknown.id.empty());
    QVERIFY(!unknown.isFromFile() && !unknown.isTeacher && !unknown.hasTestSet && unknown.patterns == 0);
}

void TestDataset::sourcesAreWhatTheirFunctionsMake() {
    const SourceDescription& szt = describeSource("szt");
    const Dataset patterns = makeSzt();
    QCOMPARE(patterns.sampleCount(), szt.patterns);
    QCOMPARE(patterns.ownTrainCount.has_value(), szt.hasTestSet);
    QCOMPARE(patterns.teacher.has_value(), szt.isTeacher);
    for (const char* id : {"teacher", "relevant-irrelevant"}) {
        const SourceDescription& source = describeSource(id);
        TeacherOptions options;
        options.inputs = 8;
        options.relevantInputs = source.hasIrrelevantInputs ? 3 : 8;
        const Dataset taught = makeTeacher(options, 0);
        QCOMPARE(taught.ownTrainCount.has_value(), source.hasTestSet);
        QCOMPARE(taught.teacher.has_value(), source.isTeacher);
        QCOMPARE(source.patterns, 0);
        QCOMPARE(source.hasIrrelevantInputs, std::string(id) == "relevant-irrelevant");
    }
    for (const char* id : {"idx", "csv", "mat"})
        QVERIFY(describeSource(id).isFromFile());
}

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_dataset.moc"
