#include "session/spec_text.h"

#include "error.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <vector>

namespace infoplane {

namespace {

constexpr qsizetype mostBytes = 16 * 1024 * 1024;

[[noreturn]] void fail(int line, const QString& sentence) {
    throw Error(QStringLiteral("Line %1: %2").arg(line).arg(sentence).toStdString());
}

int lineAt(const QByteArray& text, qsizetype offset) {
    const auto end = text.begin() + std::clamp<qsizetype>(offset, 0, text.size());
    return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

QString sentence(QJsonParseError::ParseError error) {
    switch (error) {
    case QJsonParseError::IllegalNumber:
        return QStringLiteral(
            "there is no such number; NaN and infinity cannot stand in a spec, numbers look "
            "like 0.0004 or 4e-4.");
    case QJsonParseError::IllegalUTF8String:
        return QStringLiteral("the text is not UTF-8; save it with that encoding.");
    case QJsonParseError::DeepNesting:
        return QStringLiteral("brackets are nested too deeply for a spec.");
    case QJsonParseError::GarbageAtEnd:
        return QStringLiteral("there is text after the closing brace of the spec; take it out.");
    case QJsonParseError::MissingNameSeparator:
        return QStringLiteral("a colon is missing after a key.");
    case QJsonParseError::MissingValueSeparator:
        return QStringLiteral("a comma is missing between two entries.");
    case QJsonParseError::UnterminatedString:
        return QStringLiteral("a text has no closing quotation mark.");
    case QJsonParseError::UnterminatedObject:
        return QStringLiteral("a closing brace } is missing, or a key is not in quotation marks.");
    case QJsonParseError::UnterminatedArray:
        return QStringLiteral("a closing bracket ] is missing.");
    case QJsonParseError::IllegalEscapeSequence:
        return QStringLiteral("there is no such escape sequence; write a backslash as \\\\.");
    default:
        return QStringLiteral("this is not JSON; a spec looks like {\"format\": 1, \"title\": \"...\"}.");
    }
}

// Walks text that has been parsed, so is known to be JSON, and notes where each key stands.
class KeyFinder {
  public:
    explicit KeyFinder(const QByteArray& text)
        : m_text(text) {}

    std::map<QString, int> lines() {
        while (m_at < m_text.size())
            step();
        return std::move(m_lines);
    }

  private:
    struct Level {
        QString prefix;
        bool object = false;
        bool expectsKey = false;
        QString key;
        int index = 0; ///< of the entry of a list
    };

    void step() {
        const char c = m_text[m_at];
        if (c == '"') {
            const qsizetype end = endOfString();
            if (!m_levels.empty() && m_levels.back().expectsKey)
                enterKey(end);
            m_at = end;
            return;
        }
        if (c == '\n')
            ++m_line;
        else if (c == '{' || c == '[')
            m_levels.push_back({pathHere(), c == '{', c == '{', {}});
        else if ((c == '}' || c == ']') && !m_levels.empty())
            m_levels.pop_back();
        else if (c == ',' && !m_levels.empty()) {
            m_levels.back().expectsKey = m_levels.back().object;
            ++m_levels.back().index;
        }
        ++m_at;
    }

    // One past the closing quotation mark.
    qsizetype endOfString() const {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && m_text[end] != '"')
            end += m_text[end] == '\\' ? 2 : 1;
        return std::min(end + 1, m_text.size());
    }

    QString pathHere() const {
        if (m_levels.empty())
            return {};
        const Level& level = m_levels.back();
        if (!level.object)
            return QStringLiteral("%1[%2]").arg(level.prefix).arg(level.index);
        return level.prefix.isEmpty() ? level.key : level.prefix + QLatin1Char('.') + level.key;
    }

    void enterKey(qsizetype end) {
        const QByteArray quoted = m_text.mid(m_at, end - m_at);
        Level& level = m_levels.back();
        level.key = QJsonDocument::fromJson('[' + quoted + ']').array().first().toString();
        level.expectsKey = false;
        const auto [first, isNew] = m_lines.insert({pathHere(), m_line});
        if (!isNew)
            fail(m_line, QStringLiteral("%1 stands here a second time; it is also on line %2.")
                             .arg(pathHere())
                             .arg(first->second));
    }

    const QByteArray& m_text;
    qsizetype m_at = 0;
    int m_line = 1;
    std::vector<Level> m_levels;
    std::map<QString, int> m_lines;
};

} // namespace

SpecText readSpecText(const QByteArray& text) {
    if (text.size() > mostBytes)
        throw Error("This is too large to be a spec: more than 16 MB.");
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError)
        fail(lineAt(text, error.offset), sentence(error.error));
    if (!document.isObject())
        fail(1, sentence(QJsonParseError::MissingObject));
    return {document.object(), KeyFinder(text).lines()};
}

QString errorText(const QString& name, std::vector<SpecError> errors, const std::map<QString, int>& lines) {
    const auto line = [&](const SpecError& error) {
        for (QString path = error.path; !path.isEmpty(); path = path.section(QLatin1Char('.'), 0, -2)) {
            const auto found = lines.find(path);
            if (found != lines.end())
                return found->second;
        }
        return 0;
    };
    std::stable_sort(errors.begin(), errors.end(),
                     [&](const SpecError& a, const SpecError& b) { return line(a) < line(b); });
    QStringList sentences;
    for (const SpecError& error : errors)
        sentences << (line(error) == 0 ? error.message
                                       : QStringLiteral("line %1: %2").arg(line(error)).arg(error.message));
    if (sentences.size() == 1)
        return QStringLiteral("%1, %2").arg(name, sentences.first());
    return QStringLiteral("%1 has %2 errors:\n  %3")
        .arg(name)
        .arg(sentences.size())
        .arg(sentences.join(QStringLiteral("\n  ")));
}

} // namespace infoplane
