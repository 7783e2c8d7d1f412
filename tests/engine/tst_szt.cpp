#include "data/sources.h"

#include <QCryptographicHash>
#include <QtTest>

#include <numeric>
#include <set>
#include <tuple>

using namespace infoplane;

class TestSzt : public QObject {
    Q_OBJECT
  private slots:
    void inputsAreAllPatternsInCountingOrder();
    void labelsAreThoseOfThePublishedFile();
    void labelsHaveAlmostOneBit();
    void labelsDependOnTheSixtyFourSpectraOnly();
};

void TestSzt::inputsAreAllPatternsInCountingOrder() {
    const Dataset szt = makeSzt();
    QCOMPARE(QString::fromStdString(szt.name), QStringLiteral("SZT"));
    QCOMPARE(szt.sampleCount(), 4096);
    QCOMPARE(szt.inputCount(), 12);
    QCOMPARE(szt.outputCount(), 2);
    QVERIFY(!szt.ownTrainCount);
    for (int row = 0; row < 4096; ++row) {
        int number = 0;
        for (int column = 0; column < 12; ++column) {
            const float value = szt.inputs(row, column);
            QVERIFY(value == 0.0F || value == 1.0F);
            number = 2 * number + static_cast<int>(value);
        }
        QCOMPARE(number, row);
    }
    QVERIFY(repeatedInputGroups(szt.inputs).empty());
}

// SHA-256 of the 4096 labels of the data file published with Shwartz-Ziv & Tishby 2017, packed eight to a
// byte, the first label in the most significant bit.
void TestSzt::labelsAreThoseOfThePublishedFile() {
    const Dataset szt = makeSzt();
    QCOMPARE(szt.labels.size(), std::size_t{4096});
    QByteArray packed(4096 / 8, '\0');
    for (int row = 0; row < 4096; ++row) {
        packed[row / 8] =
            static_cast<char>(packed[row / 8] | szt.labels[static_cast<std::size_t>(row)] << (7 - row % 8));
    }
    QCOMPARE(QCryptographicHash::hash(packed, QCryptographicHash::Sha256).toHex(),
             QByteArray("371b2b46a5052b4f69f7991ca141fb5afa1ac364ef7beb81ec900eecac2f86d9"));
}

void TestSzt::labelsHaveAlmostOneBit() {
    const Dataset szt = makeSzt();
    const int ones = std::accumulate(szt.labels.begin(), szt.labels.end(), 0);
    QCOMPARE(ones, 2118);
    const double share = ones / 4096.0;
    const double bits = -share * std::log2(share) - (1 - share) * std::log2(1 - share);
    QVERIFY(std::abs(bits - 0.9992) < 0.0001);
}

// (active vertices, adjacent, other and antipodal active pairs) is the rotation-invariant power spectrum of a
// pattern; the paper names 64 classes of patterns.
void TestSzt::labelsDependOnTheSixtyFourSpectraOnly() {
    static const int neighbours[12][5] = {{1, 3, 5, 10, 11}, {0, 2, 3, 4, 11}, {1, 3, 4, 8, 9},
                                          {0, 1, 2, 8, 10},  {1, 2, 6, 9, 11}, {0, 6, 7, 10, 11},
                                          {4, 5, 7, 9, 11},  {5, 6, 8, 9, 10}, {2, 3, 7, 9, 10},
                                          {2, 4, 6, 7, 8},   {0, 3, 5, 7, 8},  {0, 1, 4, 5, 6}};
    static const int antipodes[12] = {9, 7, 5, 6, 10, 2, 3, 1, 11, 0, 4, 8};
    const Dataset szt = makeSzt();
    std::map<std::tuple<int, int, int, int>, std::set<int>> labelsOfSpectrum;
    for (int row = 0; row < 4096; ++row) {
        const auto active = [&szt, row](int vertex) { return szt.inputs(row, vertex) > 0.5F; };
        int n = 0;
        int a = 0;
        int p = 0;
        for (int i = 0; i < 12; ++i) {
            n += active(i);
            for (const int j : neighbours[i]) {
                a += j > i && active(i) && active(j);
            }
            p += antipodes[i] > i && active(i) && active(antipodes[i]);
        }
        const int b = n * (n - 1) / 2 - a - p;
        labelsOfSpectrum[{n, a, b, p}].insert(szt.labels[static_cast<std::size_t>(row)]);
    }
    QCOMPARE(labelsOfSpectrum.size(), std::size_t{64});
    for (const auto& [spectrum, labels] : labelsOfSpectrum) {
        QCOMPARE(labels.size(), std::size_t{1});
    }
}

QTEST_APPLESS_MAIN(TestSzt)
#include "tst_szt.moc"
