#pragma once

#include "charts/chart_panel.h"
#include "charts/hover_item.h"

namespace infoplane {

class PlaneChart;

/// The information plane with its header. Hand it the session's view whenever something changed, however
/// little: it copies only what is new, and draws when the window is painted.
class InformationPlaneView : public ChartPanel {
    Q_OBJECT
  public:
    explicit InformationPlaneView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    PlaneChart* planeChart() const { return m_plane; }
    QString description() const override;

  public slots:
    void setJoins(bool on);
    void setLimits(bool on);

  signals:
    void joinsChanged(bool on);
    void limitsChanged(bool on);
    /// Layer and index into the measured epochs; -1, -1: nothing.
    void pointHovered(int layer, int index);

  private:
    void hoverAt(const QPointF& place);
    void clickAt(const QPointF& place);
    void leave();

    PlaneChart* m_plane;
    QToolButton* m_joins;
    QToolButton* m_limits;
    QTimer m_tipDelay;
    PlanePoint m_pinned;
};

} // namespace infoplane
