#pragma once

#include "network/network_shape.h"

namespace infoplane {

enum class InitializerKind { TruncatedNormal, GlorotUniform, HeNormal, Orthogonal, ScaledNormal };
enum class FanScale { FanIn, FanOut };

/// How the first weights are drawn; biases are zero.
/// TruncatedNormal: cut at 2 s.d., s.d. 1/sqrt(fan-out) (the paper's code, which draws its last layer Glorot
/// uniform: so does this with FanOut) or 1/sqrt(fan-in) (SZT's code). ScaledNormal: N(0, scale^2 / fan-in).
/// Orthogonal: scaled by `scale`.
struct Initializer {
    InitializerKind kind = InitializerKind::TruncatedNormal;
    FanScale fan = FanScale::FanOut;
    double scale = 1;
    bool operator==(const Initializer&) const = default;
};

/// Drawn in double from the seed's weight stream and rounded, so float and double networks start alike.
INFOPLANE_ENGINE std::vector<double> initialParameters(const NetworkShape& shape,
                                                       const Initializer& initializer, std::uint64_t seed);

} // namespace infoplane
