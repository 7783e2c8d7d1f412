#pragma once

#include "theme.h"

#include <QObject>

class QApplication;

namespace infoplane {

/// Light or dark: as the system says, or as the person chose. Puts style and palette of the whole program;
/// what paints with a Theme of its own listens to changed().
class Appearance : public QObject {
    Q_OBJECT
  public:
    enum class Choice { System, Light, Dark };

    explicit Appearance(QApplication& application, Choice choice = Choice::System);

    Choice choice() const { return m_choice; }
    void choose(Choice choice);
    void setHighContrast(bool high);
    const Theme& theme() const { return m_theme; }

    /// "system", "light", "dark", as in settings and on the command line; anything else is System.
    static Choice fromName(const QString& name);
    static QString name(Choice choice);
    /// Whether a system's palette is a dark one.
    static bool isDark(const QPalette& palette);

  signals:
    void changed(const infoplane::Theme& theme);

  protected:
    /// Qt 6.4 has no colour scheme to ask for: a change of the system's theme is seen by its event.
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool systemIsDark();
    void apply();

    QApplication& m_application;
    Choice m_choice;
    bool m_highContrast = false;
    Theme m_theme;
    bool m_applying = false;
};

} // namespace infoplane
