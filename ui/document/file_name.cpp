#include "document/file_name.h"

namespace infoplane {

QString fileNameFor(const QString& name) {
    QString words;
    for (const QChar c : name)
        words += c.isLetterOrNumber() ? c.toLower() : QLatin1Char(' ');
    words = words.simplified().replace(QLatin1Char(' '), QLatin1Char('-'));
    return words.isEmpty() ? QStringLiteral("session") : words;
}

QString fileNameForSession(const QString& title) {
    return fileNameFor(title.section(QStringLiteral(" · "), 0, 0));
}

} // namespace infoplane
