#include "data/random.h"
#include "data/sources.h"
#include "error.h"

#include <boost/random/normal_distribution.hpp>

#include <cmath>
#include <numeric>

namespace infoplane {

namespace {

void require(bool right, const std::string& sentence) {
    if (!right) {
        throw Error(sentence);
    }
}

void check(const TeacherOptions& options) {
    require(options.inputs >= 1, "The teacher has no inputs; give it at least one.");
    require(options.relevantInputs >= 1 && options.relevantInputs <= options.inputs,
            "The teacher has " + std::to_string(options.relevantInputs) + " relevant inputs of " +
                std::to_string(options.inputs) + "; choose at least 1 and at most all of them.");
    require(options.trainSamples >= 1 && options.testSamples >= 1,
            "The teacher needs at least one training sample and one test sample.");
    require(std::isfinite(options.snr) && options.snr > 0,
            "The teacher's signal-to-noise ratio must be a number above 0.");
    require(std::isfinite(options.weightVariance) && options.weightVariance > 0,
            "The variance of the teacher's weights must be a number above 0.");
    constexpr double mostNumbers = 1e9; // 4 GB of inputs
    const double samples = static_cast<double>(options.trainSamples) + options.testSamples;
    require(samples <= 1e8 && samples * options.inputs <= mostNumbers,
            "The teacher's data set would be too large for memory; choose fewer samples or inputs.");
}

} // namespace

Dataset makeTeacher(const TeacherOptions& options, std::uint64_t seed) {
    check(options);
    RandomEngine engine = randomEngine(seed, RandomStream::Teacher);
    boost::random::normal_distribution<double> standardNormal;

    LinearTeacher teacher;
    teacher.inputVariance = 1.0 / options.inputs;
    teacher.noiseVariance = options.weightVariance / options.snr;
    teacher.relevantInputs.resize(static_cast<std::size_t>(options.relevantInputs));
    std::iota(teacher.relevantInputs.begin(), teacher.relevantInputs.end(), 0);
    teacher.weights.resize(1, options.inputs);
    for (int input = 0; input < options.inputs; ++input) {
        // Drawn for the irrelevant ones too, so that how many there are changes nothing else.
        const double weight = std::sqrt(options.weightVariance) * standardNormal(engine);
        teacher.weights(0, input) = input < options.relevantInputs ? weight : 0;
    }

    Dataset dataset;
    dataset.name =
        options.relevantInputs < options.inputs ? "Relevant and irrelevant inputs" : "Linear teacher";
    dataset.task = Task::Regression;
    dataset.ownTrainCount = options.trainSamples;
    const Eigen::Index samples = Eigen::Index{options.trainSamples} + options.testSamples;
    dataset.inputs.resize(samples, options.inputs);
    dataset.targets.resize(samples, 1);
    const double inputSd = std::sqrt(teacher.inputVariance);
    const double noiseSd = std::sqrt(teacher.noiseVariance);
    for (Eigen::Index sample = 0; sample < samples; ++sample) {
        double target = 0;
        for (int input = 0; input < options.inputs; ++input) {
            // What the network sees is single precision; the target belongs to exactly that input.
            const auto value = static_cast<float>(inputSd * standardNormal(engine));
            dataset.inputs(sample, input) = value;
            target += teacher.weights(0, input) * static_cast<double>(value);
        }
        dataset.targets(sample, 0) = static_cast<float>(target + noiseSd * standardNormal(engine));
    }
    dataset.teacher = std::move(teacher);
    return dataset;
}

} // namespace infoplane
