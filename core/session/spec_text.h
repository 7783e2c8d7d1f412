#pragma once

#include "session/experiment_spec.h"

#include <QJsonObject>

#include <map>

namespace infoplane {

/// The JSON text of a spec, parsed, with the line (from 1) on which each key stands: "training.epochs" -> 7,
/// and of keys within a list "conditions[1].name" -> 12.
struct SpecText {
    QJsonObject object;
    std::map<QString, int> lines;
};

/// What is wrong with the text of that name, in the order of its lines: one message of all sentences. Where
/// the key of an error does not stand in the text, the innermost group of it that does gives the line.
QString errorText(const QString& name, std::vector<SpecError> errors, const std::map<QString, int>& lines);

/// Throws Error, with the line, for what is no JSON object in UTF-8 and for a key that stands twice in one
/// object (of which a JSON parser would silently take the last).
SpecText readSpecText(const QByteArray& text);

} // namespace infoplane
