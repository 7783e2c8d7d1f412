#include "data/sources.h"
#include "network/network.h"
#include "small_problems.h"
#include "training/diagnostic_batch.h"

#include <QtTest>

#include <cmath>

using namespace infoplane;

namespace {

bool sameBits(const EpochSnapshot& a, const EpochSnapshot& b) {
    return a.epoch == b.epoch && a.parameters == b.parameters && a.trainLoss == b.trainLoss &&
           a.testLoss == b.testLoss && a.trainError == b.trainError && a.testError == b.testError &&
           a.layers == b.layers;
}

NetworkShape paperShape() {
    return {{12, 10, 7, 5, 4, 3, 2}, std::vector<Activation>(5, Activation::Tanh), Task::Classification};
}

TrainingOptions options(OptimizerKind kind, double learningRate, std::optional<int> batchSize,
                        Loss loss = Loss::CrossEntropy) {
    TrainingOptions result;
    result.optimizer.kind = kind;
    result.optimizer.learningRate = learningRate;
    result.batchSize = batchSize;
    result.loss = loss;
    return result;
}

/// One linear layer with known weights on few samples, so that all can be worked out by hand.
struct HandMade {
    Dataset data;
    NetworkShape shape;
    HandMade() {
        data.task = Task::Regression;
        data.inputs.resize(4, 1);
        data.inputs << 1, 2, 3, 4;
        data.targets.resize(4, 1);
        data.targets << 2, 2, 2, 6;
        shape = {{1, 1}, {}, Task::Regression};
    }
};

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT
  private slots:
    void lossesOfARegressionAreMeanSquares();
    void lossesOfClassesAreInBits();
    void largeDataSetsAreReadAsSmallOnesAre_data();
    void largeDataSetsAreReadAsSmallOnesAre();
    void smallLossesKeepTheirDigits();
    void classesCanBeFittedBySquaredError();
    void fullBatchTakesOneStep();
    void lastBatchMayBeSmaller();
    void gradientStatisticsAreThoseOfTheBatches();
    void fullBatchAndEpochZeroAreDiagnosedInBatchesOf256();
    void smallSetsAreDiagnosedInThirteenthsAndNothingElseChanges();
    void statisticsThatWereNotGatheredAreNotANumber();
    void sameSeedGivesSameBits();
    void interruptionChangesNoBit_data();
    void interruptionChangesNoBit();
    void interruptedSnapshotGoesOn();
    void lookingChangesNothing();
    void floatFollowsDouble();
    void initialWeightsDoNotHangOnTheBatchSize();
    void learnsExclusiveOr();
    void learnsTheSztTask();
    void divergenceIsNoticedInTheEpochItHappens();
    void activityIsThatOfTheSnapshot();
    void cancelledActivityIsEmpty();
    void activityMayBeWrittenOverOlder();
    void whatDoesNotFitIsRefused_data();
    void whatDoesNotFitIsRefused();
};

void TestTrainer::lossesOfARegressionAreMeanSquares() {
    const HandMade problem;
    Trainer<double> trainer(problem.data, small_problems::split(problem.data, 3), problem.shape, {},
                            options(OptimizerKind::Sgd, 0.1, {}, Loss::MeanSquaredError), 1);
    trainer.setParameters(std::vector<double>{1, 1}); // f = x + 1: 2, 3, 4, 5
    const EpochSnapshot snapshot = *trainer.snapshot();
    QCOMPARE(snapshot.trainLoss, (0.0 + 1 + 4) / 3);
    QCOMPARE(snapshot.testLoss, 1.0);
    QVERIFY(std::isnan(snapshot.trainError));
    QVERIFY(std::isnan(snapshot.testError));
    QCOMPARE(snapshot.layers.front().weightNorm, 1.0);
}

