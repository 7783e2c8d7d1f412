#pragma once

#include "export/figure_exporter.h"
#include "theme.h"

#include <QTimer>
#include <QWidget>

#include <set>

class QGridLayout;
class QPushButton;
class QToolButton;

namespace infoplane {

class ElidedLabel;
class MultipleCell;
class StudyDocument;

/// The conditions of a study side by side: small information planes with the same axes, at the same present
/// epoch. A click on one shows that condition. The window puts it in the place of the charts, and gives it
/// the session's view whenever that changed.
class CompareView : public QWidget {
    Q_OBJECT
  public:
    explicit CompareView(StudyDocument& study, QWidget* parent = nullptr);
    ~CompareView() override;

    /// For the present, hidden layers and the scale of epochs.
    void setView(const SessionView& view);
    void setTheme(const Theme& theme);

    /// What is seen, for a figure; none while no condition has run.
    std::optional<FigureMultiples> figure() const;

    int count() const { return static_cast<int>(m_cells.size()); }
    MultipleCell* cell(int condition) const { return m_cells[static_cast<std::size_t>(condition)]; }

  signals:
    void conditionChosen(int condition);
    /// Back to the charts.
    void closeAsked();

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QWidget* makeHead();
    void takeStudy();
    void takeCondition(int condition);
    void arrange();
    void refresh();
    void makeView(int condition);
    void putPresent(SessionView& view) const;
    void putWords(int condition);
    void point(int layer, int epoch);

    StudyDocument& m_study;
    std::vector<MultipleCell*> m_cells;
    std::vector<SessionView> m_views;
    SessionView m_shown;
    std::set<int> m_changed;
    int m_revision = 0;
    QTimer m_timer;
    ElidedLabel* m_subtitle;
    QPushButton* m_share;
    QToolButton* m_close;
    QWidget* m_grid;
    QGridLayout* m_layout;
    Theme m_theme;
};

} // namespace infoplane
