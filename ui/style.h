#pragma once

#include <QPalette>
#include <QString>

class QApplication;
class QWidget;

namespace infoplane {

struct Theme;

/// The look of every standard widget: Fusion, a palette and one style sheet, made from the theme's colours.
/// Widgets choose among looks by the dynamic property "role", to be set before they are shown:
///   QLabel    head (section head), title, label (of a field), narrowLabel (where it is long), hint, error,
///   readout QFrame    segments, note, panel, bar (a panel's foot), rule (1 px line) QToolButton  play (the
///   round primary button), field (framed like a field, beside one), mark (small, no
///             frame), edge (over the end of a row that scrolls)
/// and a field whose content is wrong by the property "invalid" (see setMarkedInvalid).

/// Style, palette, font and style sheet of the whole program; again whenever the theme changes.
void applyStyle(QApplication& application, const Theme& theme);

QPalette themedPalette(const Theme& theme);
QString themedStyleSheet(const Theme& theme);

/// Puts a dynamic property and makes the style sheet look at the widget again.
void setRole(QWidget* widget, const char* role);
void setMarkedInvalid(QWidget* field, bool invalid);

/// A tool tip that wraps: Qt breaks lines in rich text only.
QString wrappedToolTip(const QString& plainText);

} // namespace infoplane
