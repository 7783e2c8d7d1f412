#include "error.h"
#include "few_weights.h"
#include "session/applicability.h"
#include "session/archive.h"
#include "session/experiment.h"
#include "session/reestimate.h"
#include "session/session_runner.h"
#include "small_runs.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <cmath>

using namespace infoplane;

class TestSessionRunner : public QObject {
    Q_OBJECT

  private slots:
    void measuresEveryScheduledEpoch() {
        const Session session = runSession(smallSpec(30));
        QCOMPARE(session.runs.size(), std::size_t(1));
        const SeedRun& run = session.runs.front();
        QStringList epochs;
        for (const EpochSnapshot& snapshot : run.snapshots)
            epochs << QString::number(snapshot.epoch);
        QCOMPARE(epochs.join(QLatin1Char(' ')),
                 QStringLiteral("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 25 30"));
        QCOMPARE(run.measurements.size(), run.snapshots.size());
        QVERIFY(!run.failure);
        QVERIFY(run.secondsTrained > 0);
        QVERIFY(run.snapshots.back().trainLoss < run.snapshots.front().trainLoss);
        for (const PlaneMeasurement& measurement : run.measurements) {
            QCOMPARE(measurement.values.size(), std::size_t(3));
            for (const std::vector<double>& layer : measurement.values) {
                QVERIFY(layer[0] >= 0 && layer[0] <= 12 + 1e-9);
                QVERIFY(layer[1] >= 0 && layer[1] <= session.facts.labelBits + 1e-9);
            }
        }
        QCOMPARE(session.spec.title, QStringLiteral("small"));
        QCOMPARE(session.shape.widths, (std::vector<int>{12, 4, 3, 2}));
        QCOMPARE(session.engineLevel, QString::fromStdString(engineLevel()));
        QVERIFY(session.created.isValid() && !session.programVersion.isEmpty());
    }

    void twoRunsHaveTheSameBits() {
        QCOMPARE(difference(runSession(smallSpec()), runSession(smallSpec())), QString());
    }

    void theNumberOfThreadsChangesNothing_data() {
        QTest::addColumn<QString>("estimator");
        QTest::newRow("fixed width") << "bin_floor";
        QTest::newRow("range of the run") << "bin_minmax_epochs";
        QTest::newRow("kernel density") << "kde_pairwise";
        QTest::newRow("neighbours") << "neighbours";
        QTest::newRow("noisy network") << "gaussian_mixture_mc";
    }
    void theNumberOfThreadsChangesNothing() {
        QFETCH(QString, estimator);
        ExperimentSpec spec = smallSpec(6);
        spec.seeds.count = 3;
        spec.measure.on = SampleSet::Test;
        spec.estimator = {estimator.toStdString(), {}};
        const Session one = runSession(spec, {}, {}, 1);
        QCOMPARE(difference(one, runSession(spec, {}, {}, 2)), QString());
        QCOMPARE(difference(one, runSession(spec, {}, {}, 5)), QString());
    }

    void aSeedIsTheSameAloneAndAmongOthers() {
        ExperimentSpec spec = smallSpec();
        spec.seeds = {3, 3};
        const Session together = runSession(spec);
        spec.seeds = {4, 1};
        QCOMPARE(difference(together.runs[1], runSession(spec).runs[0]), QString());
        QVERIFY(!sameBits(together.runs[0].snapshots[0].parameters.toVector(),
                          together.runs[1].snapshots[0].parameters.toVector()));
    }

    void estimatesEqualThoseOfAMeasurer_data() {
        QTest::addColumn<QString>("estimator");
        for (const EstimatorDescription& description : estimators())
            if (whyNotApplicable(description, smallSpec()).isEmpty())
                QTest::newRow(description.id.c_str()) << QString::fromStdString(description.id);
    }
    void estimatesEqualThoseOfAMeasurer() {
        QFETCH(QString, estimator);
        ExperimentSpec spec = smallSpec();
        spec.estimator = {estimator.toStdString(), {}};
        spec.measure.on = SampleSet::Test;
        const SeedRun run = runSession(spec).runs.front();
        const Measurer measurer(Experiment(spec), 0, spec.estimator, SampleSet::Test);
        for (const int threads : {1, 3}) {
            const auto all = measurer.measureAll(run.snapshots, {}, {}, threads);
            QVERIFY(all.has_value());
            QCOMPARE(all->size(), run.measurements.size());
            for (std::size_t i = 0; i < all->size(); ++i)
                QVERIFY(sameBits((*all)[i], run.measurements[i]));
        }
    }

