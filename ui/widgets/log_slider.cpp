#include "widgets/log_slider.h"

#include "theme.h"
#include "widgets/number_text.h"
#include "widgets/wheel_guard.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyleOptionSlider>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace infoplane {

namespace {
constexpr int positions = 1000;
constexpr int keyStep = positions / 100;
constexpr int handleHeight = 18;
constexpr int handleHalf = 8;
constexpr int tickLength = 5;
constexpr int markHeight = 15;
constexpr int footRoom = 2;
constexpr int markGap = 3;
constexpr double snapDistance = 0.012; // of the scale
} // namespace

LogSlider::LogSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent) {
    setRange(0, positions);
    setSingleStep(keyStep);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    ignoreWheelWithoutFocus(this);
    connect(this, &QSlider::valueChanged, this, &LogSlider::takeHandle);
    setTheme(lightTheme());
}

void LogSlider::setScale(double lowest, double highest, bool logarithmic, bool whole) {
    m_lowest = lowest;
    m_highest = highest;
    m_logarithmic = logarithmic && lowest > 0;
    m_whole = whole;
    setNumber(std::clamp(m_number, lowest, highest));
}

void LogSlider::setMarks(std::vector<Mark> marks) {
    m_marks = std::move(marks);
    updateGeometry();
    update();
}

void LogSlider::setTheme(const Theme& theme) {
    m_textColor = theme.text2;
    m_emphasisColor = theme.text;
    m_tickColor = theme.limit;
    update();
}

void LogSlider::setNumber(double number) {
    const QSignalBlocker quiet(this);
    m_number = number;
    setValue(static_cast<int>(std::lround(std::clamp(positionOf(number), 0.0, 1.0) * positions)));
}

double LogSlider::numberAt(double position) const {
    for (const Mark& mark : m_marks) {
        if (std::abs(positionOf(mark.value) - position) < snapDistance)
            return mark.value;
    }
    const double number = m_logarithmic ? m_lowest * std::pow(m_highest / m_lowest, position)
                                        : m_lowest + (m_highest - m_lowest) * position;
    return std::clamp(rounded(number), m_lowest, m_highest);
}

double LogSlider::positionOf(double number) const {
    if (m_logarithmic)
        return std::log(std::max(number, 1e-300) / m_lowest) / std::log(m_highest / m_lowest);
    return (number - m_lowest) / (m_highest - m_lowest);
}

double LogSlider::rounded(double number) const {
    return m_whole ? std::round(number) : roundedToSignificant(number, 2);
}

void LogSlider::takeHandle() {
    edit(numberAt(static_cast<double>(value()) / positions));
}

void LogSlider::edit(double number) {
    if (number == m_number)
        return;
    m_number = number;
    emit numberEdited(number);
}

qreal LogSlider::pixel(double position) const {
    return handleHalf + position * (width() - 2 * handleHalf);
}

QRect LogSlider::markRect(std::size_t index) const {
    const Mark& mark = m_marks[index];
    const int textWidth = QFontMetrics(uiFont(type::limits)).horizontalAdvance(mark.text) + 2;
    const int middle = static_cast<int>(std::lround(pixel(positionOf(mark.value))));
    const int left = std::clamp(middle - textWidth / 2, 0, std::max(0, width() - textWidth));
    return QRect(left, handleHeight + tickLength, textWidth, markHeight);
}

QSize LogSlider::sizeHint() const {
    return QSize(200, m_marks.empty() ? handleHeight : handleHeight + tickLength + markHeight + footRoom);
}

QSize LogSlider::minimumSizeHint() const {
    return QSize(80, sizeHint().height());
}

void LogSlider::initStyleOption(QStyleOptionSlider* option) const {
    // Groove and handle at the top, for painting and for the mouse; the marks below are ours.
    QSlider::initStyleOption(option);
    option->rect.setHeight(handleHeight);
}

void LogSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QStyleOptionSlider option;
    initStyleOption(&option);
    option.subControls = QStyle::SC_SliderGroove | QStyle::SC_SliderHandle;
    style()->drawComplexControl(QStyle::CC_Slider, &option, &painter, this);

    painter.setFont(uiFont(type::limits));
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const Mark& mark = m_marks[i];
        const qreal x = pixel(positionOf(mark.value));
        painter.setPen(QPen(mark.emphasized ? m_emphasisColor : m_tickColor, mark.emphasized ? 1.4 : 1));
        painter.drawLine(QPointF(x, handleHeight - 1), QPointF(x, handleHeight - 1 + tickLength));
    }
    for (const std::size_t i : writtenMarks()) {
        painter.setPen(m_marks[i].emphasized ? m_emphasisColor : m_textColor);
        painter.drawText(markRect(i), Qt::AlignCenter, m_marks[i].text);
    }
}

/// The emphasized ones, then the others from the left, each where it leaves those before readable.
std::vector<std::size_t> LogSlider::writtenMarks() const {
    std::vector<std::size_t> order(m_marks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_partition(order, [this](std::size_t i) { return m_marks[i].emphasized; });
    std::vector<std::size_t> written;
    for (const std::size_t i : order) {
        const QRect place = markRect(i).adjusted(-markGap, 0, markGap, 0);
        if (std::ranges::none_of(written,
                                 [&](std::size_t other) { return place.intersects(markRect(other)); }))
            written.push_back(i);
    }
    return written;
}

void LogSlider::mousePressEvent(QMouseEvent* event) {
    if (event->position().y() < handleHeight) {
        // A press beside the handle moves it there and holds it, instead of paging.
        QStyleOptionSlider option;
        initStyleOption(&option);
        const QRect handle =
            style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
        if (event->button() == Qt::LeftButton && !handle.contains(event->position().toPoint())) {
            const double position = (event->position().x() - handleHalf) / (width() - 2 * handleHalf);
            setValue(static_cast<int>(std::lround(std::clamp(position, 0.0, 1.0) * positions)));
        }
        QSlider::mousePressEvent(event);
        return;
    }
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        if (!markRect(i).contains(event->position().toPoint()))
            continue;
        const double number = m_marks[i].value;
        if (number == m_number)
            return;
        setNumber(number);
        emit numberEdited(number);
        return;
    }
}

void LogSlider::keyPressEvent(QKeyEvent* event) {
    const bool up = event->key() == Qt::Key_PageUp;
    if ((!up && event->key() != Qt::Key_PageDown) || m_marks.empty()) {
        QSlider::keyPressEvent(event);
        return;
    }
    std::vector<double> values;
    for (const Mark& mark : m_marks)
        values.push_back(mark.value);
    std::sort(values.begin(), values.end());
    const auto next = up ? std::upper_bound(values.begin(), values.end(), m_number)
                         : std::lower_bound(values.begin(), values.end(), m_number);
    if ((up && next == values.end()) || (!up && next == values.begin()))
        return;
    const double number = up ? *next : *(next - 1);
    setNumber(number);
    emit numberEdited(number);
}

} // namespace infoplane
