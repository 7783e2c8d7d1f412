#pragma once

#include "engine_export.h"

#include <cstdint>
#include <span>

namespace infoplane {

/// How entropy is estimated from the counts n_s of K occupied symbols among N samples, p_s = n_s / N. The
/// plug-in is low by about (K - 1) / 2N nats; each correction takes off some of it, none helps where every
/// symbol occurs once.
enum class EntropyCorrection {
    None,        ///< -sum p log p
    MillerMadow, ///< + (K - 1) / 2N (Miller 1955)
    Grassberger, ///< sum p (log N - digamma(n) - (-1)^n / (n + 1)) (Grassberger 1988)
    ChaoShen,    ///< by coverage 1 - (symbols seen once) / N (Chao & Shen 2003)
    Shrink,      ///< towards equal probabilities (Hausser & Strimmer 2009)
};

/// Entropy in bits from counts; zeros count as symbols that did not occur. The same bits in whatever order
/// the counts stand. No counts: 0.
INFOPLANE_ENGINE double discreteEntropy(std::span<const std::uint32_t> counts, EntropyCorrection correction);

} // namespace infoplane
