#include "data/csv_reader.h"

#include "error.h"

namespace infoplane {

CsvReader::CsvReader(std::string text, std::string name)
    : m_text(std::move(text))
    , m_name(std::move(name)) {
    if (m_text.starts_with("\xEF\xBB\xBF")) {
        m_position = 3;
    }
}

bool CsvReader::atLineEnd() const {
    return m_text[m_position] == '\n' ||
           (m_text[m_position] == '\r' && m_position + 1 < m_text.size() && m_text[m_position + 1] == '\n');
}

void CsvReader::skipLineEnd() {
    m_position += m_text[m_position] == '\r' ? 2 : 1;
    ++m_line;
}

bool CsvReader::next(std::vector<std::string>& fields) {
    while (!atEnd() && atLineEnd()) {
        skipLineEnd();
    }
    fields.clear();
    if (atEnd()) {
        return false;
    }
    m_recordLine = m_line;
    while (true) {
        fields.push_back(readField());
        if (atEnd()) {
            return true;
        }
        if (atLineEnd()) {
            skipLineEnd();
            return true;
        }
        ++m_position; // the comma
    }
}

std::string CsvReader::readField() {
    if (!atEnd() && m_text[m_position] == '"') {
        return readQuotedField();
    }
    const std::size_t first = m_position;
    while (!atEnd() && m_text[m_position] != ',' && !atLineEnd()) {
        ++m_position;
    }
    return m_text.substr(first, m_position - first);
}

std::string CsvReader::readQuotedField() {
    const int firstLine = m_line;
    std::string field;
    for (++m_position; !atEnd(); ++m_position) {
        const char c = m_text[m_position];
        if (c != '"') {
            m_line += c == '\n';
            field += c;
            continue;
        }
        const bool doubled = m_position + 1 < m_text.size() && m_text[m_position + 1] == '"';
        if (!doubled) {
            break;
        }
        field += '"';
        ++m_position;
    }
    if (atEnd()) {
        throw Error(m_name + " opens a quotation mark in line " + std::to_string(firstLine) +
                    " that is never closed.");
    }
    ++m_position; // the closing quotation mark
    if (!atEnd() && m_text[m_position] != ',' && !atLineEnd()) {
        throw Error(m_name + " goes on after a closing quotation mark in line " + std::to_string(m_line) +
                    "; a comma or the end of the line has to follow it.");
    }
    return field;
}

} // namespace infoplane
