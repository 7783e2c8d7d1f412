#pragma once

#include <QColor>
#include <QFont>
#include <QStringList>

#include <cmath>

namespace infoplane {

/// Every colour of the program, named after its use. A plain value handed to widgets (setTheme); there is no
/// current theme to ask for. Text on window, panel, canvas and field has a contrast of at least 4.5 : 1
/// (disabled excepted), edges of fields, axes and limits at least 3 : 1.
struct Theme {
    bool dark = false;

    QColor window, panel;                                  ///< window, side panels, transport
    QColor canvas, chart;                                  ///< charts and their headers; the plot itself
    QColor field, raised, popup;                           ///< inputs; buttons; lists and menus
    QColor border, hairline;                               ///< between regions; between charts
    QColor fieldSide, fieldBorder;                         ///< a field's three sides; its foot, check boxes
    QColor text, text2, text3, disabled;                   ///< text, second, third, disabled
    QColor accent, accentHover, accentPressed;             ///< Play, sliders, checks, what is on
    QColor accentText, accentSoft, focus;                  ///< on accent; toggles and selection; focus ring
    QColor danger, dangerSoft, warn, warnSoft, ok, okSoft; ///< errors, notices, done
    QColor hover, press, groove;                           ///< states; slider, empty timeline
    QColor wall, grid, axis, limit;                        ///< of a plot
    QColor train, test, gap, cursor;                       ///< losses; time cursor
    QColor tip, tipText;                                   ///< tool tips
    double gapOpacity = 0.14;                              ///< area between the losses
    bool strong = false;                                   ///< high contrast

    /// Of a path or a band, given the usual one.
    double opacity(double usual) const { return strong ? std::sqrt(usual) : usual; }
};

const Theme& lightTheme();
const Theme& darkTheme();
/// The same with second text as strong as the first and what is disabled as the third was, all sides of a
/// field as strong as its foot, axes, limits and train curve in full ink, paths and bands more opaque, and no
/// grid.
Theme highContrast(Theme theme);
/// For figures on paper: light, with black text and stronger axes.
const Theme& printTheme();

/// Sizes of type in logical pixels.
namespace type {
inline constexpr int limits = 11; ///< limits, colorbar and slider marks
inline constexpr int small = 12;  ///< hints, ticks, spec line
inline constexpr int body = 13;
inline constexpr int title = 15;
inline constexpr int emptyState = 17;
inline constexpr int readout = 18;
} // namespace type

/// Lengths in logical pixels.
namespace size {
inline constexpr int topBar = 46;
inline constexpr int chartHeader = 40;
inline constexpr int transport = 88;
inline constexpr int leftPanel = 272, leftPanelWide = 296, leftPanelLeast = 240, leftPanelMost = 360;
inline constexpr int rightPanel = 264, rightPanelWide = 288, rightPanelLeast = 240, rightPanelMost = 340;
inline constexpr int wideWindow = 1600; ///< from here on the wide panels and the wide layout of charts
inline constexpr int panelMargin = 16;
inline constexpr int leftLabel = 96, rightLabel = 80;
inline constexpr int row = 28, rowGap = 6, sectionGap = 14;
inline constexpr int button = 30, tool = 28, toolIcon = 18;
inline constexpr int transportTool = 36, transportIcon = 20, play = 44, playIcon = 24;
inline constexpr int radiusCheck = 4, radiusSegment = 5, radiusField = 6, radiusNote = 8;
} // namespace size

/// Families to try in order: Inter, the system's own, Noto Sans, Cantarell, DejaVu Sans.
QStringList uiFontFamilies();
/// A font of the program, of so many logical pixels. Layouts are in pixels, so a font is never given in
/// points.
QFont uiFont(int pixels = type::body, QFont::Weight weight = QFont::Normal);

} // namespace infoplane
