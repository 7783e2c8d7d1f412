#include "error.h"
#include "session/archive.h"
#include "session/few_weights.h"
#include "session/small_session.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <quazip.h>
#include <quazipfile.h>
#include <quazipnewinfo.h>

#include <clocale>
#include <csignal>
#include <functional>
#include <random>
#include <sys/resource.h>

using namespace infoplane;

class TestArchive : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void sessionSurvivesBitByBit_data();
    void sessionSurvivesBitByBit();
    void fewWeightsSurviveBitByBit_data();
    void fewWeightsSurviveBitByBit();
    void fewWeightsAreWrittenOfAWholeSession();
    void weightsThatAreNotThereAreNotWritten();
    void withFewWeightsDamagedEstimatesArePlainDamage();
    void anArchiveOfEarlierVersionsHasAllWeights();
    void anArchiveThatDoesNotKnowItsDataOpens();
    void regressionHasNoLabelBits();
    void sameSessionGivesTheSameBytes();
    void numbersAreWrittenWhateverTheLocale();
    void tablesHaveTheirColumns();
    void pythonReadsEverything_data();
    void pythonReadsEverything();
    void olderArchiveStaysWhereWritingFails();
    void fullDiskIsNoticed();
    void unfitSessionsAreNotWritten();
    void truncatedAtAnyLengthIsAnError();
    void flippedBytesAreNoticedOrHarmless();
    void damagedEntryIsNamed_data();
    void damagedEntryIsNamed();
    void withDamagedEstimatesAllElseCanBeRead();
    void hostileNamesAreRefused_data();
    void hostileNamesAreRefused();
    void twoEntriesOfOneNameAreRefused();
    void missingEntriesAreNamed();
    void bombsAreNotUnpacked();
    void wrongManifestsAreExplained_data();
    void wrongManifestsAreExplained();
    void wrongTablesAreExplained_data();
    void wrongTablesAreExplained();
    void unreadableFilesAreExplained();
    void verifyListsEveryDamagedEntry();
    void nothingOfThisTookMuchMemory();

  private:
    QString path(const QString& name = QStringLiteral("run.infoplane")) const {
        return m_folder->filePath(name);
    }
    QByteArray writtenBytes() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    long m_memoryAtStart = 0;
};

namespace {

/// Entries in their order; names may repeat.
using Entries = QList<QPair<QString, QByteArray>>;

Entries unpacked(const QString& path) {
    Entries entries;
    QuaZip zip(path);
    if (!zip.open(QuaZip::mdUnzip)) {
        qFatal("cannot open the test's archive");
    }
    for (bool more = zip.goToFirstFile(); more; more = zip.goToNextFile()) {
        QuaZipFile file(&zip);
        file.open(QIODevice::ReadOnly);
        entries.push_back(std::make_pair(zip.getCurrentFileName(), file.readAll()));
    }
    return entries;
}

void pack(const QString& path, const Entries& entries) {
    QuaZip zip(path);
    zip.setZip64Enabled(true);
    if (!zip.open(QuaZip::mdCreate)) {
        qFatal("cannot write the test's archive");
    }
    for (const auto& [name, content] : entries) {
        QuaZipFile file(&zip);
        if (!file.open(QIODevice::WriteOnly, QuaZipNewInfo(name)) || file.write(content) != content.size()) {
            qFatal("cannot write the test's archive");
        }
    }
}

QByteArray& entry(Entries& entries, const QString& name) {
    for (auto& [found, content] : entries) {
        if (found == name) {
            return content;
        }
    }
    qFatal("no such entry");
}

void editManifest(Entries& entries, const std::function<void(QJsonObject&)>& edit) {
    QByteArray& text = entry(entries, "manifest.json");
    QJsonObject manifest = QJsonDocument::fromJson(text).object();
    edit(manifest);
    text = QJsonDocument(manifest).toJson();
}

/// Makes the checksums right again, as somebody would who means harm.
void signEntries(Entries& entries) {
    QJsonObject facts;
    for (const auto& [name, content] : entries) {
        if (name != "manifest.json") {
            const QByteArray hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256);
            facts.insert(name, QJsonObject{{"size", content.size()}, {"sha256", QString(hash.toHex())}});
        }
    }
    editManifest(entries, [&facts](QJsonObject& manifest) { manifest.insert("entries", facts); });
}

/// The error with which reading ends, empty if it does not.
QString readError(const QString& path, Session* session = nullptr) {
    try {
        const Session read = readArchive(path);
        if (session != nullptr) {
            *session = read;
        }
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

void writeBytes(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("cannot write the test's file");
    }
}

QByteArray readBytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

long peakKilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

} // namespace

