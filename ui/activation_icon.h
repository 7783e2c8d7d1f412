#pragma once

#include "network/activation.h"

#include <QIcon>

namespace infoplane {

struct Theme;

/// The curve of an activation over [-3, 3], drawn from its values, with its axes; 18 px square.
QIcon activationIcon(Activation activation, const Theme& theme);

} // namespace infoplane
