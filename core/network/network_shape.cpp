#include "network/network_shape.h"

namespace infoplane {

std::ptrdiff_t NetworkShape::weightOffset(int layer) const {
    std::ptrdiff_t offset = 0;
    for (int before = 0; before < layer; ++before)
        offset += (std::ptrdiff_t{fanIn(before)} + 1) * width(before);
    return offset;
}

std::ptrdiff_t NetworkShape::biasOffset(int layer) const {
    return weightOffset(layer) + std::ptrdiff_t{fanIn(layer)} * width(layer);
}

std::ptrdiff_t NetworkShape::parameterCount() const {
    return weightOffset(layerCount());
}

} // namespace infoplane
