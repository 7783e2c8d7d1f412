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

constexpr double edge = 8;             ///< lines at the edge of the plot reach beyond it
constexpr double unnoticeable = 0.35;  ///< device pixels
constexpr double dashes[] = {4, 2.4};  ///< of the train curve, in widths of the line
constexpr double referenceShare = 0.6; ///< of the width of a layer's line

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
    const double half = 0.5 * std::pow(10.0, -decimals);
    const double shown = std::abs(value) < half ? 0 : value; // no zero has a sign
    return QLocale().toString(shown, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212));
}

/// The part of an area on the side of a line where `depth` is not negative (Sutherland & Hodgman 1974).
template <typename Depth>
QPolygonF cutOff(const QPolygonF& area, const Depth& depth) {
    QPolygonF inside;
    for (qsizetype i = 0; i < area.size(); ++i) {
        const QPointF from = area[i > 0 ? i - 1 : area.size() - 1], to = area[i];
        const double a = depth(from), b = depth(to);
        if ((a < 0) != (b < 0))
            inside << from + a / (a - b) * (to - from);
        if (b >= 0)
            inside << to;
    }
    return inside;
}

bool liesIn(const PlotFrame& f, const QPolygonF& points) {
    return std::ranges::all_of(points, [&f](const QPointF& point) { return f.holds(point); });
}

/// What lies in a zoomed plot. Painters of SVG know no clipping, so shapes are cut themselves.
QPolygonF areaIn(const PlotFrame& f, const QPolygonF& area) {
    if (liesIn(f, area))
        return area;
    QPolygonF part = cutOff(area, [&f](const QPointF& p) { return p.x() - f.area.left(); });
    part = cutOff(part, [&f](const QPointF& p) { return f.area.right() - p.x(); });
    part = cutOff(part, [&f](const QPointF& p) { return p.y() - f.area.top(); });
    return cutOff(part, [&f](const QPointF& p) { return f.area.bottom() - p.y(); });
}

/// Likewise of a line, which may leave the plot and come back.
std::vector<QPolygonF> piecesIn(const PlotFrame& f, const QPolygonF& line) {
    if (liesIn(f, line))
        return {line};
    std::vector<QPolygonF> pieces;
    for (qsizetype i = 1; i < line.size(); ++i) {
        QPointF from = line[i - 1], to = line[i];
        if (!f.cut(from, to))
            continue;
        if (pieces.empty() || pieces.back().last() != from)
            pieces.push_back(QPolygonF{from});
        pieces.back() << to;
    }
    return pieces;
}

void drawIn(QPainter& painter, const PlotFrame& f, const QPolygonF& line) {
    for (const QPolygonF& piece : piecesIn(f, line))
        painter.drawPolyline(piece);
}

/// From the present to its names; those of layers leave room for leaders.
double nameLead(const ChartMetrics& m, bool ofLayers) {
    const double lead = m.cursor ? 10 * m.nameType / 13 : 0.45 * m.nameType;
    return ofLayers ? lead + 0.7 * m.nameType : lead;
}

constexpr double nameStep = 0.4; ///< between a name and its values, in its height

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
    return state().frame.area.adjusted(-edge, -edge, std::max(edge, m.gutters.right()), edge);
}

void CurvesItem::redrawAll() {
    m_ratio = 0;
    update();
}

void CurvesItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (!state().frame.area.isValid() || state().presentPlace().before < 0)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    if (state().vectors) {
        paintVectors(*painter);
    } else {
        bringUpToDate(painter->device()->devicePixelRatioF());
        paintImages(*painter);
    }
    m_chart.isOfLayers() ? paintLayersPresent(*painter) : paintLossesPresent(*painter);
}

double CurvesItem::presentX() const {
    return state().frame.x(state().presentPosition());
}

double CurvesItem::presentValue(const Curve& curve) const {
    const ChartState::Place place = state().presentPlace();
    const double before = curve.value(place.before);
    return place.share > 0 ? before + place.share * (curve.value(place.after) - before) : before;
}

