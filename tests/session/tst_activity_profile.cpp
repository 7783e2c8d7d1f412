#include "session/activity_profile.h"
#include "session/few_weights.h"
#include "session/session_runner.h"

#include <QtTest>

#include <cmath>

using namespace infoplane;

class ActivityProfileTest : public QObject {
    Q_OBJECT
  private slots:
    void slopeIsThatOfTheActivation();
    void sharesSumToOneAndSpanTheSaturation();
    void decisionIsLostWhereBinsAreCoarse();
    void regressionHasNoDecision();
    void fewerSamplesAreSaid();
    void epochsWithoutWeightsAreLeftOut();
    void cancelledGivesNothing();

  private:
    static ExperimentSpec smallSpec(Activation activation = Activation::Tanh) {
        ExperimentSpec spec;
        spec.network.hidden = {4, 3};
        spec.network.activations = {activation};
        spec.training.epochs = 6;
        spec.training.batchSize = 512;
        spec.training.optimizer.learningRate = 0.01;
        spec.measure.schedule.kind = ScheduleKind::Every;
        spec.estimator = withDefaults(spec.estimator);
        return spec;
    }
    static std::vector<std::shared_ptr<const EpochSnapshot>> snapshots(const Session& session) {
        std::vector<std::shared_ptr<const EpochSnapshot>> all;
        for (const EpochSnapshot& one : session.runs.front().snapshots)
            all.push_back(std::make_shared<const EpochSnapshot>(one));
        return all;
    }
    static ActivityProfile profile(const ExperimentSpec& spec, ActivityQuestion question = {}) {
        const Session session = runSession(spec);
        question.estimator = spec.estimator;
        return *profileActivity(Experiment(spec), snapshots(session), question);
    }
};

void ActivityProfileTest::slopeIsThatOfTheActivation() {
    for (const ActivationDescription& one : activations()) {
        const auto known = relativeSlope(one.value, 0.3);
        if (one.value == Activation::Gelu || one.value == Activation::Silu) {
            QVERIFY(!known);
            continue;
        }
        double steepest = 0;
        for (double z = -8; z <= 8; z += 0.01)
            steepest = std::max(steepest, activationDerivative(one.value, z));
        for (const double z : {-3.0, -1.2, -0.4, 0.3, 0.9, 2.5}) {
            const double slope = *relativeSlope(one.value, activationValue(one.value, z));
            const double expected = activationDerivative(one.value, z) / steepest;
            QVERIFY2(std::abs(slope - expected) < 2e-3, one.id.c_str());
        }
    }
}

void ActivityProfileTest::sharesSumToOneAndSpanTheSaturation() {
    const ActivityProfile tanh = profile(smallSpec());
    QCOMPARE(tanh.epochs.size(), 7u);
    QCOMPARE(tanh.layers.size(), 3u);
    QCOMPARE(tanh.layers[0].lowest, -1.0);
    QCOMPARE(tanh.layers[0].highest, 1.0);
    QCOMPARE(tanh.layers[2].lowest, 0.0); // softmax
    QVERIFY(std::isnan(tanh.layers[2].saturated[0]));
    for (const ActivityProfile::Layer& layer : tanh.layers)
        for (const std::vector<float>& shares : layer.shares) {
            double sum = 0;
            for (const float share : shares)
                sum += static_cast<double>(share);
            QVERIFY(std::abs(sum - 1) < 1e-5);
        }
    QVERIFY(tanh.layers[0].saturated[0] >= 0 && tanh.layers[0].saturated[0] < 0.5);
    QVERIFY(!tanh.layers[0].edges.empty());
    // ReLU: what is off is saturated, and there is no upper end but the greatest activity.
    const ActivityProfile relu = profile(smallSpec(Activation::Relu));
    QCOMPARE(relu.layers[0].lowest, 0.0);
    QVERIFY(relu.layers[0].saturated[0] > 0.1);
    QCOMPARE(relu.noise, 0.0);
}

void ActivityProfileTest::decisionIsLostWhereBinsAreCoarse() {
    ExperimentSpec spec = smallSpec();
    spec.estimator.values["bin_size"] = 1e-4;
    const ActivityProfile fine = profile(spec);
    spec.estimator.values["bin_size"] = 1.0;
    const ActivityProfile coarse = profile(spec);
    const std::size_t last = fine.epochs.size() - 1;
    for (std::size_t layer = 0; layer < fine.layers.size(); ++layer) {
        QVERIFY(fine.layers[layer].decision[last] < 0.05); // nearly every sample has a cell of its own
        QVERIFY(coarse.layers[layer].decision[last] <= 1.0 + 1e-9);
        QVERIFY(coarse.layers[layer].decision[last] >= fine.layers[layer].decision[last]);
    }
    // In one cell for each output all of the decision is there: above a half or not.
    spec.estimator = withDefaults(
        {"bin_linspace", {{"lo", 0.0}, {"hi", 1.0}, {"n_edges", 2.0}, {"counted", std::string("bins")}}});
    QVERIFY(profile(spec).layers[2].decision[last] < 1e-9);
}

void ActivityProfileTest::regressionHasNoDecision() {
    ExperimentSpec spec = smallSpec(Activation::Linear);
    spec.data.source = QStringLiteral("teacher");
    spec.data.inputs = 5;
    spec.data.trainSamples = 30;
    spec.data.testSamples = 50;
    spec.training.loss = Loss::MeanSquaredError;
    spec.training.batchSize = 10;
    spec.estimator = withDefaults({"kde_pairwise", {{"noise_variance", 0.04}}});
    const ActivityProfile linear = profile(spec);
    QVERIFY(std::isnan(linear.layers[0].decision[0]));
    QCOMPARE(linear.layers[0].saturated[0], 0.0);
    QVERIFY(std::abs(linear.noise - 0.2) < 1e-12);
    QVERIFY(linear.layers[0].edges.empty());
}

void ActivityProfileTest::fewerSamplesAreSaid() {
    ActivityQuestion question;
    question.mostSamples = 100;
    const ActivityProfile few = profile(smallSpec(), question);
    QCOMPARE(few.samples, 100);
    QCOMPARE(few.ofSamples, 4096);
}

void ActivityProfileTest::epochsWithoutWeightsAreLeftOut() {
    const ExperimentSpec spec = smallSpec();
    const Session session = runSession(spec);
    ActivityQuestion question;
    question.estimator = spec.estimator;
    const auto ofEvery = [&](int k) {
        return *profileActivity(Experiment(spec), snapshots(withFewWeights(session, k)), question);
    };
    const ActivityProfile all = ofEvery(1);
    const ActivityProfile some = ofEvery(4);
    QCOMPARE(some.epochs, (std::vector<int>{0, 4, 6}));
    QCOMPARE(some.layers[0].shares[1], all.layers[0].shares[4]);
    const ActivityProfile none = ofEvery(0);
    QVERIFY(none.epochs.empty() && none.layers.empty());
}

void ActivityProfileTest::cancelledGivesNothing() {
    const ExperimentSpec spec = smallSpec();
    const Session session = runSession(spec);
    ActivityQuestion question;
    question.estimator = spec.estimator;
    QVERIFY(!profileActivity(Experiment(spec), snapshots(session), question, [] { return true; }));
}

QTEST_GUILESS_MAIN(ActivityProfileTest)
#include "tst_activity_profile.moc"
