#include "gradient_checker.h"
#include "small_problems.h"
#include "training/sample_gradients.h"

#include <QtTest>

using namespace infoplane;

namespace {

enum class Objective { CrossEntropy, SquaredErrorOfClasses, SquaredErrorOfTargets };

Dataset datasetFor(Objective objective) {
    return objective == Objective::SquaredErrorOfTargets ? small_problems::regression(37, 5, 3)
                                                         : small_problems::classes(37, 5, 3);
}

/// A network with its objective over all samples but one, at parameters whose biases are not zero.
struct Problem {
    Split split;
    Trainer<double> trainer;
    std::vector<double> parameters;
    std::vector<double> gradient;

    Problem(const Dataset& data, const NetworkShape& shape, Loss loss)
        : split(small_problems::split(data, data.sampleCount() - 1))
        , trainer(data, split, shape, {InitializerKind::ScaledNormal, FanScale::FanIn, 1.2}, options(loss), 3)
        , parameters(trainer.parameters()) {
        for (std::size_t p = 0; p < parameters.size(); ++p)
            parameters[p] += 0.1 * std::sin(static_cast<double>(p));
        objective(parameters, gradient);
    }

    static TrainingOptions options(Loss loss) {
        TrainingOptions result;
        result.loss = loss;
        return result;
    }

    double objective(const std::vector<double>& at, std::vector<double>& into) {
        trainer.setParameters(at);
        return trainer.objective(split.train, into);
    }

    GradientChecker checker() {
        return GradientChecker([this](const std::vector<double>& at) {
            std::vector<double> unused;
            return objective(at, unused);
        });
    }
};

} // namespace

class TestGradients : public QObject {
    Q_OBJECT
  private slots:
    void checkerNoticesAWrongGradient();
    void networkGradientEqualsCentralDifferences_data();
    void networkGradientEqualsCentralDifferences();
    void anyWidthHasItsGradient_data();
    void anyWidthHasItsGradient();
    void objectiveIsTheMeanOverAnyNumberOfChunks();
    void singleSamplesHaveTheirMeanAndDeviation_data();
    void singleSamplesHaveTheirMeanAndDeviation();
};

void TestGradients::checkerNoticesAWrongGradient() {
    const GradientChecker checker([](const std::vector<double>& x) { return std::exp(x[0]) * x[1]; });
    const std::vector<double> at = {0.5, -2};
    QVERIFY(checker.worstError(at, {-2 * std::exp(0.5), std::exp(0.5)}) < 1e-8);
    QVERIFY(checker.worstError(at, {-2 * std::exp(0.5), 1.00001 * std::exp(0.5)}) > 1e-6);
    QVERIFY(!(checker.worstError(at, {std::nan(""), std::exp(0.5)}) < 1));
}

void TestGradients::networkGradientEqualsCentralDifferences_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<int>("objective");
    const std::pair<Objective, const char*> objectives[] = {
        {Objective::CrossEntropy, "cross-entropy"},
        {Objective::SquaredErrorOfClasses, "squared error of classes"},
        {Objective::SquaredErrorOfTargets, "squared error of targets"}};
    for (const ActivationDescription& activation : activations())
        for (const auto& [objective, name] : objectives)
            QTest::addRow("%s, %s", activation.id.c_str(), name)
                << static_cast<int>(activation.value) << static_cast<int>(objective);
}

void TestGradients::networkGradientEqualsCentralDifferences() {
    QFETCH(int, activation);
    QFETCH(int, objective);
    const Dataset data = datasetFor(static_cast<Objective>(objective));
    const NetworkShape shape = small_problems::shape(data, {7, 6, 5}, static_cast<Activation>(activation));
    const Loss loss = static_cast<Objective>(objective) == Objective::CrossEntropy ? Loss::CrossEntropy
                                                                                   : Loss::MeanSquaredError;
    Problem problem(data, shape, loss);
    const double error = problem.checker().worstError(problem.parameters, problem.gradient);
    QVERIFY2(error < 1e-6, qPrintable(QString::number(error)));
}

void TestGradients::anyWidthHasItsGradient_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("samples");
    for (const int width : {1, 2, 3, 4, 9, 17, 40, 130})
        for (const int samples : {2, 22, 90})
            QTest::addRow("%d units, %d samples", width, samples) << width << samples;
}