    void everyEstimatorSurvivesTheArchive_data() { estimatesEqualThoseOfAMeasurer_data(); }
    void everyEstimatorSurvivesTheArchive() {
        QFETCH(QString, estimator);
        ExperimentSpec spec = smallSpec(2);
        spec.estimator = {estimator.toStdString(), {}};
        spec.measure.on = SampleSet::Test;
        Session session = runSession(spec);
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.infoplane"));
        writeArchive(session, path);
        const Session read = readArchive(path);
        QVERIFY(read.spec.estimator == withDefaults(spec.estimator));
        QCOMPARE(difference(read, session), QString());

        session.runs[0].draft = true; // from fewer samples: not for keeping
        writeArchive(session, path);
        QVERIFY(readArchive(path).runs[0].measurements.empty());
        QCOMPARE(readArchive(path).runs[0].snapshots.size(), session.runs[0].snapshots.size());
    }

    void aLinearRunIsEstimatedExactly() {
        ExperimentSpec spec = divergingSpec();
        spec.data.source = QStringLiteral("relevant-irrelevant");
        spec.data.relevantInputs = 3;
        spec.training.optimizer.learningRate = 0.1;
        spec.training.epochs = 20;
        spec.estimator = {"linear_gaussian", {}};
        const Session session = runSession(spec);
        QVERIFY(!session.runs[0].failure);
        for (const PlaneMeasurement& measurement : session.runs[0].measurements)
            for (const std::vector<double>& layer : measurement.values) {
                // About the whole, the target, and both parts of an input whose parts are independent.
                QVERIFY(layer[0] > 0 && layer[1] > 0 && layer[2] > 0 && layer[3] > 0);
                QVERIFY(layer[1] < layer[2] && layer[2] + layer[3] <= layer[0] + 1e-9);
            }
    }

    void measuringCanBeCancelled() {
        const ExperimentSpec spec = smallSpec();
        const SeedRun run = runSession(spec).runs.front();
        const Measurer measurer(Experiment(spec), 0, spec.estimator, SampleSet::All);
        std::atomic<int> most = 0;
        const auto cancelled = [&most] { return most >= 2; };
        QVERIFY(!measurer.measureAll(
            run.snapshots, cancelled, [&most](int done) { most = done; }, 1));
        QVERIFY(most < static_cast<int>(run.snapshots.size()));
        QVERIFY(!measurer.measure(run.snapshots.front(), {}, [] { return true; }));
    }

    void aRunThatDivergesKeepsItsEpochsAndSaysSo() {
        const Session session = runSession(divergingSpec());
        const SeedRun& run = session.runs.front();
        QVERIFY(run.failure.has_value());
        QVERIFY2(run.failure->message.contains(QLatin1String("learning rate of 10")),
                 qPrintable(run.failure->message));
        QVERIFY(!run.snapshots.empty());
        const int last = run.snapshots.back().epoch;
        QVERIFY(run.failure->epoch > last);
        QVERIFY(run.failure->message.endsWith(QStringLiteral(" are kept.")) ||
                run.failure->message.endsWith(QStringLiteral(" is kept.")));
        QCOMPARE(run.measurements.size(), run.snapshots.size());
        for (const EpochSnapshot& snapshot : run.snapshots)
            QVERIFY(std::isfinite(snapshot.trainLoss));
    }

    void oneSeedThatDivergesDoesNotEndTheOthers() {
        ExperimentSpec spec = divergingSpec();
        spec.seeds.count = 2;
        const Session session = runSession(spec);
        QVERIFY(session.runs[0].failure && session.runs[1].failure);
        QVERIFY(!session.runs[1].snapshots.empty());
    }

