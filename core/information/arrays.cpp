#include "information/arrays.h"

#include "error.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <string_view>

namespace infoplane {
namespace {

std::string shapeText(const NumericArray& array) {
    std::string text;
    for (const std::size_t extent : array.shape)
        text += (text.empty() ? "" : " x ") + std::to_string(extent);
    return text.empty() ? "a single number" : text;
}

void requireMatrixShape(const NumericArray& array, const std::string& name) {
    if (array.shape.size() != 1 && array.shape.size() != 2)
        throw Error(name + " must have one or two dimensions, but its shape is " + shapeText(array) + ".");
}

/// rows x columns from C order, starting at an offset.
template <typename Scalar, typename Stored>
Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>
fromRowMajor(const std::vector<Stored>& values, std::size_t offset, std::size_t rows, std::size_t columns) {
    using RowMajor = Eigen::Matrix<Stored, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    return Eigen::Map<const RowMajor>(values.data() + offset, static_cast<Eigen::Index>(rows),
                                      static_cast<Eigen::Index>(columns))
        .template cast<Scalar>();
}

/// float32 stays float32, everything else becomes double.
std::variant<Eigen::MatrixXf, Eigen::MatrixXd> activityOf(const NumericArray& array, std::size_t offset,
                                                          std::size_t rows, std::size_t columns) {
    using Result = std::variant<Eigen::MatrixXf, Eigen::MatrixXd>;
    return std::visit(
        [&]<typename Stored>(const std::vector<Stored>& values) -> Result {
            if constexpr (std::is_same_v<Stored, float>)
                return fromRowMajor<float>(values, offset, rows, columns);
            else
                return fromRowMajor<double>(values, offset, rows, columns);
        },
        array.values);
}

std::size_t columnsOf(const NumericArray& array) {
    return array.shape.size() < 2 ? 1 : array.shape[1];
}

void requireRows(const NumericArray& array, const std::string& name, std::size_t rows) {
    if (array.rows() != rows)
        throw Error(name + " has " + std::to_string(array.rows()) + " rows, but there are " +
                    std::to_string(rows) + " samples.");
}

/// Rows equal byte for byte share a number.
std::vector<std::int32_t> groupsOfRows(const NumericArray& array, std::size_t rows, std::size_t columns) {
    std::vector<std::int32_t> groups;
    std::visit(
        [&]<typename Stored>(const std::vector<Stored>& values) {
            std::map<std::string_view, std::int32_t> known;
            const std::size_t bytes = columns * sizeof(Stored);
            for (std::size_t row = 0; row < rows; ++row) {
                const std::string_view key(reinterpret_cast<const char*>(values.data() + row * columns),
                                           bytes);
                groups.push_back(
                    known.try_emplace(key, static_cast<std::int32_t>(known.size())).first->second);
            }
        },
        array.values);
    return groups;
}

void requireFinite(const Eigen::MatrixXd& matrix, const std::string& name) {
    for (Eigen::Index row = 0; row < matrix.rows(); ++row)
        for (Eigen::Index column = 0; column < matrix.cols(); ++column)
            if (!std::isfinite(matrix(row, column)))
                throw Error(name + " at row " + std::to_string(row) + ", column " + std::to_string(column) +
                            " (counted from 0) is " +
                            (std::isnan(matrix(row, column)) ? "not a number (NaN)." : "infinite."));
}

} // namespace

const NumericArray& requireArray(const NamedArrays& arrays, const std::string& name) {
    const auto found = arrays.find(name);
    if (found == arrays.end())
        throw Error("The array " + name + " is missing: give it as " + name + "=FILE.npy.");
    return found->second;
}

void requireNotEmpty(const NumericArray& array, const std::string& name) {
    if (array.size() == 0)
        throw Error("There is nothing to estimate from: " + name + " is empty, its shape is " +
                    shapeText(array) + ".");
}

Eigen::MatrixXd matrixOf(const NumericArray& array, const std::string& name) {
    requireMatrixShape(array, name);
    const Eigen::MatrixXd matrix = std::visit(
        [&](const auto& values) { return fromRowMajor<double>(values, 0, array.rows(), columnsOf(array)); },
        array.values);
    requireFinite(matrix, name);
    return matrix;
}

std::vector<std::int32_t> classesOf(const NumericArray& array, const std::string& name, int& classCount) {
    requireMatrixShape(array, name);
    if (columnsOf(array) != 1)
        throw Error(name + " must hold one label a sample, but its shape is " + shapeText(array) + ".");
    std::vector<double> values;
    std::visit([&](const auto& stored) { values.assign(stored.begin(), stored.end()); }, array.values);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i]) || values[i] != std::floor(values[i]))
            throw Error(name + " must hold whole numbers, but label " + std::to_string(i) +
                        " (counted from 0) is not one.");
    std::vector<double> distinct = values;
    std::ranges::sort(distinct);
    distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
    classCount = static_cast<int>(distinct.size());
    std::vector<std::int32_t> classes;
    for (const double value : values)
        classes.push_back(
            static_cast<std::int32_t>(std::ranges::lower_bound(distinct, value) - distinct.begin()));
    return classes;
}