void TestTrainer::lossesOfClassesAreInBits() {
    Dataset data = small_problems::classes(6, 1, 2);
    data.labels = {0, 0, 1, 0, 1, 1};
    data.inputs.setZero();
    Trainer<double> trainer(data, small_problems::split(data, 4), {{1, 2}, {}, Task::Classification}, {}, {},
                            1);
    trainer.setParameters(std::vector<double>{1, 1, std::log(3.0), 0}); // shares 3/4, 1/4
    const EpochSnapshot snapshot = *trainer.snapshot();
    QCOMPARE(snapshot.trainLoss, (3 * std::log2(4.0 / 3) + 2) / 4);
    QCOMPARE(snapshot.testLoss, 2.0);
    QCOMPARE(snapshot.trainError, 0.25);
    QCOMPARE(snapshot.testError, 1.0);
}

void TestTrainer::largeDataSetsAreReadAsSmallOnesAre_data() {
    QTest::addColumn<bool>("pixels");
    QTest::newRow("few distinct values") << true;
    QTest::newRow("any values") << false;
}

void TestTrainer::largeDataSetsAreReadAsSmallOnesAre() {
    QFETCH(bool, pixels);
    Dataset large = small_problems::classes(1500, 799, 2); // more than a million numbers
    if (pixels)
        large.inputs = (large.inputs.array() * 40).round().cwiseMax(-128).cwiseMin(127) / 255;
    Dataset small = large;
    small.inputs = large.inputs.bottomRows(50);
    small.labels.assign(large.labels.end() - 50, large.labels.end());

    const NetworkShape shape = small_problems::shape(large, {4}, Activation::Tanh);
    const Initializer initializer{InitializerKind::GlorotUniform};
    Trainer<float> inLarge(large, small_problems::split(large, 1400), shape, initializer, {}, 1);
    Trainer<float> inSmall(small, small_problems::split(small, 40), shape, initializer, {}, 1);
    std::vector<float> gradientInLarge;
    std::vector<float> gradientInSmall;
    const std::vector<int> rows = {7, 49, 0, 22, 23, 24, 25, 26, 13, 12, 11, 10, 9, 8, 5, 3, 1, 2, 48};
    std::vector<int> rowsInLarge;
    for (const int row : rows)
        rowsInLarge.push_back(1450 + row);
    QCOMPARE(inLarge.objective(rowsInLarge, gradientInLarge), inSmall.objective(rows, gradientInSmall));
    QVERIFY(gradientInLarge == gradientInSmall);
}

void TestTrainer::smallLossesKeepTheirDigits() {
    Dataset data = small_problems::classes(2, 1, 2);
    data.labels = {0, 0};
    data.inputs.setZero();
    Trainer<float> trainer(data, small_problems::split(data, 1), {{1, 2}, {}, Task::Classification}, {}, {},
                           1);
    trainer.setParameters(std::vector<float>{0, 0, 30, 0}); // -log2 (1 / (1 + e^-30))
    const double expected = std::log1p(std::exp(-30.0)) / std::log(2.0);
    QVERIFY(std::abs(trainer.snapshot()->trainLoss / expected - 1) < 1e-5);
}

void TestTrainer::classesCanBeFittedBySquaredError() {
    Dataset data = small_problems::classes(2, 1, 2);
    data.labels = {0, 1};
    data.inputs.setZero();
    Trainer<double> trainer(data, small_problems::split(data, 1), {{1, 2}, {}, Task::Classification}, {},
                            options(OptimizerKind::Sgd, 0.1, {}, Loss::MeanSquaredError), 1);
    trainer.setParameters(std::vector<double>{0, 0, std::log(3.0), 0}); // shares 3/4, 1/4
    const EpochSnapshot snapshot = *trainer.snapshot();
    QCOMPARE(snapshot.trainLoss, 2.0 / 16);
    QCOMPARE(snapshot.testLoss, 2 * 9.0 / 16);
    QCOMPARE(snapshot.trainError, 0.0);
    QCOMPARE(snapshot.testError, 1.0);
}

