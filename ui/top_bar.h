#pragma once

#include "theme.h"

#include <QWidget>

class QLabel;
class QMenuBar;
class QToolButton;
class QPushButton;

namespace infoplane {

class ComboField;

/// The head of the window: menu bar as wide as the left panel, title, the spec in one line, a chooser of the
/// seed where there are several, Lecture and Export.
class TopBar : public QWidget {
    Q_OBJECT
  public:
    explicit TopBar(QWidget* parent = nullptr);

    QMenuBar* menuBar() const { return m_menuBar; }
    /// The menu bar's share of the width; 0: as much as it needs.
    void setMenuWidth(int width);
    /// The button that brings the left panel back is there while it is folded.
    void setLeftPanelFolded(bool folded);
    void setTitle(const QString& title, const QString& specLine);
    /// Several seeds: a chooser; one: none.
    void setSeeds(const std::vector<int>& seeds, int shown);
    void setExportEnabled(bool enabled, const QString& reason);
    void setTheme(const Theme& theme);

  signals:
    void exportAsked();
    void lectureAsked();
    void seedChosen(int seed);
    void leftPanelAsked();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void elide();

    Theme m_theme;
    QString m_titleText, m_specText;
    std::vector<int> m_seeds;
    QMenuBar* m_menuBar;
    QToolButton* m_panelButton;
    QLabel* m_title;
    QLabel* m_spec;
    QLabel* m_seedLabel;
    ComboField* m_seed;
    QPushButton* m_lecture;
    QPushButton* m_export;
};

} // namespace infoplane
