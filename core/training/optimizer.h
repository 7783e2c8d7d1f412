#pragma once

#include "engine_export.h"

#include <string>

namespace infoplane {

enum class OptimizerKind { Sgd, Momentum, Nesterov, RmsProp, Adam, AdamW };

/// As written in a sentence: "SGD", "momentum", "Adam", ...
INFOPLANE_ENGINE std::string optimizerName(OptimizerKind kind);

/// How a gradient becomes a step; each reads only its own parameters.
struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::Adam;
    double learningRate = 0.0004;
    double momentum = 0.9; ///< Momentum, Nesterov: v <- m v + g; w <- w - r v (Nesterov: w - r (g + m v))
    double decay = 0.9;    ///< RmsProp (Hinton 2012): s <- d s + (1 - d) g^2; w <- w - r g / (sqrt(s) + eps)
    double beta1 =
        0.9; ///< Adam, AdamW (Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2)
    double beta2 = 0.999;
    double epsilon = 1e-8;
    bool operator==(const OptimizerSettings&) const = default;
};

} // namespace infoplane
