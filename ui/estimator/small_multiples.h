#pragma once

#include "charts/session_view.h"
#include "document/session_document.h"
#include "estimator/multiples_set.h"
#include "estimator/multiples_views.h"
#include "export/figure_exporter.h"
#include "session/multiples_estimates.h"
#include "theme.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <set>

class QGridLayout;
class QToolButton;

namespace infoplane {

class ElidedLabel;
class MultipleCell;
class SegmentedControl;

/// The shown seed of the session under several estimators side by side: small information planes with the
/// same axes, at the same present epoch, each named by what sets it apart; where one of them has no I(T;Y),
/// I(X;T) by epoch in place of all planes. A click on one makes its estimator the session's.
///
/// It estimates only while it can be seen, in the background, and follows a run every second or so. The
/// window puts it in the place of the charts, and gives it the session's view whenever that changed.
class SmallMultiples : public QWidget {
    Q_OBJECT
  public:
    explicit SmallMultiples(SessionDocument* document, QWidget* parent = nullptr);
    ~SmallMultiples() override;

    /// For the present, hidden layers and the scale of epochs.
    void setView(const SessionView& view);
    void setTheme(const Theme& theme);
    void setSet(MultiplesSet set);
    MultiplesSet set() const { return m_set; }

    int count() const { return static_cast<int>(m_multiples.size()); }
    const Multiple& multiple(int index) const { return m_multiples[static_cast<std::size_t>(index)]; }
    MultipleCell* cell(int index) const { return m_cells[static_cast<std::size_t>(index)]; }
    const MultiplesEstimates& estimates() const { return m_estimates; }

    /// The planes with all their names, as they are shown.
    QImage image(double pixelRatio) const;
    /// The same for a figure; nothing where no epoch has been estimated.
    std::optional<FigureMultiples> figure() const;

  public slots:
    void copyImage() const;

  signals:
    /// Back to the charts.
    void closeAsked();

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    class Grid;
    QWidget* makeHead();
    void takeRun();
    void takeEpochs();
    void takeSpec();
    void takeUrgency();
    void chooseMultiples();
    void arrange();
    void nameValues();
    void markPresentEstimator();
    void makeView(int index);
    void refreshViews();
    void putPresent(SessionView& view) const;
    void putProgress(int index);
    void point(int layer, int epoch);
    QString subtitle() const;
    Session frame() const;
    int columns() const;

    SessionDocument* m_document;
    MultiplesEstimates m_estimates;
    MultiplesSet m_set = MultiplesSet::Values;
    std::vector<Multiple> m_multiples;
    std::map<std::string, EstimatorSettings> m_lastUsed;
    std::vector<MultipleCell*> m_cells;
    MultipleViews m_views; ///< of the cells
    SessionView m_shown;   ///< the session's
    int m_revision = 0;
    bool m_runIsStale = true;
    SampleSet m_samples = SampleSet::All;
    std::set<int> m_changed; ///< pictures that are newer than their views
    QTimer m_epochTimer, m_choiceTimer, m_viewTimer;

    ElidedLabel* m_subtitle;
    SegmentedControl* m_sets;
    QToolButton* m_copy;
    QToolButton* m_close;
    Grid* m_grid;
    QGridLayout* m_layout;
    Theme m_theme;
};

} // namespace infoplane
