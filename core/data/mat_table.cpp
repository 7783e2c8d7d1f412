#include "data/class_labels.h"
#include "data/table_files.h"
#include "error.h"

#include <matio.h>

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>

namespace infoplane {

namespace {

using MatFile = std::unique_ptr<mat_t, decltype([](mat_t* file) { Mat_Close(file); })>;
using MatVariable = std::unique_ptr<matvar_t, decltype([](matvar_t* variable) { Mat_VarFree(variable); })>;

/// One real matrix of a MATLAB file.
class MatMatrix {
  public:
    MatMatrix(const TableOptions& options, mat_t* file, const char* name, const std::string& what)
        : m_where(shownName(options.file) + ": the variable " + name + ", " + what + ", ") {
        // Its description first: what it promises is checked before anything is allocated.
        m_variable.reset(Mat_VarReadInfo(file, name));
        if (!m_variable) {
            fail("is missing; save F (samples x inputs) and y (1 x samples) in one file.");
        }
        checkDescription(options);
        m_variable.reset(Mat_VarRead(file, name));
        if (!m_variable || !m_variable->data || m_variable->rank != 2) {
            fail("cannot be read; the file is damaged or cut short.");
        }
        checkDescription(options);
        if (m_variable->nbytes < count() * Mat_SizeOfClass(m_variable->class_type)) {
            fail("is cut short; save the file again.");
        }
    }

    Eigen::Index rows() const { return static_cast<Eigen::Index>(m_variable->dims[0]); }
    Eigen::Index columns() const { return static_cast<Eigen::Index>(m_variable->dims[1]); }
    std::size_t count() const { return m_variable->dims[0] * m_variable->dims[1]; }

    Eigen::MatrixXd values() const {
        switch (m_variable->class_type) {
        case MAT_C_DOUBLE:
            return cast<double>();
        case MAT_C_SINGLE:
            return cast<float>();
        case MAT_C_INT8:
            return cast<std::int8_t>();
        case MAT_C_UINT8:
            return cast<std::uint8_t>();
        case MAT_C_INT16:
            return cast<std::int16_t>();
        case MAT_C_UINT16:
            return cast<std::uint16_t>();
        case MAT_C_INT32:
            return cast<std::int32_t>();
        case MAT_C_UINT32:
            return cast<std::uint32_t>();
        case MAT_C_INT64:
            return cast<std::int64_t>();
        case MAT_C_UINT64:
            return cast<std::uint64_t>();
        default:
            fail("is not a matrix of numbers.");
        }
    }

    [[noreturn]] void fail(const std::string& what) const { throw Error(m_where + what); }

  private:
    template <typename Number>
    Eigen::MatrixXd cast() const {
        using Stored = Eigen::Matrix<Number, Eigen::Dynamic, Eigen::Dynamic>;
        return Eigen::Map<const Stored>(static_cast<const Number*>(m_variable->data), rows(), columns())
            .template cast<double>();
    }

    void checkDescription(const TableOptions& options) const {
        const int type = m_variable->class_type;
        if (m_variable->rank != 2 || m_variable->isComplex || type < MAT_C_DOUBLE || type > MAT_C_UINT64) {
            fail("is not a full matrix of real numbers with two dimensions.");
        }
        const double numbers =
            static_cast<double>(m_variable->dims[0]) * static_cast<double>(m_variable->dims[1]);
        // Small whole numbers are stored in a byte each; deflate shrinks by no more than 1032.
        const double most = 1032.0 * static_cast<double>(std::filesystem::file_size(options.file));
        if (numbers < 1) {
            fail("is empty.");
        }
        if (numbers > most) {
            fail("promises more numbers than the file can hold; it is damaged.");
        }
        if (numbers > mostTableNumbers) {
            fail("is too large for memory; save fewer samples.");
        }
    }

    std::string m_where;
    MatVariable m_variable;
};

std::string shortest(double number) {
    std::array<char, 32> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), result.ptr};
}

void checkFinite(const MatMatrix& matrix, const Eigen::MatrixXd& values, double largest) {
    for (Eigen::Index column = 0; column < values.cols(); ++column) {
        for (Eigen::Index row = 0; row < values.rows(); ++row) {
            if (!(std::abs(values(row, column)) <= largest)) {
                matrix.fail("has a NaN, an infinity or too large a number in row " + std::to_string(row + 1) +
                            ", column " + std::to_string(column + 1) + ".");
            }
        }
    }
}

// The library reads what a file cut short has lost as zeros. So the file's elements (a tag of two 32-bit
// numbers, type and size, then the content) are held against its length beforehand.
void checkWhole(const std::filesystem::path& path) {
    constexpr std::streamoff headerSize = 128;
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
    std::ifstream file(path, std::ios::binary);
    std::array<char, 2> byteOrder{};
    file.seekg(headerSize - 2);
    file.read(byteOrder.data(), 2);
    const bool littleEndian = byteOrder[0] == 'I';
    for (std::streamoff position = headerSize; position < size;) {
        std::array<unsigned char, 8> tag{};
        file.seekg(position);
        file.read(reinterpret_cast<char*>(tag.data()), tag.size());
        std::uint32_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            length = length << 8 | (littleEndian ? tag[7 - i] : tag[4 + i]);
        }
        position += static_cast<std::streamoff>(tag.size()) + length;
        if (!file || position > size) {
            throw Error(shownName(path) + " is cut short; save or fetch it again.");
        }
    }
}

} // namespace

Dataset readMatTable(const TableOptions& options) {
    const std::string name = shownName(options.file);
    const MatFile file(Mat_Open(options.file.c_str(), MAT_ACC_RDONLY));
    if (!file || Mat_GetVersion(file.get()) == MAT_FT_MAT4) {
        throw Error(name + " is not a MATLAB file (version 5, 7 or 7.3), or is damaged.");
    }
    if (Mat_GetVersion(file.get()) == MAT_FT_MAT5) {
        checkWhole(options.file);
    }
    const MatMatrix inputs(options, file.get(), "F", "the inputs");
    const MatMatrix labels(options, file.get(), "y", "the labels");
    const auto samples = static_cast<std::size_t>(inputs.rows());
    if (labels.count() != samples || (labels.rows() != 1 && labels.columns() != 1)) {
        const bool turned = labels.count() == static_cast<std::size_t>(inputs.columns());
        labels.fail("is " + std::to_string(labels.rows()) + " x " + std::to_string(labels.columns()) +
                    ", but F is " + std::to_string(inputs.rows()) + " x " + std::to_string(inputs.columns()) +
                    "; " +
                    (turned ? "F looks transposed, it needs a row a sample."
                            : "there has to be one label for each row of F."));
    }
    if (samples < 2) {
        throw Error(name + " holds one sample only; more are needed to learn from.");
    }

    Dataset dataset;
    dataset.name = options.file.stem().string();
    const Eigen::MatrixXd numbers = inputs.values();
    checkFinite(inputs, numbers, static_cast<double>(std::numeric_limits<float>::max()));
    dataset.inputs = numbers.cast<float>();
    const Eigen::MatrixXd classes = labels.values();
    checkFinite(labels, classes, std::numeric_limits<double>::max());
    std::vector<std::string> words;
    words.reserve(samples);
    for (const double label : classes.reshaped()) {
        words.push_back(shortest(label));
    }
    setClassLabels(dataset, words, name);
    return dataset;
}

} // namespace infoplane
