#pragma once

#include <QStringList>

namespace infoplane {

/// The name a person most likely meant, or empty where none is near.
QString nearestName(const QString& written, const QStringList& names);

} // namespace infoplane
