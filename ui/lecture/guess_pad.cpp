#include "lecture/guess_pad.h"

#include "charts/chart_metrics.h"
#include "charts/label.h"

#include <QMouseEvent>
#include <QPainter>

#include <limits>

namespace infoplane {

namespace {
constexpr double lineWidth = 1.8 * lectureFactor;
constexpr double restOpacity = 0.55; ///< of a guess that is being compared
constexpr double promptGap = 12;     ///< between the prompt's two lines, and to the plot's edges
constexpr double markerReach = 40;   ///< of a layer's marker with its name, all around

/// What to do, in two lines.
struct Prompt {
    Label head{uiFontFamilies(), type::emptyState* lectureFactor, QFont::DemiBold};
    Label line{uiFontFamilies(), type::body* lectureFactor};

    Prompt() {
        head.plain(GuessPad::tr("Where will each layer go?"));
        line.plain(GuessPad::tr("Draw it here, then Space shows it."));
    }
    double headHeight() const { return head.capHeight() + head.descent(); }
    QSizeF size() const {
        return {std::max(head.width(), line.width()),
                headHeight() + promptGap + line.capHeight() + line.descent()};
    }
    void paint(QPainter& painter, const QRectF& place, const Theme& theme) const {
        const double x = place.center().x(), halo = 3 * lectureFactor;
        head.paintCentred(painter, {x, place.top() + head.capHeight() / 2}, theme.text, halo, theme.chart);
        line.paintCentred(painter, {x, place.top() + headHeight() + promptGap + line.capHeight() / 2},
                          theme.text2, halo, theme.chart);
    }
};

bool isClear(const QRectF& place, const QPolygonF& layers) {
    PlotFrame box;
    box.area = place.adjusted(-promptGap, -promptGap, promptGap, promptGap);
    const QRectF wide = place.adjusted(-markerReach, -markerReach, markerReach, markerReach);
    for (qsizetype i = 0; i < layers.size(); ++i) {
        QPointF from = layers[std::max<qsizetype>(i - 1, 0)], to = layers[i];
        if (wide.contains(to) || box.cut(from, to))
            return false;
    }
    return true;
}
} // namespace

GuessPad::GuessPad(std::function<PlotFrame()> frame, std::function<QPolygonF()> present, QWidget* parent)
    : QWidget(parent)
    , m_frame(std::move(frame))
    , m_present(std::move(present))
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

QRectF GuessPad::promptPlace() const {
    const PlotFrame frame = m_frame();
    QPolygonF layers;
    for (const QPointF& point : m_present())
        layers << frame.map(point.x(), point.y());
    const QSizeF size = Prompt().size();
    const QRectF room =
        frame.area.adjusted(promptGap, promptGap, -promptGap - size.width(), -promptGap - size.height());
    const QPointF middle = room.center();
    QRectF best(QPointF(middle.x(), room.bottom()), size);
    double least = std::numeric_limits<double>::infinity();
    constexpr int steps = 20;
    for (int across = 0; across <= steps; ++across)
        for (int down = 0; down <= steps; ++down) {
            const QPointF corner =
                room.topLeft() + QPointF(room.width() * across, room.height() * down) / steps;
            const double away = QLineF(corner, middle).length();
            if (away < least && isClear({corner, size}, layers)) {
                least = away;
                best.moveTopLeft(corner);
            }
        }
    return best;
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
    if (m_guessing && m_lines.empty())
        Prompt().paint(painter, promptPlace(), m_theme);
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
