#include "session/applicability.h"
#include "small_runs.h"

#include <QtTest>

using namespace infoplane;

class TestApplicability : public QObject {
    Q_OBJECT

  private slots:
    void estimatorsForArraysAreNotForNetworks() {
        QVERIFY(whyNotApplicable(describeEstimator("ksg"), smallSpec()).contains(QLatin1String("arrays")));
        QVERIFY(whyNotApplicable(describeEstimator("bin_floor"), smallSpec()).isEmpty());
    }

    void theExactEstimatorSaysWhatItLacks_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<bool>("linear");
        QTest::addColumn<QString>("lacks");
        QTest::newRow("all there") << "teacher" << true << "";
        QTest::newRow("relevant inputs") << "relevant-irrelevant" << true << "";
        QTest::newRow("activation") << "teacher" << false << "activation linear";
        QTest::newRow("data") << "szt" << true << "Linear teacher";
        QTest::newRow("both") << "szt" << false << "and the activation linear";
    }
    void theExactEstimatorSaysWhatItLacks() {
        QFETCH(QString, source);
        QFETCH(bool, linear);
        QFETCH(QString, lacks);
        ExperimentSpec spec = divergingSpec();
        spec.data.source = source;
        spec.network.hidden = {8, 8};
        spec.network.activations = {Activation::Linear, linear ? Activation::Linear : Activation::Tanh};
        spec.estimator = {"linear_gaussian", {}};
        const QString why = whyNotApplicable(describeEstimator("linear_gaussian"), spec);
        QCOMPARE(why.isEmpty(), lacks.isEmpty());
        QVERIFY2(why.contains(lacks), qPrintable(why));
        // And so such a spec is refused before it runs.
        const std::vector<SpecError> errors = checkSpec(spec);
        const bool refused = std::any_of(errors.begin(), errors.end(), [](const SpecError& error) {
            return error.path == QLatin1String("estimator.id");
        });
        QCOMPARE(refused, !lacks.isEmpty());
    }

    void theExactEstimatorRefusesShuffledTargets() {
        ExperimentSpec spec = divergingSpec();
        QVERIFY(whyNotApplicable(describeEstimator("linear_gaussian"), spec).isEmpty());
        spec.data.shuffleLabels = true;
        const QString why = whyNotApplicable(describeEstimator("linear_gaussian"), spec);
        QVERIFY2(why.contains(QLatin1String("shuffled")), qPrintable(why));
    }
};

QTEST_APPLESS_MAIN(TestApplicability)
#include "tst_applicability.moc"