Q_DECLARE_METATYPE(std::function<void(QJsonObject&)>)

#define VERIFY_NAMES(text, words) QVERIFY2((text).contains(words), qPrintable(text))

void TestArchive::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    if (m_memoryAtStart == 0) {
        m_memoryAtStart = peakKilobytes();
    }
}

QByteArray TestArchive::writtenBytes() const {
    writeArchive(smallSession(), path());
    return readBytes(path());
}

void TestArchive::sessionSurvivesBitByBit_data() {
    QTest::addColumn<int>("seeds");
    QTest::addColumn<int>("epochs");
    QTest::newRow("two seeds") << 2 << 3;
    QTest::newRow("many seeds") << 12 << 2;
    QTest::newRow("nothing measured yet") << 2 << 0;
    QTest::newRow("nothing run") << 0 << 0;
}

void TestArchive::sessionSurvivesBitByBit() {
    QFETCH(int, seeds);
    QFETCH(int, epochs);
    Session session = smallSession(seeds, epochs);
    session.spec.seeds.count = std::max(1, seeds);
    writeArchive(session, path());
    Session read;
    QCOMPARE(readError(path(), &read), QString());
    QCOMPARE(difference(session, read), QString());
    QCOMPARE(verifyArchive(path()), QStringList());
}

namespace {

Session longerSession(int epochs) {
    Session session = smallSession(2, epochs);
    session.spec.training.epochs = 1000;
    return session;
}

} // namespace

void TestArchive::fewWeightsSurviveBitByBit_data() {
    QTest::addColumn<int>("keepEvery");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<int>("rows");
    QTest::newRow("all") << 1 << 12 << 12;
    QTest::newRow("every 5th and the last") << 5 << 12 << 4; // 0, 5, 10 and 11
    QTest::newRow("every 5th, the last among them") << 5 << 11 << 3;
    QTest::newRow("first and last") << 100 << 12 << 2;
    QTest::newRow("a single epoch") << 5 << 1 << 1;
    QTest::newRow("nothing measured") << 5 << 0 << 0;
    QTest::newRow("none") << 0 << 12 << 0;
}

void TestArchive::fewWeightsSurviveBitByBit() {
    QFETCH(int, keepEvery);
    QFETCH(int, epochs);
    QFETCH(int, rows);
    const Session session = withFewWeights(longerSession(epochs), keepEvery);
    QCOMPARE(countWeights(session.runs[0].snapshots).kept, rows);
    QCOMPARE(keptEpochs(keepEvery, epochs), rows);
    writeArchive(session, path());
    Session read;
    QCOMPARE(readError(path(), &read), QString());
    QCOMPARE(difference(session, read), QString());
    QCOMPARE(verifyArchive(path()), QStringList());
    Entries entries = unpacked(path());
    QCOMPARE(entries.size(), keepEvery == 0 ? 4 : 6);
    if (keepEvery > 0) { // a header of 128 bytes, and the rows
        const qint64 bytes = rows * session.shape.parameterCount() * qint64{sizeof(float)};
        QCOMPARE(entry(entries, "weights/seed-0005.npy").size(), 128 + bytes);
    }
    // Saved again it is the same.
    const QByteArray before = readBytes(path());
    writeArchive(read, path());
    QCOMPARE(readBytes(path()), before);
}

void TestArchive::fewWeightsAreWrittenOfAWholeSession() {
    Session session = longerSession(12);
    for (const int keepEvery : {5, 0}) {
        session.keepEvery = keepEvery;
        writeArchive(session, path());
        QCOMPARE(difference(withFewWeights(session, keepEvery), readArchive(path())), QString());
    }
}

void TestArchive::weightsThatAreNotThereAreNotWritten() {
    Session session = withFewWeights(longerSession(12), 5);
    for (const int keepEvery : {1, 2, 3, -1, mostKeepEvery + 1}) {
        session.keepEvery = keepEvery;
        QVERIFY_EXCEPTION_THROWN(writeArchive(session, path()), Error);
        QVERIFY(!QFile::exists(path()));
    }
    for (const int keepEvery : {5, 10, 0}) { // fewer of them are
        session.keepEvery = keepEvery;
        writeArchive(session, path());
        QCOMPARE(verifyArchive(path()), QStringList());
    }
}

