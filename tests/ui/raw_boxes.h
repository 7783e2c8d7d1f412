#pragma once

#include "widgets/combo_field.h"

#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QStringList>

namespace infoplane::test {

/// Qt's own boxes in a window, by name: they turn under a wheel without the focus, and lose small numbers.
inline QStringList rawBoxes(const QWidget& window) {
    QStringList raw;
    for (const QWidget* widget : window.findChildren<QWidget*>())
        if (qobject_cast<const QSpinBox*>(widget) || qobject_cast<const QDoubleSpinBox*>(widget) ||
            (qobject_cast<const QComboBox*>(widget) && !qobject_cast<const ComboField*>(widget)))
            raw << widget->accessibleName();
    return raw;
}

} // namespace infoplane::test
