#include "session/nearest_name.h"

#include "information/nearest_name.h"

namespace infoplane {

QString nearestName(const QString& written, const QStringList& names) {
    std::vector<std::string> candidates;
    for (const QString& name : names)
        candidates.push_back(name.toStdString());
    return QString::fromStdString(nearestName(written.toStdString(), candidates));
}

} // namespace infoplane