// Estimates that cannot be made again are not to be dropped.
void TestArchive::withFewWeightsDamagedEstimatesArePlainDamage() {
    const Session session = withFewWeights(longerSession(12), 5);
    writeArchive(session, path());
    QCOMPARE(difference(session, readArchive(path(), Estimates::Dropped)), QString());
    Entries entries = unpacked(path());
    entry(entries, "measurements.csv")[40] ^= 1;
    pack(path(), entries);
    for (const Estimates estimates : {Estimates::Kept, Estimates::Dropped}) {
        try {
            readArchive(path(), estimates);
            QFAIL("it was read");
        } catch (const EstimatesDamagedError&) {
            QFAIL("it was said to have all weights");
        } catch (const Error& error) {
            VERIFY_NAMES(QString::fromUtf8(error.what()), "run its experiment again");
        }
    }
}

void TestArchive::anArchiveOfEarlierVersionsHasAllWeights() {
    writeArchive(smallSession(), path());
    const Entries whole = unpacked(path());
    for (const bool explained : {true, false}) {
        Entries entries = whole;
        editManifest(entries, [explained](QJsonObject& manifest) {
            QJsonObject weights = manifest.value("weights").toObject();
            weights.remove("keepEvery");
            manifest.insert("weights", weights);
            if (!explained) {
                manifest.remove("weights");
            }
        });
        pack(path(), entries);
        Session read;
        QCOMPARE(readError(path(), &read), QString());
        QCOMPARE(read.keepEvery, 1);
        QCOMPARE(difference(smallSession(), read), QString());
    }
}

// As earlier versions wrote them.
void TestArchive::anArchiveThatDoesNotKnowItsDataOpens() {
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    editManifest(entries, [](QJsonObject& manifest) {
        QJsonObject facts = manifest.value("facts").toObject();
        QVERIFY(facts.contains("dataSha256"));
        facts.remove("dataSha256");
        manifest.insert("facts", facts);
    });
    pack(path(), entries);
    QCOMPARE(readError(path()), QString());
    QVERIFY(readArchive(path()).facts.dataSha256.isEmpty());
}

void TestArchive::regressionHasNoLabelBits() {
    Session session = smallSession();
    session.facts.task = Task::Regression;
    session.facts.outputs = 1;
    session.facts.labelBits = std::nan("");
    session.spec.data.source = QStringLiteral("teacher");
    session.spec.data.trainSamples = 8;
    session.spec.data.testSamples = 2;
    session.spec.data.inputs = 3;
    session.spec.training.loss = Loss::MeanSquaredError;
    session.spec.training.batchSize.reset();
    session.shape.task = Task::Regression;
    session.shape.widths.back() = 1;
    for (SeedRun& run : session.runs) {
        for (EpochSnapshot& snapshot : run.snapshots) {
            std::vector<float> parameters = snapshot.parameters.toVector();
            parameters.resize(static_cast<std::size_t>(session.shape.parameterCount()));
            snapshot.parameters = std::move(parameters);
        }
    }
    ExperimentSpec normal; // without values that such a spec does not hold
    const auto errors = fromJson(toJson(session.spec), normal);
    QVERIFY2(errors.empty(), errors.empty() ? "" : qPrintable(errors[0].message));
    session.spec = normal;
    writeArchive(session, path());
    Session read;
    QCOMPARE(readError(path(), &read), QString());
    QCOMPARE(difference(session, read), QString());
}

void TestArchive::sameSessionGivesTheSameBytes() {
    const QByteArray first = writtenBytes();
    QVERIFY(first.size() > 1000);
    QCOMPARE(writtenBytes(), first);
}

void TestArchive::numbersAreWrittenWhateverTheLocale() {
    const QByteArray before = measurementsCsv(smallSession());
    const QByteArray oldLocale = std::setlocale(LC_ALL, nullptr);
    QLocale::setDefault(QLocale(QLocale::German));
    std::setlocale(LC_ALL, "de_DE.UTF-8");
    const QByteArray after = measurementsCsv(smallSession());
    std::setlocale(LC_ALL, oldLocale.constData());
    QLocale::setDefault(QLocale::c());
    QCOMPARE(after, before);
}

