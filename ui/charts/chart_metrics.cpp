#include "charts/chart_metrics.h"

#include <QGuiApplication>
#include <QScreen>

namespace infoplane {

ChartMetrics ChartMetrics::paper() {
    constexpr double point = 96.0 / 72;
    ChartMetrics m;
    m.gutters = {44, 12, 60, 44};
    m.wallRight = 17, m.wallTop = 24;
    m.tickType = 7.5 * point, m.titleType = m.nameType = 8.5 * point, m.limitType = 7 * point;
    m.tickAcross = 30, m.tickUp = 15;
    m.titleWords = false;
    m.axisLine = m.gridLine = m.limitLine = 0.6;
    m.trailLine = 1.1, m.pointRadius = 1.5, m.startRadius = 2.1, m.startLine = 0.9;
    m.joinLine = 0.4, m.presentJoin = 0.6, m.bandEdge = 0.6, m.bandStem = 0.9;
    m.presentRadius = 4.3, m.presentLine = 0.9, m.presentHalo = 2.6, m.nameHalo = 2, m.nameGap = 4;
    m.barGap = 16, m.barWidth = 7, m.barTop = 15;
    m.testLine = 1.1, m.trainLine = 0.9, m.layerLine = 1.1, m.dot = 2.6, m.gapBar = 2;
    m.cursor = m.figures = false;
    return m;
}

ChartMetrics ChartMetrics::lecture(bool plane) {
    ChartMetrics m;
    for (double* length :
         {&m.wallRight,   &m.wallTop,     &m.tickType,      &m.titleType,   &m.limitType,   &m.nameType,
          &m.tickAcross,  &m.tickUp,      &m.axisLine,      &m.gridLine,    &m.limitLine,   &m.trailLine,
          &m.pointRadius, &m.startRadius, &m.startLine,     &m.joinLine,    &m.presentJoin, &m.bandEdge,
          &m.bandStem,    &m.presentLine, &m.presentRadius, &m.presentHalo, &m.nameHalo,    &m.nameGap,
          &m.hoverRadius, &m.hoverLine,   &m.hoverReach,    &m.testLine,    &m.trainLine,   &m.layerLine,
          &m.dot,         &m.gapBar})
        *length *= lectureFactor;
    m.gutters =
        plane ? QMarginsF(98, 14, 22, 80) : QMarginsF(104, 14, 84, 80); // room for ticks such as 0.005
    m.joins = 16;
    m.colorbar = m.figures = false;
    return m;
}

ChartMetrics ChartMetrics::multiple() {
    ChartMetrics m;
    m.gutters = {34, 4, 12, 22};
    m.wallRight = 18, m.wallTop = 22;
    m.tickType = type::limits, m.nameType = type::limits;
    m.tickAcross = 36, m.tickUp = 24;
    m.titles = m.colorbar = false;
    m.limitNames = 260;
    m.trailLine = 1.1, m.pointRadius = 1.7, m.startRadius = 2.4, m.startLine = 1;
    m.joinLine = 0.6, m.presentJoin = 1;
    m.bandEdge = 0.7, m.bandStem = 1;
    m.presentRadius = 5, m.presentLine = 1.1, m.presentHalo = 3, m.nameHalo = 2.4, m.nameGap = 4;
    m.joins = 16;
    return m;
}

ChartMetrics ChartMetrics::multipleByEpoch() {
    ChartMetrics m = multiple();
    m.gutters.setRight(120);
    m.layerLine = 1.6;
    return m;
}

QFont chartFont(const QStringList& families, double pixels, QFont::Weight weight, bool italic) {
    QFont font;
    font.setFamilies(families);
    font.setWeight(weight);
    font.setItalic(italic);
    font.setHintingPreference(QFont::PreferNoHinting);
    if (pixels == std::floor(pixels)) {
        font.setPixelSize(static_cast<int>(pixels));
    } else {
        const QScreen* screen = QGuiApplication::primaryScreen();
        font.setPointSizeF(pixels * 72 / (screen ? screen->logicalDotsPerInchY() : 96));
    }
    return font;
}

} // namespace infoplane
