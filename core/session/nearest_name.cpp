#include "session/nearest_name.h"

#include <numeric>
#include <vector>

namespace infoplane {

namespace {

qsizetype editDistance(const QString& a, const QString& b) {
    std::vector<qsizetype> row(static_cast<std::size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), qsizetype(0));
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j + 1 < row.size(); ++j) {
            const qsizetype change = diagonal + (a[i] == b[static_cast<qsizetype>(j)] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

QString nearestName(const QString& written, const QStringList& names) {
    // Longer words are no slips of a finger, and distances of them cost too much.
    if (written.isEmpty() || written.size() > 64)
        return {};
    QString nearest;
    qsizetype least = std::max<qsizetype>(2, written.size() / 3) + 1;
    for (const QString& name : names) {
        const qsizetype distance = editDistance(written.toLower(), name.toLower());
        if (distance < least && distance < name.size()) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

} // namespace infoplane
