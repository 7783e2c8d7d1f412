#pragma once

#include "charts/epoch_chart.h"

#include <QGraphicsItem>

namespace infoplane {

/// Curves of an epoch chart up to the present, the time cursor, and what stands beside it. Lines have at most
/// four points a device pixel across: first, lowest, highest, last.
class CurvesItem : public QGraphicsItem {
  public:
    CurvesItem(const EpochChart& chart, QGraphicsItem* parent);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }

  private:
    struct Name {
        QString text, figure;
        QColor color;
        double y; ///< where it would like to be
        int layer = -1;
    };

    const ChartState& state() const { return m_chart.state(); }
    double positionOf(int index) const { return state().epochPosition(index); }
    /// Pixels of a curve up to the present, cut to the plot across.
    template <typename Values>
    std::vector<std::pair<int, QPointF>> thinned(const Values& values, double ratio) const;
    void paintLosses(QPainter& painter, double ratio) const;
    void paintLayers(QPainter& painter, double ratio) const;
    void paintCursor(QPainter& painter) const;
    void paintNames(QPainter& painter, std::vector<Name> names, double x) const;
    double presentX() const;
    double presentValue(const std::function<double(int)>& values) const;

    const EpochChart& m_chart;
};

/// "0.143", "< 0.001", with a true minus sign.
QString lossText(double value);

} // namespace infoplane
