#include "appearance.h"

#include "style.h"

#include <QApplication>
#include <QEvent>
#include <QWindow>

namespace infoplane {

Appearance::Appearance(QApplication& application, Choice choice)
    : m_application(application)
    , m_choice(choice) {
    application.installEventFilter(this);
    apply();
}

void Appearance::choose(Choice choice) {
    if (std::exchange(m_choice, choice) != choice)
        apply();
}

void Appearance::setHighContrast(bool high) {
    if (std::exchange(m_highContrast, high) != high)
        apply();
}

Appearance::Choice Appearance::fromName(const QString& name) {
    if (name == QLatin1String("light"))
        return Choice::Light;
    return name == QLatin1String("dark") ? Choice::Dark : Choice::System;
}

QString Appearance::name(Choice choice) {
    if (choice == Choice::Light)
        return QStringLiteral("light");
    return choice == Choice::Dark ? QStringLiteral("dark") : QStringLiteral("system");
}

bool Appearance::isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

/// A palette without any colour of ours resolves to the system's.
bool Appearance::systemIsDark() {
    m_application.setPalette(QPalette());
    return isDark(m_application.palette());
}

void Appearance::apply() {
    m_applying = true;
    const bool dark = m_choice == Choice::System ? systemIsDark() : m_choice == Choice::Dark;
    m_theme = dark ? darkTheme() : lightTheme();
    if (m_highContrast)
        m_theme = highContrast(m_theme);
    applyStyle(m_application, theme());
    m_applying = false;
    emit changed(theme());
}

bool Appearance::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ThemeChange && !m_applying && m_choice == Choice::System &&
        qobject_cast<QWindow*>(watched))
        QMetaObject::invokeMethod(this, &Appearance::apply, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

} // namespace infoplane
