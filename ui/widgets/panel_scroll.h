#pragma once

#include <QScrollArea>

namespace infoplane {

/// Scrolls a panel's page upright. The bar lies over the page's right margin, so that the controls stay where
/// they are when it comes. The page keeps a right margin of size::panelMargin free.
class PanelScroll : public QScrollArea {
    Q_OBJECT
  public:
    explicit PanelScroll(QWidget* page, QWidget* parent = nullptr);
    /// The page is never squeezed below the height it asks for: it scrolls.
    void setWholePage(bool whole);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void place();

    QScrollBar* m_bar;
    bool m_whole = false;
};

} // namespace infoplane