void TestArchive::tablesHaveTheirColumns() {
    const Session session = smallSession(1, 2);
    const QList<QByteArray> measurements = measurementsCsv(session).split('\n');
    QVERIFY(measurements[0].startsWith("seed,epoch,layer,width,I_XT_bit,I_TY_bit"));
    QVERIFY(measurements[0].endsWith(",weight_norm,gradient_mean,gradient_sd"));
    QCOMPARE(measurements.size(), 1 + 2 * 2 + 1);
    QVERIFY(measurements[1].startsWith("0,0,1,2,"));
    QVERIFY(measurements[2].startsWith("0,0,2,2,"));
    QVERIFY(measurements[4].startsWith("0,1,2,2,,,")); // not estimated: empty, not a number

    Session simple = session;
    simple.runs[0].snapshots.resize(1);
    EpochSnapshot& snapshot = simple.runs[0].snapshots[0];
    snapshot.trainLoss = 0.1;
    snapshot.testLoss = 0.25;
    snapshot.trainError = -std::nan("");
    snapshot.testError = 1;
    QCOMPARE(epochsCsv(simple),
             QByteArray("seed,epoch,train_loss,test_loss,loss_gap,train_error,test_error,error_gap\n"
                        "0,0,0.1,0.25,0.15,nan,1,nan\n"));
}

void TestArchive::pythonReadsEverything_data() {
    QTest::addColumn<int>("keepEvery");
    QTest::newRow("all weights") << 1;
    QTest::newRow("every second epoch and the last") << 2;
    QTest::newRow("no weights") << 0;
}

void TestArchive::pythonReadsEverything() {
    QFETCH(int, keepEvery);
    QString python;
    for (const char* candidate : {"python3", "/usr/bin/python3"}) {
        QProcess probe;
        probe.start(candidate, {"-c", "import numpy"});
        if (probe.waitForFinished() && probe.exitStatus() == QProcess::NormalExit && probe.exitCode() == 0) {
            python = candidate;
            break;
        }
    }
    if (python.isEmpty()) {
        QSKIP("There is no Python with NumPy on this machine.");
    }
    const Session session = withFewWeights(smallSession(2, 4), keepEvery); // of 0, 1, 4, 9
    writeArchive(session, path());
    QProcess process;
    process.start(python, {QStringLiteral(INFOPLANE_TEST_DATA "/read_archive.py"), path()});
    QVERIFY(process.waitForFinished());
    QCOMPARE(QString::fromUtf8(process.readAllStandardError()), QString());
    const QStringList lines =
        QString::fromUtf8(process.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);

    QStringList expected;
    const auto hex = [](double number) {
        if (std::isnan(number) || std::isinf(number)) {
            return QString(std::isnan(number) ? "nan" : "inf");
        }
        return QString::number(number, 'g', 17);
    };
    // Hexadecimal numbers are parsed, not compared as text: their spelling is the language's.
    const auto parsed = [&hex](QString line) {
        QStringList words = line.split(' ');
        for (QString& word : words) {
            if (word.contains("0x")) {
                word = hex(std::strtod(word.toUtf8().constData(), nullptr));
            }
        }
        return words.join(' ');
    };
    for (const SeedRun& run : session.runs) {
        for (const EpochSnapshot& snapshot : run.snapshots) {
            expected += QString("epoch %1 %2 ").arg(run.seed).arg(snapshot.epoch) + hex(snapshot.trainLoss) +
                        ' ' + hex(snapshot.testError);
        }
    }
    for (const SeedRun& run : session.runs) {
        for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
            for (std::size_t layer = 0; layer < 2; ++layer) {
                const QString value =
                    i < run.measurements.size() ? hex(run.measurements[i].values[layer][0]) : QString("none");
                expected +=
                    QString("layer %1 %2 %3 2 ").arg(run.seed).arg(run.snapshots[i].epoch).arg(layer + 1) +
                    value + ' ' + hex(run.snapshots[i].layers[layer].gradientSd);
            }
        }
    }
    for (const SeedRun& run : session.runs) {
        if (keepEvery == 0) {
            break;
        }
        // The weight from input (or unit) 0 to unit 1 of each layer.
        const Weights& last = run.snapshots.back().parameters;
        expected += QString("weight %1 1 ").arg(run.seed) + hex(static_cast<double>(last[3]));
        expected += QString("weight %1 2 ").arg(run.seed) + hex(static_cast<double>(last[8 + 2]));
    }
    expected += "notes # Notes";
    QCOMPARE(lines.size(), expected.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QCOMPARE(parsed(lines[i]), expected[i]);
    }
}

void TestArchive::olderArchiveStaysWhereWritingFails() {
    const QByteArray before = writtenBytes();
    Session larger = smallSession(3, 3);
    larger.notes = QString(20'000'000, u'x');
    QVERIFY_EXCEPTION_THROWN(writeArchive(larger, path()), Error);
    QCOMPARE(readBytes(path()), before);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{"run.infoplane"});
}

