#pragma once

namespace infoplane {

/// Whether a person wants nothing to glide, ride or fade: every motion is then immediate. Off at first; of
/// the whole program, as animation effects are in Qt. (Qt 6.4 cannot ask the desktop.)
bool reducedMotion();
void setReducedMotion(bool reduced);

} // namespace infoplane