std::vector<CurvesItem::Curve> CurvesItem::curves() const {
    std::vector<Curve> all;
    if (!m_chart.isOfLayers()) {
        for (const bool test : {false, true})
            all.push_back({[this, test](int index) { return m_chart.value(test, index); },
                           -1,
                           test,
                           {},
                           false,
                           -1,
                           0,
                           false,
                           nullptr});
        return all;
    }
    if (m_chart.showsPaths())
        for (const SeedsRecord::Path& path : state().view.seedsRecord->paths)
            for (int l = 0; l < static_cast<int>(std::min(path.x.size(), state().view.layers.size())); ++l) {
                if (state().view.layers[static_cast<std::size_t>(l)].hidden)
                    continue;
                Curve curve;
                curve.layer = l;
                curve.path = &path;
                curve.value = [this, &path, l](int index) { return m_chart.pathValue(path, l, index); };
                all.push_back(std::move(curve));
            }
    for (const bool reference : {true, false})
        for (int l = 0; l < static_cast<int>(state().view.layers.size()); ++l) {
            const SessionView::Layer& layer = state().view.layers[static_cast<std::size_t>(l)];
            if (layer.hidden || (reference && layer.reference.empty()))
                continue;
            Curve curve;
            curve.layer = l;
            curve.reference = reference;
            curve.value = [this, l, reference](int index) {
                return reference ? m_chart.layerReference(l, index) : m_chart.layerPlace(l, index);
            };
            all.push_back(std::move(curve));
        }
    return all;
}

void CurvesItem::bringUpToDate(double pixelRatio) {
    const int last = state().view.measured() - 1;
    if (pixelRatio != m_ratio || last < m_drawn) {
        m_ratio = pixelRatio;
        m_drawn = -1;
        m_lines.begin(state().frame.area.adjusted(-edge, -edge, edge, edge), pixelRatio);
        m_gap.begin(state().frame.area.adjusted(-edge, -edge, edge, edge), pixelRatio);
        m_curves = curves();
        m_gapReach = {};
        m_bandReaches.assign(state().view.layers.size(), {});
    }
    for (int index = m_drawn + 1; index <= last; ++index) {
        drawEpoch(index);
        ++m_epochsDrawn;
    }
    m_drawn = last;
}

void CurvesItem::drawEpoch(int index) {
    const PlotFrame& f = state().frame;
    const double x = f.x(positionOf(index));
    const int step = ColorScale::step(positionOf(index));
    if (m_chart.isOfLayers())
        drawBands(index);
    else
        drawGap(index);
    for (Curve& curve : m_curves) {
        const double value = curve.value(index);
        if (!std::isfinite(value))
            continue;
        const QPointF at(x, f.y(value));
        if (!curve.started) {
            curve.reach = at;
            curve.step = step;
            curve.started = true;
            continue;
        }
        const QPointF way = at - curve.reach;
        if (std::max(std::abs(way.x()), std::abs(way.y())) * m_ratio < unnoticeable && curve.step == step)
            continue;
        drawPiece(curve, at, step);
    }
}

void CurvesItem::drawPiece(Curve& curve, const QPointF& to, int step) {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const PlotFrame& f = state().frame;
    QPointF from = curve.reach, end = to;
    const bool visible = f.cut(from, end);
    const QPointF way = to - curve.reach;
    const double length = std::hypot(way.x(), way.y());
    if (visible && curve.path) {
        const QColor color = state().pathColor(*curve.path, step);
        m_lines.line(from, end, m.joinLine, color.rgb(), color.alphaF());
    } else if (visible && curve.layer >= 0 && !curve.reference) {
        m_lines.line(from, end, m.layerLine, look.colors.rgb(step), 1);
    } else if (visible && curve.test) {
        m_lines.line(from, end, m.testLine, look.theme.test.rgb(), 1);
    } else if (visible && !curve.path) {
        const double width = curve.reference ? referenceShare * m.layerLine : m.trainLine;
        const QRgb color = (curve.reference ? look.theme.text3 : look.theme.train).rgb();
        const double dash = dashes[0] * width, period = dash + dashes[1] * width;
        const double end0 = curve.length + length;
        for (double start = std::floor(curve.length / period) * period; start < end0; start += period) {
            const double a = std::max(start, curve.length), b = std::min(start + dash, end0);
            if (b <= a || length <= 0)
                continue;
            QPointF p = curve.reach + (a - curve.length) / length * way;
            QPointF q = curve.reach + (b - curve.length) / length * way;
            if (f.cut(p, q))
                m_lines.line(p, q, width, color, 1);
        }
    }
    curve.length += length;
    curve.reach = to;
    curve.step = step;
}

