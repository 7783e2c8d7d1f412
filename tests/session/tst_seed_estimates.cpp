#include "session/experiment.h"
#include "session/seed_estimates.h"
#include "small_runs.h"

#include <QtTest>

using namespace infoplane;
using namespace std::chrono_literals;

namespace {

using Passes = SeedEstimates::Passes;

/// Does what a worker does, one job at a time, with a clock of its own and made-up results: an estimate is
/// the range it was made over.
struct Bench {
    explicit Bench(const char* estimator, int draftSamples = 0) {
        spec.estimator = {estimator, {}};
        experiment = std::make_shared<Experiment>(spec);
        const auto samples = experiment->samples(0, SampleSet::All);
        measurer = std::make_shared<Measurer>(*experiment, samples, spec.estimator);
        if (draftSamples > 0)
            draft = std::make_shared<Measurer>(*experiment, fewerSamples(samples, draftSamples, 0),
                                               spec.estimator);
        estimates.setMeasurer(measurer, draft);
    }

    void train(int epochs) {
        for (int i = 0; i < epochs; ++i) {
            auto snapshot = std::make_shared<EpochSnapshot>();
            snapshot->epoch = static_cast<int>(estimates.count());
            estimates.append(snapshot);
        }
    }
    std::optional<SeedEstimates::Job> next(Passes passes = Passes::AtOnce) {
        return estimates.nextJob(passes, now);
    }
    void finish(const SeedEstimates::Job& job) {
        if (job.isRange)
            estimates.finish(job, RunRange{{0, rangeOf(job.snapshot->epoch)}});
        else
            estimates.finish(job,
                             {job.snapshot->epoch,
                              {{job.isDraft         ? -1.0
                                : job.range.empty() ? 0
                                                    : job.range[0].highest}}},
                             now);
    }
    int finishThoroughly(int most) {
        int jobs = 0;
        for (; jobs < most; ++jobs) {
            const auto job = estimates.nextThoroughJob();
            if (!job)
                break;
            finish(*job);
        }
        return jobs;
    }
    int finishAll(Passes passes = Passes::AtOnce) {
        int jobs = 0;
        while (const auto job = next(passes)) {
            finish(*job);
            ++jobs;
        }
        return jobs;
    }
    FeedContent tell() {
        FeedContent content;
        estimates.tell(0, true, 1, content, now);
        return content;
    }
    void beginAnew(quint64 request) {
        estimates.beginAnew(request, true, now);
        estimates.setMeasurer(measurer, draft);
    }

    ExperimentSpec spec = smallSpec();
    std::shared_ptr<const Experiment> experiment;
    std::shared_ptr<const Measurer> measurer;
    std::shared_ptr<const Measurer> draft;
    SeedEstimates estimates;
    SeedEstimates::Clock::time_point now = SeedEstimates::Clock::time_point() + 1h;
    std::function<double(int)> rangeOf = [](int epoch) { return epoch + 1.0; };
};

std::vector<int> epochs(const std::vector<PlaneMeasurement>& measurements) {
    std::vector<int> list;
    for (const PlaneMeasurement& measurement : measurements)
        list.push_back(measurement.epoch);
    return list;
}

} // namespace

class TestSeedEstimates : public QObject {
    Q_OBJECT

  private slots:
    void newEpochsAreToldInOrderWithoutGaps() {
        Bench bench("bin_floor");
        bench.train(3);
        const auto first = bench.next();
        const auto second = bench.next();
        const auto third = bench.next();
        QVERIFY(!bench.next());
        QCOMPARE(bench.estimates.backlog(), std::size_t(3));
        bench.finish(*second);
        QVERIFY(bench.tell().newEpochs.empty());
        bench.finish(*first);
        QCOMPARE(epochs(bench.tell().newEpochs.at(0).measurements), (std::vector<int>{0, 1}));
        QVERIFY(!bench.estimates.isUpToDate());
        bench.finish(*third);
        QCOMPARE(epochs(bench.tell().newEpochs.at(0).measurements), (std::vector<int>{2}));
        QVERIFY(bench.estimates.isUpToDate());
        QCOMPARE(bench.estimates.backlog(), std::size_t(0));
    }