void TestTrainer::fullBatchTakesOneStep() {
    const HandMade problem;
    Trainer<double> trainer(problem.data, small_problems::split(problem.data, 3), problem.shape, {},
                            options(OptimizerKind::Sgd, 0.1, {}, Loss::MeanSquaredError), 1);
    trainer.setParameters(
        std::vector<double>{1, 1}); // errors 0, 1, 2; gradient (0 + 2 + 6) / 3, (0 + 1 + 2) / 3
    QVERIFY(trainer.trainEpoch(false) == Trainer<double>::Progress::EpochDone);
    QCOMPARE(trainer.epoch(), 1);
    QVERIFY(std::abs(trainer.parameters()[0] - (1 - 0.1 * 8 / 3)) < 1e-15);
    QVERIFY(std::abs(trainer.parameters()[1] - (1 - 0.1)) < 1e-15);
}

// With all samples equal every batch has the same gradient whatever its size, if each is a mean over its own.
void TestTrainer::lastBatchMayBeSmaller() {
    HandMade problem;
    problem.data.inputs.setConstant(2);
    problem.data.targets.setConstant(3);
    const auto parametersAfter = [&](int batchSize, int epochs) {
        Trainer<double> trainer(problem.data, small_problems::split(problem.data, 3), problem.shape, {},
                                options(OptimizerKind::Sgd, 0.1, batchSize, Loss::MeanSquaredError), 1);
        trainer.setParameters(std::vector<double>{1, 0.5});
        for (int epoch = 0; epoch < epochs; ++epoch)
            trainer.trainEpoch(false);
        return trainer.parameters();
    };
    const std::vector<double> twoBatches = parametersAfter(2, 1); // of two and one
    const std::vector<double> twoSteps = parametersAfter(3, 2);
    QVERIFY(std::abs(twoBatches[0] - twoSteps[0]) < 1e-14);
    QVERIFY(std::abs(twoBatches[1] - twoSteps[1]) < 1e-14);
}

void TestTrainer::gradientStatisticsAreThoseOfTheBatches() {
    const HandMade problem;
    // A learning rate so small that the weights stay: batches of one have gradients 0 * 1, 1 * 2, 2 * 3.
    Trainer<double> trainer(problem.data, small_problems::split(problem.data, 3), problem.shape, {},
                            options(OptimizerKind::Sgd, 1e-300, 1, Loss::MeanSquaredError), 1);
    trainer.setParameters(std::vector<double>{1, 1});
    trainer.trainEpoch(true);
    const LayerStatistics layer = trainer.snapshot()->layers.front();
    const double mean = 8.0 / 3;
    QVERIFY(std::abs(layer.gradientMean - mean) < 1e-14);
    QVERIFY(std::abs(layer.gradientSd - std::sqrt((0 + 4 + 36) / 3.0 - mean * mean)) < 1e-14);
}

void TestTrainer::fullBatchAndEpochZeroAreDiagnosedInBatchesOf256() {
    const Dataset data = small_problems::classes(700, 4, 2);
    const Split split = small_problems::split(data, 600);
    const NetworkShape shape = small_problems::shape(data, {6}, Activation::Tanh);
    Trainer<double> trainer(data, split, shape, {}, options(OptimizerKind::Sgd, 0.1, {}), 1);
    for (int epoch = 0; epoch < 2; ++epoch) {
        const EpochSnapshot snapshot = *trainer.snapshot();
        std::vector<std::vector<double>> gradients;
        for (const auto& [first, count] : {std::pair(0, 256), std::pair(256, 256), std::pair(512, 88)}) {
            gradients.emplace_back();
            trainer.objective({split.train.data() + first, static_cast<std::size_t>(count)},
                              gradients.back());
        }
        for (int layer = 0; layer < 2; ++layer) {
            double mean = 0;
            double variance = 0;
            for (auto p = shape.weightOffset(layer); p < shape.biasOffset(layer); ++p) {
                const auto at = static_cast<std::size_t>(p);
                const double m = (gradients[0][at] + gradients[1][at] + gradients[2][at]) / 3;
                mean += m * m;
                for (const std::vector<double>& gradient : gradients)
                    variance += (gradient[at] - m) * (gradient[at] - m) / 3;
            }
            const LayerStatistics& statistics = snapshot.layers[static_cast<std::size_t>(layer)];
            QVERIFY(std::abs(statistics.gradientMean - std::sqrt(mean)) < 1e-14);
            QVERIFY(std::abs(statistics.gradientSd - std::sqrt(variance)) < 1e-14);
        }
        trainer.trainEpoch(true);
    }
}

