#pragma once

#include "engine_export.h"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace infoplane {

enum class Task { Classification, Regression };

/// The linear teacher that made a regression data set: y = W_o x + e, x ~ N(0, inputVariance I), e ~ N(0,
/// noiseVariance). Exact information of linear networks needs it.
struct LinearTeacher {
    Eigen::MatrixXd weights; ///< outputs x inputs
    double inputVariance = 1;
    double noiseVariance = 0;
    std::vector<int> relevantInputs; ///< columns of weights that are not zero by construction
};

/// Samples to learn. Matrices have one row a sample and one column an input (column-major: a column, that is
/// one unit over all samples, is contiguous), here and everywhere in the engine.
struct Dataset {
    std::string name;
    Task task = Task::Classification;
    Eigen::MatrixXf inputs;              ///< samples x inputs
    std::vector<std::int32_t> labels;    ///< classification: one class index a sample
    std::vector<std::string> classNames; ///< classification: one name a class
    Eigen::MatrixXf targets;             ///< regression: samples x outputs
    /// Where the source has its own test set (images, teachers): samples before this row train, the rest
    /// test.
    std::optional<std::ptrdiff_t> ownTrainCount;
    std::optional<LinearTeacher> teacher;

    std::ptrdiff_t sampleCount() const { return inputs.rows(); }
    std::ptrdiff_t inputCount() const { return inputs.cols(); }
    int classCount() const { return static_cast<int>(classNames.size()); }
    /// Units of an output layer that fits: classes, or target columns.
    std::ptrdiff_t outputCount() const {
        return task == Task::Classification ? classCount() : targets.cols();
    }
};

/// For each sample the index of its input row among the distinct input rows, in order of first appearance;
/// empty where all rows are distinct. H(T|X) is taken over these groups.
INFOPLANE_ENGINE std::vector<std::int32_t> repeatedInputGroups(const Eigen::MatrixXf& inputs);

} // namespace infoplane