    void everySeedThatCannotBeEstimatedSaysSo_data() {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 5})
            QTest::addRow("%d threads", threads) << threads;
    }
    void everySeedThatCannotBeEstimatedSaysSo() {
        QFETCH(int, threads);
        ExperimentSpec spec = smallSpec(3);
        spec.seeds.count = 3;
        spec.network.hidden = {1};
        spec.network.activations = {Activation::Relu}; // which is zero for about half of the samples
        spec.measure.on = SampleSet::Test;
        spec.estimator = withDefaults({"neighbours", {{"form", std::string("ross")}}});
        const Session session = runSession(spec, {}, {}, threads);
        for (const SeedRun& run : session.runs) {
            QVERIFY(run.failure.has_value());
            QCOMPARE(run.failure->epoch, 0);
            QVERIFY2(run.failure->message.startsWith(QLatin1String("Epoch 0 cannot be estimated")),
                     qPrintable(run.failure->message));
            QCOMPARE(run.snapshots.size(), std::size_t(4));
        }
    }

    void stopsAtTheTrainLossAskedFor() {
        ExperimentSpec spec = smallSpec(40);
        spec.measure.schedule.kind = ScheduleKind::Every;
        const SeedRun whole = runSession(spec).runs.front();
        const double goal = whole.snapshots[20].trainLoss;
        spec.training.stopTrainLoss = goal;
        const SeedRun shorter = runSession(spec).runs.front();
        QVERIFY(shorter.snapshots.size() <= 21);
        QVERIFY(shorter.snapshots.back().trainLoss <= goal);
        for (std::size_t i = 0; i + 1 < shorter.snapshots.size(); ++i)
            QVERIFY(shorter.snapshots[i].trainLoss > goal);
        QVERIFY(!shorter.failure);
    }

    void cancellingKeepsWhatWasMeasured() {
        ExperimentSpec spec = smallSpec(1000000);
        int reached = 0;
        const Session session = runSession(
            spec, [&] { return reached >= 3; },
            [&](const RunProgress& progress) {
                reached = static_cast<int>(std::lround(progress.share * 1e6));
            });
        const SeedRun& run = session.runs.front();
        QVERIFY(run.snapshots.size() >= 3);
        QCOMPARE(run.measurements.size(), run.snapshots.size());
        QVERIFY(run.snapshots.back().epoch < 1000000);
        QVERIFY(!run.failure);
    }

    void progressGrowsToTheWhole() {
        ExperimentSpec spec = smallSpec();
        spec.seeds.count = 2;
        double last = 0;
        bool grows = true;
        RunProgress end;
        runSession(spec, {}, [&](const RunProgress& progress) {
            grows = grows && progress.share >= last && progress.secondsLeft >= 0;
            last = progress.share;
            end = progress;
        });
        QVERIFY(grows);
        QCOMPARE(end.share, 1.0);
        QCOMPARE(end.seedsDone, 2);
        QCOMPARE(end.seeds, 2);
    }

    void aSpecThatCannotBeRunSaysWhy_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("words");
        QTest::newRow("no file") << "csv"
                                 << "data.path";
        QTest::newRow("no such folder") << "idx"
                                        << "";
    }
    void aSpecThatCannotBeRunSaysWhy() {
        QFETCH(QString, source);
        QFETCH(QString, words);
        ExperimentSpec spec = smallSpec();
        spec.data.source = source;
        spec.data.path = source == QLatin1String("idx") ? QStringLiteral("/no/such/folder") : QString();
        try {
            runSession(spec);
            QFAIL("it ran");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(words), error.what());
        }
    }

    void dataThatHaveChangedAreNotEstimated() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("points.csv"));
        const auto write = [&path](double first) {
            QByteArray text = "a,b,label\n" + QByteArray::number(first) + ",1,0\n";
            for (int i = 1; i < 40; ++i)
                text += QByteArray::number(i) + ',' + QByteArray::number(i % 7) + ',' +
                        QByteArray::number(i % 2) + '\n';
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            QCOMPARE(file.write(text), text.size());
        };
        write(0);
        ExperimentSpec spec = smallSpec(2);
        spec.data.source = QStringLiteral("csv");
        spec.data.path = path;
        spec.data.labelColumn = QStringLiteral("label");
        spec.training.batchSize.reset();
        Session session = runSession(spec);
        QCOMPARE(session.facts.dataSha256.size(), 64);
        QVERIFY(reestimate(session, spec.estimator, SampleSet::All));
        write(0.5);
        try {
            reestimate(session, spec.estimator, SampleSet::All);
            QFAIL("it was estimated");
        } catch (const Error& error) {
            QVERIFY2(QString::fromUtf8(error.what()).contains(QLatin1String("values differ")), error.what());
        }
        session.facts.dataSha256.clear(); // as of an archive of an earlier version
        QVERIFY(reestimate(session, spec.estimator, SampleSet::All));
        QVERIFY(runSession(smallSpec(1)).facts.dataSha256.isEmpty()); // the spec alone says these
    }

    void withoutAllWeightsNothingIsEstimatedAnew() {
        ExperimentSpec spec = smallSpec(11);
        spec.measure.schedule.kind = ScheduleKind::Every;
        spec.seeds.count = 2;
        const Session whole = runSession(spec);
        const auto said = [&](int keepEvery) {
            try {
                reestimate(withFewWeights(whole, keepEvery), spec.estimator, SampleSet::All);
            } catch (const Error& error) {
                return QString::fromUtf8(error.what());
            }
            return QString();
        };
        QCOMPARE(said(1), QString());
        QCOMPARE(said(5),
                 QStringLiteral("This file keeps the weights of 8 of 24 measured epochs, so information "
                                "cannot be estimated anew. Restart trains the run again, to the same "
                                "weights."));
        QCOMPARE(said(0),
                 QStringLiteral("This file keeps no weights, so information cannot be estimated anew. "
                                "Restart trains the run again, to the same weights."));
    }

    void theFactsAreThoseOfTheSamplesMeasuredOn() {
        ExperimentSpec spec = smallSpec();
        const Experiment experiment(spec);
        const DataFacts all = experiment.facts();
        QCOMPARE(all.inputs, 12);
        QCOMPARE(all.outputs, 2);
        QCOMPARE(all.samples, 4096);
        QCOMPARE(all.trainSamples, 3277);
        QCOMPARE(all.testSamples, 819);
        QCOMPARE(all.inputBits, 12.0);
        // 2118 ones of 4096: H(2118 / 4096), by hand.
        QVERIFY(std::abs(all.labelBits - 0.99916) < 1e-5);
        QCOMPARE(experiment.facts(SampleSet::Test).inputBits, std::log2(819.0));
    }

    void eachSeedHasItsOwnTeacherAndShuffle() {
        const Experiment teachers(divergingSpec());
        QVERIFY(teachers.dataset(0)->targets != teachers.dataset(1)->targets);
        QVERIFY(teachers.dataset(1)->targets == teachers.dataset(1)->targets);
        QVERIFY(std::isnan(teachers.facts().labelBits));

        ExperimentSpec spec = smallSpec();
        const Experiment plain(spec);
        QCOMPARE(plain.dataset(0), plain.dataset(7));
        spec.data.shuffleLabels = true;
        spec.seeds.first = 3;
        const auto labels = Experiment(spec).dataset(5)->labels;
        QVERIFY(labels != plain.dataset(5)->labels);
        QVERIFY(labels != Experiment(spec).dataset(3)->labels);
        spec.seeds.first = 5; // the shuffle is the seed's, whichever comes first
        QVERIFY(labels == Experiment(spec).dataset(5)->labels);
    }

    void theCostGrowsWithTheRun() {
        ExperimentSpec spec = smallSpec(100);
        const auto shorter = foretellCost(Experiment(spec));
        spec.training.epochs = 100000;
        const auto longer = foretellCost(Experiment(spec));
        QVERIFY(shorter && longer);
        QVERIFY(shorter->seconds > 0 && shorter->memoryBytes > 0 && shorter->archiveBytes > 0);
        QVERIFY(longer->seconds > shorter->seconds);
        QVERIFY(longer->memoryBytes > shorter->memoryBytes);
        QVERIFY(longer->archiveBytes > shorter->archiveBytes);
        QVERIFY(!foretellCost(Experiment(spec), [] { return true; }));
    }

    void conditionsThatTrainAlikeCostTheirTrainingOnce() {
        const ExperimentSpec spec = smallSpec(20000);
        ExperimentSpec estimatedOtherwise = spec;
        estimatedOtherwise.estimator = withDefaults({"bin_linspace", {}});
        ExperimentSpec trainedOtherwise = spec;
        trainedOtherwise.network.activations = {Activation::Relu};
        const auto one = foretellCost(std::vector{spec});
        const auto alike = foretellCost({spec, estimatedOtherwise});
        const auto two = foretellCost({spec, trainedOtherwise});
        QVERIFY(one && alike && two);
        QVERIFY(two->memoryBytes > 1.9 * one->memoryBytes);
        QVERIFY(alike->memoryBytes < 1.1 * one->memoryBytes);
        QVERIFY(alike->archiveBytes > 1.9 * one->archiveBytes); // each folder stands by itself
        QVERIFY(alike->seconds < two->seconds);
        QVERIFY(!foretellCost({spec, trainedOtherwise}, [] { return true; }));
    }

    void theCostOfALargeNetworkIsFoundWithoutTrainingAWholeEpoch() {
        ExperimentSpec spec = smallSpec();
        spec.network.hidden = {1024, 1024};
        const auto cost = foretellCost(Experiment(spec));
        QVERIFY(cost && std::isfinite(cost->seconds) && cost->seconds > 0);
    }
};

QTEST_APPLESS_MAIN(TestSessionRunner)
#include "tst_session_runner.moc"