void CurvesItem::drawGap(int index) {
    const PlotFrame& f = state().frame;
    drawArea(m_gapReach, f.x(positionOf(index)), f.y(m_chart.value(true, index)),
             f.y(m_chart.value(false, index)), state().look.theme.gap.rgb(), state().look.theme.gapOpacity);
}

void CurvesItem::drawBands(int index) {
    const PlotFrame& f = state().frame;
    for (int l = 0; l < static_cast<int>(m_bandReaches.size()); ++l) {
        const auto [lower, upper] = m_chart.layerBand(l, index);
        if (std::isfinite(lower) && !state().view.layers[static_cast<std::size_t>(l)].hidden)
            drawArea(m_bandReaches[static_cast<std::size_t>(l)], f.x(positionOf(index)), f.y(upper),
                     f.y(lower), state().look.colors.rgb(ColorScale::step(positionOf(index))),
                     state().opacity(bandOpacity));
    }
}

/// Fills the columns of pixels that this epoch reaches; each just once.
void CurvesItem::drawArea(Reach& reach, double x, double upper, double lower, QRgb color, double opacity) {
    const PlotFrame& f = state().frame;
    if (!std::isfinite(upper) || !std::isfinite(lower))
        return;
    const int column = m_gap.columnOf(x);
    const auto within = [&](double y) { return std::clamp(y, f.area.top(), f.area.bottom()); };
    if (reach.started && column > reach.column) {
        const double width = x - reach.x;
        const int first = std::max({reach.column + 1, m_gap.columnOf(f.area.left()), 0});
        const int last = std::min(column, m_gap.columnOf(f.area.right()));
        for (int c = first; c <= last; ++c) {
            const double share = std::clamp((m_gap.columnMiddle(c) - reach.x) / width, 0.0, 1.0);
            m_gap.column(c, within(reach.upper + share * (upper - reach.upper)),
                         within(reach.lower + share * (lower - reach.lower)), color, opacity);
        }
    }
    if (!reach.started || column > reach.column)
        reach = {x, upper, lower, column, true};
}

void CurvesItem::paintImages(QPainter& painter) {
    painter.save();
    const QRectF area = state().frame.area;
    painter.setClipRect(QRectF(area.left() - edge, area.top() - edge, presentX() - area.left() + edge,
                               area.height() + 2 * edge),
                        Qt::IntersectClip);
    painter.drawImage(m_gap.origin(), m_gap.image());
    painter.drawImage(m_lines.origin(), m_lines.image());
    painter.restore();
}

std::vector<std::pair<int, QPointF>> CurvesItem::thinned(const Curve& curve) const {
    constexpr double perUnit = 4;
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
        const double value = curve.value(index);
        if (!std::isfinite(value))
            continue;
        const std::pair<int, QPointF> point(index, f.map(positionOf(index), value));
        const double place = std::floor(point.second.x() * perUnit);
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
    return all;
}

