#include "data/dataset.h"
#include "data/sources.h"
#include "engine/error_text.h"
#include "engine/idx_files.h"

#include <QFile>
#include <QTemporaryDir>
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
    void imagesAreWhatTheirFolderHolds();
    void tablesAreWhatTheirFileHolds();
};

namespace {

void write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// What a source says of itself against what was made of it.
void compare(const SourceDescription& source, const Dataset& made) {
    QCOMPARE(made.ownTrainCount.has_value(), source.hasTestSet);
    QCOMPARE(made.teacher.has_value(), source.isTeacher);
    QCOMPARE(made.task == Task::Regression, source.isTeacher);
}

} // namespace

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
    }
    const SourceDescription& unknown = describeSource("bogus");
    QVERIFY(unknown.id.empty());
    QVERIFY(!unknown.isFromFile() && !unknown.isTeacher && !unknown.hasTestSet && unknown.patterns == 0);
}

void TestDataset::sourcesAreWhatTheirFunctionsMake() {
    const SourceDescription& szt = describeSource("szt");
    const Dataset patterns = makeSzt();
    QCOMPARE(patterns.sampleCount(), szt.patterns);
    compare(szt, patterns);
    for (const char* id : {"teacher", "relevant-irrelevant"}) {
        const SourceDescription& source = describeSource(id);
        TeacherOptions options;
        options.inputs = 8;
        options.relevantInputs = source.hasIrrelevantInputs ? 3 : 8;
        const Dataset taught = makeTeacher(options, 0);
        compare(source, taught);
        QCOMPARE(source.patterns, 0);
        QCOMPARE(source.hasIrrelevantInputs, std::string(id) == "relevant-irrelevant");
    }
}

void TestDataset::imagesAreWhatTheirFolderHolds() {
    QTemporaryDir folder;
    write(folder.filePath("train-images-idx3-ubyte"), imageFile(2, 1, 2, QByteArray::fromHex("00ff8001")));
    write(folder.filePath("train-labels-idx1-ubyte"), labelFile(QByteArray::fromHex("0001")));
    write(folder.filePath("t10k-images-idx3-ubyte"), imageFile(1, 1, 2, QByteArray::fromHex("1020")));
    write(folder.filePath("t10k-labels-idx1-ubyte"), labelFile(QByteArray::fromHex("01")));
    const SourceDescription& idx = describeSource("idx");
    QCOMPARE(idx.origin, SourceDescription::Origin::Folder);
    QVERIFY(idx.isFromFile());
    const Dataset images = readImages({.folder = folder.path().toStdString()});
    compare(idx, images);
    QCOMPARE(images.ownTrainCount.value_or(0), 2);
    QCOMPARE(images.sampleCount(), 3);
}

/// The ids of tables are the endings that are read, and a label column is obeyed where one may be named.
void TestDataset::tablesAreWhatTheirFileHolds() {
    QTemporaryDir folder;
    const auto fileOf = [&](const SourceDescription& source) {
        const QString path = folder.filePath("t." + QString::fromStdString(source.id));
        write(path, "a,b\n0,0\n1,0\n2,1\n");
        return std::filesystem::path(path.toStdString());
    };
    for (const SourceDescription& source : dataSources()) {
        const auto file = fileOf(source);
        const QString error = errorText([&] { readTable({.file = file}); });
        QCOMPARE(!error.contains("neither a .csv nor a .mat"),
                 source.origin == SourceDescription::Origin::Table);
    }
    const SourceDescription& csv = describeSource("csv");
    const Dataset byB = readTable({.file = fileOf(csv)});
    const Dataset byA = readTable({.file = fileOf(csv), .labelColumn = "a"});
    compare(csv, byB);
    QCOMPARE(byB.classCount(), 2);
    QCOMPARE(byA.classCount() != byB.classCount(), csv.namesLabelColumn);
}

QTEST_APPLESS_MAIN(TestDataset)
#include "tst_dataset.moc"
