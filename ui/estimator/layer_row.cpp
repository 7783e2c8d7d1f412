#include "estimator/layer_row.h"

#include "estimator/readout_text.h"
#include "theme.h"
#include "widgets/live_number.h"

#include <QEvent>
#include <QPainter>

namespace infoplane {

namespace {
constexpr int rowHeight = 24;
constexpr int rowWidth = 200;
constexpr double markerX = 9;
constexpr double markerRadius = 5.4;
constexpr int nameX = 22;
constexpr double notableLoss = 1; // bit
} // namespace

LayerRow::LayerRow(QWidget* parent)
    : QAbstractButton(parent) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTheme(lightTheme());
    connect(this, &QAbstractButton::toggled, this, &LayerRow::describe);
}

void LayerRow::setLayer(const QString& name, const LayerMarker& marker) {
    setText(name);
    m_marker = marker;
    describe();
    update();
}

void LayerRow::setNumbers(const Numbers& numbers) {
    if (m_numbers == numbers)
        return;
    m_numbers = numbers;
    describe();
    update();
}

void LayerRow::setBounds(const QString& lines) {
    m_bounds = lines;
}

void LayerRow::setHelp(const QString& sentences) {
    m_help = sentences;
    setToolTip(sentences);
}

/// The numbers change at every frame, so their tip is made when it is asked for.
bool LayerRow::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        QString html = m_bounds.toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
        if (!html.isEmpty())
            html = QStringLiteral("<p>%1</p>").arg(html);
        setToolTip(QStringLiteral("<qt>%1<p>%2</p></qt>").arg(html, m_help.toHtmlEscaped()));
    }
    return QAbstractButton::event(event);
}

void LayerRow::setColour(const QColor& colour) {
    if (m_colour == colour)
        return;
    m_colour = colour;
    update();
}

void LayerRow::setTheme(const Theme& theme) {
    m_text = theme.text;
    m_text2 = theme.text2;
    m_text3 = theme.text3;
    m_hover = theme.hover;
    m_focus = theme.focus;
    m_outline = theme.text;
    update();
}

QSize LayerRow::sizeHint() const {
    return QSize(rowWidth, rowHeight);
}

void LayerRow::describe() {
    const auto bits = [this](double value, int decimals) { return readoutNumber(value, decimals, locale()); };
    setAccessibleName(tr("%1: %2 bit about the input, %3 bit about the label, %4 bit lost so far%5")
                          .arg(text(), bits(m_numbers.aboutInput, 2), bits(m_numbers.aboutLabel, 3),
                               bits(m_numbers.lost, 2), isChecked() ? tr(", hidden") : QString()));
}

void LayerRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(m_focus, 1) : QPen(Qt::NoPen));
        painter.setBrush(underMouse() ? QBrush(m_hover) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(-0.5, 1, 0.5, -1).intersected(QRectF(rect())),
                                size::radiusCheck, size::radiusCheck);
    }

    const bool hidden = isChecked();
    painter.save();
    painter.translate(markerX, rowHeight / 2.0);
    const bool hollow = hidden || m_marker.hollow;
    painter.setPen(
        QPen(hidden ? m_text3 : (m_marker.hollow ? m_colour : m_outline), m_marker.hollow ? 1.6 : 1));
    painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(m_colour));
    painter.drawPath(m_marker.path(markerRadius));
    painter.restore();

    painter.setPen(hidden ? m_text3 : m_text);
    painter.setFont(uiFont(type::body, QFont::DemiBold));
    painter.drawText(QRect(nameX, 0, width(), rowHeight), Qt::AlignVCenter | Qt::AlignLeft, text());

    const auto number = [&](int fromRight, double value, int decimals, QFont::Weight weight,
                            const QColor& ink) {
        painter.setFont(uiFont(type::body, weight));
        painter.setPen(hidden ? m_text3 : ink);
        drawLiveNumber(painter, QRectF(0, 0, width() - fromRight, rowHeight),
                       readoutNumber(value, decimals, locale()));
    };
    number(ReadoutColumns::first, m_numbers.aboutInput, 2, QFont::Normal, m_text);
    number(ReadoutColumns::second, m_numbers.aboutLabel, 3, QFont::Normal, m_text);
    const bool notable = m_numbers.lost > notableLoss;
    number(ReadoutColumns::third, m_numbers.lost, 2, notable ? QFont::Bold : QFont::Normal,
           notable ? m_text : m_text2);
}

} // namespace infoplane