ArrayObservation::ArrayObservation(const NamedArrays& arrays, const std::string& activity) {
    const NumericArray& array = requireArray(arrays, activity);
    requireMatrixShape(array, activity);
    m_activity = activityOf(array, 0, array.rows(), columnsOf(array));
    readLabels(arrays);
    readInputs(arrays);
}

std::vector<ArrayObservation> ArrayObservation::epochs(const NamedArrays& arrays,
                                                       const std::string& activity) {
    const NumericArray& array = requireArray(arrays, activity);
    if (array.shape.size() != 3)
        throw Error(activity + " must have three dimensions, epochs x samples x units, but its shape is " +
                    shapeText(array) + ".");
    std::vector<ArrayObservation> result;
    for (std::size_t epoch = 0; epoch < array.shape[0]; ++epoch) {
        ArrayObservation one;
        one.m_activity =
            activityOf(array, epoch * array.shape[1] * array.shape[2], array.shape[1], array.shape[2]);
        one.readLabels(arrays);
        one.readInputs(arrays);
        result.push_back(std::move(one));
    }
    return result;
}

void ArrayObservation::readLabels(const NamedArrays& arrays) {
    const auto found = arrays.find("y");
    if (found == arrays.end())
        return;
    requireRows(found->second, "y", static_cast<std::size_t>(observation().samples()));
    m_labels = classesOf(found->second, "y", m_classCount);
}

void ArrayObservation::readInputs(const NamedArrays& arrays) {
    const auto found = arrays.find("X");
    if (found == arrays.end())
        return;
    requireMatrixShape(found->second, "X");
    const auto rows = static_cast<std::size_t>(observation().samples());
    requireRows(found->second, "X", rows);
    m_inputGroups = groupsOfRows(found->second, rows, columnsOf(found->second));
}

Observation ArrayObservation::observation() const {
    return std::visit(
        [&]<typename Matrix>(const Matrix& matrix) {
            return Observation{
                .activity = Eigen::Map<const Matrix>(matrix.data(), matrix.rows(), matrix.cols()),
                .labels = m_labels,
                .classCount = m_classCount,
                .inputGroups = m_inputGroups,
                .runRange = {},
            };
        },
        m_activity);
}

double ArrayObservation::inputBits() const {
    if (m_inputGroups.empty())
        return std::log2(static_cast<double>(observation().samples()));
    return labelEntropy(m_inputGroups, 1 + *std::ranges::max_element(m_inputGroups));
}

ArrayEstimate ArrayObservation::result(const EstimatorDescription& description,
                                       std::vector<double> values) const {
    ArrayEstimate estimate;
    if (values.empty())
        return estimate;
    estimate.samples = static_cast<std::size_t>(observation().samples());
    estimate.inputBits = inputBits();
    estimate.quantities = description.quantities;
    estimate.values = std::move(values);
    return estimate;
}

} // namespace infoplane
