#include "charts/curves_item.h"

#include "charts/label.h"
#include "charts/layer_marker.h"
#include "widgets/live_number.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace infoplane {

namespace {

QPolygonF points(const std::vector<std::pair<int, QPointF>>& thinned) {
    QPolygonF polygon;
    polygon.reserve(static_cast<qsizetype>(thinned.size()));
    for (const auto& [index, point] : thinned)
        polygon << point;
    return polygon;
}

QColor withOpacity(QColor color, double opacity) {
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

QString number(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

QString lossText(double value) {
    if (std::abs(value) < 0.0005)
        return value == 0 ? number(0, 3) : QStringLiteral("< %1").arg(number(0.001, 3));
    return number(value, 3);
}

CurvesItem::CurvesItem(const EpochChart& chart, QGraphicsItem* parent)
    : QGraphicsItem(parent)
    , m_chart(chart) {
    setZValue(20);
}

QRectF CurvesItem::boundingRect() const {
    const ChartMetrics& m = state().look.metrics;
    return state().frame.area.adjusted(-8, -8, std::max(8.0, m.gutters.right()), 8);
}

void CurvesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!state().frame.area.isValid() || state().presentPlace().before < 0)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    const double ratio = state().vectors ? 4 : painter->device()->devicePixelRatioF();
    m_chart.isOfLayers() ? paintLayers(*painter, ratio) : paintLosses(*painter, ratio);
}

double CurvesItem::presentX() const {
    return state().frame.x(state().presentPosition());
}

double CurvesItem::presentValue(const std::function<double(int)>& values) const {
    const ChartState::Place place = state().presentPlace();
    const double before = values(place.before);
    return place.share > 0 ? before + place.share * (values(place.after) - before) : before;
}

template <typename Values>
std::vector<std::pair<int, QPointF>> CurvesItem::thinned(const Values& values, double ratio) const {
    const PlotFrame& f = state().frame;
    std::vector<std::pair<int, QPointF>> all;
    const int last = state().view.shownUpTo();
    struct Column {
        double place = -1e300;
        std::pair<int, QPointF> first, lowest, highest, last;
    } column;
    const auto flush = [&] {
        if (column.place == -1e300)
            return;
        std::vector<std::pair<int, QPointF>> kept = {column.first, column.lowest, column.highest,
                                                     column.last};
        std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        kept.erase(std::unique(kept.begin(), kept.end(),
                               [](const auto& a, const auto& b) { return a.first == b.first; }),
                   kept.end());
        all.insert(all.end(), kept.begin(), kept.end());
    };
    for (int index = 0; index <= last; ++index) {
        const double value = values(index);
        if (!std::isfinite(value))
            continue;
        const std::pair<int, QPointF> point(index, f.map(positionOf(index), value));
        const double place = std::floor(point.second.x() * ratio);
        if (place != column.place) {
            flush();
            column = {place, point, point, point, point};
            continue;
        }
        if (point.second.y() > column.lowest.second.y())
            column.lowest = point;
        if (point.second.y() < column.highest.second.y())
            column.highest = point;
        column.last = point;
    }
    flush();
    if (state().presentPlace().share > 0) {
        const double value = presentValue(values);
        if (std::isfinite(value))
            all.emplace_back(last, f.map(state().presentPosition(), value));
    }
    return all;
}

void CurvesItem::paintLosses(QPainter& painter, double ratio) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const PlotFrame& f = state().frame;
    const auto testAt = [this](int index) { return m_chart.value(true, index); };
    const auto trainAt = [this](int index) { return m_chart.value(false, index); };
    const QPolygonF test = points(thinned(testAt, ratio)), train = points(thinned(trainAt, ratio));

