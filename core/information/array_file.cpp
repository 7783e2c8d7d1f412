#include "information/array_file.h"

#include "data/class_labels.h"
#include "data/csv_reader.h"
#include "error.h"
#include "information/nearest_name.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numeric>
#include <optional>

namespace infoplane {
namespace {

using Row = std::vector<std::string>;

std::string lowerCase(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

std::string readText(const std::string& path, std::size_t maximalBytes) {
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(path, problem);
    if (problem)
        throw Error(path + ": cannot be read: " + problem.message() + ".");
    if (size > maximalBytes)
        throw Error(path + ": has " + std::to_string(size) + " bytes, more than the " +
                    std::to_string(maximalBytes) + " that are read. Save fewer rows, or save it as .npy.");
    std::string text(size, '\0');
    std::ifstream file(path, std::ios::binary);
    if (!file.read(text.data(), static_cast<std::streamsize>(size)))
        throw Error(path + ": cannot be read. Check that you may read it.");
    return text;
}

/// NaN and infinity, as numpy and pandas write them, are told by the estimator, with their place.
std::optional<double> numberOf(const std::string& field) {
    if (const auto number = parseNumber(field))
        return number;
    const std::string word = lowerCase(field);
    const bool negative = word.starts_with('-');
    const std::string name = word.substr(word.starts_with('-') || word.starts_with('+') ? 1 : 0);
    if (name == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (name == "inf" || name == "infinity")
        return negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return std::nullopt;
}

/// A comma-separated file, from which columns are taken as one array.
class ColumnReader {
  public:
    ColumnReader(const std::string& path, std::size_t maximalBytes)
        : m_path(path)
        , m_reader(readText(path, maximalBytes), path) {}

    NumericArray read(const std::string& selection) {
        Row row;
        if (!m_reader.next(row))
            throw Error(m_path + ": is empty.");
        m_fields = row.size();
        const bool named =
            !std::ranges::all_of(row, [](const auto& field) { return numberOf(field).has_value(); });
        if (named)
            m_names = row;
        else
            refuseCounting(row);
        const std::vector<std::size_t> columns = chosen(selection);
        NumericArray array;
        std::vector<double> values;
        if (!named)
            append(values, row, columns);
        while (m_reader.next(row))
            append(values, row, columns);
        if (values.empty())
            throw Error(m_path + ": has no row below the names of its columns.");
        array.shape = {values.size() / columns.size()};
        if (columns.size() > 1)
            array.shape.push_back(columns.size());
        array.values = std::move(values);
        return array;
    }

  private:
    /// 0,1,2,... on the first line is what pandas writes for columns without names, and may be data as well.
    void refuseCounting(const Row& row) const {
        if (row.size() < 2)
            return;
        for (std::size_t i = 0; i < row.size(); ++i)
            if (numberOf(row[i]) != static_cast<double>(i))
                return;
        throw Error(m_path + ": begins with 0, 1, ..., which may be the columns' names or the first row. "
                             "Write names of letters above the rows.");
    }

    std::vector<std::size_t> chosen(const std::string& selection) const {
        std::vector<std::size_t> columns;
        if (selection.empty()) {
            columns.resize(m_fields);
            std::iota(columns.begin(), columns.end(), std::size_t{0});
            return columns;
        }
        for (std::size_t begin = 0; begin <= selection.size();) {
            const std::size_t end = std::min(selection.find(',', begin), selection.size());
            addPart(columns, selection.substr(begin, end - begin));
            begin = end + 1;
        }
        return columns;
    }

    /// A name, a number or a range.
    void addPart(std::vector<std::size_t>& columns, const std::string& part) const {
        const std::size_t dots = part.find("..");
        if (dots == std::string::npos || find(part)) {
            columns.push_back(require(part));
            return;
        }
        const std::size_t first = require(part.substr(0, dots));
        const std::size_t last = require(part.substr(dots + 2));
        if (first > last)
            throw Error(m_path + ": the range " + part + " ends before it begins.");
        for (std::size_t column = first; column <= last; ++column)
            columns.push_back(column);
    }

    std::optional<std::size_t> find(const std::string& column) const {
        if (std::ranges::count(m_names, column) > 1)
            throw Error(m_path + ": has several columns named \"" + column +
                        "\". Give them names of their own, or their numbers, counted from 1.");
        if (const auto named = std::ranges::find(m_names, column); named != m_names.end())
            return static_cast<std::size_t>(named - m_names.begin());
        std::size_t number = 0;
        const auto [end, problem] = std::from_chars(column.data(), column.data() + column.size(), number);
        if (problem == std::errc() && end == column.data() + column.size() && number >= 1 &&
            number <= m_fields)
            return number - 1;
        return std::nullopt;
    }

    std::size_t require(const std::string& column) const {
        if (const auto found = find(column))
            return *found;
        const std::string nearest = nearestName(column, m_names);
        throw Error(m_path + ": has no column \"" + column + "\"." +
                    (nearest.empty() ? "" : " Did you mean " + nearest + "?") + " It has " +
                    std::to_string(m_fields) + (m_fields == 1 ? " column" : " columns") + namesText() + ".");
    }

    std::string namesText() const {
        if (m_names.empty())
            return " without names";
        constexpr std::size_t most = 12;
        std::string text;
        for (std::size_t i = 0; i < std::min(most, m_names.size()); ++i)
            text += (i == 0 ? ": " : ", ") + m_names[i];
        return text + (m_names.size() > most ? ", ..." : "");
    }

    std::string columnName(std::size_t column) const {
        return m_names.empty() ? std::to_string(column + 1) : "\"" + m_names[column] + "\"";
    }

    void append(std::vector<double>& values, const Row& row, const std::vector<std::size_t>& columns) const {
        if (row.size() != m_fields)
            throw Error(m_path + ": line " + std::to_string(m_reader.line()) + " has " +
                        std::to_string(row.size()) + (row.size() == 1 ? " field" : " fields") +
                        ", but the first line has " + std::to_string(m_fields) + ".");
        for (const std::size_t column : columns) {
            const auto number = numberOf(row[column]);
            if (!number)
                throw Error(m_path + ": line " + std::to_string(m_reader.line()) + ", column " +
                            columnName(column) + ": \"" + row[column].substr(0, 40) + "\" is not a number." +
                            (row[column].empty() ? " Fill it in." : ""));
            values.push_back(*number);
        }
    }

    const std::string& m_path;
    CsvReader m_reader;
    Row m_names; ///< empty: the first line is a row already
    std::size_t m_fields = 0;
};

} // namespace

NumericArray readArray(const std::string& source, std::size_t maximalBytes) {
    const std::string lower = lowerCase(source);
    if (lower.ends_with(".npy"))
        return readNpy(source, maximalBytes);
    if (lower.ends_with(".csv"))
        return ColumnReader(source, maximalBytes).read({});
    if (const std::size_t at = lower.rfind(".csv:"); at != std::string::npos) {
        const std::string path = source.substr(0, at + 4);
        return ColumnReader(path, maximalBytes).read(source.substr(at + 5));
    }
    throw Error(source + ": only files that end in .npy or .csv are read (FILE.csv:COLUMN for one column).");
}

} // namespace infoplane
