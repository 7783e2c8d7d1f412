#pragma once

#include "charts/plot_chart.h"

#include <QPolygonF>

namespace infoplane {

class FunctionItem;

/// Curves of functions, with marks across and levels up: for what is neither the plane nor over epochs.
class FunctionChart : public PlotChart {
    Q_OBJECT
  public:
    struct Curve {
        QPolygonF points; ///< in values of the axes, from left to right; a NaN breaks it
        QColor color;
        double width = 2;
    };
    explicit FunctionChart(QGraphicsItem* parent = nullptr);

    /// HTML.
    void setAxisTitles(const QString& across, const QString& up);
    void setRange(double left, double right, double bottom, double top);
    void setCurves(std::vector<Curve> curves);
    const std::vector<Curve>& curves() const { return m_curves; }
    /// Thin lines across the plot, such as the edges of bins; every second band between them is tinted.
    void setLevels(std::vector<double> levels);
    const std::vector<double>& levels() const { return m_levels; }
    /// A line up the plot and a dot on each curve there; NaN: none.
    void setMark(double across);
    double mark() const { return m_mark; }
    /// Of the first curve, between its points; NaN outside.
    double valueAt(double across) const;

  protected:
    PlotFrame home(const QSizeF& plot) const override;
    void lookChanged() override;

  private:
    friend class FunctionItem;
    FunctionItem* m_item;
    PlotFrame m_range;
    std::vector<Curve> m_curves;
    std::vector<double> m_levels;
    double m_mark = std::nan("");
};

} // namespace infoplane
