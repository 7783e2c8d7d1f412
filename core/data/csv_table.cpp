#include "data/class_labels.h"
#include "data/csv_reader.h"
#include "data/table_files.h"
#include "error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fstream>

namespace infoplane {

namespace {

constexpr std::uintmax_t mostBytes = 4'000'000'000;

using Row = std::vector<std::string>;

std::string readText(const std::filesystem::path& file) {
    const std::uintmax_t size = std::filesystem::file_size(file);
    if (size > mostBytes) {
        throw Error(shownName(file) + " is larger than 4 GB, too large for memory; save fewer rows.");
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text(size, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(size));
    if (!stream) {
        throw Error(file.string() + " cannot be read; check that you may read it.");
    }
    return text;
}

/// Gathers the rows of one CSV file into a data set.
class CsvTable {
  public:
    explicit CsvTable(const TableOptions& options)
        : m_name(shownName(options.file))
        , m_reader(readText(options.file), m_name) {
        readHeader(options.labelColumn);
        Row row;
        while (m_reader.next(row)) {
            addRow(row);
        }
    }

    Dataset dataset(const std::string& name) const {
        if (m_labels.size() < 2) {
            throw Error(m_name + " has fewer than two rows below its header; more are needed to learn from.");
        }
        Dataset dataset;
        dataset.name = name;
        const auto rows = static_cast<Eigen::Index>(m_labels.size());
        const auto columns = static_cast<Eigen::Index>(m_header.size()) - 1;
        using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        dataset.inputs = Eigen::Map<const RowMajor>(m_inputs.data(), rows, columns);
        setClassLabels(dataset, m_labels, m_name + ", column \"" + m_header[m_labelColumn] + "\",");
        return dataset;
    }

  private:
    void readHeader(const std::string& labelColumn) {
        if (!m_reader.next(m_header)) {
            throw Error(m_name + " is empty; a line with column names and rows below it are needed.");
        }
        if (m_header.size() == 1) {
            const bool otherSeparator = m_header[0].find_first_of(";\t|") != std::string::npos;
            throw Error(m_name +
                        (otherSeparator
                             ? " seems to separate its columns by another sign than a comma; save it "
                               "with commas."
                             : " has one column only; inputs and a label column are needed."));
        }
        checkHeader();
        m_labelColumn = labelColumn.empty() ? m_header.size() - 1 : findColumn(labelColumn);
    }

    void checkHeader() const {
        for (std::size_t column = 0; column < m_header.size(); ++column) {
            if (m_header[column].empty()) {
                throw Error(m_name + ": column " + std::to_string(column + 1) +
                            " has no name. Name it, or remove it where it only numbers the rows.");
            }
        }
        // Names that are numbers are fine (0, 1, 2, ...), measured values are not names.
        const bool looksLikeData =
            std::ranges::all_of(m_header,
                                [](const std::string& name) { return parseNumber(name).has_value(); }) &&
            std::ranges::any_of(m_header, [this](const std::string& name) {
                return std::ranges::count(m_header, name) > 1 ||
                       *parseNumber(name) != std::floor(*parseNumber(name));
            });
        if (looksLikeData) {
            throw Error(m_name + " begins with a row of numbers; put a line with the column names above it.");
        }
    }

    std::size_t findColumn(const std::string& name) const {
        const auto matches = std::ranges::count(m_header, name);
        if (matches == 1) {
            return static_cast<std::size_t>(std::ranges::find(m_header, name) - m_header.begin());
        }
        if (matches > 1) {
            throw Error(m_name + " has several columns named \"" + name +
                        "\"; give the label column a name of "
                        "its own.");
        }
        std::string names;
        constexpr std::size_t most = 12;
        for (std::size_t i = 0; i < std::min(most, m_header.size()); ++i) {
            names += (i == 0 ? "" : ", ") + m_header[i];
        }
        throw Error(m_name + " has no column \"" + name + "\" for the labels; its columns are " + names +
                    (m_header.size() > most ? ", ..." : "") + ".");
    }

    void addRow(const Row& row) {
        if (row.size() != m_header.size()) {
            throw Error(m_name + ": line " + std::to_string(m_reader.line()) + " has " +
                        std::to_string(row.size()) + (row.size() == 1 ? " field" : " fields") +
                        ", the header has " + std::to_string(m_header.size()) + ".");
        }
        for (std::size_t column = 0; column < row.size(); ++column) {
            if (column != m_labelColumn) {
                m_inputs.push_back(number(row[column], column));
            }
        }
        if (isMissing(row[m_labelColumn])) {
            throw Error(where(m_labelColumn) + "the label is missing. Fill it in, or remove the row.");
        }
        m_labels.push_back(row[m_labelColumn]);
        if (static_cast<double>(m_inputs.size()) > mostTableNumbers) {
            throw Error(m_name + " is too large for memory; save fewer rows or columns.");
        }
    }

    float number(const std::string& cell, std::size_t column) const {
        const auto value = parseNumber(cell);
        if (value && std::isfinite(static_cast<float>(*value))) {
            return static_cast<float>(*value);
        }
        if (isMissing(cell)) {
            throw Error(where(column) + "the value is missing. Fill it in, or remove the row.");
        }
        if (value) {
            throw Error(where(column) + "the value " + cell + " is too large; scale the column.");
        }
        const bool comma = std::ranges::count(cell, ',') == 1;
        throw Error(where(column) + "\"" + cell.substr(0, 40) + "\" is not a number. " +
                    (comma ? "Use a point for decimals." : "All columns but the labels have to be numbers."));
    }

    static bool isMissing(const std::string& cell) {
        std::string word;
        for (const char c : cell) {
            if (c != ' ' && c != '\t' && c != '+' && c != '-') {
                word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            }
        }
        constexpr std::array missing = {"", "nan", "na", "n/a", "null", "none", "inf", "infinity", "?"};
        return std::ranges::find(missing, word) != missing.end();
    }

    std::string where(std::size_t column) const {
        return m_name + ", line " + std::to_string(m_reader.line()) + ", column \"" + m_header[column] +
               "\": ";
    }

    std::string m_name;
    CsvReader m_reader;
    Row m_header;
    std::size_t m_labelColumn = 0;
    std::vector<float> m_inputs; // row by row
    std::vector<std::string> m_labels;
};

} // namespace

Dataset readCsvTable(const TableOptions& options) {
    return CsvTable(options).dataset(options.file.stem().string());
}

} // namespace infoplane
