#pragma once

#include <QString>

namespace infoplane {

/// What a file may be called that holds what has this name: "relu-wide" of "ReLU (wide)"; "session" of one
/// without letters or digits, since a file called by its ending alone would be hidden.
QString fileNameFor(const QString& name);
/// Of a session's title, without what was changed: "szt-tanh" of "SZT, tanh · changed: Activation".
QString fileNameForSession(const QString& title);

} // namespace infoplane
