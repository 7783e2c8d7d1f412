#include "transport/timeline.h"

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr int grooveHeight = 6;
constexpr int combTop = Timeline::grooveY + 7;
constexpr int combLength = 4;
constexpr int labelTick = 7;
constexpr int labelTop = combTop + 8;
constexpr qreal combGap = 3;
constexpr qreal handleRadius = 9.5;
constexpr qreal coreRadius = 6;
constexpr qreal notShownOpacity = 0.34;
constexpr qreal failureWidth = 2;

} // namespace

Timeline::Timeline(Playhead& playhead, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , m_playhead(playhead)
    , m_theme(lightTheme()) {
    setAccessibleName(tr("Present epoch"));
    setFocusPolicy(Qt::TabFocus);
    setFixedHeight(wholeHeight);
    setTracking(true);
    connect(&m_playhead, &Playhead::presentChanged, this, &Timeline::takePresent);
    connect(&m_playhead, &Playhead::measuredChanged, this, &Timeline::takeMeasured);
    connect(&m_playhead, &Playhead::scaleChanged, this, &Timeline::layOutAnew);
    // Assistive tools set the value; we ourselves never do with signals on.
    connect(this, &QSlider::valueChanged, this, [this](int index) { m_playhead.setIndex(index); });
    takeMeasured();
}

void Timeline::setTheme(const Theme& theme) {
    m_theme = theme;
    m_colors = ColorScale(ColorScale::Map::Dusk, theme.dark);
    update();
}

void Timeline::setZoom(qreal zoom) {
    m_zoom = zoom;
    setFixedHeight(qRound(wholeHeight * zoom));
    layOutAnew();
}

void Timeline::setForetold(std::vector<int> epochs) {
    if (epochs == m_foretold)
        return;
    m_foretold = std::move(epochs);
    layOutForetold();
    update();
}

void Timeline::setFailure(int epoch) {
    if (std::exchange(m_failure, epoch) != epoch)
        update();
}

qreal Timeline::pixelOf(double epoch) const {
    const qreal share = std::clamp(m_playhead.scale().position(epoch), 0.0, 1.0);
    return sideMargin + share * (breadth() - 2 * sideMargin);
}

void Timeline::takePresent() {
    const QSignalBlocker noEcho(this);
    setValue(m_playhead.index());
    update();
}

void Timeline::takeMeasured() {
    const QSignalBlocker noEcho(this);
    setRange(0, std::max(0, static_cast<int>(m_playhead.measured().size()) - 1));
    setValue(m_playhead.index());
    layOutMeasured();
    update();
}

void Timeline::layOutAnew() {
    m_measuredTicks.clear();
    m_laidOut = 0;
    layOutMeasured();
    layOutForetold();
    update();
}

/// Goes on where it was: a run appends at every frame.
void Timeline::layOutMeasured() {
    const std::vector<int>& epochs = m_playhead.measured();
    if (epochs.size() < m_laidOut) {
        m_measuredTicks.clear();
        m_laidOut = 0;
    }
    for (; m_laidOut < epochs.size(); ++m_laidOut) {
        const qreal pixel = tickOf(epochs[m_laidOut]);
        if (m_measuredTicks.empty() || pixel - m_measuredTicks.back() >= combGap)
            m_measuredTicks.push_back(pixel);
    }
}

void Timeline::layOutForetold() {
    m_foretoldTicks.clear();
    for (const int epoch : m_foretold) {
        const qreal pixel = tickOf(epoch);
        if (m_foretoldTicks.empty() || pixel - m_foretoldTicks.back().second >= combGap)
            m_foretoldTicks.emplace_back(epoch, pixel);
    }
}

/// Measured epochs, then those foretold beyond them.
std::vector<qreal> Timeline::comb() const {
    std::vector<qreal> ticks = m_measuredTicks;
    const int last = m_playhead.measured().empty() ? -1 : m_playhead.measured().back();
    for (const auto& [epoch, pixel] : m_foretoldTicks)
        if (epoch > last && (ticks.empty() || pixel - ticks.back() >= combGap))
            ticks.push_back(pixel);
    return ticks;
}

qreal Timeline::tickOf(int epoch) const {
    return std::round(pixelOf(epoch)) + 0.5;
}

double Timeline::presentEpoch() const {
    const int index = m_playhead.index();
    if (index < 0)
        return 0;
    const std::vector<int>& epochs = m_playhead.measured();
    const double glide = m_playhead.glide();
    const auto before = static_cast<std::size_t>(std::max(0.0, std::floor(glide)));
    const std::size_t after = std::min(before + 1, epochs.size() - 1);
    const EpochScale scale = m_playhead.scale();
    const double from = scale.position(epochs[before]);
    return scale.epochAt(from +
                         (glide - static_cast<double>(before)) * (scale.position(epochs[after]) - from));
}

void Timeline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(m_zoom, m_zoom);
    paintGroove(painter);
    paintComb(painter);
    paintLabels(painter);
    paintHandle(painter);
}