// A file may not grow beyond a limit: as on a disk that is full, write() fails in the middle.
void TestArchive::fullDiskIsNoticed() {
    const QByteArray before = writtenBytes();
    Session larger = smallSession();
    std::mt19937 random(1);
    for (int i = 0; i < 100'000; ++i) {
        larger.notes += QChar(0x20 + static_cast<int>(random() % 90)); // does not shrink much
    }
    rlimit old{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &old), 0);
    const auto oldHandler = std::signal(SIGXFSZ, SIG_IGN);
    QStringList errors;
    writeArchive(larger, path("whole.infoplane"));
    const qsizetype size = readBytes(path("whole.infoplane")).size();
    QFile::remove(path("whole.infoplane"));
    // At the first byte, soon, in the middle, and where all but the last byte has been written.
    for (const qsizetype bytes : {qsizetype{0}, qsizetype{100}, size / 2, size - 1}) {
        const rlimit small{static_cast<rlim_t>(bytes), old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        try {
            writeArchive(larger, path());
            errors += QString();
        } catch (const Error& error) {
            errors += QString::fromUtf8(error.what());
        }
        setrlimit(RLIMIT_FSIZE, &old);
    }
    std::signal(SIGXFSZ, oldHandler);
    for (const QString& error : errors) {
        VERIFY_NAMES(error, "cannot be saved as " + path() + ": File too large");
    }
    QCOMPARE(readBytes(path()), before);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{"run.infoplane"});

    const auto saveNowhere = [&larger] { writeArchive(larger, "/nowhere/at/all.infoplane"); };
    QVERIFY_EXCEPTION_THROWN(saveNowhere(), Error);
}

void TestArchive::unfitSessionsAreNotWritten() {
    const auto refused = [this](const std::function<void(Session&)>& edit) {
        Session session = smallSession();
        edit(session);
        try {
            writeArchive(session, path());
        } catch (const Error&) {
            return !QFile::exists(path());
        }
        return false;
    };
    QVERIFY(refused([](Session& s) {
        Weights& weights = s.runs[0].snapshots[0].parameters;
        weights = std::vector<float>(weights.begin(), weights.end() - 1);
    }));
    QVERIFY(refused([](Session& s) { s.runs[0].snapshots[1].epoch = 0; }));
    QVERIFY(refused([](Session& s) { s.runs[0].measurements[1].epoch = 3; }));
    QVERIFY(refused([](Session& s) { s.runs[1].seed = s.runs[0].seed; }));
    QVERIFY(refused([](Session& s) { s.runs[0].measurements[0].values.pop_back(); }));
    QVERIFY(refused([](Session& s) { s.runs[0].measurements[0].values[0].pop_back(); }));
    QVERIFY(refused([](Session& s) { s.runs[0].snapshots[0].layers.pop_back(); }));
    QVERIFY(refused([](Session& s) { s.shape.widths[1] = 9; }));
}

void TestArchive::truncatedAtAnyLengthIsAnError() {
    const QByteArray whole = writtenBytes();
    for (qsizetype length = 0; length < whole.size(); ++length) {
        writeBytes(path("cut.infoplane"), whole.first(length));
        const QString error = readError(path("cut.infoplane"));
        QVERIFY2(error.contains("cut.infoplane"), qPrintable(QString::number(length) + error));
        QVERIFY(!verifyArchive(path("cut.infoplane")).isEmpty());
    }
}

void TestArchive::flippedBytesAreNoticedOrHarmless() {
    const Session session = smallSession();
    const QByteArray whole = writtenBytes();
    qsizetype noticed = 0;
    for (qsizetype byte = 0; byte < whole.size(); ++byte) {
        QByteArray flipped = whole;
        flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << (byte % 8)));
        writeBytes(path("flipped.infoplane"), flipped);
        Session read;
        const QString error = readError(path("flipped.infoplane"), &read);
        noticed += !error.isEmpty();
        // A date of an entry may change unnoticed, never the session.
        const bool harmless = error.isEmpty() && difference(session, read).isEmpty();
        QVERIFY2(harmless || error.contains("flipped.infoplane"),
                 qPrintable(QString("byte %1: %2").arg(byte).arg(error)));
    }
    QVERIFY2(noticed > whole.size() * 3 / 4, qPrintable(QString::number(noticed)));
}

void TestArchive::damagedEntryIsNamed_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"measurements.csv", "epochs.csv", "notes.md", "weights/seed-0005.npy"}) {
        QTest::newRow(name) << name;
    }
}

