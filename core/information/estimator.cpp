#include "information/estimator.h"

#include "information/arrays.h"
#include "information/discrete_entropy.h"

namespace infoplane {

Estimator::~Estimator() = default;

ArrayEstimate Estimator::estimateArrays(const NamedArrays& arrays, const CancelQuestion& cancelled) const {
    std::vector<std::string> names;
    for (const auto& [name, array] : arrays)
        names.push_back(name);
    requireInputs(description(), names);
    for (const auto& [name, array] : arrays)
        requireNotEmpty(array, name);
    return estimateNamed(arrays, cancelled);
}

ArrayEstimate Estimator::estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const {
    const ArrayObservation data(arrays, "T");
    return data.result(description(), estimate(data.observation(), cancelled));
}

double labelEntropy(std::span<const std::int32_t> labels, int classCount) {
    std::vector<std::uint32_t> counts(static_cast<std::size_t>(classCount), 0);
    for (const std::int32_t label : labels)
        ++counts.at(static_cast<std::size_t>(label));
    return discreteEntropy(counts, EntropyCorrection::None);
}

} // namespace infoplane