void Timeline::paintGroove(QPainter& painter) const {
    const qreal left = pixelOf(0), right = pixelOf(m_playhead.lastEpoch());
    const QRectF groove(left, grooveY - grooveHeight / 2.0, right - left, grooveHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.groove);
    painter.drawRoundedRect(groove, grooveHeight / 2.0, grooveHeight / 2.0);
    if (!m_playhead.measured().empty()) {
        QLinearGradient dusk(left, 0, right, 0);
        dusk.setStops(m_colors.stops());
        painter.setBrush(dusk);
        const auto paintTo = [&](qreal end, qreal opacity) {
            painter.save();
            painter.setClipRect(QRectF(left - 1, 0, end - left + 1, height()), Qt::IntersectClip);
            painter.setOpacity(opacity);
            painter.drawRoundedRect(groove, grooveHeight / 2.0, grooveHeight / 2.0);
            painter.restore();
        };
        paintTo(pixelOf(m_playhead.measured().back()), notShownOpacity);
        paintTo(pixelOf(presentEpoch()), 1);
    }
    if (m_failure >= 0)
        painter.fillRect(QRectF(pixelOf(m_failure) - failureWidth / 2, grooveY - 9, failureWidth, 18),
                         m_theme.danger);
}

void Timeline::paintComb(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(m_theme.limit, 1));
    std::vector<QLineF> ticks;
    for (const qreal pixel : comb())
        ticks.emplace_back(pixel, combTop, pixel, combTop + combLength);
    painter.drawLines(ticks.data(), static_cast<int>(ticks.size()));
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void Timeline::paintLabels(QPainter& painter) const {
    painter.setFont(uiFont(type::small));
    const QFontMetricsF metrics(painter.font());
    qreal free = 0;
    std::vector<int> epochs = m_playhead.scale().ticks();
    for (const int epoch : epochs) {
        const QString text = QLocale().toString(epoch);
        const qreal middle = pixelOf(epoch), half = metrics.horizontalAdvance(text) / 2;
        const qreal left = std::clamp(middle - half, 0.0, breadth() - 2 * half);
        if (left < free)
            continue;
        free = left + 2 * half + 8;
        painter.setPen(QPen(m_theme.limit, 1));
        const qreal pixel = std::round(middle) + 0.5;
        painter.drawLine(QPointF(pixel, combTop), QPointF(pixel, combTop + labelTick));
        painter.setPen(m_theme.text2);
        painter.drawText(QPointF(left, labelTop + metrics.ascent()), text);
    }
}

void Timeline::paintHandle(QPainter& painter) const {
    const bool any = m_playhead.index() >= 0;
    const double epoch = presentEpoch();
    const QPointF middle(pixelOf(epoch), grooveY);
    const bool focused = hasFocus();
    painter.setPen(QPen(focused ? m_theme.focus : m_theme.fieldBorder, focused ? 2 : 1));
    painter.setBrush(m_theme.dark ? m_theme.text : m_theme.raised);
    painter.drawEllipse(middle, handleRadius, handleRadius);
    painter.setPen(Qt::NoPen);
    painter.setBrush(any ? m_colors.at(m_playhead.scale().position(epoch)) : m_theme.groove);
    painter.drawEllipse(middle, coreRadius, coreRadius);
}

void Timeline::resizeEvent(QResizeEvent* event) {
    QSlider::resizeEvent(event);
    layOutAnew();
}

void Timeline::goTo(qreal pixel) {
    const qreal length = breadth() - 2 * sideMargin;
    const double share = std::clamp((pixel / m_zoom - sideMargin) / length, 0.0, 1.0);
    m_playhead.goToEpoch(static_cast<int>(std::lround(m_playhead.scale().epochAt(share))));
}

void Timeline::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_playhead.measured().empty()) {
        event->ignore();
        return;
    }
    m_holds = true;
    m_playhead.setHeld(true);
    goTo(event->position().x());
}

void Timeline::mouseMoveEvent(QMouseEvent* event) {
    if (m_holds)
        goTo(event->position().x());
}

void Timeline::mouseReleaseEvent(QMouseEvent*) {
    letGo();
}

/// A button may go up where this cannot see it: when it is hidden or turned off by a key meanwhile.
void Timeline::letGo() {
    if (std::exchange(m_holds, false))
        m_playhead.setHeld(false);
}

void Timeline::hideEvent(QHideEvent* event) {
    letGo();
    QSlider::hideEvent(event);
}

void Timeline::changeEvent(QEvent* event) {
    if (event->type() == QEvent::EnabledChange)
        letGo();
    QSlider::changeEvent(event);
}

/// The window's keys move the present, wherever the focus is.
void Timeline::keyPressEvent(QKeyEvent* event) {
    event->ignore();
}

void Timeline::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

} // namespace infoplane
