#include "information/linear_parameters.h"

#include "error.h"
#include "information/arrays.h"
#include "information/registry.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

ParameterDescription linearNoiseParameter() {
    ParameterDescription noise;
    noise.id = "noise_variance";
    noise.name = "Noise";
    noise.symbol = "v";
    noise.tooltip =
        "Variance of the noise added to every unit; without it a linear layer tells infinitely much.";
    noise.lowest = 1e-5;
    noise.highest = 1;
    noise.lowestAccepted = 1e-100;
    noise.highestAccepted = 1e100;
    noise.logarithmic = true;
    noise.defaultNumber = 0.001;
    noise.marks = {{1e-5, "10\u207b\u2075"}, {0.001, "0.001"}, {0.1, "0.1"}, {1, "1"}};
    return noise;
}

ParameterDescription targetNoiseParameter() {
    ParameterDescription noise;
    noise.id = "y_noise_variance";
    noise.name = "Noise of the target";
    noise.tooltip = "Variance of the target around its mean, for arrays; a teacher brings its own.";
    noise.highest = 1e100;
    noise.defaultNumber = 1;
    noise.inWindow = false;
    return noise;
}

ParameterDescription noiseAtParameter() {
    ParameterDescription where;
    where.id = "noise_at";
    where.name = "Noise at";
    where.tooltip =
        "Added where a layer is read, and not fed forward (Saxe et al. 2018), or in every layer of the "
        "network; only then no layer tells more than the one before.";
    where.kind = ParameterDescription::Kind::Choice;
    where.defaultChoice = "readout";
    where.choices = {{"readout", "Readout"}, {"every_layer", "Every layer"}};
    return where;
}

DeepChannel::DeepChannel(Eigen::Index inputs, double noiseVariance, bool fedForward)
    : m_product(Eigen::MatrixXd::Identity(inputs, inputs))
    , m_noise(Eigen::MatrixXd::Zero(inputs, inputs))
    , m_variance(noiseVariance)
    , m_fedForward(fedForward) {}

void DeepChannel::append(const Eigen::MatrixXd& weights) {
    m_product = (weights * m_product).eval();
    if (m_fedForward) {
        m_noise = (weights * m_noise * weights.transpose()).eval();
        m_noise = ((m_noise + m_noise.transpose()) / 2).eval();
    } else {
        m_noise = Eigen::MatrixXd::Zero(weights.rows(), weights.rows());
    }
    m_noise.diagonal().array() += m_variance;
}

std::vector<int> othersThan(const std::vector<int>& chosen, Eigen::Index inputs) {
    std::vector<int> others;
    for (int input = 0; input < static_cast<int>(inputs); ++input)
        if (std::ranges::find(chosen, input) == chosen.end())
            others.push_back(input);
    return others;
}

std::vector<int> relevantInputs(const NamedArrays& arrays, Eigen::Index inputs) {
    std::vector<int> indices;
    if (!arrays.contains("relevant_idx"))
        return indices;
    const Eigen::MatrixXd values = matrixOf(arrays.at("relevant_idx"), "relevant_idx");
    for (const double value : values.reshaped()) {
        if (value != std::floor(value) || value < 0 || value >= static_cast<double>(inputs))
            throw Error("relevant_idx must hold whole numbers from 0 to " + std::to_string(inputs - 1) +
                        ", but one of them is " + captionNumber(value) + ".");
        indices.push_back(static_cast<int>(value));
    }
    return indices;
}

} // namespace infoplane