/// 100 samples make 12 batches of 8 and one of 4.
void TestTrainer::smallSetsAreDiagnosedInThirteenthsAndNothingElseChanges() {
    QCOMPARE(diagnosticBatchSize(100), 8);
    QCOMPARE(diagnosticBatchSize(256), 20);
    QCOMPARE(diagnosticBatchSize(257), 256);
    QCOMPARE(diagnosticBatchSize(3), 1);
    const Dataset data = small_problems::regression(120, 4, 1);
    const Split split = small_problems::split(data, 100);
    const NetworkShape shape = small_problems::shape(data, {6}, Activation::Linear);
    TrainingOptions training = options(OptimizerKind::Sgd, 0.1, {});
    training.loss = Loss::MeanSquaredError;
    Trainer<double> trainer(data, split, shape, {}, training, 1);
    const EpochSnapshot snapshot = *trainer.snapshot();
    for (int layer = 0; layer < 2; ++layer) {
        std::vector<double> gradient;
        double means = 0, squares = 0;
        std::vector<double> sums(trainer.parameters().size(), 0.0);
        for (int first = 0; first < 100; first += 8) {
            trainer.objective(
                {split.train.data() + first, static_cast<std::size_t>(std::min(8, 100 - first))}, gradient);
            for (auto p = shape.weightOffset(layer); p < shape.biasOffset(layer); ++p) {
                const auto at = static_cast<std::size_t>(p);
                sums[at] += gradient[at] / 13;
                squares += gradient[at] * gradient[at] / 13;
            }
        }
        for (auto p = shape.weightOffset(layer); p < shape.biasOffset(layer); ++p)
            means += sums[static_cast<std::size_t>(p)] * sums[static_cast<std::size_t>(p)];
        const LayerStatistics& statistics = snapshot.layers[static_cast<std::size_t>(layer)];
        QVERIFY(std::abs(statistics.gradientMean / std::sqrt(means) - 1) < 1e-10);
        QVERIFY(std::abs(statistics.gradientSd / std::sqrt(squares - means) - 1) < 1e-8);
    }
    std::vector<double> unused;
    QCOMPARE(snapshot.trainLoss, 2 * trainer.objective(split.train, unused));
}

void TestTrainer::statisticsThatWereNotGatheredAreNotANumber() {
    const Dataset data = small_problems::classes(40, 3, 2);
    Trainer<float> trainer(data, small_problems::split(data, 30),
                           small_problems::shape(data, {4}, Activation::Tanh), {},
                           options(OptimizerKind::Adam, 0.01, 10), 1);
    trainer.trainEpoch(true);
    QVERIFY(trainer.snapshot()->layers[0].gradientSd > 0);
    trainer.trainEpoch(false);
    QVERIFY(std::isnan(trainer.snapshot()->layers[0].gradientSd));
}

void TestTrainer::sameSeedGivesSameBits() {
    const Dataset data = small_problems::classes(100, 5, 3);
    const auto run = [&](std::uint64_t seed) {
        Trainer<float> trainer(data, small_problems::split(data, 80),
                               small_problems::shape(data, {6, 4}, Activation::Tanh), {},
                               options(OptimizerKind::Adam, 0.01, 16), seed);
        for (int epoch = 0; epoch < 5; ++epoch)
            trainer.trainEpoch(true);
        return *trainer.snapshot();
    };
    QVERIFY(sameBits(run(1), run(1)));
    QVERIFY(run(1).parameters != run(2).parameters);
}

