#pragma once

#include "charts/chart_state.h"
#include "charts/label.h"

#include <QGraphicsItem>

#include <functional>
#include <map>

namespace infoplane {

class MessageItem;

/// Where the names of present markers go: in the top part of the plot above them, spread sideways in order;
/// elsewhere at the first free place of above, right below, left, below, right, or where all of these are
/// taken farther out. A name that is not beside its marker is led to it by a line.
struct NamePlacement {
    struct Marker {
        QPointF at;
        QSizeF name; ///< width, height of capitals
    };
    double markerRadius = 7;
    double gap = 7; ///< between names side by side

    /// Middle of each name.
    std::vector<QPointF> place(const std::vector<Marker>& markers, const QRectF& plot) const;
    QRectF around(const QPointF& middle, const QSizeF& name) const;
    /// From the marker's edge to its name, where that does not stand beside it; null where it does.
    QLineF leader(const Marker& marker, const QPointF& middle) const;

  private:
    QPointF farPlace(const Marker& marker, const std::function<bool(const QPointF&)>& isFree) const;
};

/// What belongs to the present epoch: hollow starts of the paths, the line that joins its layers, its markers
/// with halos, their names, and the name of H(Y), which takes a place that they and the message leave free.
/// Over the trails.
class PresentItem : public QGraphicsItem {
  public:
    PresentItem(const ChartState& state, const MessageItem& message, QGraphicsItem* parent);
    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
    void frameChanged() { prepareGeometryChange(); }
    void lookChanged() { m_names.clear(); }

  private:
    QColor groundAt(const QPointF& place) const;
    void paintStarts(QPainter& painter) const;
    void paintGlide(QPainter& painter, int layer, const QPointF& to) const;
    void paintLower(QPainter& painter, int layer, const QPointF& upper) const;
    void paintMarker(QPainter& painter, int layer, const QPointF& at) const;
    void paintLabelLimitName(QPainter& painter, const std::vector<QRectF>& taken) const;
    const Label& name(int layer);

    const ChartState& m_state;
    const MessageItem& m_message;
    std::map<QString, Label> m_names;
};

} // namespace infoplane
