#pragma once

#include <QString>

namespace infoplane {

/// What a file may be called that holds what has this title: "szt-tanh" of "SZT, tanh · changed: Activation".
QString fileNameFor(const QString& title);

} // namespace infoplane
