#pragma once

#include <QIcon>
#include <QString>

namespace infoplane {

struct Theme;

/// The program's icons are drawings in resources/icons on a grid of 20 with strokes of 1.6 in one colour.
/// They are painted as vectors, so they are sharp at any size and pixel ratio.

/// `name` is a file there without ".svg": "play", "sliders". Normal `text2`, on `accent`, disabled
/// `disabled`.
QIcon themedIcon(const QString& name, const Theme& theme);
/// In one colour, whatever the state but disabled; for icons on the accent or in a message.
QIcon colouredIcon(const QString& name, const QColor& colour, const QColor& disabled);
/// Every name themedIcon knows.
QStringList iconNames();

} // namespace infoplane
