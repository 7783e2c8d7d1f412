#include "session/draft_measurer.h"
#include "session/experiment.h"
#include "small_runs.h"

#include <QtTest>

#include <cmath>

using namespace infoplane;

namespace {

ExperimentSpec slowSpec() {
    ExperimentSpec spec = smallSpec();
    spec.estimator = {"kde_pairwise", {}};
    return spec;
}

EpochSnapshot firstWeights(const Experiment& experiment) {
    const auto parameters = initialParameters(experiment.shape(), experiment.spec().network.initializer, 0);
    EpochSnapshot snapshot;
    snapshot.parameters = std::vector<float>(parameters.begin(), parameters.end());
    return snapshot;
}

} // namespace

class TestDraftMeasurer : public QObject {
    Q_OBJECT

  private slots:
    void classesKeepTheirProportion() {
        const Experiment experiment(slowSpec());
        const auto all = experiment.samples(0, SampleSet::All);
        const auto few = fewerSamples(all, 512, 0);
        QCOMPARE(few->count(), 512);
        QCOMPARE(few->inputs().rows(), Eigen::Index(512));
        QCOMPARE(few->labels.size(), std::size_t(512));
        // 2118 of the 4096 labels are ones: 264.75 of 512.
        QCOMPARE(std::count(few->labels.begin(), few->labels.end(), 1), 265);
        QCOMPARE(few->inputBits(), 9.0);
        // Rows of the data set, each with its label, none twice.
        QVERIFY(repeatedInputGroups(few->inputs()).empty());
        for (Eigen::Index row = 0; row < 512; ++row) {
            int pattern = 0;
            for (Eigen::Index bit = 0; bit < 12; ++bit)
                pattern = 2 * pattern + (few->inputs()(row, bit) > 0 ? 1 : 0);
            QCOMPARE(few->labels[static_cast<std::size_t>(row)],
                     all->labels[static_cast<std::size_t>(pattern)]);
        }
    }

    void theChoiceIsTheSeeds() {
        const Experiment experiment(slowSpec());
        const auto all = experiment.samples(0, SampleSet::All);
        QVERIFY(fewerSamples(all, 300, 1)->inputs() == fewerSamples(all, 300, 1)->inputs());
        QVERIFY(fewerSamples(all, 300, 1)->inputs() != fewerSamples(all, 300, 2)->inputs());
        QCOMPARE(fewerSamples(all, 4096, 1), all);
        QCOMPARE(fewerSamples(all, 9999, 1), all);
    }

    void classesOfFewAreChosenByWhatIsCutOffMost() {
        auto samples = std::make_shared<MeasuredSamples>();
        auto data = std::make_shared<Dataset>();
        data->classNames = {"a", "b", "c", "none"};
        data->inputs = Eigen::MatrixXf::Zero(10, 1);
        samples->dataset = data;
        samples->labels = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2};
        samples->groups.assign(10, 0);
        const auto few = fewerSamples(samples, 4, 3); // shares 2.4, 1.2 and 0.4; the tie goes to the first
        QCOMPARE(std::count(few->labels.begin(), few->labels.end(), 0), 3);
        QCOMPARE(std::count(few->labels.begin(), few->labels.end(), 1), 1);
        QCOMPARE(few->groups, (std::vector<std::int32_t>{0, 0, 0, 0}));
        QCOMPARE(few->inputBits(), 0.0);
    }

    void regressionHasNoClassesToKeep() {
        const Experiment experiment(divergingSpec());
        const auto few = fewerSamples(experiment.samples(0, SampleSet::All), 40, 0);
        QCOMPARE(few->count(), 40);
        QVERIFY(few->labels.empty());
    }

    void onlyEstimatorsThatComparePairsHaveDrafts() {
        const Experiment experiment(slowSpec());
        const auto samples = experiment.samples(0, SampleSet::All);
        QVERIFY(!draftMeasurer(experiment, samples, 0, {"bin_floor", {}}, nullptr));
        const auto little = fewerSamples(samples, 200, 0);
        QVERIFY(!draftMeasurer(experiment, little, 0, {"kde_pairwise", {}}, nullptr));
    }

    void aDraftHasASmallerPowerOfTwoOfTheSamples() {
        ExperimentSpec spec = slowSpec();
        spec.network.hidden = {512, 512}; // slow on any machine
        const Experiment experiment(spec);
        const EpochSnapshot epoch = firstWeights(experiment);
        const auto samples = experiment.samples(0, SampleSet::All);
        const auto draft = draftMeasurer(experiment, samples, 0, spec.estimator, &epoch);
        QVERIFY(draft != nullptr);
        const int count = draft->samples().count();
        QVERIFY(count >= 256 && count < 4096 && (count & (count - 1)) == 0);
        QVERIFY(draft->samples().inputs() == fewerSamples(samples, count, 0)->inputs());
    }

    void cancelledThereIsNone() {
        const Experiment experiment(slowSpec());
        const auto samples = experiment.samples(0, SampleSet::All);
        QVERIFY(!draftMeasurer(experiment, samples, 0, {"kde_pairwise", {}}, nullptr, [] { return true; }));
    }
};

QTEST_APPLESS_MAIN(TestDraftMeasurer)
#include "tst_draft_measurer.moc"
