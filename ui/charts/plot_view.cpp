#include "charts/plot_view.h"

#include "charts/plot_chart.h"

#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace infoplane {

namespace {
constexpr double wheelFactor = 1.25;
constexpr double notch = 120;
constexpr double steady = 4; ///< pixels a click may move
} // namespace

PlotView::PlotView(PlotChart* chart, Drag drag, QWidget* parent)
    : QChartView(chart, parent)
    , m_chart(chart)
    , m_drag(drag)
    , m_band(new QRubberBand(QRubberBand::Rectangle, this)) {
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setViewportUpdateMode(QGraphicsView::MinimalViewportUpdate);
    setOptimizationFlag(QGraphicsView::DontSavePainterState);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    setMinimumSize(120, 80);
}

QPointF PlotView::place(const QPointF& pixel) const {
    return m_chart->mapFromScene(viewportTransform().inverted().map(pixel));
}

bool PlotView::inPlot(const QPointF& point) const {
    return m_chart->frame().area.contains(point);
}

void PlotView::wheelEvent(QWheelEvent* event) {
    const QPointF at = place(event->position());
    if (!inPlot(at) || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    m_chart->zoomAt(at, std::pow(wheelFactor, event->angleDelta().y() / notch));
    event->accept();
}

void PlotView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_pressed = m_last = place(event->position());
    m_moved = false;
    emit pickBegan();
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_hand = Hand::Pans;
        viewport()->setCursor(Qt::ClosedHandCursor);
    } else {
        m_hand = m_drag == Drag::Zooms || event->modifiers().testFlag(Qt::ControlModifier) ? Hand::Zooms
                                                                                           : Hand::Picks;
        if (m_hand == Hand::Picks)
            emit picked(m_pressed);
    }
    event->accept();
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = place(event->position());
    if (m_hand != Hand::Idle && (at - m_pressed).manhattanLength() > steady)
        m_moved = true;
    switch (m_hand) {
    case Hand::Idle:
        emit hovered(at);
        break;
    case Hand::Pans:
        m_chart->panBy(at - m_last);
        break;
    case Hand::Picks:
        emit picked(at);
        break;
    case Hand::Zooms:
        if (m_moved) {
            const QRectF band = QRectF(m_pressed, at).normalized().intersected(m_chart->frame().area);
            m_band->setGeometry(mapFromScene(m_chart->mapRectToScene(band)).boundingRect());
            m_band->show();
        }
        break;
    }
    m_last = at;
    event->accept();
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const Hand hand = m_hand;
    m_hand = Hand::Idle;
    viewport()->unsetCursor();
    m_band->hide();
    const QPointF at = place(event->position());
    if (hand == Hand::Zooms && m_moved)
        m_chart->zoomTo(QRectF(m_pressed, at));
    else if (hand == Hand::Zooms)
        emit clicked(at);
    event->accept();
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        emit pickTakenBack();
        emit resetAsked();
    }
    event->accept();
}

void PlotView::leaveEvent(QEvent* event) {
    emit left();
    QChartView::leaveEvent(event);
}

} // namespace infoplane
