#include "information/arrays_only.h"

#include "error.h"

namespace infoplane {

std::vector<double> ArraysOnlyEstimator::estimate(const Observation&, const CancelQuestion&) const {
    throw Error(m_description.id + " estimates from arrays, not from the layers of a network. Choose another "
                                   "estimator for a session.");
}

} // namespace infoplane
