#include "data/npy.h"
#include "error.h"

#include <QtTest>

using namespace infoplane;

class TestNpy : public QObject {
    Q_OBJECT
  private slots:
    void readsEveryType_data();
    void readsEveryType();
    void fortranOrderGivesTheSameNumbers();
    void threeDimensionsInFortranOrder();
    void emptyAndScalarArrays();
    void truncatedAtEveryLengthIsRefused();
    void hostileHeaderIsRefused_data();
    void hostileHeaderIsRefused();
    void tooLargeIsRefusedBeforeReading();
    void missingFileIsNamed();

  private:
    QString write(const QByteArray& bytes);
    QTemporaryDir m_folder;
};

namespace {

QByteArray npy(const QByteArray& header, const QByteArray& numbers, char version = 1) {
    QByteArray bytes("\x93NUMPY");
    bytes += version;
    bytes += '\0';
    const auto size = static_cast<quint32>(header.size());
    bytes += static_cast<char>(size & 0xFF);
    bytes += static_cast<char>(size >> 8);
    if (version > 1)
        bytes += QByteArray(2, '\0');
    return bytes + header + numbers;
}

QByteArray header(const char* type, bool fortran, const char* shape) {
    return QByteArray("{'descr': '") + type + "', 'fortran_order': " + (fortran ? "True" : "False") +
           ", 'shape': " + shape + ", }   \n";
}

template <typename Value>
QByteArray stored(std::initializer_list<Value> values) {
    QByteArray bytes;
    for (const Value value : values)
        bytes.append(reinterpret_cast<const char*>(&value), sizeof(Value));
    return bytes;
}

} // namespace

QString TestNpy::write(const QByteArray& bytes) {
    const QString path = m_folder.filePath("array.npy");
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void TestNpy::readsEveryType_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("numbers");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("float32") << QByteArray("<f4") << stored<float>({1.5F, -2}) << QList<double>{1.5, -2};
    QTest::newRow("float64") << QByteArray("<f8") << stored<double>({1e-300, 3}) << QList<double>{1e-300, 3};
    QTest::newRow("big endian") << QByteArray(">i2") << QByteArray("\x01\x02\xFF\xFE", 4)
                                << QList<double>{258, -2};
    QTest::newRow("truths") << QByteArray("|b1") << QByteArray("\x01\x00", 2) << QList<double>{1, 0};
    QTest::newRow("int8") << QByteArray("|i1") << QByteArray("\x7F\x80", 2) << QList<double>{127, -128};
    QTest::newRow("uint8") << QByteArray("|u1") << QByteArray("\x7F\x80", 2) << QList<double>{127, 128};
    QTest::newRow("uint16") << QByteArray("<u2") << stored<quint16>({65535, 1}) << QList<double>{65535, 1};
    QTest::newRow("int32") << QByteArray("<i4") << stored<qint32>({-7, 8}) << QList<double>{-7, 8};
    QTest::newRow("uint32") << QByteArray("<u4") << stored<quint32>({4000000000U, 8})
                            << QList<double>{4e9, 8};
    QTest::newRow("int64") << QByteArray("<i8") << stored<qint64>({-7, 8}) << QList<double>{-7, 8};
    QTest::newRow("uint64") << QByteArray("<u8") << stored<quint64>({7, 8}) << QList<double>{7, 8};
}

void TestNpy::readsEveryType() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, numbers);
    QFETCH(QList<double>, expected);
    for (const char version : {1, 2, 3}) {
        const NumericArray array =
            readNpy(write(npy(header(type.constData(), false, "(2,)"), numbers, version)).toStdString());
        QCOMPARE(array.shape, std::vector<std::size_t>{2});
        QList<double> values;
        std::visit(
            [&](const auto& read) {
                for (const auto value : read)
                    values.append(static_cast<double>(value));
            },
            array.values);
        QCOMPARE(values, expected);
    }
}

void TestNpy::fortranOrderGivesTheSameNumbers() {
    const auto c =
        readNpy(write(npy(header("<f4", false, "(2, 3)"), stored<float>({1, 2, 3, 4, 5, 6}))).toStdString());
    const auto fortran =
        readNpy(write(npy(header("<f4", true, "(2, 3)"), stored<float>({1, 4, 2, 5, 3, 6}))).toStdString());
    QCOMPARE(c.shape, fortran.shape);
    QVERIFY(c.values == fortran.values);
}

void TestNpy::threeDimensionsInFortranOrder() {
    // numpy: arange(8).reshape(2, 2, 2), saved in Fortran order.
    const auto array = readNpy(
        write(npy(header("|u1", true, "(2, 2, 2)"), QByteArray("\0\4\2\6\1\5\3\7", 8))).toStdString());
    QVERIFY(std::get<std::vector<std::int64_t>>(array.values) ==
            (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6, 7}));
}

void TestNpy::emptyAndScalarArrays() {
    QCOMPARE(readNpy(write(npy(header("<f8", false, "(0, 3)"), {})).toStdString()).size(), 0U);
    const auto scalar = readNpy(write(npy(header("<f8", false, "()"), stored<double>({4}))).toStdString());
    QVERIFY(scalar.shape.empty());
    QCOMPARE(std::get<std::vector<double>>(scalar.values), std::vector<double>{4});
}

void TestNpy::truncatedAtEveryLengthIsRefused() {
    const QByteArray whole = npy(header("<f4", false, "(2, 3)"), stored<float>({1, 2, 3, 4, 5, 6}));
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY_EXCEPTION_THROWN(readNpy(write(whole.left(length)).toStdString()), Error);
    QVERIFY_EXCEPTION_THROWN(readNpy(write(whole + 'x').toStdString()), Error);
}

void TestNpy::hostileHeaderIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("overflow") << header("<f4", false, "(4294967296, 4294967296, 4294967296)");
    QTest::newRow("absurd number") << header("<f4", false, "(99999999999999999999999999,)");
    QTest::newRow("negative") << header("<f4", false, "(-1,)");
    QTest::newRow("no shape") << QByteArray("{'descr': '<f4', 'fortran_order': False}");
    QTest::newRow("not closed") << QByteArray("{'descr': '<f4', 'fortran_order': False, 'shape': (1,");
    QTest::newRow("code") << QByteArray("__import__('os')");
    QTest::newRow("objects") << header("|O", false, "(1,)");
    QTest::newRow("text") << header("<U1", false, "(1,)");
    QTest::newRow("half precision") << header("<f2", false, "(2,)");
    QTest::newRow("records") << QByteArray(
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}");
    QTest::newRow("empty type") << header("", false, "(1,)");
    QTest::newRow("many dimensions") << header("<f4", false,
                                               ("(" + QByteArray("1,").repeated(100) + ")").constData());
}

void TestNpy::hostileHeaderIsRefused() {
    QFETCH(QByteArray, text);
    QVERIFY_EXCEPTION_THROWN(readNpy(write(npy(text, stored<float>({1}))).toStdString()), Error);
}

void TestNpy::tooLargeIsRefusedBeforeReading() {
    const QString path = write(npy(header("<f4", false, "(2,)"), stored<float>({1, 2})));
    QVERIFY_EXCEPTION_THROWN(readNpy(path.toStdString(), 4), Error);
    QCOMPARE(readNpy(path.toStdString(), 8).size(), 2U);
}

void TestNpy::missingFileIsNamed() {
    try {
        readNpy("/nowhere/at/all.npy");
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY(QString(error.what()).contains("/nowhere/at/all.npy"));
    }
}

QTEST_APPLESS_MAIN(TestNpy)
#include "tst_npy.moc"
