#pragma once

#include "charts/chart_state.h"
#include "charts/trail_raster.h"

#include <QGraphicsItem>

namespace infoplane {

/// Under the trails of a plane: every other seed's path, faintly; or around the mean's the strip in which 95
/// % of resampled means lie. Up to the present.
///
/// On screen drawn into images, of paths only what is new; all anew when the plot, the look, or the values
/// change, or the present goes back. For a figure it paints paths.
class SeedsItem : public QGraphicsItem {
  public:
    SeedsItem(const ChartState& state, QGraphicsItem* parent);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;

    /// Values, plot or look are others.
    void redrawAll();

  private:
    bool hasContent() const;
    int presentEpoch() const;
    void bringUpToDate(double pixelRatio);
    void drawPaths();
    void drawStrip(int layer, int first, int last);
    /// A mean's spread at a measured epoch, in the plot.
    QRectF place(int layer, int index) const;
    bool isNear(int layer, int one, int other) const;
    /// What it covers on its way from one epoch to a later one.
    QPolygonF cover(int layer, int from, int to) const;
    void paintPathVectors(QPainter& painter) const;
    void paintStripVectors(QPainter& painter) const;

    const ChartState& m_state;
    TrailRaster m_paths;
    std::vector<QImage> m_strips;     ///< one a layer: where it folds over itself it replaces what is there
    std::vector<std::size_t> m_drawn; ///< by path: how many epochs are in the image
    int m_last = -1;                  ///< last epoch whose spread is in the images
    double m_ratio = 0;
};

} // namespace infoplane
