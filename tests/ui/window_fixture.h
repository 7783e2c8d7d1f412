#pragma once

#include "appearance.h"
#include "main_window.h"
#include "short_runs.h"

#include <QApplication>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>

namespace infoplane {

/// Settings of the tests' own, forgotten at the end of each.
class OwnSettings {
  public:
    OwnSettings() {
        QCoreApplication::setOrganizationName(QStringLiteral("InfoplaneTests"));
        QCoreApplication::setApplicationName(QStringLiteral("window"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }

  private:
    QTemporaryDir m_folder;
};

/// A real main window on the screen, with a short experiment and a film that is Live, so that nothing takes
/// twenty seconds.
struct WindowFixture {
    OwnSettings settings;
    Appearance appearance{*qApp, Appearance::Choice::Light};
    MainWindow window{appearance};

    explicit WindowFixture(const ExperimentSpec& spec = shortSpec()) {
        window.document().startNew(spec);
        window.playhead().setFollowing(true);
    }
    bool show(const QSize& size = {1280, 800}) {
        window.resize(size);
        window.show();
        window.activateWindow();
        return QTest::qWaitForWindowActive(&window);
    }
    bool finishes() {
        window.player().play();
        return reaches(window.document(), SessionDocument::State::Finished) && settles();
    }
    /// All that waits in the event loop is done, and nothing runs any more.
    bool settles() {
        return QTest::qWaitFor(
            [&] { return !window.document().isListening() && !window.playhead().animating(); }, patience);
    }
    template <typename Widget>
    Widget* find(const char* name) const {
        return window.findChild<Widget*>(QLatin1String(name));
    }
    QToolButton* button(const char* name) const { return find<QToolButton>(name); }
    QAction* action(const QKeySequence& key) const {
        for (QAction* action : window.actions())
            if (action->shortcut() == key)
                return action;
        return nullptr;
    }
};

} // namespace infoplane