void TestGradients::anyWidthHasItsGradient() {
    QFETCH(int, width);
    QFETCH(int, samples);
    const Dataset data = small_problems::classes(samples, 3, 2);
    Problem problem(data, small_problems::shape(data, {width, width, 3}, Activation::Tanh),
                    Loss::CrossEntropy);
    const GradientChecker checker = problem.checker();
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Eigen::VectorXd random =
            small_problems::gaussian(static_cast<int>(problem.parameters.size()), 1, seed)
                .cast<double>()
                .normalized();
        const std::vector<double> direction(random.begin(), random.end());
        const double error = checker.errorAlong(direction, problem.parameters, problem.gradient);
        QVERIFY2(error < 1e-6, qPrintable(QString::number(error)));
    }
}

void TestGradients::objectiveIsTheMeanOverAnyNumberOfChunks() {
    const Dataset data = small_problems::classes(601, 4, 2);
    const Split split = small_problems::split(data, 600);
    Trainer<double> trainer(data, split, small_problems::shape(data, {5}, Activation::Sigmoid), {}, {}, 1);
    std::vector<double> all;
    std::vector<double> one;
    const double whole = trainer.objective(split.train, all);
    double sum = 0;
    std::vector<double> gradient(all.size(), 0.0);
    for (const int& row : split.train) {
        sum += trainer.objective({&row, 1}, one);
        for (std::size_t p = 0; p < one.size(); ++p)
            gradient[p] += one[p] / 600;
    }
    QVERIFY(std::abs(whole - sum / 600) < 1e-13);
    for (std::size_t p = 0; p < all.size(); ++p)
        QVERIFY(std::abs(all[p] - gradient[p]) < 1e-14);
}

void TestGradients::singleSamplesHaveTheirMeanAndDeviation_data() {
    QTest::addColumn<int>("objective");
    QTest::newRow("cross-entropy") << static_cast<int>(Objective::CrossEntropy);
    QTest::newRow("squared error of classes") << static_cast<int>(Objective::SquaredErrorOfClasses);
    QTest::newRow("squared error of targets") << static_cast<int>(Objective::SquaredErrorOfTargets);
}

/// Against the gradient of each sample by itself.
void TestGradients::singleSamplesHaveTheirMeanAndDeviation() {
    QFETCH(int, objective);
    const auto kind = static_cast<Objective>(objective);
    const Dataset data = datasetFor(kind);
    const Loss loss = kind == Objective::CrossEntropy ? Loss::CrossEntropy : Loss::MeanSquaredError;
    const NetworkShape shape = small_problems::shape(data, {6, 4}, Activation::Tanh);
    Problem problem(data, shape, loss);
    const std::vector<float> weights(problem.parameters.begin(), problem.parameters.end());
    problem.trainer.setParameters(std::vector<double>(weights.begin(), weights.end()));
    std::vector<std::vector<double>> gradients;
    for (const int row : problem.split.train) {
        gradients.emplace_back();
        problem.trainer.objective(std::span(&row, 1), gradients.back());
    }
    const auto found = sampleGradients(data, problem.split.train, shape, loss, weights);
    QVERIFY(found);
    QCOMPARE(found->size(), std::size_t(3));
    const auto samples = static_cast<double>(gradients.size());
    for (int layer = 0; layer < shape.layerCount(); ++layer) {
        double means = 0, variances = 0;
        for (auto p = shape.weightOffset(layer); p < shape.biasOffset(layer); ++p) {
            const auto at = static_cast<std::size_t>(p);
            double mean = 0, variance = 0;
            for (const std::vector<double>& gradient : gradients)
                mean += gradient[at] / samples;
            for (const std::vector<double>& gradient : gradients)
                variance += (gradient[at] - mean) * (gradient[at] - mean) / samples;
            means += mean * mean;
            variances += variance;
        }
        const SampleGradient& one = (*found)[static_cast<std::size_t>(layer)];
        QVERIFY(std::abs(one.mean / std::sqrt(means) - 1) < 1e-10);
        QVERIFY(std::abs(one.sd / std::sqrt(variances) - 1) < 1e-10);
    }
    QVERIFY(!sampleGradients(data, problem.split.train, shape, loss, weights, [] { return true; }));
}

QTEST_APPLESS_MAIN(TestGradients)
#include "tst_gradients.moc"
