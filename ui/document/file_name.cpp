#include "document/file_name.h"

namespace infoplane {

QString fileNameFor(const QString& title) {
    QString words;
    for (const QChar c : title.section(QStringLiteral(" · "), 0, 0))
        words += c.isLetterOrNumber() ? c.toLower() : QLatin1Char(' ');
    return words.simplified().replace(QLatin1Char(' '), QLatin1Char('-'));
}

} // namespace infoplane
