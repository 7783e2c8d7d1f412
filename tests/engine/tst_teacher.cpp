#include "data/sources.h"
#include "error.h"

#include <QtTest>

using namespace infoplane;

class TestTeacher : public QObject {
    Q_OBJECT
  private slots:
    void shapesAndFactsFollowTheOptions();
    void inputsWeightsAndNoiseHaveTheirVariances();
    void irrelevantInputsHaveNoWeight();
    void seedDecidesEverything();
    void impossibleOptionsAreExplained();
};

void TestTeacher::shapesAndFactsFollowTheOptions() {
    const Dataset data = makeTeacher({.inputs = 50,
                                      .relevantInputs = 50,
                                      .trainSamples = 30,
                                      .testSamples = 70,
                                      .snr = 4,
                                      .weightVariance = 2},
                                     0);
    QVERIFY(data.task == Task::Regression);
    QCOMPARE(data.sampleCount(), 100);
    QCOMPARE(data.inputCount(), 50);
    QCOMPARE(data.outputCount(), 1);
    QVERIFY(data.labels.empty());
    QCOMPARE(data.ownTrainCount.value(), 30);
    QVERIFY(data.teacher.has_value());
    QCOMPARE(data.teacher->inputVariance, 1.0 / 50);
    QCOMPARE(data.teacher->noiseVariance, 0.5);
    QCOMPARE(data.teacher->weights.rows(), 1);
    QCOMPARE(data.teacher->weights.cols(), 50);
    QCOMPARE(data.teacher->relevantInputs.size(), std::size_t{50});
}

// Sample variances of n normal numbers have a relative s.d. of sqrt(2 / n); five of them are allowed.
void TestTeacher::inputsWeightsAndNoiseHaveTheirVariances() {
    const Dataset data = makeTeacher({.inputs = 1000,
                                      .relevantInputs = 1000,
                                      .trainSamples = 1000,
                                      .testSamples = 1000,
                                      .snr = 0.5,
                                      .weightVariance = 3},
                                     1);
    const Eigen::MatrixXd inputs = data.inputs.cast<double>();
    const double inputVariance = inputs.squaredNorm() / static_cast<double>(inputs.size());
    QVERIFY(std::abs(inputVariance * 1000 - 1) < 5 * std::sqrt(2.0 / 2e6));
    QVERIFY(std::abs(inputs.mean()) < 5 * std::sqrt(1e-3 / 2e6));
    const double weightVariance = data.teacher->weights.squaredNorm() / 1000;
    QVERIFY(std::abs(weightVariance / 3 - 1) < 5 * std::sqrt(2.0 / 1000));
    const Eigen::VectorXd noise = data.targets.cast<double>() - inputs * data.teacher->weights.transpose();
    QVERIFY(std::abs(noise.squaredNorm() / 2000 / 6 - 1) < 5 * std::sqrt(2.0 / 2000));
    // Noise that knew the signal would bend every information figure.
    const Eigen::VectorXd signal = inputs * data.teacher->weights.transpose();
    QVERIFY(std::abs(noise.dot(signal) / (noise.norm() * signal.norm())) < 5 / std::sqrt(2000.0));
}

void TestTeacher::irrelevantInputsHaveNoWeight() {
    TeacherOptions options{.inputs = 100, .relevantInputs = 30};
    const Dataset data = makeTeacher(options, 2);
    QVERIFY((data.teacher->weights.leftCols(30).array() != 0).all());
    QVERIFY(data.teacher->weights.rightCols(70).isZero(0));
    QCOMPARE(data.teacher->relevantInputs.size(), std::size_t{30});
    QCOMPARE(data.teacher->relevantInputs.back(), 29);

    options.relevantInputs = 100;
    const Dataset all = makeTeacher(options, 2);
    QVERIFY(all.inputs == data.inputs);
    QVERIFY(all.teacher->weights.leftCols(30) == data.teacher->weights.leftCols(30));
}

void TestTeacher::seedDecidesEverything() {
    const Dataset first = makeTeacher({}, 3);
    const Dataset same = makeTeacher({}, 3);
    const Dataset other = makeTeacher({}, 4);
    QVERIFY(first.inputs == same.inputs && first.targets == same.targets);
    QVERIFY(first.inputs != other.inputs && first.teacher->weights != other.teacher->weights);
}

void TestTeacher::impossibleOptionsAreExplained() {
    QVERIFY_EXCEPTION_THROWN(makeTeacher({.inputs = 0}, 0), Error);
    QVERIFY_EXCEPTION_THROWN(makeTeacher({.inputs = 10, .relevantInputs = 11}, 0), Error);
    QVERIFY_EXCEPTION_THROWN(makeTeacher({.trainSamples = 0}, 0), Error);
    QVERIFY_EXCEPTION_THROWN(makeTeacher({.snr = 0}, 0), Error);
    QVERIFY_EXCEPTION_THROWN(makeTeacher({.snr = std::nan("")}, 0), Error);
    QVERIFY_EXCEPTION_THROWN(makeTeacher({.trainSamples = 2'000'000'000}, 0), Error);
}

QTEST_APPLESS_MAIN(TestTeacher)
#include "tst_teacher.moc"
