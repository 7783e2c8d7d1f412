#pragma once

#include <QJsonObject>

#include <map>

namespace infoplane {

/// The JSON text of a spec, parsed, with the line (from 1) on which each key stands: "training.epochs" -> 7.
struct SpecText {
    QJsonObject object;
    std::map<QString, int> lines;
};

/// Throws Error, with the line, for what is no JSON object in UTF-8 and for a key that stands twice in one
/// object (of which a JSON parser would silently take the last).
SpecText readSpecText(const QByteArray& text);

} // namespace infoplane