    void anotherEstimatorShowsACoarsePictureAndThenAllOfIt() {
        Bench bench("bin_floor");
        bench.train(100);
        bench.finishAll();
        bench.tell();
        bench.beginAnew(5);
        bench.train(1); // trained meanwhile: not told before the others are there
        for (int i = 0; i < 20; ++i)
            bench.finish(*bench.next());
        QVERIFY(bench.tell().remeasured.empty()); // time enough for a finer one
        bench.now += 20ms;
        const FeedContent coarse = bench.tell();
        QCOMPARE(coarse.remeasured.size(), std::size_t(1));
        QCOMPARE(coarse.remeasured[0].request, quint64(5));
        QVERIFY(!coarse.remeasured[0].complete);
        // Every 8th and the last: 14 of the 20 that are there.
        QCOMPARE(epochs(coarse.remeasured[0].measurements),
                 (std::vector<int>{0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 99}));
        QVERIFY((coarse.remeasured[0].grain == PictureGrain{4096, 4096, 14, 100, 12.0}));
        QVERIFY(coarse.newEpochs.empty());
        for (int i = 0; i < 10; ++i)
            bench.finish(*bench.next());
        QVERIFY(bench.tell().remeasured.empty()); // too soon after the first
        bench.now += 100ms;
        const FeedContent finer = bench.tell();
        QVERIFY(!finer.remeasured.at(0).complete);
        QCOMPARE(finer.remeasured[0].grain.epochs, 26); // every 4th and the last
        bench.now += 100ms;
        QVERIFY(bench.tell().remeasured.empty()); // no finer one
        bench.finishAll();
        const FeedContent whole = bench.tell();
        QVERIFY(whole.remeasured.at(0).complete);
        QCOMPARE(whole.newEpochs.at(0).request, quint64(5));
        // The picture holds what is told beside it.
        QCOMPARE(whole.remeasured[0].measurements.size(), std::size_t(101));
        QCOMPARE(epochs(whole.newEpochs[0].measurements), (std::vector<int>{100}));
        QVERIFY(bench.estimates.isUpToDate());
    }

    void slowEstimatesAreToldInDraftsWhileARunGoesOn() {
        Bench bench("kde_pairwise", 512);
        bench.train(3);
        QCOMPARE(bench.estimates.backlog(), std::size_t(3));
        QCOMPARE(bench.finishAll(), 3); // drafts
        QCOMPARE(bench.estimates.backlog(), std::size_t(0));
        const FeedContent told = bench.tell();
        QCOMPARE(epochs(told.newEpochs.at(0).measurements), (std::vector<int>{0, 1, 2}));
        QVERIFY((told.newEpochs[0].grain == PictureGrain{512, 4096, 3, 3, 9.0}));
        QCOMPARE(told.newEpochs[0].measurements[0].values[0][0], -1.0);
        QVERIFY(bench.estimates.isTold() && !bench.estimates.isUpToDate());

        QCOMPARE(bench.finishThoroughly(2), 2);
        bench.train(1); // not all of them are known from all samples
        bench.finishAll();
        const FeedContent second = bench.tell();
        QVERIFY(second.remeasured.empty());
        QCOMPARE(epochs(second.newEpochs.at(0).measurements), (std::vector<int>{3}));

        QCOMPARE(bench.finishThoroughly(9), 2);
        const FeedContent whole = bench.tell();
        QVERIFY(whole.remeasured.at(0).complete && whole.remeasured[0].grain.isWhole());
        QCOMPARE(whole.remeasured[0].measurements.size(), std::size_t(4));
        for (const PlaneMeasurement& measurement : whole.remeasured[0].measurements)
            QCOMPARE(measurement.values[0][0], 0.0);
        QVERIFY(bench.estimates.isUpToDate());
    }

