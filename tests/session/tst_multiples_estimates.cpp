#include "session/multiples_estimates.h"
#include "session/session_runner.h"
#include "small_runs.h"

#include <QtTest>

using namespace infoplane;

namespace {

constexpr int patience = 60000; // milliseconds

MultiplesEstimates::Wanted wanted(const char* id) {
    return {withDefaults({id, {}}), {}};
}

} // namespace

class TestMultiplesEstimates : public QObject {
    Q_OBJECT

  private slots:
    void eachBecomesWhatItsEstimatorSaysAlone() {
        const Session session = runSession(smallSpec());
        MultiplesEstimates estimates;
        estimates.setRun(session.spec, 0, SampleSet::All);
        estimates.setEstimators({wanted("bin_floor"), wanted("bin_linspace"), wanted("kde_pairwise")});
        estimates.takeEpochs(session.runs[0].snapshots);
        QVERIFY(!estimates.isComplete());
        QTRY_VERIFY_WITH_TIMEOUT(estimates.isComplete(), patience);
        for (int i = 0; i < estimates.count(); ++i) {
            ExperimentSpec spec = session.spec;
            spec.estimator = estimates.picture(i).settings;
            const std::vector<PlaneMeasurement> alone = runSession(spec).runs[0].measurements;
            const std::vector<PlaneMeasurement>& here = estimates.picture(i).measurements;
            QCOMPARE(here.size(), alone.size());
            for (std::size_t epoch = 0; epoch < alone.size(); ++epoch)
                QVERIFY(sameBits(here[epoch], alone[epoch]));
        }
    }

    void thoseThatStayKeepTheirPictures() {
        const Session session = runSession(smallSpec());
        MultiplesEstimates estimates;
        estimates.setRun(session.spec, 0, SampleSet::All);
        estimates.setEstimators({wanted("bin_floor")});
        estimates.takeEpochs(session.runs[0].snapshots);
        QTRY_VERIFY_WITH_TIMEOUT(estimates.isComplete(), patience);
        estimates.setPaused(true);
        estimates.setEstimators({wanted("bin_linspace"), wanted("bin_floor")});
        QVERIFY(estimates.picture(0).measurements.empty());
        QVERIFY(estimates.picture(1).isComplete());
        estimates.setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(estimates.isComplete(), patience);
        estimates.clear();
        QCOMPARE(estimates.count(), 0);
    }

    void withoutTheDataEachSaysWhy() {
        ExperimentSpec spec = smallSpec();
        const std::vector<EpochSnapshot> snapshots = runSession(spec).runs[0].snapshots;
        spec.data.source = QStringLiteral("idx");
        spec.data.path = QStringLiteral("/no/such/folder");
        MultiplesEstimates estimates;
        estimates.setRun(spec, 0, SampleSet::All);
        estimates.setEstimators({wanted("bin_floor")});
        estimates.takeEpochs(snapshots);
        QTRY_VERIFY_WITH_TIMEOUT(!estimates.picture(0).error.isEmpty(), patience);
        estimates.setEstimators({wanted("bin_floor"), wanted("bin_linspace")});
        QCOMPARE(estimates.count(), 2);
        QVERIFY(!estimates.picture(0).error.isEmpty());
        QVERIFY(!estimates.picture(1).error.isEmpty());
    }

    void withoutAllWeightsEachSaysWhy() {
        const ExperimentSpec spec = smallSpec();
        std::vector<EpochSnapshot> snapshots = runSession(spec).runs[0].snapshots;
        const QString lacking = QStringLiteral("%1 of %2 measured epochs");
        const QString words = lacking.arg(snapshots.size() - 1).arg(snapshots.size());
        snapshots[3].parameters = {};
        MultiplesEstimates estimates;
        estimates.setRun(spec, 0, SampleSet::All);
        estimates.setEstimators({wanted("bin_floor")});
        estimates.takeEpochs(snapshots);
        QVERIFY(estimates.picture(0).error.contains(words));
        estimates.setEstimators({wanted("bin_floor"), wanted("bin_linspace")});
        QVERIFY(estimates.picture(1).error.contains(words));
        QVERIFY(estimates.isComplete());
    }
};

QTEST_GUILESS_MAIN(TestMultiplesEstimates)
#include "tst_multiples_estimates.moc"
