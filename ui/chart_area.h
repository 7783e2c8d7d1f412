#pragma once

#include "charts/session_view.h"
#include "export/figure_exporter.h"
#include "theme.h"

#include <QTimer>
#include <QWidget>

#include <array>
#include <functional>
#include <optional>

class QSplitter;

namespace infoplane {

class ActivityChartView;
class Banner;
class ChartPanel;
class DecisionView;
class GeneralizationView;
class GradientView;
class InformationByEpochView;
class InformationPlaneView;

/// The middle of the window: the charts, and over them a message when there is one. In a narrow window the
/// plane lies over one epoch chart; in a wide one it has the left, and a column of two epoch charts the
/// right. Which ones these are is chosen in their headers.
class ChartArea : public QWidget {
    Q_OBJECT
  public:
    static constexpr int leastWidth = 480;
    /// What can stand beside the plane, in the order in which it is offered.
    enum class Chart { Generalization, InformationByEpoch, Gradient, Activity, Decision };

    explicit ChartArea(QWidget* parent = nullptr);

    /// The plane and the information by epoch show `plane`, the losses `whole`; the two differ only while a
    /// coarse picture is shown.
    void setViews(const SessionView& whole, const SessionView& plane);
    void setTheme(const Theme& theme);
    void setWide(bool wide);
    bool isWide() const { return m_wide; }
    /// A newer picture is under way; said only if it lasts.
    void setUnderWay(std::optional<double> share);
    void resetZoom();
    /// What a person has made of the charts in sight, so that a figure looks as they do.
    void giveLook(FigureContent& content) const;
    /// What may stand in the place of the charts; the area owns it.
    void addStandIn(QWidget* widget);
    /// One of those, or null: the charts.
    void showInstead(QWidget* standIn);
    QWidget* standIn() const { return m_standIn; }
    /// In the upper (or only) place, or the lower one of a wide window. One that is in the other place
    /// already changes places.
    void showChart(Chart chart, int place = 0);
    Chart chartAt(int place) const { return m_places[static_cast<std::size_t>(place)]; }
    bool isShown(Chart chart) const;
    ChartPanel* panel(Chart chart) const { return m_choices[static_cast<std::size_t>(chart)].panel; }

    Banner* banner() const { return m_banner; }
    InformationPlaneView* plane() const { return m_plane; }
    GeneralizationView* generalization() const { return m_generalization; }
    InformationByEpochView* informationByEpoch() const { return m_byEpoch; }
    GradientView* gradient() const { return m_gradient; }
    ActivityChartView* activity() const { return m_activity; }
    DecisionView* decision() const { return m_decision; }
    /// One of the charts in sight is made from activity.
    bool needsActivity() const { return isShown(Chart::Activity) || isShown(Chart::Decision); }

    /// One of the charts in sight is made from the gradients of single samples.
    bool needsSampleGradients() const;

    /// Where the person put the dividers, for the narrow and the wide layout each.
    QByteArray saveState() const;
    void restoreState(const QByteArray& state);

  signals:
    /// A chart has come into sight that was not given any view yet.
    void viewsWanted();
    void epochPicked(int epoch);
    /// As ChartPanel tells it.
    void pickBegan();
    void pickTakenBack();
    /// The menu of a chart, as what it shows would stand in a figure.
    void menuAsked(infoplane::FigurePanel panel, const QPoint& globalPosition);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    /// A chart that can stand beside the plane.
    struct Choice {
        ChartPanel* panel;
        bool followsPlane; ///< shows the estimator's picture, coarse or not, else every measured epoch
        std::function<void(const SessionView&)> give;
        std::function<FigurePanel()> inFigure;
    };
    void makeChoices();
    void connectChoices();
    void placeCharts();
    void placeBanner();
    void rememberSizes();
    void applySizes();

    bool m_wide = false;
    Banner* m_banner;
    QSplitter* m_outer;
    QWidget* m_standIn = nullptr;
    QSplitter* m_column;
    InformationPlaneView* m_plane;
    GeneralizationView* m_generalization;
    InformationByEpochView* m_byEpoch;
    GradientView* m_gradient;
    ActivityChartView* m_activity;
    DecisionView* m_decision;
    std::vector<Choice> m_choices;
    std::array<Chart, 2> m_places = {Chart::Generalization, Chart::InformationByEpoch};
    QList<int> m_narrowSizes, m_wideSizes, m_columnSizes;
    std::optional<double> m_underWay;
    QTimer m_underWayDelay;
    std::vector<int> m_planeEpochs, m_wholeEpochs;
};

} // namespace infoplane
