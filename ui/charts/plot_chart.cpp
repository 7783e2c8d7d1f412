#include "charts/plot_chart.h"

#include "motion.h"

#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QLocale>

#include <algorithm>
#include <set>

namespace infoplane {

namespace {

constexpr double mostTicks = 7;

double tickStep(double span, double pixels, double least) {
    return niceStep(std::max(span * least / std::max(pixels, 1.0), span / mostTicks));
}

int decimalsOf(double step) {
    return std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
}

/// Ticks of a value axis. Qt lays all of them out whenever range or interval changes, so an interval far too
/// fine for a range, even for a moment, costs seconds: the coarser one is always set first.
void setTicks(QValueAxis* axis, double from, double to, double step) {
    axis->setTickInterval(std::max(step, axis->tickInterval()));
    axis->setRange(from, to);
    axis->setTickInterval(step);
    axis->setLabelFormat(QStringLiteral("%.%1f").arg(decimalsOf(step)));
}

/// Real epochs inside a part of the scale: the scale's own ticks, and where too few of them are visible also
/// others between.
std::vector<int> epochTicks(const EpochScale& scale, double from, double to) {
    const auto visible = [&](const std::vector<int>& all) {
        std::vector<int> inside;
        for (const int epoch : all) {
            const double t = scale.position(epoch);
            if (t >= from - 1e-6 && t <= to + 1e-6)
                inside.push_back(epoch);
        }
        return inside;
    };
    std::vector<int> ticks = visible(scale.ticks());
    if (ticks.size() >= 3 || (from <= 0 && to >= 1))
        return ticks;
    std::vector<int> finer = {0, scale.lastEpoch};
    if (!scale.linear) {
        for (double power = 1; power <= scale.lastEpoch; power *= 10)
            for (const int digit : {1, 2, 5})
                finer.push_back(static_cast<int>(digit * power));
        ticks = visible(finer);
    }
    if (ticks.size() < 3) {
        const double first = scale.epochAt(from), last = scale.epochAt(to);
        const int step = std::max(1, static_cast<int>(niceStep(std::max((last - first) / 5, 0.2))));
        finer.clear();
        for (int epoch = static_cast<int>(std::ceil(first / step)) * step; epoch <= last; epoch += step)
            finer.push_back(epoch);
        ticks = visible(finer);
    }
    std::sort(ticks.begin(), ticks.end());
    ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
    return ticks;
}

/// "0.02", "500", and with exponents where that would be long: "10\u207b\u2075".
QString decadeText(int decade, int digit) {
    constexpr int longest = 4;
    const QLocale locale;
    if (std::abs(decade) < longest)
        return locale.toString(digit * std::pow(10.0, decade), 'f', std::max(0, -decade));
    static const QString superscripts =
        QStringLiteral("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079");
    QString power = decade < 0 ? QStringLiteral("\u207b") : QString();
    for (const QChar c : QString::number(std::abs(decade)))
        power += superscripts[c.digitValue()];
    return digit == 1 ? QStringLiteral("10%1").arg(power)
                      : QStringLiteral("%1\u00b710%2").arg(digit).arg(power);
}

QString shortEpoch(int epoch) {
    if (epoch >= 1000000 && epoch % 100000 == 0)
        return QLocale().toString(epoch / 1e6) + QLatin1Char('M');
    if (epoch >= 1000 && epoch % 100 == 0)
        return QLocale().toString(epoch / 1e3) + QLatin1Char('k');
    return QLocale().toString(epoch);
}

struct Stretch {
    double from, width;
    double end() const { return from + width; }
};

/// Which of these stand clear of each other by a gap, in order: the last counts most, then the first, then
/// the later before the earlier.
std::vector<std::size_t> withRoom(const std::vector<Stretch>& wanted, double gap) {
    std::vector<std::size_t> kept;
    const auto keep = [&](std::size_t i) {
        const Stretch& one = wanted[i];
        if (std::ranges::all_of(kept, [&](std::size_t other) {
                return one.from >= wanted[other].end() + gap || one.end() + gap <= wanted[other].from;
            }))
            kept.push_back(i);
    };
    if (wanted.empty())
        return kept;
    keep(wanted.size() - 1);
    for (std::size_t i = 0; i + 1 < wanted.size(); ++i)
        keep(i == 0 ? 0 : wanted.size() - 1 - i);
    std::ranges::sort(kept);
    return kept;
}

PlotFrame between(const PlotFrame& a, const PlotFrame& b, double share) {
    PlotFrame frame = b;
    const auto mix = [share](double x, double y) { return x + share * (y - x); };
    frame.left = mix(a.left, b.left), frame.right = mix(a.right, b.right);
    frame.bottom = mix(a.bottom, b.bottom), frame.top = mix(a.top, b.top);
    return frame;
}

} // namespace

PlotChart::PlotChart(Across across, Up up, QGraphicsItem* parent)
    : QChart(QChart::ChartTypeCartesian, parent, {})
    , m_across(across)
    , m_up(up) {
    setBackgroundRoundness(0);
    setMargins({});
    layout()->setContentsMargins(0, 0, 0, 0);
    legend()->hide();
    setPlotAreaBackgroundVisible(true);
    const auto places = [] { // an axis with labels at places of our own
        auto* axis = new QCategoryAxis;
        axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        axis->setStartValue(0);
        return axis;
    };
    m_x = across == Across::Values ? new QValueAxis : static_cast<QAbstractAxis*>(places());
    if (across == Across::Epochs)
        m_x->setTruncateLabels(false); // fillEpochTicks leaves out what has no room
    m_y = up == Up::Values ? new QValueAxis : static_cast<QValueAxis*>(places());
    for (QValueAxis* axis : {qobject_cast<QValueAxis*>(m_x), m_y}) {
        if (axis == nullptr)
            continue;
        if (qobject_cast<QCategoryAxis*>(axis) == nullptr) {
            axis->setTickType(QValueAxis::TicksDynamic);
            axis->setTickAnchor(0);
            axis->setTickInterval(1);
        }
    }
    addAxis(m_x, Qt::AlignBottom);
    addAxis(m_y, Qt::AlignLeft);
    connect(this, &QChart::plotAreaChanged, this, &PlotChart::placePlot);
    m_ride.setStartValue(0.0);
    m_ride.setEndValue(1.0);
    m_ride.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_ride, &QVariantAnimation::valueChanged, this,
            [this](const QVariant& share) { setRanges(between(m_rideFrom, m_rideTo, share.toDouble())); });
    connect(&m_ride, &QVariantAnimation::finished, this, [this] {
        if (!m_zoomed)
            setRanges(homeFrame());
    });
}

