#include "error.h"
#include "few_weights.h"
#include "session/label_baseline.h"
#include "session/session_runner.h"
#include "small_runs.h"

#include <QtTest>

#include <cmath>
#include <mutex>

using namespace infoplane;

class TestLabelBaseline : public QObject {
    Q_OBJECT

  private slots:
    void isTheSameForAnyNumberOfThreads_data() {
        QTest::addColumn<QString>("estimator");
        for (const char* estimator : {"bin_floor", "bin_minmax_epochs", "neighbours"})
            QTest::newRow(estimator) << estimator;
    }
    void isTheSameForAnyNumberOfThreads() {
        QFETCH(QString, estimator);
        ExperimentSpec spec = smallSpec(6);
        spec.measure.on = SampleSet::Test;
        const Session session = runSession(spec);
        const Experiment experiment(spec);
        BaselineQuestion question;
        question.estimator = {estimator.toStdString(), {}};
        question.on = SampleSet::Test;
        question.shuffles = 3;
        const auto one = labelBaseline(experiment, session.runs[0].snapshots, question, {}, {}, 1);
        int told = 0;
        const auto many = labelBaseline(
            experiment, session.runs[0].snapshots, question, {}, [&](const auto&) { ++told; }, 3);
        QVERIFY(one && many);
        QCOMPARE(told, 7);
        QCOMPARE(one->points.size(), std::size_t(7));
        QCOMPARE(one->grain.samples, 819);
        for (std::size_t i = 0; i < one->points.size(); ++i) {
            QCOMPARE(one->points[i].epoch, session.runs[0].snapshots[i].epoch);
            QCOMPARE(one->points[i].layers.size(), std::size_t(3));
            for (std::size_t layer = 0; layer < 3; ++layer) {
                const ShuffledLabels& a = one->points[i].layers[layer];
                const ShuffledLabels& b = many->points[i].layers[layer];
                QVERIFY(a.mean == b.mean && a.lowest == b.lowest && a.highest == b.highest);
                QVERIFY(a.lowest <= a.mean && a.mean <= a.highest);
            }
        }
    }

    void whatIsLearnedLiesAboveIt() {
        ExperimentSpec spec = smallSpec(40);
        const Session session = runSession(spec);
        BaselineQuestion question;
        question.estimator = spec.estimator;
        question.epochs = {40};
        const auto baseline = labelBaseline(Experiment(spec), session.runs[0].snapshots, question);
        QVERIFY(baseline);
        QCOMPARE(baseline->points.size(), std::size_t(1));
        QCOMPARE(baseline->points[0].epoch, 40);
        const PlaneMeasurement& last = session.runs[0].measurements.back();
        for (std::size_t layer = 0; layer < 3; ++layer)
            QVERIFY(baseline->points[0].layers[layer].highest < last.values[layer][1]);
    }

    void anotherDealingGivesAnother() {
        ExperimentSpec spec = smallSpec(1);
        const Session session = runSession(spec);
        BaselineQuestion question;
        question.estimator = spec.estimator;
        question.epochs = {1};
        const Experiment experiment(spec);
        const auto one = labelBaseline(experiment, session.runs[0].snapshots, question);
        question.dealing = 1;
        const auto other = labelBaseline(experiment, session.runs[0].snapshots, question);
        QVERIFY(one->points[0].layers[0].mean != other->points[0].layers[0].mean);
    }

    void withoutLabelsThereIsNone() {
        ExperimentSpec spec = divergingSpec();
        const Session session = runSession(spec);
        BaselineQuestion question;
        question.estimator = spec.estimator;
        question.epochs = {0};
        const auto baseline = labelBaseline(Experiment(spec), session.runs[0].snapshots, question);
        QVERIFY(std::isnan(baseline->points[0].layers[0].mean));
    }

    void epochsWithoutWeightsAreLeftOut() {
        ExperimentSpec spec = smallSpec(6);
        spec.measure.schedule.kind = ScheduleKind::Every;
        const Session whole = runSession(spec);
        const Session session = withFewWeights(whole, 4);
        BaselineQuestion question;
        question.estimator = spec.estimator;
        question.shuffles = 2;
        const Experiment experiment(spec);
        const auto all = labelBaseline(experiment, whole.runs[0].snapshots, question);
        const auto some = labelBaseline(experiment, session.runs[0].snapshots, question);
        QCOMPARE(some->points.size(), std::size_t(3));
        QCOMPARE(some->points[1].epoch, 4);
        QCOMPARE(some->points[1].layers[0].mean, all->points[4].layers[0].mean);
        QVERIFY(!some->grain.hasAllEpochs());
        // The range of the run is not known then.
        question.estimator = {"bin_minmax_epochs", {}};
        QVERIFY_EXCEPTION_THROWN(labelBaseline(experiment, session.runs[0].snapshots, question), Error);
    }

    void canBeCancelled() {
        ExperimentSpec spec = smallSpec(2);
        const Session session = runSession(spec);
        BaselineQuestion question;
        question.estimator = spec.estimator;
        QVERIFY(!labelBaseline(Experiment(spec), session.runs[0].snapshots, question, [] { return true; }));
    }
};

QTEST_APPLESS_MAIN(TestLabelBaseline)
#include "tst_label_baseline.moc"
