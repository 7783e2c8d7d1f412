#include "training/sample_gradients.h"

#include "network/network_pass.h"
#include "training/output_loss.h"
#include "training/sample_loader.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

/// Adds each row's squares.
void addSquares(const double* columns, Index width, Index stride, Index count, std::vector<double>& squares) {
    squares.assign(static_cast<std::size_t>(count), 0);
    for (Index unit = 0; unit < width; ++unit)
        for (Index row = 0; row < count; ++row) {
            const double value = columns[unit * stride + row];
            squares[static_cast<std::size_t>(row)] += value * value;
        }
}

} // namespace

std::optional<std::vector<SampleGradient>> sampleGradients(const Dataset& dataset, std::span<const int> rows,
                                                           const NetworkShape& shape, Loss loss,
                                                           std::span<const float> parameters,
                                                           const CancelQuestion& cancelled) {
    const std::vector<double> weights(parameters.begin(), parameters.end());
    std::vector<double> gradient(weights.size(), 0);
    const auto layers = static_cast<std::size_t>(shape.layerCount());
    std::vector<double> squares(layers, 0), ofInput, ofError;
    const SampleLoader<double> loader(dataset);
    NetworkPass<double> pass(shape);
    OutputLoss<double> output(dataset, loss);
    const auto all = static_cast<Index>(rows.size());
    for (Index first = 0; first < all; first += pass.chunkRows()) {
        if (cancelled && cancelled())
            return std::nullopt;
        const Index count = std::min(pass.chunkRows(), all - first);
        loader.load(rows.data() + first, count, pass);
        pass.forward(weights.data(), true);
        output.gradient(rows.data() + first, count, pass.stride(), pass.output(), 1, pass.outputDelta());
        pass.backward(weights.data(), gradient.data());
        for (int layer = 0; layer < shape.layerCount(); ++layer) {
            const double* input = layer > 0 ? pass.activity(layer - 1) : pass.input(0);
            addSquares(input, shape.fanIn(layer), pass.stride(), count, ofInput);
            addSquares(pass.delta(layer), shape.width(layer), pass.stride(), count, ofError);
            for (std::size_t row = 0; row < ofInput.size(); ++row)
                squares[static_cast<std::size_t>(layer)] += ofInput[row] * ofError[row];
        }
    }
    std::vector<SampleGradient> result(layers);
    const auto samples = static_cast<double>(all);
    for (int layer = 0; layer < shape.layerCount(); ++layer) {
        double mean = 0;
        const auto end = static_cast<std::size_t>(shape.biasOffset(layer));
        for (auto p = static_cast<std::size_t>(shape.weightOffset(layer)); p < end; ++p)
            mean += gradient[p] / samples * (gradient[p] / samples);
        const double second = squares[static_cast<std::size_t>(layer)] / samples;
        result[static_cast<std::size_t>(layer)] = {std::sqrt(mean), std::sqrt(std::max(0.0, second - mean))};
    }
    return result;
}

} // namespace infoplane
