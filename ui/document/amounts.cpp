#include "document/amounts.h"

#include "session/cost_estimate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace infoplane {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Amounts", text);
}

} // namespace

QString durationText(double seconds) {
    const QLocale locale;
    if (seconds < 9.95)
        return tr("%1 s").arg(locale.toString(seconds, 'f', 1));
    if (seconds < 99.5)
        return tr("%1 s").arg(locale.toString(seconds, 'f', 0));
    if (seconds < 5970)
        return tr("%1 min").arg(locale.toString(seconds / 60, 'f', 0));
    return tr("%1 h").arg(locale.toString(seconds / 3600, 'f', seconds < 36000 ? 1 : 0));
}

QString bytesText(double bytes) {
    const QLocale locale;
    if (bytes < 999.5e3)
        return tr("%1 kB").arg(locale.toString(std::max(1.0, bytes / 1e3), 'f', 0));
    if (bytes < 999.5e6)
        return tr("%1 MB").arg(locale.toString(bytes / 1e6, 'f', bytes < 9.95e6 ? 1 : 0));
    return tr("%1 GB").arg(locale.toString(bytes / 1e9, 'f', 1));
}

QString costText(const CostEstimate& cost) {
    const QString memory = cost.temporaryBytes > 0
                               ? tr("%1 of memory, %2 in a temporary file")
                                     .arg(bytesText(cost.memoryBytes), bytesText(cost.temporaryBytes))
                               : tr("%1 of memory").arg(bytesText(cost.memoryBytes));
    return tr("about %1 of training · %2 · a file of %3")
        .arg(durationText(cost.seconds), memory, bytesText(cost.archiveBytes));
}

} // namespace infoplane