void CurvesItem::paintVectors(QPainter& painter) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const std::vector<Curve> all = curves();
    if (!m_chart.isOfLayers()) {
        const QPolygonF train = points(thinned(all[0])), test = points(thinned(all[1]));
        QPolygonF between = test;
        for (auto point = train.rbegin(); point != train.rend(); ++point)
            between << *point;
        painter.setPen(Qt::NoPen);
        painter.setBrush(withOpacity(look.theme.gap, look.theme.gapOpacity));
        painter.drawPolygon(areaIn(state().frame, between), Qt::WindingFill);
        painter.setBrush(Qt::NoBrush);
        paintDashed(painter, train, m.trainLine, look.theme.train);
        painter.setPen(QPen(look.theme.test, m.testLine, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        drawIn(painter, state().frame, test);
        return;
    }
    for (int l = 0; l < static_cast<int>(state().view.layers.size()); ++l)
        if (!state().view.layers[static_cast<std::size_t>(l)].hidden)
            paintBandVectors(painter, l);
    for (const Curve& curve : all) {
        if (curve.reference) {
            paintDashed(painter, points(thinned(curve)), referenceShare * m.layerLine, look.theme.text2);
            continue;
        }
        QPolygonF run;
        int step = -1;
        const auto flush = [&] {
            if (run.size() < 2)
                return;
            const QColor color =
                curve.path ? state().pathColor(*curve.path, step) : QColor::fromRgb(look.colors.rgb(step));
            painter.setPen(QPen(color, curve.path ? m.joinLine : m.layerLine, Qt::SolidLine,
                                curve.path ? Qt::FlatCap : Qt::RoundCap, Qt::RoundJoin));
            drawIn(painter, state().frame, run);
        };
        for (const auto& [index, point] : thinned(curve)) {
            const int now = ColorScale::step(positionOf(index));
            run << point;
            if (now != step && step >= 0) {
                flush();
                run = {point};
            }
            step = now;
        }
        flush();
    }
}

void CurvesItem::paintDashed(QPainter& painter, const QPolygonF& points, double width,
                             const QColor& color) const {
    QPen pen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
    pen.setDashPattern({dashes[0], dashes[1]});
    painter.setPen(pen);
    drawIn(painter, state().frame, points);
}

void CurvesItem::paintBandVectors(QPainter& painter, int layer) const {
    Curve upper, lower;
    upper.value = [&](int index) { return m_chart.layerBand(layer, index).second; };
    lower.value = [&](int index) { return m_chart.layerBand(layer, index).first; };
    const auto above = thinned(upper), below = thinned(lower);
    if (above.size() < 2 || below.size() < 2)
        return;
    QPolygonF strip = points(above);
    for (auto point = below.rbegin(); point != below.rend(); ++point)
        strip << point->second;
    painter.setPen(Qt::NoPen);
    painter.setBrush(withOpacity(state().look.colors.at(0.5), state().opacity(bandOpacity)));
    painter.drawPolygon(areaIn(state().frame, strip), Qt::WindingFill);
    painter.setBrush(Qt::NoBrush);
}

void CurvesItem::paintLossesPresent(QPainter& painter) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const PlotFrame& f = state().frame;
    const std::vector<Curve> all = curves();
    const double x = presentX(), trainY = f.y(presentValue(all[0])), testY = f.y(presentValue(all[1]));
    if (x < f.area.left() - 0.5 || x > f.area.right() + 0.5)
        return;
    if (m.cursor) {
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
    if (!std::isfinite(testY) || !std::isfinite(trainY))
        return;
    const int index = std::min(state().view.present, state().view.measured() - 1);
    const bool error = m_chart.quantity() == EpochChart::Quantity::Error;
    const auto text = [&](double value) { return error ? number(value, 1) : lossText(value); };
    const auto tr = [](const char* word) { return QCoreApplication::translate("EpochChart", word); };
    const double train = all[0].value(index), test = all[1].value(index);
    paintNames(
        painter,
        {{tr("test"), text(test), look.theme.test, testY},
         {tr("gap"), text(test - train), m.cursor ? look.theme.text : look.theme.gap, (testY + trainY) / 2},
         {tr("train"), text(train), look.theme.train, trainY}},
        x);
}

void CurvesItem::paintLayersPresent(QPainter& painter) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const PlotFrame& f = state().frame;
    const double x = presentX();
    if (x < f.area.left() - 0.5 || x > f.area.right() + 0.5)
        return;
    if (m.cursor)
        paintCursor(painter);
    std::vector<Name> names;
    const QColor present = look.colors.at(state().presentPosition());
    const std::vector<Curve> all = curves();
    for (auto curve = all.rbegin(); curve != all.rend(); ++curve) {
        if (!curve->isMain())
            continue;
        const SessionView::Layer& layer = state().view.layers[static_cast<std::size_t>(curve->layer)];
        const double y = f.y(presentValue(*curve));
        if (!std::isfinite(y) || !f.holds({x, y}))
            continue;
        const LayerMarker marker = layerMarker(curve->layer, layer.output);
        const QPainterPath shape = marker.path(0.72 * m.presentRadius).translated(x, y);
        painter.setPen(
            QPen(look.theme.chart, 0.8 * m.presentHalo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(look.theme.chart);
        painter.drawPath(shape);
        painter.setPen(marker.hollow ? QPen(present, 1.4 * m.presentLine)
                                     : QPen(look.theme.text, 0.85 * m.presentLine));
        painter.setBrush(marker.hollow ? QBrush(Qt::NoBrush) : QBrush(present));
        painter.drawPath(shape);
        Name name{layer.name, {}, look.theme.text, y, curve->layer};
        if (m_chart.layerFigures()) {
            const int index = std::min(state().view.present, state().view.measured() - 1);
            const double value = m_chart.layerValue(curve->layer, index);
            const double off = value - m_chart.layerReference(curve->layer, index);
            name.figure = number(value, 2);
            if (std::isfinite(off))
                name.off = (off < 0.005 ? QString() : QStringLiteral("+")) + number(off, 2);
        }
        names.insert(names.begin(), name);
    }
    painter.setBrush(Qt::NoBrush);
    paintNames(painter, names, x);
}

void CurvesItem::paintCursor(QPainter& painter) const {
    const PlotFrame& f = state().frame;
    painter.setPen(QPen(state().look.theme.cursor, state().look.metrics.axisLine));
    painter.drawLine(QPointF(presentX(), f.area.top()), QPointF(presentX(), f.area.bottom()));
}

double CurvesItem::nameRoom(const SessionView& view, bool ofLayers, bool figures, const ChartLook& look) {
    const ChartMetrics& m = look.metrics;
    const auto widthOf = [&](const QString& text) {
        return Label(look.families, m.nameType).plain(text).width();
    };
    double widest = 0;
    if (ofLayers) {
        for (const SessionView::Layer& layer : view.layers)
            if (!layer.hidden)
                widest = std::max(widest, Label::layerName(layer.name, look.families, m.nameType).width());
    } else {
        for (const char* word : {"test", "gap", "train"})
            widest = std::max(widest, widthOf(QCoreApplication::translate("EpochChart", word)));
    }
    if (figures) // a value and how far it is from its reference, as wide as they become
        for (const char* figure : {"00.00", "+0.00"})
            widest += nameStep * m.nameType + widthOf(QLatin1String(figure));
    return nameLead(m, ofLayers) + widest;
}

/// Of names in the order of height: as low as those above them make it, unless that is below the plot.
std::vector<double> CurvesItem::rowsFor(const std::vector<Name>& names, double row) const {
    const QRectF& area = state().frame.area;
    std::vector<double> rows;
    for (const Name& name : names)
        rows.push_back(std::max(name.y, rows.empty() ? area.top() + row / 2 : rows.back() + row));
    double lowest = area.bottom() - row / 2 - 1;
    for (std::size_t i = rows.size(); i-- > 0;) {
        rows[i] = std::min(rows[i], lowest);
        lowest = rows[i] - row;
    }
    return rows;
}

/// Between a curve's end and its name, where that does not stand beside it.
void CurvesItem::paintLeader(QPainter& painter, const QPointF& end, const QPointF& name,
                             double height) const {
    if (std::abs(name.y() - end.y()) <= height / 2)
        return;
    const ChartLook& look = state().look;
    painter.setPen(QPen(look.theme.text2, look.metrics.axisLine, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(end + QPointF(look.metrics.presentRadius, 0),
                     name - QPointF(0.15 * look.metrics.nameType, 0));
}

/// Right of the cursor, where no data are yet, ordered by height, without overlap.
void CurvesItem::paintNames(QPainter& painter, std::vector<Name> names, double x) const {
    const ChartLook& look = state().look;
    const ChartMetrics& m = look.metrics;
    const double row = 1.18 * m.nameType;
    std::stable_sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
    const std::vector<double> rows = rowsFor(names, row);
    const double left = x + nameLead(m, m_chart.isOfLayers());
    const QFont strong = chartFont(look.families, m.nameType, QFont::DemiBold);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Name& name = names[i];
        const double y = rows[i];
        if (name.layer >= 0) {
            const Label label = Label::layerName(name.text, look.families, m.nameType);
            paintLeader(painter, {x, name.y}, {left, y}, label.capHeight());
            label.paint(painter, {left, y + label.capHeight() / 2}, name.color);
            double next = left + label.width() + nameStep * m.nameType;
            for (const auto& [text, color] :
                 {std::pair(name.figure, look.theme.text), std::pair(name.off, look.theme.text2)}) {
                Label figure(look.families, m.nameType);
                figure.plain(text);
                figure.paint(painter, {next, y + figure.capHeight() / 2}, color);
                next += figure.width() + nameStep * m.nameType;
            }
            continue;
        }
        Label label(look.families, m.nameType);
        label.plain(name.text);
        label.paint(painter, {left, y + label.capHeight() / 2}, name.color);
        if (!m.figures)
            continue;
        painter.setFont(strong);
        painter.setPen(name.color);
        drawLiveNumber(painter,
                       {left + label.width() + nameStep * m.nameType, y - row / 2, 10 * m.nameType, row},
                       name.figure, Qt::AlignLeft | Qt::AlignVCenter);
    }
}

} // namespace infoplane
