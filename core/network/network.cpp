#include "network/network.h"

#include "network/activation_kernels.h"
#include "network/network_pass.h"

#include <algorithm>

namespace infoplane {

namespace {

template <typename Scalar>
void copyRows(const Scalar* from, Index stride, Matrix<Scalar>& to, Index first, Index rows) {
    for (Index unit = 0; unit < to.cols(); ++unit)
        std::copy_n(from + unit * stride, rows, &to(first, unit));
}

} // namespace

template <typename Scalar>
bool layerActivity(const NetworkShape& shape, std::span<const Scalar> parameters,
                   const Matrix<Scalar>& inputs, std::vector<Matrix<Scalar>>& activity,
                   const CancelQuestion& cancelled) {
    activity.resize(static_cast<std::size_t>(shape.layerCount()));
    for (int layer = 0; layer < shape.layerCount(); ++layer)
        activity[static_cast<std::size_t>(layer)].resize(inputs.rows(), shape.width(layer));

    NetworkPass<Scalar> pass(shape);
    Matrix<Scalar> shares(padded<Scalar>(pass.chunkRows()), shape.widths.back());
    for (Index first = 0; first < inputs.rows(); first += pass.chunkRows()) {
        if (cancelled && cancelled())
            return false;
        const Index rows = std::min(pass.chunkRows(), inputs.rows() - first);
        pass.begin(rows);
        for (Index unit = 0; unit < inputs.cols(); ++unit)
            std::copy_n(&inputs(first, unit), rows, pass.input(unit));
        pass.forward(parameters.data(), false);
        for (int layer = 0; layer < shape.layerCount(); ++layer) {
            const Scalar* from = pass.activity(layer);
            if (shape.isOutput(layer) && shape.task == Task::Classification) {
                softmax<Scalar>(pass.stride(), shape.width(layer), from, Scalar(1), shares.data(), nullptr);
                from = shares.data();
            }
            copyRows(from, pass.stride(), activity[static_cast<std::size_t>(layer)], first, rows);
        }
    }
    return true;
}

template <typename Scalar>
std::vector<Matrix<Scalar>> layerActivity(const NetworkShape& shape, std::span<const Scalar> parameters,
                                          const Matrix<Scalar>& inputs, const CancelQuestion& cancelled) {
    std::vector<Matrix<Scalar>> activity;
    if (!layerActivity(shape, parameters, inputs, activity, cancelled))
        activity.clear();
    return activity;
}

template bool layerActivity(const NetworkShape&, std::span<const float>, const Matrix<float>&,
                            std::vector<Matrix<float>>&, const CancelQuestion&);
template bool layerActivity(const NetworkShape&, std::span<const double>, const Matrix<double>&,
                            std::vector<Matrix<double>>&, const CancelQuestion&);
template std::vector<Matrix<float>> layerActivity(const NetworkShape&, std::span<const float>,
                                                  const Matrix<float>&, const CancelQuestion&);
template std::vector<Matrix<double>> layerActivity(const NetworkShape&, std::span<const double>,
                                                   const Matrix<double>&, const CancelQuestion&);

} // namespace infoplane
