#pragma once

#include "information/estimator.h"

namespace infoplane {

/// Owns what an Observation views, made from arrays given by name.
class ArrayObservation {
  public:
    /// Activity from the array of that name (samples x units, or samples alone for one unit), labels from y,
    /// inputs from X, both optional. Throws Error naming the array and what is wrong with it.
    ArrayObservation(const NamedArrays& arrays, const std::string& activity);
    /// One for each first index of an array epochs x samples x units.
    static std::vector<ArrayObservation> epochs(const NamedArrays& arrays, const std::string& activity);

    Observation observation() const;
    /// H(X), the ceiling of I(X;T).
    double inputBits() const;
    /// The quantities of a description with their values.
    ArrayEstimate result(const EstimatorDescription& description, std::vector<double> values) const;

  private:
    ArrayObservation() = default;
    void readLabels(const NamedArrays& arrays);
    void readInputs(const NamedArrays& arrays);

    std::variant<Eigen::MatrixXf, Eigen::MatrixXd> m_activity;
    std::vector<std::int32_t> m_labels;
    int m_classCount = 0;
    std::vector<std::int32_t> m_inputGroups;
};

/// The array of that name; throws Error where it is missing.
const NumericArray& requireArray(const NamedArrays& arrays, const std::string& name);
/// Throws Error where an array holds no number.
void requireNotEmpty(const NumericArray& array, const std::string& name);
/// A vector becomes one column. Integers become double. Throws Error naming row and column of the first NaN
/// or infinity.
Eigen::MatrixXd matrixOf(const NumericArray& array, const std::string& name);
/// Whole numbers, one an element of a vector (or of a matrix of one column), numbered by ascending value.
std::vector<std::int32_t> classesOf(const NumericArray& array, const std::string& name, int& classCount);

} // namespace infoplane
