#pragma once

#include "export/figure_exporter.h"
#include "session/session.h"
#include "theme.h"

#include <QThreadPool>
#include <QTimer>
#include <QWidget>

#include <set>

class QGridLayout;
class QPushButton;
class QToolButton;

namespace infoplane {

class BackgroundJob;
class ElidedLabel;
class MultipleCell;
class SegmentedControl;
class StudyDocument;

/// The conditions of a study side by side, a small information plane for each, where a click shows that
/// condition; or over each other, a plane for each layer in which the conditions are the paths. All have the
/// same axes and the same present epoch, and show the seeds that the charts show: one, all, or their mean.
/// The window puts it in the place of the charts, and gives it the session's view whenever that changed.
class CompareView : public QWidget {
    Q_OBJECT
  public:
    explicit CompareView(StudyDocument& study, QWidget* parent = nullptr);
    ~CompareView() override;

    /// For the present, hidden layers and the scale of epochs.
    void setView(const SessionView& view);
    void setTheme(const Theme& theme);
    /// Which seeds of each condition are seen.
    void setSeeds(SessionView::Seeds seeds, bool leaveOutDead);
    void setOverlaid(bool overlaid);
    bool isOverlaid() const { return m_overlaid; }

    /// What is seen, for a figure; none while no condition has run.
    std::optional<FigureMultiples> figure() const;

    int count() const { return static_cast<int>(m_cells.size()); }
    /// Of a condition, or over each other of a layer.
    MultipleCell* cell(int index) const { return m_cells[static_cast<std::size_t>(index)]; }
    SegmentedControl* arrangement() const { return m_arrangement; }

  signals:
    void conditionChosen(int condition);
    void overlaidChanged();
    /// Back to the charts.
    void closeAsked();

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    /// The seeds of a resting condition seen together.
    struct Together {
        std::shared_ptr<const Session> session; ///< of which `record` is, or is being made
        bool leaveOutDead = true;
        std::shared_ptr<const SeedsRecord> record;
    };
    QWidget* makeHead();
    void takeStudy();
    void makeCells(int wanted);
    std::shared_ptr<const SeedsRecord> together(int condition, const std::shared_ptr<const Session>& session);
    SessionView viewOf(int condition);
    void takeCondition(int condition);
    void arrange();
    void refresh();
    void makeView(int condition);
    void putPresent(SessionView& view) const;
    void putWords(int condition);
    void putLayerWords(int index);
    void point(int layer, int epoch);

    StudyDocument& m_study;
    std::vector<MultipleCell*> m_cells;
    std::vector<SessionView> m_views;  ///< of the conditions
    std::vector<SessionView> m_layers; ///< the same over each other
    std::vector<Together> m_together;
    SessionView::Seeds m_seeds = SessionView::Seeds::One;
    bool m_leaveOutDead = true;
    bool m_overlaid = false;
    SessionView m_shown;
    std::set<int> m_changed;
    int m_revision = 0;
    QTimer m_timer;
    ElidedLabel* m_subtitle;
    SegmentedControl* m_arrangement;
    QPushButton* m_share;
    QToolButton* m_close;
    QWidget* m_grid;
    QGridLayout* m_layout;
    Theme m_theme;
    QThreadPool m_pool;
    BackgroundJob* m_job;
};

} // namespace infoplane
