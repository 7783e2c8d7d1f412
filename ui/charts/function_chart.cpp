#include "charts/function_chart.h"

#include <QGraphicsItem>
#include <QPainter>

#include <algorithm>

namespace infoplane {

/// All that is inside the plot.
class FunctionItem : public QGraphicsItem {
  public:
    explicit FunctionItem(const FunctionChart& chart, QGraphicsItem* parent)
        : QGraphicsItem(parent)
        , m_chart(chart) {
        setZValue(20);
    }
    QRectF boundingRect() const override { return m_chart.frame().area.adjusted(-8, -8, 8, 8); }
    void frameChanged() { prepareGeometryChange(); }

    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        const PlotFrame& f = m_chart.frame();
        if (!f.area.isValid())
            return;
        const ChartLook& look = m_chart.look();
        painter->setRenderHint(QPainter::Antialiasing);
        paintLevels(*painter);
        if (std::isfinite(m_chart.mark()) && m_chart.mark() >= f.left && m_chart.mark() <= f.right) {
            painter->setPen(QPen(look.theme.cursor, look.metrics.axisLine));
            painter->drawLine(QPointF(f.x(m_chart.mark()), f.area.top()),
                              QPointF(f.x(m_chart.mark()), f.area.bottom()));
        }
        for (const FunctionChart::Curve& curve : m_chart.curves()) {
            painter->setPen(QPen(curve.color, curve.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            for (qsizetype i = 1; i < curve.points.size(); ++i) {
                QPointF from = f.map(curve.points[i - 1].x(), curve.points[i - 1].y());
                QPointF to = f.map(curve.points[i].x(), curve.points[i].y());
                if (std::isfinite(from.y()) && std::isfinite(to.y()) && f.cut(from, to))
                    painter->drawLine(from, to);
            }
        }
        const QPointF dot(f.x(m_chart.mark()), f.y(m_chart.valueAt(m_chart.mark())));
        if (std::isfinite(dot.x()) && std::isfinite(dot.y()) && f.holds(dot)) {
            painter->setPen(QPen(look.theme.chart, 1.5));
            painter->setBrush(m_chart.curves().front().color);
            painter->drawEllipse(dot, look.metrics.dot + 1, look.metrics.dot + 1);
            painter->setBrush(Qt::NoBrush);
        }
    }

  private:
    void paintLevels(QPainter& painter) const {
        const PlotFrame& f = m_chart.frame();
        const ChartLook& look = m_chart.look();
        const std::vector<double>& levels = m_chart.levels();
        for (std::size_t i = 0; i + 1 < levels.size(); i += 2) {
            const double top = std::clamp(f.y(levels[i + 1]), f.area.top(), f.area.bottom());
            const double bottom = std::clamp(f.y(levels[i]), f.area.top(), f.area.bottom());
            if (bottom - top > 1)
                painter.fillRect(QRectF(f.area.left(), top, f.area.width(), bottom - top), look.theme.wall);
        }
        painter.setPen(QPen(look.theme.limit, 0.5 * look.metrics.limitLine));
        for (const double level : levels)
            if (level >= f.bottom && level <= f.top)
                painter.drawLine(QPointF(f.area.left(), f.y(level)), QPointF(f.area.right(), f.y(level)));
    }

    const FunctionChart& m_chart;
};

FunctionChart::FunctionChart(QGraphicsItem* parent)
    : PlotChart(Across::Values, Up::Values, parent)
    , m_item(new FunctionItem(*this, this)) {
    connect(this, &PlotChart::frameChanged, this, [this] {
        m_item->frameChanged();
        m_item->update();
    });
    setLook({ChartMetrics::screen(), lightTheme(), ColorScale()});
}

void FunctionChart::lookChanged() {
    m_item->update();
}

void FunctionChart::setAxisTitles(const QString& across, const QString& up) {
    setTitles(across, up);
}

void FunctionChart::setRange(double left, double right, double bottom, double top) {
    m_range.left = left, m_range.right = right, m_range.bottom = bottom, m_range.top = top;
    homeChanged();
}

void FunctionChart::setCurves(std::vector<Curve> curves) {
    m_curves = std::move(curves);
    m_item->update();
}

void FunctionChart::setLevels(std::vector<double> levels) {
    m_levels = std::move(levels);
    m_item->update();
}

void FunctionChart::setMark(double across) {
    m_mark = across;
    m_item->update();
}

double FunctionChart::valueAt(double across) const {
    if (m_curves.empty() || !std::isfinite(across))
        return std::nan("");
    const QPolygonF& points = m_curves.front().points;
    const auto after = std::lower_bound(points.begin(), points.end(), across,
                                        [](const QPointF& point, double x) { return point.x() < x; });
    if (after == points.end() || (after == points.begin() && after->x() > across))
        return std::nan("");
    if (after == points.begin() || after->x() == across)
        return after->y();
    const QPointF before = *(after - 1);
    return before.y() + (across - before.x()) / (after->x() - before.x()) * (after->y() - before.y());
}

PlotFrame FunctionChart::home(const QSizeF&) const {
    return m_range;
}

} // namespace infoplane