void TestArchive::damagedEntryIsNamed() {
    QFETCH(QString, name);
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    QByteArray& content = entry(entries, name);
    content[content.size() - 2] = static_cast<char>(content[content.size() - 2] ^ 1);
    pack(path(), entries);
    const QString error = readError(path());
    const bool isEstimates = name == QLatin1String("measurements.csv");
    QCOMPARE(error,
             "run.infoplane is damaged: " + name + " does not match its checksum. " +
                 (isEstimates ? QStringLiteral("The weights are whole; information can be estimated again.")
                              : QStringLiteral("Take another copy of it, or run its experiment again.")));
    QCOMPARE(verifyArchive(path()), QStringList{name + " does not match its checksum."});
}

void TestArchive::withDamagedEstimatesAllElseCanBeRead() {
    const Session session = smallSession();
    writeArchive(session, path());
    Entries entries = unpacked(path());
    entry(entries, "measurements.csv")[40] ^= 1;
    pack(path(), entries);
    QVERIFY_EXCEPTION_THROWN(readArchive(path()), EstimatesDamagedError);
    const Session read = readArchive(path(), Estimates::Dropped);
    QCOMPARE(read.runs.size(), session.runs.size());
    for (std::size_t i = 0; i < read.runs.size(); ++i) {
        QVERIFY(read.runs[i].measurements.empty());
        QVERIFY(read.runs[i].draft);
        QCOMPARE(read.runs[i].snapshots.size(), session.runs[i].snapshots.size());
        QCOMPARE(read.runs[i].snapshots.back().parameters, session.runs[i].snapshots.back().parameters);
    }
    entry(entries, "weights/seed-0005.npy").back() ^= 1; // and the weights are not whole any more
    pack(path(), entries);
    const QString error = readError(path());
    QVERIFY2(error.contains("weights/seed-0005.npy"), qPrintable(error));
}

void TestArchive::hostileNamesAreRefused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("shown");
    for (const char* name : {"../x", "/etc/passwd", "weights/../../x", "weights/", "MANIFEST.JSON", "x",
                             "weights/seed-0001.npy", "C:\\x", "manifest.json/"}) {
        QTest::newRow(name) << name << name;
    }
    QTest::newRow("empty") << QString() << "\"\"";
    QTest::newRow("long") << QString(60'000, u'a') << QString(50, u'a');
    QTest::newRow("line ends") << "a\nb\x1b[2J"
                               << "a";
}

void TestArchive::hostileNamesAreRefused() {
    QFETCH(QString, name);
    QFETCH(QString, shown);
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    entries.push_back(std::make_pair(name, QByteArray("content")));
    pack(path(), entries);
    const QString error = readError(path());
    VERIFY_NAMES(error, "run.infoplane is damaged: it holds an entry that no session has");
    VERIFY_NAMES(error, shown);
    QVERIFY(error.size() < 300 && !error.contains(u'\x1b') && !error.contains(u'\n'));
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), QStringList{"run.infoplane"});
}

void TestArchive::twoEntriesOfOneNameAreRefused() {
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    entries.push_back(std::make_pair(QString("manifest.json"), QByteArray("{}")));
    pack(path(), entries);
    VERIFY_NAMES(readError(path()), "two entries named \"manifest.json\"");
}

void TestArchive::missingEntriesAreNamed() {
    writeArchive(smallSession(), path());
    const Entries whole = unpacked(path());
    QCOMPARE(whole.size(), 6);
    for (qsizetype i = 0; i < whole.size(); ++i) {
        Entries entries = whole;
        entries.removeAt(i);
        pack(path(), entries);
        VERIFY_NAMES(readError(path()), whole[i].first + " is missing");
    }
}

void TestArchive::bombsAreNotUnpacked() {
    writeArchive(smallSession(), path());
    const Entries whole = unpacked(path());
    const QByteArray zeros(70'000'000, '\0');
    for (const char* name :
         {"manifest.json", "measurements.csv", "epochs.csv", "notes.md", "weights/seed-0000.npy"}) {
        Entries entries = whole;
        entry(entries, name) = zeros;
        pack(path(), entries);
        VERIFY_NAMES(readError(path()), name);
        QVERIFY(!verifyArchive(path()).isEmpty());
    }
    // Below what is suspicious by itself, and even announced by the manifest.
    Entries entries = whole;
    entry(entries, "epochs.csv") = zeros.first(50'000'000);
    signEntries(entries);
    pack(path(), entries);
    VERIFY_NAMES(readError(path()), "epochs.csv is 50000000 bytes long, which does not fit the manifest");
    m_memoryAtStart += zeros.size() / 1024 + 50'000; // the test's own
}

