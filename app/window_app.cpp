#include "window_app.h"

#include "appearance.h"
#include "main_window.h"
#include "session/presets.h"

#include <QApplication>

namespace infoplane {

namespace {

Appearance::Choice themeChoice(const WindowOptions& options) {
    return Appearance::fromName(options.theme.isEmpty() ? WindowMemory::load().theme : options.theme);
}

/// A file is read in the background; Play waits for it.
void openAndPlay(MainWindow& window, const QString& path, bool play) {
    if (play)
        QObject::connect(
            &window.document(), &SessionDocument::fileDone, &window,
            [&window](bool loaded, const QString&, const QString& error) {
                if (loaded && error.isEmpty())
                    window.player().play();
            },
            Qt::SingleShotConnection);
    window.openFile(path);
}

} // namespace

int runWindow(QApplication& application, const WindowOptions& options) {
    QGuiApplication::setDesktopFileName(QStringLiteral("infoplane"));

    Appearance appearance(application, themeChoice(options));
    MainWindow window(appearance);
    const Preset* preset = options.presetId.isEmpty() ? nullptr : findPreset(options.presetId);
    if (!preset && !presets().empty())
        preset = &presets().front();
    if (preset)
        window.study().open(preset->study, preset);
    window.show();
    if (!options.openPath.isEmpty())
        openAndPlay(window, options.openPath, options.playAtStart);
    else if (options.playAtStart)
        window.player().play();
    return QApplication::exec();
}

} // namespace infoplane
