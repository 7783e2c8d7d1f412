#pragma once

#include "charts/epoch_chart.h"
#include "charts/trail_raster.h"

#include <QGraphicsItem>

#include <functional>

namespace infoplane {

/// Curves of an epoch chart up to the present, the time cursor, and what stands beside it.
///
/// On screen all measured epochs are drawn once into images, only the new ones as they come, and the present
/// merely says up to where the images are shown: so neither film nor dragging draws a curve again. For a
/// figure lines are paths of at most four points a pixel: first, lowest, highest, last.
class CurvesItem : public QGraphicsItem {
  public:
    CurvesItem(const EpochChart& chart, QGraphicsItem* parent);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    /// Before the plot changes.
    void frameChanged() { prepareGeometryChange(); }
    /// Values, plot, look or quantity are others.
    void redrawAll();
    /// So much is written right of the present: names of layers or of the losses, with values or without.
    static double nameRoom(const SessionView& view, bool ofLayers, bool figures, const ChartLook& look);
    int epochsDrawn() const { return m_epochsDrawn; }

  private:
    struct Curve {
        std::function<double(int)> value;
        int layer = -1; ///< else the test or train curve
        bool test = false;
        QPointF reach; ///< last point drawn
        bool started = false;
        int step = -1;
        double length = 0;                       ///< of the path, for dashes
        bool reference = false;                  ///< what an exact estimator says of the layer
        const SeedsRecord::Path* path = nullptr; ///< of another seed, faint; without name and marker
        bool isMain() const { return !reference && !path; }
    };
    struct Reach { ///< where an area between two curves ends
        double x = 0, upper = 0, lower = 0;
        int column = 0;
        bool started = false;
    };
    struct Name {
        QString text, figure;
        QColor color;
        double y; ///< where it would like to be
        int layer = -1;
        QString off = {}; ///< from the reference
    };

    const ChartState& state() const { return m_chart.state(); }
    double positionOf(int index) const { return state().epochPosition(index); }
    std::vector<Curve> curves() const;
    void bringUpToDate(double pixelRatio);
    void drawEpoch(int index);
    void drawGap(int index);
    void drawBands(int index);
    void drawArea(Reach& reach, double x, double upper, double lower, QRgb color, double opacity);
    void paintBandVectors(QPainter& painter, int layer) const;
    void paintDashed(QPainter& painter, const QPolygonF& points, double width, const QColor& color) const;
    void drawPiece(Curve& curve, const QPointF& to, int step);
    void paintImages(QPainter& painter);
    void paintVectors(QPainter& painter) const;
    std::vector<std::pair<int, QPointF>> thinned(const Curve& curve) const;
    void paintLossesPresent(QPainter& painter) const;
    void paintLayersPresent(QPainter& painter) const;
    void paintCursor(QPainter& painter) const;
    std::vector<double> rowsFor(const std::vector<Name>& names, double row) const;
    void paintNames(QPainter& painter, std::vector<Name> names, double x) const;
    void paintLeader(QPainter& painter, const QPointF& end, const QPointF& name, double height) const;
    double presentX() const;
    double presentValue(const Curve& curve) const;

    const EpochChart& m_chart;
    TrailRaster m_gap, m_lines;
    std::vector<Curve> m_curves;
    Reach m_gapReach;                 ///< of the area between the losses
    std::vector<Reach> m_bandReaches; ///< of those between the bounds of each curve
    double m_ratio = 0;
    int m_drawn = -1;
    int m_epochsDrawn = 0;
};

/// "0.143", "< 0.001", with a true minus sign.
QString lossText(double value);

} // namespace infoplane
