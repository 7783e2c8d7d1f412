#include "data/random.h"

#include <QtTest>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

using namespace infoplane;

class TestRandom : public QObject {
    Q_OBJECT
  private slots:
    void streamIsThatOfTheStandardGenerator_data();
    void streamIsThatOfTheStandardGenerator();
    void firstNumbersAreKnown();
    void streamsOfDifferentPurposesAndSeedsDiffer();
    void shuffleIsKnownAndKeepsAllValues();
    void shuffleReachesAllOrdersEquallyOften();
};

void TestRandom::streamIsThatOfTheStandardGenerator_data() {
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("purpose");
    QTest::newRow("smallest") << quint64{0} << static_cast<int>(RandomStream::Split);
    QTest::newRow("weights") << quint64{7} << static_cast<int>(RandomStream::Weights);
    QTest::newRow("high word") << quint64{0xFEDCBA9876543210} << static_cast<int>(RandomStream::Estimator);
}

// The C++ standard fixes mt19937_64 and seed_seq to the bit; the standard library is an independent
// implementation of both.
void TestRandom::streamIsThatOfTheStandardGenerator() {
    QFETCH(quint64, seed);
    QFETCH(int, purpose);
    std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                           static_cast<std::uint32_t>(purpose), std::uint32_t{0}};
    std::mt19937_64 standard(sequence);
    RandomEngine ours = randomEngine(seed, static_cast<RandomStream>(purpose));
    for (int i = 0; i < 1000; ++i) {
        QCOMPARE(quint64{ours()}, quint64{standard()});
    }
}

void TestRandom::firstNumbersAreKnown() {
    RandomEngine split = randomEngine(0, RandomStream::Split);
    QCOMPARE(quint64{split()}, quint64{0x42c8f26ae01fc160});
    RandomEngine weights = randomEngine(4, RandomStream::Weights);
    QCOMPARE(quint64{weights()}, quint64{0x23484e062ceb107e});
}

void TestRandom::streamsOfDifferentPurposesAndSeedsDiffer() {
    std::set<std::uint64_t> numbers;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        for (int purpose = 1; purpose <= 6; ++purpose) {
            RandomEngine engine = randomEngine(seed, static_cast<RandomStream>(purpose));
            for (int i = 0; i < 10; ++i) {
                numbers.insert(engine());
            }
        }
    }
    QCOMPARE(numbers.size(), std::size_t{50 * 6 * 10});
}

void TestRandom::shuffleIsKnownAndKeepsAllValues() {
    std::vector<int> values(10);
    std::iota(values.begin(), values.end(), 0);
    RandomEngine engine = randomEngine(1, RandomStream::Batches);
    shuffle(values, engine);
    QCOMPARE(values, (std::vector<int>{9, 5, 8, 4, 0, 7, 1, 6, 3, 2}));
    std::sort(values.begin(), values.end());
    QCOMPARE(values, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));

    std::vector<int> none;
    shuffle(none, engine);
    QVERIFY(none.empty());
}

void TestRandom::shuffleReachesAllOrdersEquallyOften() {
    RandomEngine engine = randomEngine(2, RandomStream::Batches);
    std::map<std::vector<int>, int> counts;
    constexpr int draws = 24000;
    for (int i = 0; i < draws; ++i) {
        std::vector<int> values = {0, 1, 2, 3};
        shuffle(values, engine);
        ++counts[values];
    }
    QCOMPARE(counts.size(), std::size_t{24});
    double chiSquare = 0;
    for (const auto& [order, count] : counts) {
        chiSquare += (count - draws / 24.0) * (count - draws / 24.0) / (draws / 24.0);
    }
    QVERIFY2(chiSquare < 49.7, qPrintable(QString::number(chiSquare))); // 99.9 % point, 23 degrees of freedom
}

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
