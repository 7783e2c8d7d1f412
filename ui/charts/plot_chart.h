#pragma once

#include "charts/chart_metrics.h"
#include "charts/color_scale.h"
#include "charts/epoch_scale.h"
#include "charts/plot_frame.h"

#include <QCategoryAxis>
#include <QChart>
#include <QValueAxis>
#include <QVariantAnimation>

namespace infoplane {

/// How a chart is drawn: on which ground, how large, in which colours.
struct ChartLook {
    ChartMetrics metrics;
    Theme theme;
    ColorScale colors;
    QStringList families = uiFontFamilies();
};

/// A QChart with the axes of this program: plot edges at fixed gutters, so that charts one over the other
/// align; ticks 1-2-5 from 0 or at real epochs; a home range and a person's zoom, which outlives everything
/// but its own reset. What is drawn into the plot are items of subclasses.
class PlotChart : public QChart {
    Q_OBJECT
  public:
    enum class Across { Values, Epochs };
    /// Decades: the values of the axis are logarithms to the base of 10, written as what they are of.
    enum class Up { Values, Decades };

    explicit PlotChart(Across across, Up up = Up::Values, QGraphicsItem* parent = nullptr);

    void setLook(const ChartLook& look);
    const ChartLook& look() const { return m_look; }
    /// HTML.
    void setTitles(const QString& across, const QString& up);
    void setEpochScale(const EpochScale& scale);
    const EpochScale& epochScale() const { return m_scale; }

    /// Puts the plot in its place at once, for a chart that is painted without ever being shown.
    void settle() { placePlot(); }

    const PlotFrame& frame() const { return m_frame; }
    bool isZoomed() const { return m_zoomed; }
    void zoomAt(const QPointF& point, double factor);
    void zoomTo(const QRectF& rectangle);
    /// The area of `ranges` is not read.
    void zoomToRanges(const PlotFrame& ranges);
    void panBy(const QPointF& pixels);
    /// Back to the home range, in `milliseconds`.
    void resetZoom(int milliseconds = 0);

  signals:
    void frameChanged();
    void zoomedChanged(bool zoomed);

  protected:
    /// The whole range for a plot of this size; its `area` is not read.
    virtual PlotFrame home(const QSizeF& plot) const = 0;
    /// Called by subclasses when home() may have changed; eases the axes there unless a person has zoomed.
    void homeChanged(int milliseconds = 0);
    virtual void lookChanged() {}

    void resizeEvent(QGraphicsSceneResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void placePlot();
    void steerMargins();
    void setRanges(const PlotFrame& ranges);
    void rideTo(const PlotFrame& ranges, int milliseconds);
    void applyRanges();
    void setZoomed(bool zoomed);
    void fillEpochTicks();
    void fillDecades();
    void style(QAbstractAxis* axis);
    PlotFrame homeFrame() const;

    Across m_across;
    Up m_up;
    ChartLook m_look;
    EpochScale m_scale;
    QAbstractAxis* m_x;
    QValueAxis* m_y;
    PlotFrame m_frame;
    bool m_zoomed = false;
    bool m_placing = false;
    QVariantAnimation m_ride;
    PlotFrame m_rideFrom, m_rideTo;
};

} // namespace infoplane