    painter.save();
    if (m_chart.isZoomed())
        painter.setClipRect(f.area.adjusted(0, -1, 0, 1));
    if (!test.isEmpty() && !train.isEmpty()) {
        QPolygonF between = test;
        for (auto point = train.rbegin(); point != train.rend(); ++point)
            between << *point;
        painter.setPen(Qt::NoPen);
        painter.setBrush(withOpacity(look.theme.gap, look.theme.gapOpacity));
        painter.drawPolygon(between, Qt::WindingFill);
        painter.setBrush(Qt::NoBrush);
    }
    QPen dashes(look.theme.train, m.trainLine, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    dashes.setDashPattern({4, 2.4});
    painter.setPen(dashes);
    painter.drawPolyline(train);
    painter.setPen(QPen(look.theme.test, m.testLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(test);
    painter.restore();

    const double testValue = presentValue(testAt), trainValue = presentValue(trainAt);
    const double x = presentX(), testY = f.y(testValue), trainY = f.y(trainValue);
    const bool inside = x >= f.area.left() - 0.5 && x <= f.area.right() + 0.5;
    if (m.cursor && inside) {
        paintCursor(painter);
        const auto within = [&](double y) { return std::clamp(y, f.area.top(), f.area.bottom()); };
        if (std::isfinite(testY) && std::isfinite(trainY)) {
            painter.setPen(QPen(look.theme.test, m.gapBar, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(QPointF(x, within(testY)), QPointF(x, within(trainY)));
        }
        const auto dot = [&](double y, const QColor& color) {
            if (!std::isfinite(y) || !f.holds({x, y}))
                return;
            painter.setPen(QPen(look.theme.chart, 1.5));
            painter.setBrush(color);
            painter.drawEllipse(QPointF(x, y), m.dot, m.dot);
        };
        dot(trainY, look.theme.train);
        dot(testY, look.theme.test);
        painter.setBrush(Qt::NoBrush);
    }
    if (!inside || !std::isfinite(testY) || !std::isfinite(trainY))
        return;
    const int index = std::min(state().view.present, state().view.measured() - 1);
    const bool error = m_chart.quantity() == EpochChart::Quantity::Error;
    const auto text = [&](double value) { return error ? number(value, 1) : lossText(value); };
    const auto tr = [](const char* word) { return QCoreApplication::translate("EpochChart", word); };
    const double testNow = testAt(index), trainNow = trainAt(index);
    paintNames(painter,
               {{tr("test"), text(testNow), look.theme.test, testY},
                {tr("gap"), text(testNow - trainNow), m.cursor ? look.theme.text : look.theme.gap,
                 (testY + trainY) / 2},
                {tr("train"), text(trainNow), look.theme.train, trainY}},
               x);
}

void CurvesItem::paintLayers(QPainter& painter, double ratio) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const PlotFrame& f = state().frame;
    const SessionView& view = state().view;
    const bool input = m_chart.quantity() == EpochChart::Quantity::InputInformation;
    const auto valuesOf = [&](int layer) {
        return [&view, layer, input](int index) {
            const QPointF values = view.point(layer, index);
            return input ? values.x() : values.y();
        };
    };
    const double x = presentX();
    const bool inside = x >= f.area.left() - 0.5 && x <= f.area.right() + 0.5;
    painter.save();
    if (m_chart.isZoomed())
        painter.setClipRect(f.area.adjusted(0, -1, 0, 1));
    for (int l = 0; l < static_cast<int>(view.layers.size()); ++l) {
        if (view.layers[static_cast<std::size_t>(l)].hidden)
            continue;
        const auto line = thinned(valuesOf(l), ratio);
        QPolygonF run;
        int step = -1;
        const auto flush = [&] {
            if (run.size() < 2)
                return;
            painter.setPen(QPen(QColor::fromRgb(look.colors.rgb(step)), m.layerLine, Qt::SolidLine,
                                Qt::RoundCap, Qt::RoundJoin));
            painter.drawPolyline(run);
        };
        for (const auto& [index, point] : line) {
            const int now = ColorScale::step(positionOf(index));
            run << point;
            if (now != step) {
                flush();
                run = {point};
            }
            step = now;
        }
        flush();
    }
    painter.restore();
    if (!inside)
        return;
    if (m.cursor)
        paintCursor(painter);
    std::vector<Name> names;
    const QColor present = look.colors.at(state().presentPosition());
    for (int l = static_cast<int>(view.layers.size()); l-- > 0;) {
        const SessionView::Layer& layer = view.layers[static_cast<std::size_t>(l)];
        const double y = f.y(presentValue(valuesOf(l)));
        if (layer.hidden || !std::isfinite(y) || !f.holds({x, y}))
            continue;
        const LayerMarker marker = layerMarker(l, layer.output);
        const QPainterPath shape = marker.path(0.72 * m.presentRadius).translated(x, y);
        painter.setPen(
            QPen(look.theme.chart, 0.8 * m.presentHalo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(look.theme.chart);
        painter.drawPath(shape);
        painter.setPen(marker.hollow ? QPen(present, 1.4 * m.presentLine)
                                     : QPen(look.theme.text, 0.85 * m.presentLine));
        painter.setBrush(marker.hollow ? QBrush(Qt::NoBrush) : QBrush(present));
        painter.drawPath(shape);
        names.insert(names.begin(), {layer.name, {}, look.theme.text, y, l});
    }
    painter.setBrush(Qt::NoBrush);
    paintNames(painter, names, x);
}

void CurvesItem::paintCursor(QPainter& painter) const {
    const PlotFrame& f = state().frame;
    painter.setPen(QPen(state().look.theme.cursor, state().look.metrics.axisLine));
    painter.drawLine(QPointF(presentX(), f.area.top()), QPointF(presentX(), f.area.bottom()));
}

/// Right of the cursor, where no data are yet, ordered by height, without overlap.
void CurvesItem::paintNames(QPainter& painter, std::vector<Name> names, double x) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const PlotFrame& f = state().frame;
    const double row = 1.18 * m.nameType;
    std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i].y = std::max(names[i].y, f.area.top() + row / 2);
        if (i > 0)
            names[i].y = std::max(names[i].y, names[i - 1].y + row);
    }
    double lowest = f.area.bottom() - row / 2 + 2;
    for (std::size_t i = names.size(); i-- > 0;) {
        names[i].y = std::min(names[i].y, lowest);
        lowest = names[i].y - row;
    }

    const double left = x + (m.cursor ? 10 * m.nameType / 13 : 0.45 * m.nameType);
    const QFont strong = chartFont(look.families, m.nameType, QFont::DemiBold);
    for (const Name& name : names) {
        if (name.layer >= 0) {
            const Label label = Label::layerName(name.text, look.families, m.nameType);
            label.paint(painter, {left, name.y + label.capHeight() / 2}, name.color);
            continue;
        }
        Label label(look.families, m.nameType);
        label.plain(name.text);
        label.paint(painter, {left, name.y + label.capHeight() / 2}, name.color);
        if (!m.figures)
            continue;
        painter.setFont(strong);
        painter.setPen(name.color);
        drawLiveNumber(painter,
                       {left + label.width() + 0.4 * m.nameType, name.y - row / 2, 10 * m.nameType, row},
                       name.figure, Qt::AlignLeft | Qt::AlignVCenter);
    }
}

} // namespace infoplane
