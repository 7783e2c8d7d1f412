#include "information/neighbours.h"

#include "error.h"

#include <boost/math/special_functions/digamma.hpp>

#include <cmath>

namespace infoplane {

const Eigen::ArrayXd& MaxNormDistances::from(Eigen::Index sample) {
    m_distances.setZero();
    for (Eigen::Index unit = 0; unit < m_samples.cols(); ++unit)
        m_distances = m_distances.max((m_samples.col(unit).array() - m_samples(sample, unit)).abs());
    return m_distances;
}

std::vector<double> digammaTable(std::size_t highest) {
    std::vector<double> table(highest + 1, 0.0);
    for (std::size_t n = 1; n <= highest; ++n)
        table[n] = boost::math::digamma(static_cast<double>(n));
    return table;
}

ParameterDescription neighbourParameter() {
    ParameterDescription k;
    k.id = "k";
    k.name = "k";
    k.symbol = "k";
    k.tooltip = "Neighbours counted: small for low bias, large for low variance (Kraskov et al. 2004; Gao et "
                "al. 2017).";
    k.kind = ParameterDescription::Kind::Integer;
    k.lowest = 1;
    k.highest = 50;
    k.lowestAccepted = 1;
    k.highestAccepted = 1000000;
    k.defaultNumber = 5;
    return k;
}

void requireNeighbours(int k, Eigen::Index samples) {
    if (k < 1 || k > samples - 1)
        throw Error("k is " + std::to_string(k) + ", but of " + std::to_string(samples) +
                    " samples each has only " + std::to_string(std::max<Eigen::Index>(samples - 1, 0)) +
                    " neighbours. Take a smaller k or more samples.");
}

} // namespace infoplane
