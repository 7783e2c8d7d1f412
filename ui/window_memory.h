#pragma once

#include <QByteArray>
#include <QStringList>

namespace infoplane {

/// What the window remembers from one start to the next: where things are, and what was opened lately. Never
/// anything of a spec: a preset opens as written.
struct WindowMemory {
    static constexpr int mostRecentFiles = 10;

    QByteArray geometry;
    QByteArray panels; ///< of the splitter between the panels
    QByteArray charts;
    bool leftFolded = false;
    bool rightFolded = false;
    bool lessonClosed = false;
    QString theme; ///< system, light, dark
    bool highContrast = false;
    bool reducedMotion = false;
    QStringList recentFiles;

    static WindowMemory load();
    void save() const;
    /// Puts a file first among the recent ones.
    void addRecentFile(const QString& path);
};

} // namespace infoplane