void PlotChart::setLook(const ChartLook& look) {
    m_look = look;
    setBackgroundBrush(look.theme.canvas);
    setBackgroundPen(Qt::NoPen);
    setPlotAreaBackgroundBrush(look.theme.chart);
    setPlotAreaBackgroundPen(Qt::NoPen);
    style(m_x);
    style(m_y);
    lookChanged();
    placePlot();
    homeChanged();
    update();
}

void PlotChart::style(QAbstractAxis* axis) {
    const ChartMetrics& m = m_look.metrics;
    const Theme& t = m_look.theme;
    axis->setLinePen(QPen(t.axis, m.axisLine));
    axis->setGridLinePen(QPen(t.grid, m.gridLine));
    axis->setMinorGridLineVisible(false);
    axis->setLabelsFont(chartFont(m_look.families, m.tickType));
    axis->setLabelsBrush(t.text2);
    axis->setTitleFont(chartFont(m_look.families, m.titleType));
    axis->setTitleBrush(t.text);
    axis->setShadesVisible(false);
}

void PlotChart::setTitles(const QString& across, const QString& up) {
    m_x->setTitleText(across);
    m_y->setTitleText(up);
}

void PlotChart::setEpochScale(const EpochScale& scale) {
    if (scale == m_scale)
        return;
    if (m_zoomed && m_across == Across::Epochs) {
        PlotFrame same = m_frame;
        same.left = scale.position(m_scale.epochAt(m_frame.left));
        same.right = std::min(1.0, scale.position(m_scale.epochAt(m_frame.right)));
        m_scale = scale;
        if (same.right > same.left)
            setRanges(same);
        else
            resetZoom();
        return;
    }
    m_scale = scale;
    applyRanges();
    emit frameChanged();
}

PlotFrame PlotChart::homeFrame() const {
    PlotFrame frame = home(m_frame.area.size());
    frame.area = m_frame.area;
    return frame;
}