void TestTrainer::interruptionChangesNoBit_data() {
    QTest::addColumn<int>("batchSize"); // 0: full batch
    QTest::newRow("batches of one chunk") << 64;
    QTest::newRow("batches of several chunks") << 300;
    QTest::newRow("full batch") << 0;
}

void TestTrainer::interruptionChangesNoBit() {
    QFETCH(int, batchSize);
    const Dataset data = small_problems::classes(1100, 5, 3);
    const auto makeTrainer = [&] {
        return Trainer<float>(
            data, small_problems::split(data, 1000), small_problems::shape(data, {6, 4}, Activation::Tanh),
            {}, options(OptimizerKind::Adam, 0.01, batchSize == 0 ? std::optional<int>() : batchSize), 1);
    };
    Trainer<float> undisturbed = makeTrainer();
    Trainer<float> interrupted = makeTrainer();
    int interruptions = 0;
    for (int epoch = 0; epoch < 6; ++epoch) {
        const bool gather = epoch % 2 == 1;
        undisturbed.trainEpoch(gather);
        int questions = 0;
        while (interrupted.trainEpoch(gather, [&] { return ++questions % 2 == 0; }) ==
               Trainer<float>::Progress::Interrupted)
            ++interruptions;
        if (gather)
            QVERIFY(sameBits(*undisturbed.snapshot(), *interrupted.snapshot()));
    }
    QVERIFY(interruptions >= 6);
}

void TestTrainer::interruptedSnapshotGoesOn() {
    const Dataset data = small_problems::classes(1100, 5, 3);
    Trainer<float> trainer(data, small_problems::split(data, 800),
                           small_problems::shape(data, {6, 4}, Activation::Tanh), {}, {}, 1);
    const EpochSnapshot whole = *trainer.snapshot();
    int interruptions = 0;
    int questions = 0;
    std::optional<EpochSnapshot> pieces;
    while (!(pieces = trainer.snapshot([&] { return ++questions % 2 == 0; })))
        ++interruptions;
    QVERIFY(interruptions > 2);
    QVERIFY(sameBits(*pieces, whole));

    // What was evaluated of one epoch is not taken for another.
    questions = 0;
    QVERIFY(!trainer.snapshot([&] { return ++questions == 2; }));
    trainer.trainEpoch(true);
    const EpochSnapshot next = *trainer.snapshot();
    QCOMPARE(next.epoch, 1);
    QVERIFY(sameBits(next, *trainer.snapshot()));
}

void TestTrainer::lookingChangesNothing() {
    const Dataset data = small_problems::classes(500, 5, 3);
    const auto run = [&](bool look) {
        Trainer<float> trainer(data, small_problems::split(data, 400),
                               small_problems::shape(data, {6}, Activation::Tanh), {}, {}, 1);
        std::vector<float> gradient;
        for (int epoch = 0; epoch < 4; ++epoch) {
            if (look) {
                trainer.snapshot();
                trainer.objective(std::vector<int>{1, 2, 3}, gradient);
            }
            trainer.trainEpoch(look);
        }
        return trainer.parameters();
    };
    QVERIFY(run(true) == run(false));
}

void TestTrainer::floatFollowsDouble() {
    const Dataset data = makeSzt();
    const Split split = splitSamples(data, 0.8, 0);
    Trainer<float> single(data, split, paperShape(), {}, {}, 0);
    Trainer<double> twice(data, split, paperShape(), {}, {}, 0);
    for (int epoch = 0; epoch < 20; ++epoch) {
        single.trainEpoch(true);
        twice.trainEpoch(true);
    }
    const EpochSnapshot a = *single.snapshot();
    const EpochSnapshot b = *twice.snapshot();
    QVERIFY(std::abs(a.trainLoss - b.trainLoss) < 1e-5);
    QVERIFY(std::abs(a.testLoss - b.testLoss) < 1e-5);
    for (std::size_t layer = 0; layer < a.layers.size(); ++layer) {
        QVERIFY(std::abs(a.layers[layer].gradientMean / b.layers[layer].gradientMean - 1) < 1e-3);
        QVERIFY(std::abs(a.layers[layer].gradientSd / b.layers[layer].gradientSd - 1) < 1e-3);
    }
    for (std::size_t p = 0; p < a.parameters.size(); ++p)
        QVERIFY(std::abs(a.parameters[p] - b.parameters[p]) < 1e-4F);
}

