#include "key_guard.h"

#include "transport/timeline.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>

namespace infoplane {

namespace {

bool isMove(int key) {
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End;
}

bool isByKeyboard(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
           reason == Qt::ShortcutFocusReason;
}

} // namespace

KeyGuard::KeyGuard(QObject* parent)
    : QObject(parent) {
    qApp->installEventFilter(this);
}

bool KeyGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn) {
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        // Coming back to the window, or from a menu or list, is not a new choice.
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason &&
            reason != Qt::MenuBarFocusReason)
            m_focusByKeyboard = isByKeyboard(reason);
    } else if (event->type() == QEvent::ShortcutOverride && watched == QApplication::focusWidget()) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (keepsKey(watched, key)) {
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

bool KeyGuard::keepsKey(const QObject* widget, const QKeyEvent& event) const {
    const int key = event.key();
    const bool plain = !(event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (!plain)
        return false;
    if (qobject_cast<const QAbstractButton*>(widget))
        return m_focusByKeyboard && (key == Qt::Key_Space || key == Qt::Key_Left || key == Qt::Key_Right);
    if (qobject_cast<const QComboBox*>(widget))
        return m_focusByKeyboard && (key == Qt::Key_Space || isMove(key));
    if (qobject_cast<const Timeline*>(widget))
        return false;
    if (qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget))
        return isMove(key);
    if (qobject_cast<const QAbstractItemView*>(widget))
        return isMove(key) || key == Qt::Key_Space;
    return false;
}

} // namespace infoplane
