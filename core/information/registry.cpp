#include "information/registry.h"

#include "error.h"
#include "information/nearest_name.h"

#include <algorithm>

// Every estimator, in the order in which they are offered. A new one is a line here, a function of that name
// that returns its EstimatorEntry, in a file of its own, and a test.
#define INFOPLANE_ESTIMATORS(ESTIMATOR)                                                                      \
    ESTIMATOR(binFloor)                                                                                      \
    ESTIMATOR(binLinspace)                                                                                   \
    ESTIMATOR(binMinmaxEpochs)                                                                               \
    ESTIMATOR(binMinmaxEpoch)                                                                                \
    ESTIMATOR(binQuantile)                                                                                   \
    ESTIMATOR(kdePairwise)                                                                                   \
    ESTIMATOR(layerNeighbours)                                                                               \
    ESTIMATOR(ksg)                                                                                           \
    ESTIMATOR(mixedKnn)                                                                                      \
    ESTIMATOR(linearGaussian)                                                                                \
    ESTIMATOR(linearGaussianDeep)                                                                            \
    ESTIMATOR(neuronBinnedExact)                                                                             \
    ESTIMATOR(gaussianMixtureMc)                                                                             \
    ESTIMATOR(countEntropy)                                                                                  \
    ESTIMATOR(discreteInformation)                                                                           \
    ESTIMATOR(matrixRenyi)

namespace infoplane {

#define INFOPLANE_DECLARE(name) EstimatorEntry name();
INFOPLANE_ESTIMATORS(INFOPLANE_DECLARE)
#undef INFOPLANE_DECLARE

namespace {

/// Descriptions and makers side by side, so that the descriptions can be handed out as one vector.
struct Registry {
    std::vector<EstimatorDescription> descriptions;
    std::vector<decltype(EstimatorEntry::make)> makers;

    void add(EstimatorEntry entry) {
        for (ParameterDescription& parameter : entry.description.parameters) {
            const bool acceptedIsSet = parameter.lowestAccepted != 0 || parameter.highestAccepted != 0;
            if (!acceptedIsSet) {
                parameter.lowestAccepted = parameter.lowest;
                parameter.highestAccepted = parameter.highest;
            }
        }
        descriptions.push_back(std::move(entry.description));
        makers.push_back(entry.make);
    }
};

const Registry& registry() {
    static const Registry all = [] {
        Registry result;
#define INFOPLANE_ADD(name) result.add(name());
        INFOPLANE_ESTIMATORS(INFOPLANE_ADD)
#undef INFOPLANE_ADD
        return result;
    }();
    return all;
}

std::size_t indexOf(const std::string& id) {
    const auto& descriptions = registry().descriptions;
    const auto found = std::ranges::find(descriptions, id, &EstimatorDescription::id);
    if (found != descriptions.end())
        return static_cast<std::size_t>(found - descriptions.begin());
    std::vector<std::string> known;
    std::string list;
    for (const EstimatorDescription& description : descriptions) {
        known.push_back(description.id);
        list += (list.empty() ? "" : ", ") + description.id;
    }
    const std::string nearest = nearestName(id, known);
    throw Error("There is no estimator \"" + id + "\"." +
                (nearest.empty() ? "" : " Did you mean " + nearest + "?") + " There are: " + list + ".");
}

} // namespace

const std::vector<EstimatorDescription>& estimators() {
    return registry().descriptions;
}

const EstimatorDescription& describeEstimator(const std::string& id) {
    return registry().descriptions[indexOf(id)];
}

std::unique_ptr<const Estimator> makeEstimator(const EstimatorSettings& settings) {
    const std::size_t index = indexOf(settings.id);
    const EstimatorDescription& description = registry().descriptions[index];
    return registry().makers[index](description, ParameterValues(description, settings));
}

} // namespace infoplane
