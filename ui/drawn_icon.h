#pragma once

#include <QIcon>

#include <functional>

namespace infoplane {

/// An icon that is painted as a vector at whatever size and pixel ratio it is asked for, into the largest
/// square in the middle.
using IconPainting = std::function<void(QPainter&, const QRectF&, QIcon::Mode, QIcon::State)>;
QIcon drawnIcon(IconPainting painting);

} // namespace infoplane
