#pragma once

#include <QString>

class QApplication;

namespace infoplane {

/// How the window starts, as asked for on the command line.
struct WindowOptions {
    QString openPath;         ///< a session archive or a spec (.json); empty: none
    QString presetId;         ///< the preset to open; empty: the first one
    bool playAtStart = false; ///< press Play as soon as the window is there
    QString theme;            ///< "light", "dark", or empty: as the system
};

/// Shows the main window and runs until it is closed; returns the program's exit code.
int runWindow(QApplication& application, const WindowOptions& options);

} // namespace infoplane
