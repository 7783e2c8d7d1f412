#include "widgets/text_field.h"

#include <QKeyEvent>

namespace infoplane {

namespace {

bool isUndoOrRedo(const QKeyEvent& key) {
    return key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo);
}

} // namespace

TextField::TextField(QWidget* parent)
    : QLineEdit(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QLineEdit::textEdited, this, [this] { m_typing = true; });
}

QSize TextField::sizeHint() const {
    return QSize(120, QLineEdit::sizeHint().height());
}

QSize TextField::minimumSizeHint() const {
    return QSize(40, QLineEdit::minimumSizeHint().height());
}

bool TextField::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && isUndoOrRedo(*static_cast<QKeyEvent*>(event))) {
        event->setAccepted(m_wrong);
        return true;
    }
    return QLineEdit::event(event);
}

void TextField::keyPressEvent(QKeyEvent* event) {
    const bool back = event->key() == Qt::Key_Escape || event->matches(QKeySequence::Undo);
    if (back && m_wrong) {
        m_typing = false;
        emit takeBack();
        return;
    }
    if (isUndoOrRedo(*event)) {
        event->ignore();
        return;
    }
    QLineEdit::keyPressEvent(event);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        finish();
}

void TextField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        finish();
}

void TextField::finish() {
    m_typing = false;
    emit typingFinished();
}

} // namespace infoplane
