#include "data/sources.h"
#include "engine/error_text.h"
#include "engine/idx_files.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <zlib.h>

using namespace infoplane;

class TestImages : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void pixelsAndLabelsAreRead_data();
    void pixelsAndLabelsAreRead();
    void firstSamplesAreUsedOnRequest();
    void classesDoNotDependOnTheSamplesUsed();
    void missingFileIsNamed();
    void wrongFilesAreNamed_data();
    void wrongFilesAreNamed();
    void everyTruncationIsNoticed_data();
    void everyTruncationIsNoticed();
    void everyFlippedBitOfGzipIsNoticed();
    void askingForTooManyIsExplained();
    void installedFashionImagesAreWhole();

  private:
    void write(const QString& name, const QByteArray& bytes) const;
    void writeAll(bool gzip) const;
    Dataset read() const { return readImages({.folder = m_folder->path().toStdString()}); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

QByteArray gzipped(const QByteArray& bytes) {
    z_stream stream{};
    constexpr int gzip = 16;
    deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + gzip, 9, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<int>(deflateBound(&stream, static_cast<uLong>(bytes.size()))) + 64, '\0');
    QByteArray in = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<int>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

// Three training images of 2 x 3 pixels and two to test on.
const QByteArray trainPixels = QByteArray::fromHex("000102030405"
                                                   "ff6480a0b0c0"
                                                   "0a0b0c0d0e0f");
const QByteArray testPixels = QByteArray::fromHex("111213141516"
                                                  "212223242526");
const QByteArray trainLabels = QByteArray::fromHex("020001");
const QByteArray testLabels = QByteArray::fromHex("0103");

} // namespace

void TestImages::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestImages::write(const QString& name, const QByteArray& bytes) const {
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void TestImages::writeAll(bool gzip) const {
    const auto put = [this, gzip](const QString& name, const QByteArray& bytes) {
        write(gzip ? name + ".gz" : name, gzip ? gzipped(bytes) : bytes);
    };
    put("train-images-idx3-ubyte", imageFile(3, 2, 3, trainPixels));
    put("train-labels-idx1-ubyte", labelFile(trainLabels));
    put("t10k-images-idx3-ubyte", imageFile(2, 2, 3, testPixels));
    put("t10k-labels-idx1-ubyte", labelFile(testLabels));
}

void TestImages::pixelsAndLabelsAreRead_data() {
    QTest::addColumn<bool>("gzip");
    QTest::newRow("plain") << false;
    QTest::newRow("gzip") << true;
}

void TestImages::pixelsAndLabelsAreRead() {
    QFETCH(bool, gzip);
    writeAll(gzip);
    const Dataset data = read();
    QCOMPARE(data.sampleCount(), 5);
    QCOMPARE(data.inputCount(), 6);
    QCOMPARE(data.ownTrainCount.value(), 3);
    QCOMPARE(data.labels, (std::vector<std::int32_t>{2, 0, 1, 1, 3}));
    QCOMPARE(data.classNames, (std::vector<std::string>{"0", "1", "2", "3"}));
    const QByteArray pixels = trainPixels + testPixels;
    for (int row = 0; row < 5; ++row) {
        for (int column = 0; column < 6; ++column) {
            const auto pixel = static_cast<quint8>(pixels[row * 6 + column]);
            QCOMPARE(data.inputs(row, column), static_cast<float>(pixel) / 255.0F);
        }
    }
}

void TestImages::firstSamplesAreUsedOnRequest() {
    writeAll(false);
    const Dataset all = read();
    const Dataset some =
        readImages({.folder = m_folder->path().toStdString(), .trainSamples = 2, .testSamples = 1});
    QCOMPARE(some.sampleCount(), 3);
    QCOMPARE(some.ownTrainCount.value(), 2);
    QVERIFY(some.inputs.topRows(2) == all.inputs.topRows(2));
    QVERIFY(some.inputs.row(2) == all.inputs.row(3));
    QCOMPARE(some.labels, (std::vector<std::int32_t>{2, 0, 1}));
}

void TestImages::classesDoNotDependOnTheSamplesUsed() {
    writeAll(false);
    const Dataset some =
        readImages({.folder = m_folder->path().toStdString(), .trainSamples = 1, .testSamples = 1});
    QCOMPARE(some.classCount(), 4);
}

void TestImages::missingFileIsNamed() {
    writeAll(true);
    QVERIFY(QFile::remove(m_folder->filePath("t10k-labels-idx1-ubyte.gz")));
    VERIFY_NAMES(errorText([this] { read(); }), "t10k-labels-idx1-ubyte");
    VERIFY_NAMES(errorText([] { readImages({.folder = "/nowhere/at/all"}); }), "/nowhere/at/all");
    VERIFY_NAMES(errorText([] { readImages({}); }), "No folder");
}

void TestImages::wrongFilesAreNamed_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    const QString images = "train-images-idx3-ubyte";
    QTest::newRow("labels in place of images")
        << images << labelFile(trainLabels) << "does not begin as an IDX file";
    QTest::newRow("floats in place of bytes")
        << images << word(0xD03) + imageFile(3, 2, 3, trainPixels).mid(4) << "does not begin as an IDX file";
    QTest::newRow("text") << images << QByteArray("hello, world, this is no image") << "does not begin";
    QTest::newRow("nothing") << images << QByteArray() << "ends too early";
    QTest::newRow("no images") << images << imageFile(0, 2, 3, {}) << "promises a size of 0";
    QTest::newRow("no columns") << images << imageFile(3, 2, 0, {}) << "promises a size of 0";
    QTest::newRow("too wide") << images << imageFile(3, 2, 0xFFFFFFFF, trainPixels) << "4294967295";
    QTest::newRow("product beyond 64 bits")
        << images << imageFile(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, trainPixels) << "4294967295";
    QTest::newRow("more promised than there") << images << imageFile(4, 2, 3, trainPixels) << "too short";
    QTest::newRow("far more promised")
        << images << imageFile(90'000'000, 9999, 9999, trainPixels) << "too short";
    QTest::newRow("more there than promised")
        << images << imageFile(3, 2, 3, trainPixels + "x") << "more than the 3 items";
    QTest::newRow("fewer labels than images")
        << "train-labels-idx1-ubyte" << labelFile(QByteArray::fromHex("0201")) << "labels";
    QTest::newRow("labels cut") << "t10k-labels-idx1-ubyte" << labelFile(testLabels).chopped(1)
                                << "too short";
    QTest::newRow("another image size")
        << "t10k-images-idx3-ubyte" << imageFile(2, 3, 2, testPixels) << "another size";
}

