#include "estimator/readout_text.h"

#include <cmath>

namespace infoplane {

QString readoutNumber(double value, int decimals, const QLocale& locale) {
    if (std::isnan(value))
        return QStringLiteral("\u2013");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("\u221e") : QStringLiteral("\u2212\u221e");
    const double unit = std::pow(10, -decimals);
    if (decimals >= 3 && value > 0 && value < unit / 2)
        return QStringLiteral("< ") + locale.toString(unit, 'f', decimals);
    QString text = locale.toString(std::abs(value), 'f', decimals);
    const bool nothing = std::abs(value) < unit / 2;
    return value < 0 && !nothing ? QChar(0x2212) + text : text;
}

} // namespace infoplane
