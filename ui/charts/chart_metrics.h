#pragma once

#include "theme.h"

#include <QMarginsF>

#include <cmath>

namespace infoplane {

/// Every length of a chart's drawing, in logical pixels on screen and in 96ths of an inch on paper.
struct ChartMetrics {
    QMarginsF gutters{60, 10, 96, 46}; ///< between the chart's edges and its plot; the same for every chart
    double wallRight = 26, wallTop = 34;
    double tickType = type::small, titleType = type::body, limitType = type::limits, nameType = type::body;
    double tickAcross = 60, tickUp = 28; ///< least distance between ticks
    bool titleWords = true;              ///< "about the input" after the quantity
    bool titles = true;                  ///< else they stand once for several charts
    bool colorbar = true;                ///< else the timeline is it
    double limitNames = 0;               ///< least width of a plot in which limits have names

    double axisLine = 1, gridLine = 1, limitLine = 1;
    double trailLine = 1.4, pointRadius = 2.3, startRadius = 3.1, startLine = 1.3;
    double joinLine = 0.8, presentJoin = 1.2;
    double bandEdge = 0.9, bandStem = 1.3;
    double presentRadius = 7, presentLine = 1.4, presentHalo = 4.2, nameHalo = 3, nameGap = 7;
    int joins = 25;

    double barGap = 20, barWidth = 9, barTop = 20; ///< colorbar, right of the plot
    double hoverRadius = 8, hoverLine = 1.6, hoverReach = 12;

    double testLine = 2.1, trainLine = 1.6, layerLine = 2, dot = 4.2, gapBar = 3;
    bool cursor = true;  ///< time cursor, dots and bar; else names stand at the curves' ends
    bool figures = true; ///< values beside the names of the losses

    /// On a screen.
    static ChartMetrics screen() { return {}; }
    /// In a lecture: 1.8 times as large, without colorbar, header and figures, so that it is read from the
    /// back of a room; its gutters are those of the plane, or of an epoch chart beside it.
    static ChartMetrics lecture(bool plane);
    /// On paper; `plane` and epoch charts have gutters of their own unless they stand one over the other.
    static ChartMetrics paper();
    /// One of several small charts on a screen that share titles and colorbar.
    static ChartMetrics multiple();
    /// The same over epochs, with values right of the plot.
    static ChartMetrics multipleByEpoch();
};

/// By which everything is larger in a lecture.
inline constexpr double lectureFactor = 1.8;
inline constexpr double trailOpacity = 0.62, pointOpacity = 0.92, joinOpacity = 0.35, bandOpacity = 0.15,
                        bandEdgeOpacity = 0.7, futureOpacity = 0.22, seedOpacity = 0.12,
                        leftOutOpacity = 0.25;

/// A font of the program of any size in pixels (QFont itself knows only whole ones).
QFont chartFont(const QStringList& families, double pixels, QFont::Weight weight = QFont::Normal,
                bool italic = false);

} // namespace infoplane
