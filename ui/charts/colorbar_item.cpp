#include "charts/colorbar_item.h"

#include "charts/label.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

namespace infoplane {

namespace {
constexpr double labelGap = 2.0 / 3; ///< between bar and epochs, in widths of the bar
} // namespace

ColorbarItem::ColorbarItem(const ChartState& state, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_state(state) {
    setZValue(10);
}

QRectF ColorbarItem::bar() const {
    const QRectF plot = m_state.frame.area;
    const ChartMetrics& m = m_state.look.metrics;
    return {plot.right() + m.barGap, plot.top() + m.barTop, m.barWidth, plot.height() - m.barTop};
}

double ColorbarItem::room(const EpochScale& scale, const ChartLook& look) {
    const ChartMetrics& m = look.metrics;
    double widest = 0;
    for (const int epoch : scale.ticks())
        widest = std::max(widest, Label(look.families, m.limitType).plain(QLocale().toString(epoch)).width());
    return m.barGap + m.barWidth + labelGap * m.barWidth + widest;
}

QRectF ColorbarItem::boundingRect() const {
    const QRectF plot = m_state.frame.area;
    const ChartMetrics& m = m_state.look.metrics;
    return {plot.right() + 2, plot.top() - 2, m.gutters.right() - 2, plot.height() + m.tickType};
}

void ColorbarItem::followPresent() {
    constexpr double visible = 0.4; // pixels
    if (std::abs(m_state.presentPosition() - m_shown) * bar().height() > visible)
        redraw();
}

void ColorbarItem::redraw() {
    m_shown = m_state.presentPosition();
    update();
}

void ColorbarItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const QRectF bar = this->bar();
    const ChartLook& look = m_state.look;
    const ChartMetrics& m = look.metrics;
    if (!m.colorbar || bar.height() < 4 * m.tickType)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    const double unit = m.barWidth / 9;
    const double present = m_state.vectors ? m_state.presentPosition() : m_shown;
    const auto level = [&](double position) { return bar.bottom() - position * bar.height(); };

    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    gradient.setStops(look.colors.stops());
    const auto fill = [&](double from, double to, double opacity) {
        QGradientStops stops = look.colors.stops();
        for (QGradientStop& stop : stops)
            stop.second.setAlphaF(static_cast<float>(opacity));
        gradient.setStops(stops);
        QPainterPath rounded, part;
        rounded.addRoundedRect(bar, 2 * unit, 2 * unit);
        part.addRect(QRectF(bar.left(), level(to), bar.width(), level(from) - level(to)));
        painter->fillPath(rounded.intersected(part), gradient);
    };
    if (present < 1)
        fill(std::max(present, 0.0), 1, futureOpacity);
    if (present > 0)
        fill(0, present, 1);

    painter->setPen(QPen(look.theme.axis, m.axisLine));
    const QFont font = chartFont(look.families, m.limitType);
    for (const int epoch : m_state.view.scale.ticks()) {
        const double y = level(m_state.view.scale.position(epoch));
        painter->setPen(QPen(look.theme.axis, m.axisLine));
        painter->drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4 * unit, y));
        Label label(look.families, m.limitType);
        label.plain(QLocale().toString(epoch));
        label.paint(*painter, {bar.right() + labelGap * m.barWidth, y + label.capHeight() / 2},
                    look.theme.text2);
    }
    Label word(look.families, m.limitType);
    word.plain(QCoreApplication::translate("Colorbar", "epoch"));
    word.paint(*painter, {bar.left(), bar.top() - 0.9 * m.limitType}, look.theme.text2);

    if (present < 0 || !m.cursor)
        return;
    const double y = level(present);
    painter->setPen(QPen(look.theme.text, 1.2 * unit));
    painter->drawLine(QPointF(bar.left(), y), QPointF(bar.right() + 3 * unit, y));
    painter->setPen(Qt::NoPen);
    painter->setBrush(look.theme.text);
    painter->drawPolygon(QPolygonF{{bar.left() - 7 * unit, y - 4.5 * unit},
                                   {bar.left() - 7 * unit, y + 4.5 * unit},
                                   {bar.left() - 0.5 * unit, y}});
}

} // namespace infoplane