void TestArchive::wrongManifestsAreExplained_data() {
    using Edit = std::function<void(QJsonObject&)>;
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* words, const Edit& edit) {
        QTest::newRow(name) << edit << QString(words);
    };
    const auto set = [](const QString& group, const QString& key, const QJsonValue& value) -> Edit {
        return [=](QJsonObject& manifest) {
            QJsonObject object = manifest.value(group).toObject();
            object.insert(key, value);
            manifest.insert(group, object);
        };
    };
    const auto setRun = [](const QString& key, const QJsonValue& value) -> Edit {
        return [=](QJsonObject& manifest) {
            QJsonArray runs = manifest.value("runs").toArray();
            QJsonObject run = runs[1].toObject();
            run.insert(key, value);
            runs[1] = run;
            manifest.insert("runs", runs);
        };
    };
    row("newer", "newer Infoplane (format 2", [](QJsonObject& m) { m.insert("format", 2); });
    row("no format", "format in manifest.json is missing", [](QJsonObject& m) { m.remove("format"); });
    row("no spec", "spec in manifest.json is missing", [](QJsonObject& m) { m.remove("spec"); });
    row("format as text", "format in manifest.json is no number",
        [](QJsonObject& m) { m.insert("format", "1"); });
    row("runs as text", "runs in manifest.json is no list", [](QJsonObject& m) { m.insert("runs", "1"); });
    row("unknown key in the spec", "the spec in manifest.json is wrong", set("spec", "colour", "red"));
    row("inputs below zero", "facts.inputs in manifest.json", set("facts", "inputs", -1));
    row("inputs with a fraction", "facts.inputs in manifest.json", set("facts", "inputs", 1.5));
    row("inputs beyond all", "facts.inputs in manifest.json", set("facts", "inputs", 1e300));
    row("other inputs", "shape in manifest.json is not that of the spec", set("facts", "inputs", 4));
    row("unknown task", "facts.task", set("facts", "task", "guessing"));
    row("other widths", "shape in manifest.json", set("shape", "widths", QJsonArray{3, 1'000'000, 2}));
    row("other quantities", "quantities in manifest.json",
        [](QJsonObject& m) { m.insert("quantities", QJsonArray{}); });
    row("too many epochs", "runs.epochs in manifest.json", setRun("epochs", 1e9));
    row("more epochs than there", "which does not fit the manifest", setRun("epochs", 11));
    row("same seed twice", "runs.seed in manifest.json appears twice", setRun("seed", 0));
    row("more runs than seeds", "runs in manifest.json lists more runs than the spec has seeds",
        [](QJsonObject& m) {
            QJsonObject spec = m.value("spec").toObject();
            QJsonObject seeds = spec.value("seeds").toObject();
            seeds.insert("count", 1);
            spec.insert("seeds", seeds);
            m.insert("spec", spec);
        });
    row("negative seed", "runs.seed in manifest.json", setRun("seed", -1));
    row("another seed", "runs.weights", setRun("seed", 4));
    row("weights elsewhere", "runs.weights", setRun("weights", "../../etc/passwd"));
    row("other weights kept", "which does not fit the manifest", set("weights", "keepEvery", 2));
    row("no weights kept", "an entry that no session has", set("weights", "keepEvery", 0));
    row("weights kept below zero", "weights.keepEvery in manifest.json", set("weights", "keepEvery", -1));
    row("weights kept with a fraction", "weights.keepEvery in manifest.json",
        set("weights", "keepEvery", 1.5));
    row("weights kept beyond all", "weights.keepEvery in manifest.json", set("weights", "keepEvery", 1e9));
    row("weights kept as text", "weights.keepEvery in manifest.json is no number",
        set("weights", "keepEvery", "5"));
    row("no checksum", "no checksum for notes.md", [](QJsonObject& m) {
        QJsonObject entries = m.value("entries").toObject();
        entries.remove("notes.md");
        m.insert("entries", entries);
    });
}

void TestArchive::wrongManifestsAreExplained() {
    QFETCH(std::function<void(QJsonObject&)>, edit);
    QFETCH(QString, words);
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    editManifest(entries, edit);
    pack(path(), entries);
    const QString error = readError(path());
    VERIFY_NAMES(error, words);
    VERIFY_NAMES(error, "run.infoplane");
    QCOMPARE(verifyArchive(path()).size(), 1);
}

