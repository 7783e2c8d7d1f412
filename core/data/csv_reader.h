#pragma once

#include "engine_export.h"

#include <string>
#include <vector>

namespace infoplane {

/// Splits comma-separated text into records as RFC 4180 says: fields in quotes may hold commas, line breaks
/// and doubled quotes; lines end with LF or CRLF, the last one perhaps with neither. A byte order mark and
/// empty lines are passed over. Throws Error naming the text and the line.
class INFOPLANE_ENGINE CsvReader {
  public:
    CsvReader(std::string text, std::string name);

    /// The fields of the next record; false at the end.
    bool next(std::vector<std::string>& fields);
    /// Line of the text, from 1, in which the record read last begins.
    int line() const { return m_recordLine; }

  private:
    bool atEnd() const { return m_position >= m_text.size(); }
    bool atLineEnd() const;
    void skipLineEnd();
    std::string readField();
    std::string readQuotedField();

    std::string m_text;
    std::string m_name;
    std::size_t m_position = 0;
    int m_line = 1;
    int m_recordLine = 0;
};

} // namespace infoplane
