#pragma once

class QWidget;

namespace infoplane {

/// Spin boxes, combo boxes and sliders change under a wheel that was meant to scroll the form they are in.
/// After this the widget takes the wheel only while it has the focus, and the wheel does not give it the
/// focus.
void ignoreWheelWithoutFocus(QWidget* widget);

} // namespace infoplane
