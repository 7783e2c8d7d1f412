#pragma once

#include "estimator/multiples_set.h"
#include "export/figure_exporter.h"
#include "session/session.h"

namespace infoplane {

/// Estimates one seed of a session under every estimator of a set, from all samples at all measured epochs,
/// and puts the results side by side. `shared` are values for all of them that have such a parameter
/// ("noise_variance"). Takes its time; needs no window. Throws Error.
FigureMultiples multiplesFigure(const Session& session, int seed, MultiplesSet set,
                                const std::vector<std::pair<std::string, std::string>>& shared = {});

} // namespace infoplane
