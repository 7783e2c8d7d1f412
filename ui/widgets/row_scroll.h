#pragma once

#include <QScrollArea>

class QToolButton;

namespace infoplane {

struct Theme;

/// Scrolls a row of widgets sideways, by the wheel and by an arrow over either end, which is seen only where
/// there is more on that side. The arrows lie over the row, so that nothing moves when one comes.
class RowScroll : public QScrollArea {
    Q_OBJECT
  public:
    explicit RowScroll(QWidget* row, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);
    /// Brings one of the row's widgets into sight and clear of the arrows.
    void showWhole(const QWidget* shown);
    QToolButton* backArrow() const { return m_back; }
    QToolButton* onArrow() const { return m_on; }

  signals:
    void roomChanged(); ///< of the row, or for it: what was in sight may be so no longer

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

  private:
    QToolButton* makeArrow(const QString& name, int direction);
    void placeArrows();

    QToolButton* m_back;
    QToolButton* m_on;
};

} // namespace infoplane
