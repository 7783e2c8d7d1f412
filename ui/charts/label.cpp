#include "charts/label.h"

#include "charts/chart_metrics.h"

#include <QFontMetricsF>
#include <QPainter>

namespace infoplane {

Label::Label(const QStringList& families, double pixels, QFont::Weight weight)
    : m_font(chartFont(families, pixels, weight))
    , m_italic(chartFont(families, pixels, weight, true))
    , m_sub(chartFont(families, 0.72 * pixels, weight))
    , m_drop(0.16 * pixels) {
    const QFontMetricsF metrics(m_font);
    m_capHeight = metrics.capHeight();
    m_descent = metrics.descent();
}

Label& Label::append(const QString& text, const QFont& font, double drop) {
    m_runs.push_back({text, font, m_width, drop});
    m_width += QFontMetricsF(font).horizontalAdvance(text);
    return *this;
}

Label& Label::plain(const QString& text) {
    return append(text, m_font, 0);
}
Label& Label::italic(const QString& text) {
    return append(text, m_italic, 0);
}
Label& Label::sub(const QString& text) {
    return append(text, m_sub, m_drop);
}

Label Label::layerName(const QString& name, const QStringList& families, double pixels) {
    Label label(families, pixels, QFont::DemiBold);
    for (qsizetype i = 0; i < name.size();) {
        qsizetype end = i + 1;
        while (end < name.size() && name[end].isDigit() == name[i].isDigit())
            ++end;
        const QString run = name.mid(i, end - i);
        name[i].isDigit() ? label.sub(run) : label.plain(run);
        i = end;
    }
    return label;
}

void Label::paint(QPainter& painter, const QPointF& at, const QColor& color, double halo,
                  const QColor& ground) const {
    if (halo > 0) {
        QPainterPath outline;
        for (const Run& run : m_runs)
            outline.addText(at + QPointF(run.x, run.drop), run.font, run.text);
        painter.strokePath(outline, QPen(ground, 2 * halo, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    }
    painter.setPen(color);
    for (const Run& run : m_runs) {
        painter.setFont(run.font);
        painter.drawText(at + QPointF(run.x, run.drop), run.text);
    }
}

void Label::paintCentred(QPainter& painter, const QPointF& at, const QColor& color, double halo,
                         const QColor& ground) const {
    paint(painter, at + QPointF(-m_width / 2, m_capHeight / 2), color, halo, ground);
}

} // namespace infoplane
