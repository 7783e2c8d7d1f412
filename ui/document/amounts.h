#pragma once

#include <QString>

namespace infoplane {

struct CostEstimate;

/// How long and how large, in words.

/// "0.4 s", "12 s", "5 min", "2.5 h".
QString durationText(double seconds);
/// "300 kB", "2 MB", "1.4 GB".
QString bytesText(double bytes);
/// "about 12 s of training · 40 MB of memory · a file of 300 kB"
QString costText(const CostEstimate& cost);

} // namespace infoplane
