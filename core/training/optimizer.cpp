#include "training/optimizer.h"

namespace infoplane {

std::string optimizerName(OptimizerKind kind) {
    switch (kind) {
    case OptimizerKind::Sgd:
        return "SGD";
    case OptimizerKind::Momentum:
        return "momentum";
    case OptimizerKind::Nesterov:
        return "Nesterov momentum";
    case OptimizerKind::RmsProp:
        return "RMSprop";
    case OptimizerKind::Adam:
        return "Adam";
    case OptimizerKind::AdamW:
        return "AdamW";
    }
    return {};
}

} // namespace infoplane
