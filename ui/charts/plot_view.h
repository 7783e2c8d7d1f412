#pragma once

#include <QChartView>
#include <QRubberBand>

namespace infoplane {

class PlotChart;

/// A chart under a person's hands. Wheel zooms at the pointer, Shift-drag pans, double click resets; a plain
/// drag zooms to a rectangle or, over epochs, moves the present: there Ctrl-drag zooms. Places are in the
/// chart's coordinates.
class PlotView : public QChartView {
    Q_OBJECT
  public:
    enum class Drag { Zooms, Picks };

    PlotView(PlotChart* chart, Drag drag, QWidget* parent = nullptr);

  signals:
    void hovered(const QPointF& place);
    void left();
    void clicked(const QPointF& place);
    /// While a person presses or drags over epochs.
    void picked(const QPointF& place);
    void resetAsked();
    /// Before what a press may pick, and when the press turns out to be half of a double click.
    void pickBegan();
    void pickTakenBack();

  protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    enum class Hand { Idle, Pans, Zooms, Picks };
    QPointF place(const QPointF& pixel) const;
    bool inPlot(const QPointF& place) const;

    PlotChart* m_chart;
    Drag m_drag;
    Hand m_hand = Hand::Idle;
    QPointF m_pressed, m_last;
    bool m_moved = false;
    QRubberBand* m_band;
};

} // namespace infoplane