void TestTrainer::initialWeightsDoNotHangOnTheBatchSize() {
    const Dataset data = small_problems::classes(50, 5, 3);
    const auto initial = [&](std::optional<int> batchSize) {
        return Trainer<float>(data, small_problems::split(data, 40),
                              small_problems::shape(data, {6}, Activation::Tanh), {},
                              options(OptimizerKind::Adam, 0.01, batchSize), 7)
            .parameters();
    };
    QVERIFY(initial(8) == initial({}));
}

void TestTrainer::learnsExclusiveOr() {
    const Dataset data = small_problems::exclusiveOr();
    Split split = small_problems::split(data, 4);
    split.test = {0};
    Trainer<float> trainer(data, split, small_problems::shape(data, {8}, Activation::Tanh), {},
                           options(OptimizerKind::Adam, 0.05, {}), 1);
    QVERIFY(trainer.snapshot()->trainLoss > 0.5);
    for (int epoch = 0; epoch < 300; ++epoch)
        trainer.trainEpoch(false);
    const EpochSnapshot snapshot = *trainer.snapshot();
    QVERIFY2(snapshot.trainLoss < 0.05, qPrintable(QString::number(snapshot.trainLoss)));
    QCOMPARE(snapshot.trainError, 0.0);
}

void TestTrainer::learnsTheSztTask() {
    const Dataset data = makeSzt();
    Trainer<float> trainer(data, splitSamples(data, 0.8, 0), paperShape(), {}, {}, 0);
    QVERIFY(trainer.snapshot()->trainError > 0.3);
    for (int epoch = 0; epoch < 300; ++epoch)
        trainer.trainEpoch(false);
    const EpochSnapshot snapshot = *trainer.snapshot();
    QVERIFY2(snapshot.trainError < 0.05, qPrintable(QString::number(snapshot.trainError)));
    QVERIFY2(snapshot.testError < 0.08, qPrintable(QString::number(snapshot.testError)));
}

void TestTrainer::divergenceIsNoticedInTheEpochItHappens() {
    const HandMade problem;
    Trainer<float> trainer(problem.data, small_problems::split(problem.data, 3), problem.shape, {},
                           options(OptimizerKind::Momentum, 70.5, {}, Loss::MeanSquaredError), 1);
    std::vector<float> last;
    try {
        for (int epoch = 0; epoch < 1000; ++epoch) {
            last = trainer.parameters();
            trainer.trainEpoch(false);
        }
        QFAIL("It did not diverge.");
    } catch (const DivergedError& error) {
        QCOMPARE(error.epoch(), trainer.epoch() + 1);
        QVERIFY(std::isfinite(last[0]) && std::isfinite(last[1]));
        QCOMPARE(
            QString::fromUtf8(error.what()),
            QStringLiteral("Diverged at epoch %1: the loss is no longer a number. A learning rate of 70.5 "
                           "is too high for momentum on this network.")
                .arg(error.epoch()));
    }
    QVERIFY_EXCEPTION_THROWN(trainer.snapshot(), DivergedError);
}