void PlotChart::homeChanged(int milliseconds) {
    if (!m_zoomed && m_frame.area.isValid())
        rideTo(homeFrame(), milliseconds);
}

void PlotChart::zoomAt(const QPointF& point, double factor) {
    m_ride.stop();
    const double share = 1 / factor;
    const double x = m_frame.valueX(point.x()), y = m_frame.valueY(point.y());
    PlotFrame next = m_frame;
    next.left = x + (m_frame.left - x) * share, next.right = x + (m_frame.right - x) * share;
    next.bottom = y + (m_frame.bottom - y) * share, next.top = y + (m_frame.top - y) * share;
    const PlotFrame whole = homeFrame();
    if (next.right - next.left >= whole.right - whole.left ||
        next.top - next.bottom >= whole.top - whole.bottom) {
        resetZoom();
        return;
    }
    constexpr double closest = 1e-4;
    if (next.right - next.left < closest * (whole.right - whole.left))
        return;
    setZoomed(true);
    setRanges(next);
    // Other labels may have moved the plot by a part of a pixel: what is under the pointer stays there.
    next = m_frame;
    const double dx = x - m_frame.valueX(point.x()), dy = y - m_frame.valueY(point.y());
    next.left += dx, next.right += dx, next.bottom += dy, next.top += dy;
    setRanges(next);
}

void PlotChart::zoomTo(const QRectF& rectangle) {
    const QRectF inside = rectangle.normalized().intersected(m_frame.area);
    constexpr double smallest = 8;
    if (inside.width() < smallest || inside.height() < smallest)
        return;
    PlotFrame next = m_frame;
    next.left = m_frame.valueX(inside.left()), next.right = m_frame.valueX(inside.right());
    next.bottom = m_frame.valueY(inside.bottom()), next.top = m_frame.valueY(inside.top());
    zoomToRanges(next);
}

void PlotChart::zoomToRanges(const PlotFrame& ranges) {
    setZoomed(true);
    rideTo(ranges, 0);
}

void PlotChart::panBy(const QPointF& pixels) {
    m_ride.stop();
    PlotFrame next = m_frame;
    const double dx = pixels.x() / m_frame.area.width() * (m_frame.right - m_frame.left);
    const double dy = pixels.y() / m_frame.area.height() * (m_frame.top - m_frame.bottom);
    next.left -= dx, next.right -= dx, next.bottom += dy, next.top += dy;
    setZoomed(true);
    setRanges(next);
}

void PlotChart::resetZoom(int milliseconds) {
    setZoomed(false);
    rideTo(homeFrame(), milliseconds);
}

void PlotChart::setZoomed(bool zoomed) {
    if (m_zoomed == zoomed)
        return;
    m_zoomed = zoomed;
    emit zoomedChanged(zoomed);
}

void PlotChart::rideTo(const PlotFrame& ranges, int milliseconds) {
    m_ride.stop();
    if (milliseconds <= 0 || reducedMotion() || ranges == m_frame || !isVisible()) {
        setRanges(ranges);
        return;
    }
    m_rideFrom = m_frame;
    m_rideTo = ranges;
    m_ride.setDuration(milliseconds);
    m_ride.start();
}

void PlotChart::setRanges(const PlotFrame& ranges) {
    PlotFrame next = ranges;
    next.area = m_frame.area;
    if (next == m_frame)
        return;
    m_frame = next;
    applyRanges();
    layout()->activate(); // else the plot would move under what is drawn only when the event loop comes to it
    emit frameChanged();
}

void PlotChart::applyRanges() {
    if (!(m_frame.right > m_frame.left) || !(m_frame.top > m_frame.bottom) || !m_frame.area.isValid())
        return;
    const QSizeF plot = m_frame.area.size();
    if (m_across == Across::Values)
        setTicks(static_cast<QValueAxis*>(m_x), m_frame.left, m_frame.right,
                 tickStep(m_frame.right - m_frame.left, plot.width(), m_look.metrics.tickAcross));
    else
        fillEpochTicks();
    if (m_up == Up::Decades)
        fillDecades();
    else
        setTicks(m_y, m_frame.bottom, m_frame.top,
                 tickStep(m_frame.top - m_frame.bottom, plot.height(), m_look.metrics.tickUp));
}

