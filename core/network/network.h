#pragma once

#include "engine.h"
#include "network/network_shape.h"

#include <span>

namespace infoplane {

template <typename Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;

/// Activity of every layer (hidden ones after their nonlinearity, the output after its softmax) for all rows
/// of inputs: one samples x width matrix a layer. Exported for float and double. Empty when cancelled.
template <typename Scalar>
INFOPLANE_ENGINE std::vector<Matrix<Scalar>>
layerActivity(const NetworkShape& shape, std::span<const Scalar> parameters, const Matrix<Scalar>& inputs,
              const CancelQuestion& cancelled = {});

/// The same into matrices that are kept from call to call, which saves most of the time where networks are
/// small. False when cancelled; then they hold nothing of use.
template <typename Scalar>
INFOPLANE_ENGINE bool layerActivity(const NetworkShape& shape, std::span<const Scalar> parameters,
                                    const Matrix<Scalar>& inputs, std::vector<Matrix<Scalar>>& activity,
                                    const CancelQuestion& cancelled = {});

} // namespace infoplane
