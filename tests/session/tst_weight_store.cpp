#include "error.h"
#include "session/session_runner.h"
#include "session/weight_store.h"
#include "small_runs.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <numeric>
#include <sys/resource.h>

using namespace infoplane;

namespace {

std::vector<float> numbers(int from, int count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    std::iota(values.begin(), values.end(), static_cast<float>(from));
    return values;
}

/// No file of this process may become longer, as on a full disk, until it goes.
class FileLimit {
  public:
    explicit FileLimit(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &m_before);
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileLimit() {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

  private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

} // namespace

class TestWeightStore : public QObject {
    Q_OBJECT
  private slots:
    void whatFitsStaysInMemory() {
        WeightStore store(1000 * sizeof(float));
        const Weights kept = store.keep(numbers(0, 1000));
        QCOMPARE(kept.toVector(), numbers(0, 1000));
        QCOMPARE(store.bytesInMemory(), quint64{4000});
        QCOMPARE(store.bytesInFile(), quint64{0});
    }

    void theRestIsInAFileWithTheSameBits() {
        WeightStore store(5000 * sizeof(float));
        std::vector<Weights> kept;
        for (int i = 0; i < 20; ++i)
            kept.push_back(store.keep(numbers(7 * i, 1000)));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(kept[static_cast<std::size_t>(i)].toVector(), numbers(7 * i, 1000));
        QCOMPARE(store.bytesInMemory(), quint64{20'000});
        QCOMPARE(store.bytesInFile(), quint64{60'000});
    }

    void storesShareTheMemory() {
        WeightStore one(5000 * sizeof(float));
        WeightStore other(5000 * sizeof(float));
        {
            const Weights first = one.keep(numbers(0, 4000));
            QCOMPARE(WeightStore::bytesInMemory(), quint64{16'000});
            const Weights second = other.keep(numbers(1, 4000));
            QCOMPARE(other.bytesInFile(), quint64{16'000});
            QCOMPARE(second.toVector(), numbers(1, 4000));
        }
        QCOMPARE(WeightStore::bytesInMemory(), quint64{0}); // let go, there is room again
        const Weights third = other.keep(numbers(2, 4000));
        QCOMPARE(other.bytesInFile(), quint64{16'000});
    }

    void moreThanOneSegmentIsNotMixedUp() {
        constexpr int count = 5'000'000; // 20 MB: three to a segment
        WeightStore store(0);
        std::vector<Weights> kept;
        for (int i = 0; i < 8; ++i)
            kept.push_back(store.keep(numbers(i, count)));
        for (int i = 0; i < 8; ++i) {
            const Weights& one = kept[static_cast<std::size_t>(i)];
            QCOMPARE(one.size(), std::size_t{count});
            QCOMPARE(one[0], static_cast<float>(i));
            QCOMPARE(one[1000], static_cast<float>(i + 1000));
        }
    }

    void weightsOutliveTheStore() {
        Weights kept;
        {
            WeightStore store(0);
            kept = store.keep(numbers(3, 100));
        }
        QCOMPARE(kept.toVector(), numbers(3, 100));
    }

    void theFileHasNoName() {
        const QTemporaryDir folder;
        qputenv("TMPDIR", folder.path().toUtf8());
        WeightStore store(0);
        const Weights kept = store.keep(numbers(0, 10));
        qunsetenv("TMPDIR");
        QVERIFY(QDir(folder.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void aFullDiskIsSaid() {
        const FileLimit limit(1 << 20);
        WeightStore store(0);
        QVERIFY_EXCEPTION_THROWN(store.keep(numbers(0, 1'000'000)), Error);
    }

    void aRunWhoseWeightsAreInAFileIsTheSame() {
        const ExperimentSpec spec = smallSpec(12);
        ListenedWorker small(WorkerOptions{.weightMemory = 3000});
        small.worker.start(spec);
        QVERIFY(small.listenUntilIdle());
        const Session whole = runSession(spec);
        QCOMPARE(difference(small.session.runs[0], whole.runs[0]), QString());
    }
};

QTEST_GUILESS_MAIN(TestWeightStore)
#include "tst_weight_store.moc"
