#pragma once

#include <QDialog>

class QTabWidget;

namespace infoplane {

/// Keys, a five-minute tour, and what this program is; stays open beside the main window.
class HelpWindow : public QDialog {
    Q_OBJECT
  public:
    HelpWindow(const std::vector<std::pair<QString, QString>>& keys, QWidget* parent);

    void showTour();
    void showAbout();

  private:
    void showPage(int page);

    QTabWidget* m_pages;
};

} // namespace infoplane