void TestTrainer::activityIsThatOfTheSnapshot() {
    const Dataset data = makeSzt();
    const NetworkShape shape = paperShape();
    Trainer<float> trainer(data, splitSamples(data, 0.8, 0), shape, {}, {}, 0);
    const std::vector<Matrix<float>> activity =
        layerActivity<float>(shape, trainer.parameters(), data.inputs);
    QCOMPARE(activity.size(), std::size_t{6});

    Eigen::MatrixXd below = data.inputs.cast<double>();
    for (int layer = 0; layer < 6; ++layer) {
        const auto l = static_cast<std::size_t>(layer);
        const Eigen::Map<const Eigen::MatrixXf> weights(
            trainer.parameters().data() + shape.weightOffset(layer), shape.fanIn(layer), shape.width(layer));
        const Eigen::Map<const Eigen::RowVectorXf> biases(
            trainer.parameters().data() + shape.biasOffset(layer), shape.width(layer));
        Eigen::MatrixXd expected = (below * weights.cast<double>()).rowwise() + biases.cast<double>();
        if (layer < 5)
            expected = expected.array().tanh();
        else {
            expected = expected.array().exp();
            expected.array().colwise() /= expected.rowwise().sum().array().eval();
        }
        QCOMPARE(activity[l].rows(), data.sampleCount());
        QVERIFY((activity[l].cast<double>() - expected).cwiseAbs().maxCoeff() < 2e-6);
        below = expected;
    }
}

void TestTrainer::cancelledActivityIsEmpty() {
    const Dataset data = small_problems::classes(1000, 5, 3);
    const NetworkShape shape = small_problems::shape(data, {6}, Activation::Tanh);
    const std::vector<float> parameters(static_cast<std::size_t>(shape.parameterCount()), 0.1F);
    int questions = 0;
    QVERIFY(layerActivity<float>(shape, parameters, data.inputs, [&] { return ++questions == 3; }).empty());
    QCOMPARE(questions, 3);
}

void TestTrainer::activityMayBeWrittenOverOlder() {
    const Dataset data = small_problems::classes(300, 5, 3);
    const NetworkShape shape = small_problems::shape(data, {6}, Activation::Tanh);
    const std::vector<float> parameters(static_cast<std::size_t>(shape.parameterCount()), 0.1F);
    std::vector<Matrix<float>> activity(5, Matrix<float>::Ones(2, 2));
    QVERIFY(layerActivity<float>(shape, parameters, data.inputs, activity));
    QVERIFY(activity == layerActivity<float>(shape, parameters, data.inputs));
}

void TestTrainer::whatDoesNotFitIsRefused_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("message");
    QTest::newRow("inputs") << "inputs"
                            << "The network takes 6 inputs but the data set has 5.";
    QTest::newRow("outputs") << "outputs"
                             << "The network has 4 outputs but the data set needs 3.";
    QTest::newRow("unit") << "unit"
                          << "A network needs an input and an output, and every layer at least one unit.";
    QTest::newRow("label") << "label"
                           << "The data set has a label that is none of its classes.";
    QTest::newRow("row") << "row"
                         << "The split names a sample that the data set does not have.";
    QTest::newRow("nothing to train") << "train"
                                      << "There are no samples to train on: raise the train fraction.";
    QTest::newRow("rate") << "rate"
                          << "The learning rate must be a positive number.";
    QTest::newRow("batch") << "batch"
                           << "A batch needs at least one sample.";
    QTest::newRow("decay") << "decay"
                           << "The weight decay must be zero or a positive number.";
}

void TestTrainer::whatDoesNotFitIsRefused() {
    QFETCH(QString, fault);
    QFETCH(QString, message);
    Dataset data = small_problems::classes(20, 5, 3);
    Split split = small_problems::split(data, 15);
    NetworkShape shape = small_problems::shape(data, {6}, Activation::Tanh);
    TrainingOptions training;
    if (fault == "inputs")
        shape.widths.front() = 6;
    else if (fault == "outputs")
        shape.widths.back() = 4;
    else if (fault == "unit")
        shape.widths[1] = 0;
    else if (fault == "label")
        data.labels[3] = 3;
    else if (fault == "row")
        split.test.back() = 20;
    else if (fault == "train")
        split.train.clear();
    else if (fault == "rate")
        training.optimizer.learningRate = std::nan("");
    else if (fault == "batch")
        training.batchSize = 0;
    else if (fault == "decay")
        training.weightDecay = -1;
    try {
        Trainer<float> trainer(data, split, shape, {}, training, 1);
        QFAIL("It was accepted.");
    } catch (const Error& error) {
        QCOMPARE(QString::fromUtf8(error.what()), message);
    }
}

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
