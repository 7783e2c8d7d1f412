#include "information/linear_parameters.h"

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

} // namespace infoplane
