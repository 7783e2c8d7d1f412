#include "window_memory.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

namespace infoplane {

WindowMemory WindowMemory::load() {
    const QSettings settings;
    WindowMemory memory;
    memory.geometry = settings.value(QStringLiteral("window/geometry")).toByteArray();
    memory.panels = settings.value(QStringLiteral("window/panels")).toByteArray();
    memory.charts = settings.value(QStringLiteral("window/charts")).toByteArray();
    memory.leftFolded = settings.value(QStringLiteral("window/leftFolded")).toBool();
    memory.rightFolded = settings.value(QStringLiteral("window/rightFolded")).toBool();
    memory.lessonClosed = settings.value(QStringLiteral("window/lessonClosed")).toBool();
    memory.theme = settings.value(QStringLiteral("window/theme"), QStringLiteral("system")).toString();
    memory.highContrast = settings.value(QStringLiteral("window/highContrast")).toBool();
    memory.reducedMotion = settings.value(QStringLiteral("window/reducedMotion")).toBool();
    memory.recentFiles = settings.value(QStringLiteral("recentFiles")).toStringList();
    return memory;
}

void WindowMemory::save() const {
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), geometry);
    settings.setValue(QStringLiteral("window/panels"), panels);
    settings.setValue(QStringLiteral("window/charts"), charts);
    settings.setValue(QStringLiteral("window/leftFolded"), leftFolded);
    settings.setValue(QStringLiteral("window/rightFolded"), rightFolded);
    settings.setValue(QStringLiteral("window/lessonClosed"), lessonClosed);
    settings.setValue(QStringLiteral("window/theme"), theme);
    settings.setValue(QStringLiteral("window/highContrast"), highContrast);
    settings.setValue(QStringLiteral("window/reducedMotion"), reducedMotion);
    settings.setValue(QStringLiteral("recentFiles"), recentFiles);
}

void WindowMemory::addRecentFile(const QString& path) {
    const QString absolute = QDir::toNativeSeparators(QFileInfo(path).absoluteFilePath());
    recentFiles.removeAll(absolute);
    recentFiles.prepend(absolute);
    recentFiles = recentFiles.mid(0, mostRecentFiles);
}

} // namespace infoplane
