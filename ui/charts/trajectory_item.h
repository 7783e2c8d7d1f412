#pragma once

#include "charts/chart_state.h"
#include "charts/trail_raster.h"

#include <QGraphicsItem>
#include <QImage>

namespace infoplane {

/// The layers' paths up to the present: points in the colour of their epoch, the line between them, the lines
/// that join the layers of some epochs, and the band of estimators that give two bounds.
///
/// On screen it draws only the epochs that are new into images at the screen's pixel ratio, and lays those on
/// the chart; all is drawn anew when the plot, the look, or the values change, or the present goes back. For
/// a figure it paints paths.
class TrajectoryItem : public QGraphicsItem {
  public:
    TrajectoryItem(const ChartState& state, QGraphicsItem* parent);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

    /// Values, plot or look are others.
    void redrawAll();
    /// Epochs were appended or the present moved; cheap.
    void followPresent();

    /// Epochs drawn from nothing since the item was made, and images made; for tests and measurements.
    int epochsDrawn() const { return m_epochsDrawn; }
    QSize imageSize() const { return m_points.image().size(); }
    QImage pointImage() const { return m_points.image().copy(); }

  private:
    struct Reach { ///< a layer's last point that was drawn
        int index = -1;
        QPointF at, lower;
        int step = -1;
    };

    void bringUpToDate(double pixelRatio);
    void drawEpoch(int index);
    void drawBand(std::size_t layer, const Reach& from, const QPointF& to, const QPointF& toLower, int step);
    QImage blank() const;
    void paintVectors(QPainter& painter) const;
    void paintBandVectors(QPainter& painter, int layer, int last) const;
    bool drawsJoins() const;
    /// `next` counts the joins drawn so far.
    bool isJoined(int index, int& next) const;
    void paintJoin(QPainter& painter, int index) const;
    bool pointsOnly() const;

    const ChartState& m_state;
    QImage m_under; ///< joins and edges of bands
    /// The strip of each layer; one that folds over itself replaces what is there, so no streaks add up.
    std::vector<QImage> m_strips;
    TrailRaster m_points;
    double m_ratio = 0;
    int m_drawn = -1; ///< last index in the images
    int m_nextJoin = 0;
    bool m_pointsOnly = false;
    std::vector<Reach> m_reach;
    std::vector<int> m_marks;
    int m_epochsDrawn = 0;
};

} // namespace infoplane
