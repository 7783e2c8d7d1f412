#pragma once

#include "charts/chart_panel.h"
#include "charts/hover_item.h"

class QPushButton;

namespace infoplane {

class PlaneChart;

/// The information plane with its header. Hand it the session's view whenever something changed, however
/// little: it copies only what is new, and draws when the window is painted.
class InformationPlaneView : public ChartPanel {
    Q_OBJECT
  public:
    explicit InformationPlaneView(QWidget* parent = nullptr);

    void setView(const SessionView& view);
    /// A file is being opened; empty: none.
    void setOpening(const QString& sentence);
    PlaneChart* planeChart() const { return m_plane; }
    QString description() const override;
    /// Where there is no I(T;Y), a button under the reason brings the chart that needs none; not where that
    /// chart is in sight.
    void setByEpochOffered(bool offered);

  public slots:
    void setJoins(bool on);
    void setLimits(bool on);

  signals:
    void joinsChanged(bool on);
    void limitsChanged(bool on);
    /// Layer and index into the measured epochs; -1, -1: nothing.
    void pointHovered(int layer, int index);
    /// Information by epoch is wanted.
    void byEpochAsked();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void placeButton();
    void hoverAt(const QPointF& place);
    void clickAt(const QPointF& place);
    void leave();

    PlaneChart* m_plane;
    QToolButton* m_joins;
    QToolButton* m_limits;
    QPushButton* m_byEpoch;
    bool m_byEpochOffered = true;
    QString m_opening;
    QTimer m_tipDelay;
    PlanePoint m_pinned;
};

} // namespace infoplane
