#include "small_problems.h"
#include "training/optimizer.h"

#include <QtTest>

#include <cmath>

using namespace infoplane;

namespace {

/// One input, one output, one sample to learn: f = 2 w + b should be 3. The gradient of half the squared
/// error is (2 e, e) with e = f - 3.
Dataset oneSample() {
    Dataset data;
    data.task = Task::Regression;
    data.inputs.resize(2, 1);
    data.inputs << 2, 1;
    data.targets.resize(2, 1);
    data.targets << 3, 1;
    return data;
}

template <typename Scalar>
std::vector<Scalar> afterSteps(OptimizerKind kind, int steps, double weightDecay) {
    const Dataset data = oneSample();
    TrainingOptions options;
    options.optimizer.kind = kind;
    options.optimizer.learningRate = 0.05;
    options.weightDecay = weightDecay;
    options.batchSize.reset();
    options.loss = Loss::MeanSquaredError;
    Trainer<Scalar> trainer(data, small_problems::split(data, 1), {{1, 1}, {}, Task::Regression}, {}, options,
                            1);
    trainer.setParameters(std::vector<Scalar>{Scalar(0.5), Scalar(0.25)});
    for (int step = 0; step < steps; ++step)
        trainer.trainEpoch(false);
    return trainer.parameters();
}

} // namespace

class TestOptimizer : public QObject {
    Q_OBJECT
  private slots:
    void stepsAreThoseOfThePapers_data();
    void stepsAreThoseOfThePapers();
    void everyParameterOfANetworkMoves_data();
    void everyParameterOfANetworkMoves();
    void namesFitASentence();
};

// Computed with 30 digits by mpmath 1.3, from the formulas of the papers named at OptimizerSettings.
void TestOptimizer::stepsAreThoseOfThePapers_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("weightDecay");
    QTest::addColumn<double>("weight");
    QTest::addColumn<double>("bias");
    const auto row = [](const char* name, OptimizerKind kind, int steps, double weightDecay, double weight,
                        double bias) {
        QTest::newRow(name) << static_cast<int>(kind) << steps << weightDecay << weight << bias;
    };
    row("Sgd, 1 step", OptimizerKind::Sgd, 1, 0.0, 0.675, 0.3375);
    row("Sgd, 3 steps", OptimizerKind::Sgd, 3, 0.0, 0.9046875, 0.45234375);
    row("Sgd, 3 steps, decay", OptimizerKind::Sgd, 3, 0.3, 0.8799489375, 0.4546575);
    row("Momentum, 1 step", OptimizerKind::Momentum, 1, 0.0, 0.675, 0.3375);
    row("Momentum, 3 steps", OptimizerKind::Momentum, 3, 0.0, 1.2826875, 0.64134375);
    row("Momentum, 3 steps, decay", OptimizerKind::Momentum, 3, 0.3, 1.2365514375, 0.6450075);
    row("Nesterov, 1 step", OptimizerKind::Nesterov, 1, 0.0, 0.8325, 0.41625);
    row("Nesterov, 3 steps", OptimizerKind::Nesterov, 3, 0.0, 1.3751203125, 0.68756015625);
    row("Nesterov, 3 steps, decay", OptimizerKind::Nesterov, 3, 0.3, 1.3061508748125, 0.6984284175);
    row("RmsProp, 1 step", OptimizerKind::RmsProp, 1, 0.0, 0.658113881579847551, 0.408113880151276161);
    row("RmsProp, 3 steps", OptimizerKind::RmsProp, 3, 0.0, 0.824791445156452993, 0.574791442498875522);
    row("RmsProp, 3 steps, decay", OptimizerKind::RmsProp, 3, 0.3, 0.819262136738179307,
        0.575046077066020882);
    row("Adam, 1 step", OptimizerKind::Adam, 1, 0.0, 0.549999999857142858, 0.299999999714285716);
    row("Adam, 3 steps", OptimizerKind::Adam, 3, 0.0, 0.649363997216292127, 0.399363996770497409);
    row("Adam, 3 steps, decay", OptimizerKind::Adam, 3, 0.3, 0.649274504062480759, 0.399364095385375072);
    row("AdamW, 1 step", OptimizerKind::AdamW, 1, 0.0, 0.549999999857142858, 0.299999999714285716);
    row("AdamW, 3 steps", OptimizerKind::AdamW, 3, 0.0, 0.649363997216292127, 0.399363996770497409);
    row("AdamW, 3 steps, decay", OptimizerKind::AdamW, 3, 0.3, 0.625052394956143638, 0.399453161779688145);
}

void TestOptimizer::stepsAreThoseOfThePapers() {
    QFETCH(int, kind);
    QFETCH(int, steps);
    QFETCH(double, weightDecay);
    QFETCH(double, weight);
    QFETCH(double, bias);
    const std::vector<double> inDouble =
        afterSteps<double>(static_cast<OptimizerKind>(kind), steps, weightDecay);
    QVERIFY2(std::abs(inDouble[0] - weight) < 1e-14, qPrintable(QString::number(inDouble[0], 'g', 17)));
    QVERIFY2(std::abs(inDouble[1] - bias) < 1e-14, qPrintable(QString::number(inDouble[1], 'g', 17)));
    const std::vector<float> inFloat =
        afterSteps<float>(static_cast<OptimizerKind>(kind), steps, weightDecay);
    QVERIFY2(std::abs(inFloat[0] - weight) < 1e-6, qPrintable(QString::number(inFloat[0], 'g', 9)));
    QVERIFY2(std::abs(inFloat[1] - bias) < 1e-6, qPrintable(QString::number(inFloat[1], 'g', 9)));
}

void TestOptimizer::everyParameterOfANetworkMoves_data() {
    QTest::addColumn<int>("kind");
    for (const OptimizerKind kind : {OptimizerKind::Sgd, OptimizerKind::Momentum, OptimizerKind::Nesterov,
                                     OptimizerKind::RmsProp, OptimizerKind::Adam, OptimizerKind::AdamW})
        QTest::newRow(optimizerName(kind).c_str()) << static_cast<int>(kind);
}

void TestOptimizer::everyParameterOfANetworkMoves() {
    QFETCH(int, kind);
    const Dataset data = small_problems::classes(40, 5, 3);
    TrainingOptions options;
    options.optimizer.kind = static_cast<OptimizerKind>(kind);
    options.optimizer.learningRate = 0.01;
    Trainer<double> trainer(data, small_problems::split(data, 30),
                            small_problems::shape(data, {7, 4}, Activation::Tanh), {}, options, 1);
    const std::vector<double> before = trainer.parameters();
    trainer.trainEpoch(false);
    for (std::size_t p = 0; p < before.size(); ++p)
        QVERIFY(trainer.parameters()[p] != before[p]);
}

void TestOptimizer::namesFitASentence() {
    QCOMPARE(optimizerName(OptimizerKind::Sgd), std::string("SGD"));
    QCOMPARE(optimizerName(OptimizerKind::Momentum), std::string("momentum"));
}

QTEST_APPLESS_MAIN(TestOptimizer)
#include "tst_optimizer.moc"
