#pragma once

#include <QObject>

class QKeyEvent;

namespace infoplane {

/// Decides between the window's own keys (Space, arrows, Home, End, letters) and the widget that has the
/// focus. Qt gives a shortcut every key no widget claims, so Space would never press a button reached with
/// Tab, and Right never move a slider. Here such a widget keeps its keys; but a button or list that has the
/// focus only because it was clicked does not: after a click on Restart, Space plays and pauses.
class KeyGuard : public QObject {
    Q_OBJECT
  public:
    explicit KeyGuard(QObject* parent);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    bool keepsKey(const QObject* widget, const QKeyEvent& event) const;

    bool m_focusByKeyboard = false;
};

} // namespace infoplane
