#pragma once

#include "charts/session_view.h"
#include "session/ensemble.h"
#include "theme.h"

#include <QWidget>

class QLabel;
class QMenuBar;
class QToolButton;
class QPushButton;

namespace infoplane {

class ComboField;
class ElidedLabel;

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
    /// One seed of several, and what became of it.
    struct SeedChoice {
        int seed = 0;
        SeedState state = SeedState::Alive;
        bool operator==(const SeedChoice&) const = default;
    };
    /// Several seeds: choosers; one: none.
    void setSeeds(const std::vector<SeedChoice>& seeds, int shown);
    /// Which of them are seen together.
    void setSeedsSeen(SessionView::Seeds seeds, bool leaveOutDead);
    void setExportEnabled(bool enabled, const QString& reason);
    void setTheme(const Theme& theme);

  signals:
    void exportAsked();
    void lectureAsked();
    void seedChosen(int seed);
    void seedsSeenChosen(infoplane::SessionView::Seeds seeds, bool leaveOutDead);
    void leftPanelAsked();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void fillSeen();
    void elideTitle();

    Theme m_theme;
    QString m_titleText;
    std::vector<SeedChoice> m_seeds;
    QMenuBar* m_menuBar;
    QToolButton* m_panelButton;
    QLabel* m_title;
    ElidedLabel* m_spec;
    ComboField* m_seen;
    ComboField* m_seed;
    QPushButton* m_lecture;
    QPushButton* m_export;
};

} // namespace infoplane
