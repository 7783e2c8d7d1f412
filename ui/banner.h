#pragma once

#include "theme.h"

#include <QFrame>

#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace infoplane {

/// A message over the charts, never in their way: what happened, what is kept, one remedy as a button, and a
/// cross to close it. Errors are told here, never in a modal box.
class Banner : public QFrame {
    Q_OBJECT
  public:
    enum class Kind { Error, Warning, Done };
    struct Message {
        Kind kind = Kind::Error;
        QString cause;  ///< bold
        QString text;   ///< the rest
        QString remedy; ///< on the button; empty: none
        std::function<void()> act;
    };

    explicit Banner(QWidget* parent = nullptr);
    void setTheme(const Theme& theme);

    void showMessage(const Message& message);
    void dismiss();
    const Message& message() const { return m_message; }

    /// Splits a text after its first sentence, which becomes the cause.
    static Message fromText(Kind kind, const QString& text);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();

    Message m_message;
    Theme m_theme;
    QWidget* m_iconPlace;
    QLabel* m_text;
    QPushButton* m_remedy;
    QToolButton* m_close;
};

} // namespace infoplane