/// Powers of ten; where few of them are visible, also twice and five times these.
void PlotChart::fillDecades() {
    auto* axis = static_cast<QCategoryAxis*>(m_y);
    for (const QString& label : axis->categoriesLabels())
        axis->remove(label);
    axis->setStartValue(m_frame.bottom - 1);
    axis->setRange(m_frame.bottom, m_frame.top);
    const double span = m_frame.top - m_frame.bottom;
    const double room = m_frame.area.height() / std::max(m_look.metrics.tickUp, 1.0);
    const int step = std::max(1, static_cast<int>(std::ceil(span / std::max(room, 1.0))));
    const bool finer = span < 2.5 && room >= 3 * span;
    constexpr double rounding = 1e-6;
    for (int decade = static_cast<int>(std::floor(m_frame.bottom)); decade <= std::ceil(m_frame.top);
         ++decade)
        for (const int digit : {1, 2, 5}) {
            const double place = decade + std::log10(digit);
            const bool wanted = digit == 1 ? decade % step == 0 : finer;
            if (wanted && place >= m_frame.bottom - rounding && place <= m_frame.top + rounding)
                axis->append(decadeText(decade, digit), place);
        }
}

void PlotChart::fillEpochTicks() {
    auto* axis = static_cast<QCategoryAxis*>(m_x);
    for (const QString& label : axis->categoriesLabels())
        axis->remove(label);
    axis->setRange(m_frame.left, m_frame.right);
    const std::vector<int> ticks = epochTicks(m_scale, m_frame.left, m_frame.right);

    const QFontMetricsF metrics(axis->labelsFont());
    const double gap = metrics.horizontalAdvance(QLatin1Char('0'));
    const auto place = [&](int epoch, const QString& text) {
        const double width = metrics.horizontalAdvance(text);
        return Stretch{m_frame.x(m_scale.position(epoch)) - width / 2, width};
    };
    // Where not all of them have room thousands are written as k, and what then has none is left out.
    std::vector<Stretch> whole;
    for (const int epoch : ticks)
        whole.push_back(place(epoch, QLocale().toString(epoch)));
    bool fits = whole.empty() || whole.back().end() <= rect().right();
    for (std::size_t i = 1; i < whole.size(); ++i)
        fits = fits && whole[i].from >= whole[i - 1].end() + gap;
    const auto text = [&](int epoch) { return fits ? QLocale().toString(epoch) : shortEpoch(epoch); };
    std::vector<Stretch> wanted;
    for (const int epoch : ticks)
        wanted.push_back(place(epoch, text(epoch)));
    for (const std::size_t i : withRoom(wanted, gap))
        axis->append(text(ticks[i]), m_scale.position(ticks[i]));
}

void PlotChart::resizeEvent(QGraphicsSceneResizeEvent* event) {
    QChart::resizeEvent(event);
    placePlot();
}

void PlotChart::showEvent(QShowEvent* event) {
    QChart::showEvent(event);
    placePlot();
}

/// Setting the plot area outright would leave the axes where the last layout put them, so the margins are
/// steered until the plot lies where it should; one or two rounds do.
void PlotChart::steerMargins() {
    const QRectF wanted = rect().marginsRemoved(m_look.metrics.gutters);
    for (int round = 0; round < 4 && wanted.isValid(); ++round) {
        const QRectF actual = plotArea();
        const QMargins step(qRound(wanted.left() - actual.left()), qRound(wanted.top() - actual.top()),
                            qRound(actual.right() - wanted.right()),
                            qRound(actual.bottom() - wanted.bottom()));
        if (step.isNull())
            break;
        setMargins(margins() + step);
        layout()->activate();
    }
}

void PlotChart::placePlot() {
    if (m_placing)
        return;
    m_placing = true;
    steerMargins();
    bool moved = false;
    // Another size brings other ranges and labels, and these may move the plot by a part of a pixel again.
    for (int round = 0; round < 3 && plotArea().isValid() && plotArea() != m_frame.area; ++round) {
        m_frame.area = plotArea();
        if (!m_zoomed && m_ride.state() != QAbstractAnimation::Running) // which ends at home by itself
            m_frame = homeFrame();
        applyRanges();
        steerMargins();
        moved = true;
    }
    m_placing = false;
    if (moved)
        emit frameChanged();
}

} // namespace infoplane