void TestImages::wrongFilesAreNamed() {
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    writeAll(false);
    write(file, bytes);
    const QString text = errorText([this] { read(); });
    VERIFY_NAMES(text, words);
    VERIFY_NAMES(text, file.section('-', 0, 0));
}

void TestImages::everyTruncationIsNoticed_data() {
    pixelsAndLabelsAreRead_data();
}

void TestImages::everyTruncationIsNoticed() {
    QFETCH(bool, gzip);
    writeAll(gzip);
    const QByteArray plain = imageFile(3, 2, 3, trainPixels);
    const QByteArray whole = gzip ? gzipped(plain) : plain;
    const QString name = QString("train-images-idx3-ubyte") + (gzip ? ".gz" : "");
    for (int length = 0; length < whole.size(); ++length) {
        write(name, whole.first(length));
        const QString text = errorText([this] { read(); });
        QVERIFY2(text.contains("train-images-idx3-ubyte"), qPrintable(QString::number(length) + text));
    }
}

void TestImages::everyFlippedBitOfGzipIsNoticed() {
    writeAll(true);
    const Dataset expected = read();
    const QByteArray whole = gzipped(imageFile(3, 2, 3, trainPixels));
    for (int byte = 0; byte < whole.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray flipped = whole;
            flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << bit));
            write("train-images-idx3-ubyte.gz", flipped);
            Dataset data;
            const QString text = errorText([this, &data] { data = read(); });
            // Time stamp, operating system and the like say nothing of the pixels.
            QVERIFY2(!text.isEmpty() || (data.inputs == expected.inputs && data.labels == expected.labels),
                     qPrintable(QString("byte %1 bit %2").arg(byte).arg(bit)));
        }
    }
}

void TestImages::askingForTooManyIsExplained() {
    writeAll(false);
    const auto read4 = [this] { readImages({.folder = m_folder->path().toStdString(), .trainSamples = 4}); };
    VERIFY_NAMES(errorText(read4), "holds 3");
    const auto readLess = [this] {
        readImages({.folder = m_folder->path().toStdString(), .testSamples = -1});
    };
    VERIFY_NAMES(errorText(readLess), "-1 images");
}

void TestImages::installedFashionImagesAreWhole() {
    const std::filesystem::path folder = "/usr/share/datasets/fashion-mnist";
    QVERIFY(installedImageFolder().empty() || installedImageFolder().filename() == "fashion-mnist");
    if (installedImageFolder() != folder) {
        QSKIP("The package dataset-fashion-mnist is not installed.");
    }
    const Dataset data = readImages({.folder = folder});
    QCOMPARE(QString::fromStdString(data.name), QStringLiteral("Fashion-MNIST"));
    QCOMPARE(data.sampleCount(), 70000);
    QCOMPARE(data.ownTrainCount.value(), 60000);
    QCOMPARE(data.inputCount(), 28 * 28);
    QCOMPARE(data.classCount(), 10);
    // 6000 and 1000 images of each class, as the data set's authors state (Xiao, Rasul, Vollgraf 2017).
    for (int label = 0; label < 10; ++label) {
        QCOMPARE(std::count(data.labels.begin(), data.labels.begin() + 60000, label), 6000);
        QCOMPARE(std::count(data.labels.begin() + 60000, data.labels.end(), label), 1000);
    }
    QVERIFY(data.inputs.minCoeff() == 0.0F);
    QVERIFY(data.inputs.maxCoeff() == 1.0F);
}

QTEST_APPLESS_MAIN(TestImages)
#include "tst_images.moc"
