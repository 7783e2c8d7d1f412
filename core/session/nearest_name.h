#pragma once

#include <QStringList>

namespace infoplane {

/// The name a person most likely meant (Levenshtein distance, letter case aside), or empty where none is
/// near.
QString nearestName(const QString& written, const QStringList& names);

} // namespace infoplane
