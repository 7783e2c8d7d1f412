#pragma once

#include "data/dataset.h"
#include "network/activation.h"

namespace infoplane {

/// A fully connected network: what is fixed before any weight is drawn. Layer l (from 0) maps widths[l] to
/// widths[l + 1]. Hidden layers use activations[l]; the output is softmax for classification, linear for
/// regression.
///
/// Parameters are one flat row: for each layer the weights, all incoming weights of unit 0, then of unit 1,
/// ... (a column-major matrix of widths[l] x widths[l + 1]), then the biases of its units.
struct INFOPLANE_ENGINE NetworkShape {
    std::vector<int> widths;             ///< inputs, hidden layers, outputs
    std::vector<Activation> activations; ///< one a hidden layer
    Task task = Task::Classification;

    int layerCount() const { return static_cast<int>(widths.size()) - 1; }
    int fanIn(int layer) const { return widths[static_cast<std::size_t>(layer)]; }
    int width(int layer) const { return widths[static_cast<std::size_t>(layer) + 1]; }
    bool isOutput(int layer) const { return layer == layerCount() - 1; }
    std::ptrdiff_t weightOffset(int layer) const;
    std::ptrdiff_t biasOffset(int layer) const;
    std::ptrdiff_t parameterCount() const;
    bool operator==(const NetworkShape&) const = default;
};

} // namespace infoplane
