#include "few_weights.h"
#include "session/applicability.h"
#include "session/experiment.h"
#include "session/session_runner.h"
#include "small_runs.h"

#include <QtTest>

using namespace infoplane;

namespace {

// So long that no machine trains an epoch of it before the next line of a test.
ExperimentSpec longEpochs() {
    ExperimentSpec spec = smallSpec();
    spec.network.hidden = {1024, 1024};
    spec.training.batchSize = 1;
    return spec;
}

std::vector<int> epochsOf(const SeedRun& run) {
    std::vector<int> epochs;
    for (const EpochSnapshot& snapshot : run.snapshots)
        epochs.push_back(snapshot.epoch);
    return epochs;
}

} // namespace

class TestTrainingWorker : public QObject {
    Q_OBJECT

  private slots:
    void aRunEqualsOneWithoutAWindow_data() {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 4}) {
            QTest::addRow("fixed width, %d threads", threads) << "bin_floor" << threads;
            QTest::addRow("range of the run, %d threads", threads) << "bin_minmax_epochs" << threads;
        }
    }
    void aRunEqualsOneWithoutAWindow() {
        QFETCH(QString, estimator);
        QFETCH(int, threads);
        ExperimentSpec spec = smallSpec(25);
        spec.seeds.count = 2;
        spec.estimator = {estimator.toStdString(), {}};
        ListenedWorker listened({threads, true});
        listened.worker.start(spec);
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QVERIFY(listened.listenUntilIdle());
        QVERIFY(listened.lengthsAgree);
        QCOMPARE(listened.epoch, 25);
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void pausingChangesNothing() {
        ExperimentSpec spec = smallSpec(60);
        spec.seeds.count = 2;
        ListenedWorker listened;
        listened.worker.start(spec);
        for (int i = 0; i < 8; ++i) {
            const int before = listened.epoch;
            QVERIFY(listened.listenUntil([&] { return listened.epoch > before || listened.finished; }));
            listened.worker.pause();
            QVERIFY(listened.listenUntilIdle());
            const auto epochs = epochsOf(listened.find(0));
            QVERIFY(listened.listenUntilIdle());
            QCOMPARE(epochsOf(listened.find(0)), epochs); // it rests
            listened.worker.resume();
        }
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void pausingWithinAnEpochChangesNothing() {
        ExperimentSpec spec = smallSpec(2);
        spec.network.hidden = {64, 64};
        spec.training.batchSize = 1;
        ListenedWorker listened;
        listened.worker.start(spec);
        int pauses = 0;
        while (!listened.finished && pauses < 500) {
            listened.worker.pause();
            QVERIFY(listened.listenUntilIdle());
            listened.worker.resume();
            QThread::msleep(1);
            ++pauses;
        }
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QVERIFY(pauses > 2);
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void stepsTrainOneEpochEachAndMeasureIt() {
        ExperimentSpec spec = smallSpec(20);
        spec.measure.schedule = {ScheduleKind::EveryKth, 10, 200};
        spec.seeds.count = 2;
        ListenedWorker listened;
        listened.worker.startWithStep(spec);
        QVERIFY(listened.listenUntilIdle());
        for (int i = 0; i < 3; ++i) {
            const std::vector<int> before{listened.find(0).snapshots.back().epoch,
                                          listened.find(1).snapshots.back().epoch};
            listened.worker.step();
            QVERIFY(listened.listenUntilIdle());
            for (const int seed : {0, 1})
                QCOMPARE(listened.find(seed).snapshots.back().epoch,
                         before.at(static_cast<std::size_t>(seed)) + 1);
        }
        QVERIFY(listened.find(0).snapshots.size() >= 5);
        for (const LayerStatistics& layer : listened.find(0).snapshots.back().layers)
            QVERIFY(layer.gradientMean > 0);
        listened.worker.resume();
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        // What the schedule asks for is as if no step had been.
        SeedRun& run = listened.find(1);
        const auto unscheduled = [](const auto& one) { return one.epoch % 10 != 0; };
        std::erase_if(run.snapshots, unscheduled);
        std::erase_if(run.measurements, unscheduled);
        QCOMPARE(epochsOf(run), (std::vector<int>{0, 10, 20}));
        QCOMPARE(difference(run, runSession(spec).runs[1]), QString());
    }

    void aStepIsMeasuredEvenWhereThatTakesLong() {
        ExperimentSpec spec = longEpochs();
        spec.training.batchSize.reset();
        ListenedWorker listened;
        listened.worker.startWithStep(spec);
        QVERIFY(listened.listenUntilIdle());
        const std::size_t before = listened.find(0).snapshots.size();
        QVERIFY(before >= 2);
        listened.worker.step();
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(listened.find(0).snapshots.size(), before + 1);
    }

    void stoppingDoesNotWaitForTheEndOfAnEpoch() {
        ListenedWorker listened;
        listened.worker.start(longEpochs());
        QVERIFY(listened.listenUntil([&] { return !listened.session.runs.empty(); }));
        listened.worker.stop();
        QVERIFY(listened.listenUntilIdle());
        // At 3,277 batches an epoch, one would be there had the worker looked up only between epochs.
        QVERIFY(listened.find(0).snapshots.size() <= 1);
        QVERIFY(!listened.finished);
        QVERIFY(!listened.find(0).failure);
    }

    void stoppingKeepsWhatWasTrained() {
        ExperimentSpec spec = smallSpec(1000000);
        ListenedWorker listened;
        listened.worker.start(spec);
        QVERIFY(listened.listenUntil([&] { return listened.epoch >= 5; }));
        listened.worker.stop();
        QVERIFY(listened.listenUntilIdle());
        const std::size_t kept = listened.find(0).snapshots.size();
        QVERIFY(kept >= 5);
        QCOMPARE(listened.find(0).measurements.size(), kept);
        listened.worker.resume(); // it has ended
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(listened.find(0).snapshots.size(), kept);
    }

    void theEndDoesNotWaitForTheEndOfAnEpoch() {
        auto listened = std::make_unique<ListenedWorker>();
        listened->worker.start(longEpochs());
        QVERIFY(listened->listenUntil([&] { return !listened->session.runs.empty(); }));
        listened.reset(); // joins
    }

    void anotherStartMakesTheFirstVoid() {
        ListenedWorker listened;
        listened.worker.start(longEpochs());
        listened.worker.start(smallSpec());
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QCOMPARE(difference(listened.session, runSession(smallSpec())), QString());
    }

    void anEstimatorChosenLaterGivesWhatAFreshRunGives_data() {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<int>("on");
        QTest::addColumn<bool>("whileTraining");
        for (const bool whileTraining : {false, true}) {
            const char* when = whileTraining ? "while it trains" : "afterwards";
            for (const EstimatorDescription& description : estimators())
                if (whyNotApplicable(description, smallSpec()).isEmpty()) {
                    const SampleSet on = description.comparesPairs ? SampleSet::Test : SampleSet::All;
                    QTest::addRow("%s, %s", description.id.c_str(), when)
                        << QString::fromStdString(description.id) << static_cast<int>(on) << whileTraining;
                }
            QTest::addRow("test samples, %s", when)
                << "bin_floor" << static_cast<int>(SampleSet::Test) << whileTraining;
            QTest::addRow("train samples, range, %s", when)
                << "bin_minmax_epochs" << static_cast<int>(SampleSet::Train) << whileTraining;
        }
    }
    void anEstimatorChosenLaterGivesWhatAFreshRunGives() {
        QFETCH(QString, estimator);
        QFETCH(int, on);
        QFETCH(bool, whileTraining);
        ExperimentSpec spec = smallSpec(30);
        spec.seeds.count = 2;
        spec.estimator.values["bin_size"] = 0.5;
        ListenedWorker listened;
        listened.worker.start(spec);
        QVERIFY(
            listened.listenUntil([&] { return whileTraining ? listened.epoch >= 5 : listened.finished; }));
        spec.estimator = {estimator.toStdString(), {}};
        spec.measure.on = static_cast<SampleSet>(on);
        listened.worker.remeasure(spec.estimator, spec.measure.on, 7);
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
        for (const int seed : {0, 1}) {
            QVERIFY(
                std::any_of(listened.pictures.begin(), listened.pictures.end(), [seed](const auto& picture) {
                    return picture.seed == seed && picture.complete && picture.request == 7;
                }));
        }
    }

    void aNewerRequestMakesAnOlderOneVoid() {
        ExperimentSpec spec = smallSpec(40);
        spec.measure.schedule.kind = ScheduleKind::Every;
        ListenedWorker listened;
        listened.worker.start(spec);
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        for (quint64 request = 1; request <= 20; ++request) {
            spec.estimator.values["bin_size"] = 0.01 * static_cast<double>(request);
            listened.worker.remeasure(spec.estimator, SampleSet::All, request);
        }
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(listened.pictures.back().request, quint64(20));
        QVERIFY(listened.pictures.back().complete);
        quint64 newest = 0;
        for (const auto& picture : listened.pictures) {
            QVERIFY(picture.request >= newest);
            newest = picture.request;
        }
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void aRequestBeforeThereIsAnythingIsAnsweredForEverySeed() {
        ExperimentSpec spec = smallSpec();
        spec.seeds.count = 2;
        ListenedWorker listened;
        listened.worker.start(spec);
        spec.estimator = {"bin_quantile", {}};
        listened.worker.remeasure(spec.estimator, SampleSet::All, 1);
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QCOMPARE(std::count_if(listened.pictures.begin(), listened.pictures.end(),
                               [](const auto& picture) { return picture.complete && picture.request == 1; }),
                 2);
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void anEstimatorThatIsWrongIsRefusedAndTheOldOneStays() {
        const ExperimentSpec spec = smallSpec();
        ListenedWorker listened;
        listened.worker.start(spec);
        listened.worker.remeasure({"no_such", {}}, SampleSet::All, 1);
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QCOMPARE(listened.errors.size(), 1);
        QVERIFY(listened.errors.front().contains(QLatin1String("no_such")));
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void anEstimatorThatDoesNotApplyIsRefusedAndTheOldOneStays() {
        ListenedWorker listened;
        listened.worker.start(smallSpec());
        listened.worker.remeasure({"linear_gaussian", {}}, SampleSet::All, 1);
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QVERIFY(listened.errors.join(QLatin1Char(' ')).contains(QLatin1String("Linear teacher")));
        QCOMPARE(difference(listened.session, runSession(smallSpec())), QString());
    }

    void aRunWithASlowEstimatorEndsWithEstimatesFromAllSamples_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("1 thread") << 1;
        QTest::newRow("3 threads") << 3;
    }
    void aRunWithASlowEstimatorEndsWithEstimatesFromAllSamples() {
        QFETCH(int, threads);
        ExperimentSpec spec = smallSpec(20);
        spec.data.trainFraction = 0.6;
        spec.measure.on = SampleSet::Test;
        spec.estimator = {"neighbours", {}}; // a draft of 256 of the 1,638 samples, on any machine
        ListenedWorker listened({threads, true});
        listened.worker.start(spec);
        QVERIFY(listened.listenUntilIdle());
        QVERIFY(listened.finished);
        QVERIFY(listened.pictures.back().complete && listened.pictures.back().grain.isWhole());
        QCOMPARE(listened.pictures.back().grain.samples, 1638);
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void aSessionTakenUpWithDraftsIsEstimatedFromAllSamples() {
        ExperimentSpec spec = smallSpec();
        const Session whole = runSession(spec);
        Session drafts = whole;
        drafts.runs[0].draft = true;
        for (PlaneMeasurement& measurement : drafts.runs[0].measurements)
            measurement.values[0][0] = -1;
        ListenedWorker listened;
        listened.session = drafts;
        listened.worker.adopt(drafts);
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(difference(listened.session, whole), QString());
    }

    void aSessionTakenUpIsTrainedOnExactly() {
        ExperimentSpec spec = smallSpec(30);
        spec.seeds.count = 2;
        const Session whole = runSession(spec);
        Session half = whole;
        half.runs[0].snapshots.resize(8);
        half.runs[0].measurements.resize(8);
        half.runs[1].snapshots.resize(1);
        half.runs[1].measurements.resize(1);
        ListenedWorker listened;
        listened.worker.adopt(half);
        listened.session = half;
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(difference(listened.session, half), QString()); // it rests, and nothing is said
        QVERIFY(listened.pictures.empty());
        listened.worker.resume();
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QCOMPARE(difference(listened.session, whole), QString());
    }

    void aSessionTakenUpIsEstimatedAnew() {
        ExperimentSpec spec = smallSpec();
        const Session whole = runSession(spec);
        ListenedWorker listened;
        listened.worker.adopt(whole);
        listened.session = whole;
        spec.estimator = {"bin_linspace", {}};
        listened.worker.remeasure(spec.estimator, SampleSet::All, 1);
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(difference(listened.session, runSession(spec)), QString());
    }

    void aSessionWithFewWeightsStaysAsItIsAndSaysWhy_data() {
        QTest::addColumn<QString>("estimator");
        QTest::addColumn<int>("keepEvery");
        for (const char* estimator : {"bin_floor", "bin_minmax_epochs"})
            for (const int keepEvery : {5, 0})
                QTest::addRow("%s, %d", estimator, keepEvery) << estimator << keepEvery;
    }
    void aSessionWithFewWeightsStaysAsItIsAndSaysWhy() {
        QFETCH(QString, estimator);
        QFETCH(int, keepEvery);
        ExperimentSpec spec = smallSpec(30);
        spec.estimator = {estimator.toStdString(), {}};
        Session session = runSession(spec);
        session.runs[0].snapshots.resize(12);
        session.runs[0].measurements.resize(11); // the last was not estimated in time
        session = withFewWeights(session, keepEvery);
        const QString why = countWeights(session).obstacle();
        QVERIFY(
            why.contains(keepEvery == 0 ? QLatin1String("no weights") : QLatin1String("4 of 12 measured")));
        ListenedWorker listened;
        listened.worker.adopt(session);
        listened.session = session;
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(listened.errors, QStringList());
        listened.worker.pause();
        listened.worker.show(0);
        const std::vector<std::function<void()>> requests = {
            [&] { listened.worker.resume(); }, [&] { listened.worker.step(); },
            [&] {
                listened.worker.remeasure({"bin_linspace", {}}, SampleSet::All, 1);
            }};
        for (const auto& ask : requests) {
            listened.errors.clear();
            ask();
            QVERIFY(listened.listenUntilIdle());
            QCOMPARE(listened.errors, QStringList{why});
        }
        QCOMPARE(listened.find(0).snapshots.size(), std::size_t(12));
        QCOMPARE(listened.find(0).measurements.size(), std::size_t(11));
        QVERIFY(!listened.find(0).failure.has_value());
        listened.worker.start(smallSpec()); // and anew it is trained
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
    }

    void aReplayThatDoesNotMeetTheWeightsSaysSo() {
        ExperimentSpec spec = smallSpec(12);
        Session session = runSession(spec);
        session.runs[0].snapshots.resize(5);
        session.runs[0].measurements.resize(5);
        std::vector<float> weights = session.runs[0].snapshots.back().parameters.toVector();
        weights.front() += 1;
        session.runs[0].snapshots.back().parameters = std::move(weights);
        ListenedWorker listened;
        listened.worker.adopt(session);
        listened.session = session;
        listened.worker.resume();
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QVERIFY(listened.find(0).failure.has_value());
        QVERIFY(listened.find(0).failure->message.contains(QLatin1String("epoch 4")));
        QCOMPARE(listened.find(0).snapshots.size(), std::size_t(5));
    }

    void aRunThatDivergesKeepsItsEpochsAndSaysSo() {
        ListenedWorker listened;
        listened.worker.start(divergingSpec());
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
        QVERIFY(listened.find(0).failure.has_value());
        QVERIFY(!listened.find(0).snapshots.empty());
        QCOMPARE(difference(listened.session, runSession(divergingSpec())), QString());
    }

    void aRunThatCannotStartSaysWhy() {
        ExperimentSpec spec = smallSpec();
        spec.data.source = QStringLiteral("idx");
        spec.data.path = QStringLiteral("/no/such/folder");
        ListenedWorker listened;
        listened.worker.start(spec);
        QVERIFY(listened.listenUntilIdle());
        QCOMPARE(listened.errors.size(), 1);
        QVERIFY(listened.session.runs.empty());
        listened.worker.start(smallSpec()); // and another goes on as if nothing had been
        QVERIFY(listened.listenUntil([&] { return listened.finished; }));
    }

    void requestsWithoutARunAreHarmless() {
        ListenedWorker listened;
        listened.worker.pause();
        listened.worker.resume();
        listened.worker.step();
        listened.worker.stop();
        listened.worker.show(3);
        listened.worker.remeasure({}, SampleSet::All, 1);
        QVERIFY(listened.worker.isIdle());
    }
};

QTEST_APPLESS_MAIN(TestTrainingWorker)
#include "tst_training_worker.moc"