    void aRunThatOutrunsItsEstimatesFallsBackToDrafts() {
        Bench bench("kde_pairwise", 512);
        bench.train(1);
        bench.finishAll();
        bench.tell();
        bench.finishThoroughly(1);
        QVERIFY(bench.tell().remeasured.at(0).complete);
        bench.train(5);
        bench.finishAll();
        QVERIFY(bench.tell().newEpochs.empty()); // they wait for all samples
        bench.train(5);
        bench.finishAll();
        const FeedContent drafts = bench.tell();
        // First all that is shown, then what is new: never two kinds in one curve.
        QVERIFY(drafts.remeasured.at(0).isDraft());
        QCOMPARE(drafts.remeasured[0].measurements.size(), std::size_t(11));
        for (const PlaneMeasurement& measurement : drafts.remeasured[0].measurements)
            QCOMPARE(measurement.values[0][0], -1.0);
        QCOMPARE(drafts.newEpochs.at(0).measurements.size(), std::size_t(10));
        bench.finishThoroughly(99);
        QVERIFY(bench.tell().remeasured.at(0).complete);
    }

    void newEpochsDoNotWaitForLongWhereTheyAreFew() {
        Bench bench("kde_pairwise", 512);
        bench.train(1);
        bench.finishAll();
        bench.tell();
        bench.finishThoroughly(1);
        bench.tell();
        bench.train(1);
        bench.finishAll();
        QVERIFY(bench.tell().newEpochs.empty());
        bench.now += 3s;
        QCOMPARE(bench.tell().newEpochs.at(0).grain.samples, 512);
    }

    void anotherSlowEstimatorShowsDraftsThenFinerPicturesFromAllSamples() {
        Bench bench("kde_pairwise", 512);
        bench.train(200);
        bench.finishAll();
        bench.tell();
        bench.finishThoroughly(999);
        bench.tell();
        bench.beginAnew(4);
        bench.now += 20ms;
        for (int i = 0; i < 70; ++i)
            bench.finish(*bench.next());
        const FeedContent first = bench.tell();
        QVERIFY(!first.remeasured.at(0).complete && !first.remeasured[0].isDraft());
        QVERIFY((first.remeasured[0].grain == PictureGrain{512, 4096, 51, 200, 9.0}));
        bench.finishAll();
        const FeedContent drafts = bench.tell();
        QVERIFY(drafts.remeasured.at(0).isDraft());
        QVERIFY(bench.estimates.isTold() && !bench.estimates.isUpToDate());

        bench.now += 100ms;
        bench.finishThoroughly(20);
        QVERIFY(bench.tell().remeasured.empty()); // too few to take the place of all
        bench.finishThoroughly(40);
        const FeedContent better = bench.tell();
        QVERIFY((better.remeasured.at(0).grain == PictureGrain{4096, 4096, 51, 200, 12.0}));
        QVERIFY(!better.remeasured[0].complete);

        // Trained on: the newest epochs are shown, so all are shown in drafts again.
        bench.train(1);
        bench.finishAll();
        const FeedContent grown = bench.tell();
        QVERIFY(grown.remeasured.at(0).isDraft());
        QCOMPARE(grown.remeasured[0].measurements.size(), std::size_t(201));
        QCOMPARE(epochs(grown.newEpochs.at(0).measurements), (std::vector<int>{200}));
        bench.now += 100ms;
        bench.finishThoroughly(20);
        QVERIFY(bench.tell().remeasured.empty());
        bench.finishThoroughly(999);
        const FeedContent whole = bench.tell();
        QVERIFY(whole.remeasured.at(0).complete);
        QCOMPARE(whole.remeasured[0].request, quint64(4));
        QCOMPARE(whole.remeasured[0].measurements.size(), std::size_t(201));
        QVERIFY(bench.estimates.isUpToDate());
    }

    void resultsOfAnOlderEstimatorAreVoid() {
        Bench bench("bin_floor");
        bench.train(2);
        const auto job = bench.next();
        QVERIFY(!*job->isVoid);
        bench.beginAnew(1);
        QVERIFY(*job->isVoid);
        QCOMPARE(bench.finishAll(), 2);
        const FeedContent told = bench.tell();
        QVERIFY(told.remeasured.at(0).complete); // an answer, though there was nothing to show
        QCOMPARE(epochs(told.newEpochs.at(0).measurements), (std::vector<int>{0, 1}));
    }