void TestArchive::wrongTablesAreExplained_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* what, const char* name, const QByteArray& before, const QByteArray& after,
                        const char* words) {
        QTest::newRow(what) << QString(name) << before << after << QString(words);
    };
    row("another column", "epochs.csv", "train_loss", "train_lost", "epochs.csv, line 1, does not have");
    row("another seed", "epochs.csv", "\n5,4,", "\n6,4,", "epochs.csv, line 7, has an impossible value");
    row("epochs out of order", "epochs.csv", "\n0,4,", "\n0,1,",
        "epochs.csv, line 4, has an impossible value");
    row("epoch after the last", "epochs.csv", "\n0,4,", "\n0,11,", "epochs.csv, line 4, has an impossible");
    row("a word", "epochs.csv", "\n0,4,", "\n0,x,", "line 4, has something that is no number in column 2");
    row("no number", "epochs.csv", "\n0,0,0.1,", "\n0,0,,",
        "line 2, has something that is no number in column 3");
    row("a column more", "epochs.csv", "\n0,0,", "\n0,0,1,", "line 2, has 9 columns instead of 8");
    row("a row less", "epochs.csv", "\n5,4,", "", "epochs.csv, line 6");
    row("a row more", "epochs.csv", "\n5,4,", "\n5,2,0,0,0,0,0,0\n5,4,", "more rows than the manifest says");
    row("open quote", "epochs.csv", "\n0,4,", "\n\"0,4,", "quotation mark in line 4");
    row("another width", "measurements.csv", "\n0,0,2,2,", "\n0,0,2,3,", "measurements.csv, line 3, has an");
    row("another layer", "measurements.csv", "\n0,0,2,2,", "\n0,0,1,2,", "measurements.csv, line 3, has an");
    row("a layer unmeasured", "measurements.csv", "\n5,4,1,2,,", "\n5,4,1,2,1,", "measurement");
    row("weights of another type", "weights/seed-0000.npy", "<f4", ">f4",
        "not laid out as its manifest says");
}

// Tables that are wrong in spite of right checksums: somebody meant it.
void TestArchive::wrongTablesAreExplained() {
    QFETCH(QString, name);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, words);
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    QVERIFY(entry(entries, name).contains(before));
    entry(entries, name).replace(before, after);
    signEntries(entries);
    pack(path(), entries);
    VERIFY_NAMES(readError(path()), words);
    QCOMPARE(verifyArchive(path()).size(), 1);
}

void TestArchive::unreadableFilesAreExplained() {
    VERIFY_NAMES(readError(path("none.infoplane")), "none.infoplane cannot be opened: it does not exist.");
    VERIFY_NAMES(readError(m_folder->path()), "cannot be opened: it is a folder.");
    writeBytes(path("text.infoplane"), "This is a text.");
    VERIFY_NAMES(readError(path("text.infoplane")),
                 "text.infoplane cannot be opened: it is not a session archive");
    pack(path("other.infoplane"), {{"readme.txt", "Some other zip."}});
    VERIFY_NAMES(readError(path("other.infoplane")), "manifest.json is missing");
    pack(path("json.infoplane"), {{"manifest.json", "{\"format\": 1"}});
    VERIFY_NAMES(readError(path("json.infoplane")), "manifest.json is no JSON object");
    pack(path("deep.infoplane"), {{"manifest.json", QByteArray(1'000'000, '[')}});
    VERIFY_NAMES(readError(path("deep.infoplane")), "manifest.json is no JSON object");
    QCOMPARE(verifyArchive(path("none.infoplane")).size(), 1);
}

void TestArchive::verifyListsEveryDamagedEntry() {
    writeArchive(smallSession(), path());
    Entries entries = unpacked(path());
    for (const char* name : {"epochs.csv", "weights/seed-0005.npy"}) {
        QByteArray& content = entry(entries, name);
        content[content.size() - 1] = static_cast<char>(content[content.size() - 1] ^ 64);
    }
    pack(path(), entries);
    QCOMPARE(verifyArchive(path()), (QStringList{"epochs.csv does not match its checksum.",
                                                 "weights/seed-0005.npy does not match its checksum."}));
}

// Last, over all of the tests before: damaged and hostile files must not make the reader ask for much.
void TestArchive::nothingOfThisTookMuchMemory() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("A sanitizer needs memory of its own.");
#endif
    const long grown = peakKilobytes() - m_memoryAtStart;
    QVERIFY2(grown < 100'000, qPrintable(QString("%1 kB").arg(grown)));
}

QTEST_GUILESS_MAIN(TestArchive)
#include "tst_archive.moc"
