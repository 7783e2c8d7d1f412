#pragma once

#include <QLocale>
#include <QString>

namespace infoplane {

/// Numbers of the readout: fixed decimals, "< 0.001" for what is there and would read as nothing, a true
/// minus sign, a dash for what does not apply.
QString readoutNumber(double value, int decimals, const QLocale& locale);

} // namespace infoplane
