#pragma once

#include "network/activation.h"
#include "network/lanes.h"

namespace infoplane {

/// z becomes f(z), elementwise; where `derivatives` is given it gets f'(z). The fast form of activationValue
/// and activationDerivative; a NaN stays one. `count` is a multiple of the number of lanes.
template <typename Scalar>
void activate(Activation activation, Index count, Scalar* z, Scalar* derivatives);

/// Softmax over the columns of a rows x classes column-major matrix z, times `scale`, into `shares`. Where
/// `logSum` is given, it gets for each row log(sum of exp(z - largest z)), exact also where that is tiny.
/// `rows` is a multiple of the number of lanes.
template <typename Scalar>
void softmax(Index rows, Index classes, const Scalar* z, Scalar scale, Scalar* shares, Scalar* logSum);

extern template void activate(Activation, Index, float*, float*);
extern template void activate(Activation, Index, double*, double*);
extern template void softmax(Index, Index, const float*, float, float*, float*);
extern template void softmax(Index, Index, const double*, double, double*, double*);

} // namespace infoplane
