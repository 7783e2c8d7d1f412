#include "lecture/guess_pad.h"

#include "charts/chart_metrics.h"
#include "charts/label.h"

#include <QMouseEvent>
#include <QPainter>

namespace infoplane {

namespace {
constexpr double lineWidth = 1.8 * lectureFactor;
constexpr double restOpacity = 0.55; ///< of a guess that is being compared
} // namespace

GuessPad::GuessPad(std::function<PlotFrame()> frame, QWidget* parent)
    : QWidget(parent)
    , m_frame(std::move(frame))
    , m_theme(lightTheme()) {
    setAttribute(Qt::WA_NoSystemBackground);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(tr("Guesses drawn on the plane"));
}

void GuessPad::setTheme(const Theme& theme) {
    m_theme = theme;
    update();
}

void GuessPad::setGuessing(bool guessing) {
    m_guessing = guessing;
    setAttribute(Qt::WA_TransparentForMouseEvents, !guessing);
    setCursor(guessing ? Qt::CrossCursor : Qt::ArrowCursor);
    update();
}

void GuessPad::clear() {
    m_lines.clear();
    update();
}

void GuessPad::paintEvent(QPaintEvent*) {
    if (!m_guessing && m_lines.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const PlotFrame frame = m_frame();
    QPen pen(m_theme.accent, lineWidth, Qt::DashLine, Qt::RoundCap, Qt::RoundJoin);
    pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setOpacity(m_guessing ? 1 : restOpacity);
    for (const QPolygonF& line : m_lines) {
        QPolygonF pixels;
        for (const QPointF& point : line)
            pixels << frame.map(point.x(), point.y());
        painter.drawPolyline(pixels);
    }
    if (!m_guessing)
        return;
    const auto say = [&](const QString& text, double size, QFont::Weight weight, double down,
                         const QColor& color) {
        Label label(uiFontFamilies(), size * lectureFactor, weight);
        label.plain(text);
        label.paintCentred(painter, frame.area.center() + QPointF(0, down), color, 3 * lectureFactor,
                           m_theme.chart);
    };
    if (m_lines.empty()) {
        say(tr("Where will each layer go?"), type::emptyState, QFont::DemiBold, -20, m_theme.text);
        say(tr("Draw it here, then Space shows it."), type::body, QFont::Normal, 26, m_theme.text2);
    }
}

void GuessPad::mousePressEvent(QMouseEvent* event) {
    const PlotFrame frame = m_frame();
    m_lines.push_back({QPointF(frame.valueX(event->position().x()), frame.valueY(event->position().y()))});
    update();
}

void GuessPad::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton) || m_lines.empty())
        return;
    const PlotFrame frame = m_frame();
    m_lines.back() << QPointF(frame.valueX(event->position().x()), frame.valueY(event->position().y()));
    update();
}

} // namespace infoplane
