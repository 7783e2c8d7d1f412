#pragma once

#include <QLineEdit>

namespace infoplane {

/// A line edit whose text is in the document as it is typed, so that undo is the document's; while the text
/// is wrong, Escape and undo take it back instead (takeBack).
class TextField : public QLineEdit {
    Q_OBJECT
  public:
    explicit TextField(QWidget* parent = nullptr);
    void setWrong(bool wrong) { m_wrong = wrong; }
    /// The text is as the person writes it; false once Return or another widget ended that.
    bool isBeingTyped() const { return m_typing; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void takeBack();
    /// Return, or the focus left.
    void typingFinished();

  protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void finish();

    bool m_wrong = false;
    bool m_typing = false;
};

} // namespace infoplane