    void allThatIsShownIsOfOneRange() {
        Bench bench("bin_minmax_epochs");
        bench.train(4);
        bench.finishAll();
        const FeedContent first = bench.tell();
        for (const PlaneMeasurement& measurement : first.newEpochs.at(0).measurements)
            QCOMPARE(measurement.values[0][0], 4.0);

        bench.train(2);
        bench.finishAll(Passes::NowAndThen);
        const FeedContent early = bench.tell(); // the range grew, its time has not come
        QVERIFY(early.newEpochs.empty() && early.remeasured.empty());
        QVERIFY(bench.estimates.waits());
        QCOMPARE(bench.estimates.backlog(), std::size_t(0));

        bench.now += 1s;
        bench.finishAll(Passes::NowAndThen);
        const FeedContent second = bench.tell();
        QVERIFY(!bench.estimates.waits());
        QCOMPARE(epochs(second.remeasured.at(0).measurements), (std::vector<int>{0, 1, 2, 3, 4, 5}));
        for (const PlaneMeasurement& measurement : second.remeasured[0].measurements)
            QCOMPARE(measurement.values[0][0], 6.0);
        QCOMPARE(epochs(second.newEpochs.at(0).measurements), (std::vector<int>{4, 5}));
    }

    void aRangeThatDoesNotGrowLeavesEstimatesAsTheyAre() {
        Bench bench("bin_minmax_epochs");
        bench.rangeOf = [](int) { return 1.0; };
        bench.train(4);
        bench.finishAll();
        bench.tell();
        bench.train(2);
        QCOMPARE(bench.finishAll(Passes::NowAndThen), 4); // two ranges, two estimates
        const FeedContent told = bench.tell();
        QVERIFY(told.remeasured.empty());
        QCOMPARE(epochs(told.newEpochs.at(0).measurements), (std::vector<int>{4, 5}));
    }

    void rangesMayWaitForTheEndOfTraining() {
        Bench bench("bin_minmax_epochs");
        bench.train(3);
        QCOMPARE(bench.finishAll(Passes::AtTheEnd), 3);
        QVERIFY(bench.tell().newEpochs.empty());
        QCOMPARE(bench.finishAll(Passes::AtOnce), 3);
        QCOMPARE(epochs(bench.tell().newEpochs.at(0).measurements), (std::vector<int>{0, 1, 2}));
    }

    void rangesAreFoundOnceForOneSampleSet() {
        Bench bench("bin_minmax_epochs");
        bench.train(5);
        QCOMPARE(bench.finishAll(), 10);
        bench.tell();
        bench.beginAnew(1);
        QCOMPARE(bench.finishAll(), 5);
        bench.tell();
        bench.estimates.beginAnew(2, false, bench.now);
        bench.estimates.setMeasurer(bench.measurer);
        QCOMPARE(bench.finishAll(), 10);
    }

    void whatIsAdoptedIsNotEstimatedAgainUntilAsked() {
        Bench bench("bin_floor");
        SeedEstimates estimates;
        std::vector<std::shared_ptr<const EpochSnapshot>> snapshots;
        std::vector<PlaneMeasurement> measurements;
        for (int epoch = 0; epoch < 3; ++epoch) {
            snapshots.push_back(std::make_shared<EpochSnapshot>());
            measurements.push_back({epoch, {{1.0}}});
        }
        estimates.adopt(snapshots, measurements);
        QVERIFY(estimates.isUpToDate() && !estimates.lacksMeasurer());
        estimates.beginAnew(1, true, bench.now);
        QVERIFY(estimates.lacksMeasurer());
        estimates.setMeasurer(bench.measurer);
        QCOMPARE(estimates.count(), std::size_t(3));
        QVERIFY(estimates.nextJob(Passes::AtOnce, bench.now).has_value());
    }

    void adoptedWeightsWithoutEstimatesAreEstimated() {
        SeedEstimates estimates;
        estimates.adopt({std::make_shared<EpochSnapshot>()}, {});
        QVERIFY(estimates.lacksMeasurer() && !estimates.isUpToDate());
    }
};

QTEST_APPLESS_MAIN(TestSeedEstimates)
#include "tst_seed_estimates.moc"
