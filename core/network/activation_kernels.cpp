#include "network/activation_kernels.h"

#include <numbers>
#include <unsupported/Eigen/SpecialFunctions>

namespace infoplane {

namespace {

template <typename Scalar>
Vec<Scalar> magnitude(const Vec<Scalar>& z) {
    return z < Scalar(0) ? -z : z;
}

/// Without overflow: the exponential is of a number that is not positive.
template <typename Scalar>
Vec<Scalar> sigmoid(const Vec<Scalar>& z) {
    const Vec<Scalar> small = exponential<Scalar>(-magnitude<Scalar>(z));
    const Vec<Scalar> quotient = Scalar(1) / (Scalar(1) + small);
    return z < Scalar(0) ? small * quotient : quotient;
}

// One type an activation: value(z), and derivative(z, a) with a = f(z) at hand.

struct Tanh {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return hyperbolicTangent<Scalar>(z);
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>&, const Vec<Scalar>& a) {
        return Scalar(1) - a * a;
    }
};

struct Relu {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return z < Scalar(0) ? Vec<Scalar>{} : z;
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>&) {
        return z > Scalar(0) ? broadcast(Scalar(1)) : Vec<Scalar>{};
    }
};

struct Linear {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return z;
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>&, const Vec<Scalar>&) {
        return broadcast(Scalar(1));
    }
};

struct Sigmoid {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return sigmoid<Scalar>(z);
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>&, const Vec<Scalar>& a) {
        return a * (Scalar(1) - a);
    }
};

struct Softplus {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        const Vec<Scalar> small = exponential<Scalar>(-magnitude<Scalar>(z));
        return (z < Scalar(0) ? Vec<Scalar>{} : z) + logarithm1p<Scalar>(small);
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>&) {
        return sigmoid<Scalar>(z);
    }
};

struct Softsign {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return z / (Scalar(1) + magnitude<Scalar>(z));
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>&, const Vec<Scalar>& a) {
        const Vec<Scalar> rest = Scalar(1) - magnitude<Scalar>(a); // 1 / (1 + |z|)
        return rest * rest;
    }
};

struct LeakyRelu {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return z < Scalar(0) ? Scalar(0.01) * z : z;
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>&) {
        return z > Scalar(0) ? broadcast(Scalar(1)) : broadcast(Scalar(0.01));
    }
};

struct Elu {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        const Vec<Scalar> below =
            throughEigen<Scalar>(-magnitude<Scalar>(z), [](const auto& pack) { return pack.expm1(); });
        return z < Scalar(0) ? below : z;
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>& a) {
        return z < Scalar(0) ? a + Scalar(1) : broadcast(Scalar(1));
    }
};

/// Distribution function of the standard normal.
template <typename Scalar>
Vec<Scalar> normalDistribution(const Vec<Scalar>& z) {
    const Vec<Scalar> error = throughEigen<Scalar>(z * static_cast<Scalar>(1 / std::numbers::sqrt2),
                                                   [](const auto& pack) { return pack.erf(); });
    return Scalar(0.5) + Scalar(0.5) * error;
}

struct Gelu {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return z * normalDistribution<Scalar>(z);
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>&) {
        const auto atZero = static_cast<Scalar>(std::numbers::inv_sqrtpi / std::numbers::sqrt2);
        return normalDistribution<Scalar>(z) + z * (atZero * exponential<Scalar>(Scalar(-0.5) * z * z));
    }
};

struct Silu {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        return z * sigmoid<Scalar>(z);
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>&) {
        const Vec<Scalar> s = sigmoid<Scalar>(z);
        return s * (Scalar(1) + z * (Scalar(1) - s));
    }
};

struct HardTanh {
    template <typename Scalar>
    static Vec<Scalar> value(const Vec<Scalar>& z) {
        const Vec<Scalar> above = z < Scalar(-1) ? broadcast(Scalar(-1)) : z;
        return above > Scalar(1) ? broadcast(Scalar(1)) : above;
    }
    template <typename Scalar>
    static Vec<Scalar> derivative(const Vec<Scalar>& z, const Vec<Scalar>&) {
        return magnitude<Scalar>(z) < Scalar(1) ? broadcast(Scalar(1)) : Vec<Scalar>{};
    }
};

template <typename Function, typename Scalar>
void apply(Index count, Scalar* z, Scalar* derivatives) {
    for (Index at = 0; at < count; at += lanes<Scalar>) {
        const Vec<Scalar> before = load(z + at);
        const Vec<Scalar> after = Function::template value<Scalar>(before);
        store(z + at, after);
        if (derivatives != nullptr)
            store(derivatives + at, Function::template derivative<Scalar>(before, after));
    }
}

/// Of the sum of numbers the largest of which are exactly 1: these are counted apart, so that the small ones
/// lose no digits.
template <typename Scalar>
Vec<Scalar> logarithmOfPowers(Index rows, Index classes, const Scalar* powers) {
    const Vec<Scalar> one = broadcast(Scalar(1));
    Vec<Scalar> small{};
    Vec<Scalar> ones{};
    for (Index c = 0; c < classes; ++c) {
        const Vec<Scalar> power = load(powers + c * rows);
        small += power == one ? Vec<Scalar>{} : power;
        ones += power == one ? one : Vec<Scalar>{};
    }
    return logarithm1p<Scalar>(small + (ones - one));
}

} // namespace

template <typename Scalar>
void activate(Activation activation, Index count, Scalar* z, Scalar* derivatives) {
    switch (activation) {
    case Activation::Tanh:
        return apply<Tanh>(count, z, derivatives);
    case Activation::Relu:
        return apply<Relu>(count, z, derivatives);
    case Activation::Linear:
        return apply<Linear>(count, z, derivatives);
    case Activation::Sigmoid:
        return apply<Sigmoid>(count, z, derivatives);
    case Activation::Softplus:
        return apply<Softplus>(count, z, derivatives);
    case Activation::Softsign:
        return apply<Softsign>(count, z, derivatives);
    case Activation::LeakyRelu:
        return apply<LeakyRelu>(count, z, derivatives);
    case Activation::Elu:
        return apply<Elu>(count, z, derivatives);
    case Activation::Gelu:
        return apply<Gelu>(count, z, derivatives);
    case Activation::Silu:
        return apply<Silu>(count, z, derivatives);
    case Activation::HardTanh:
        return apply<HardTanh>(count, z, derivatives);
    }
}

template <typename Scalar>
void softmax(Index rows, Index classes, const Scalar* z, Scalar scale, Scalar* shares, Scalar* logSum) {
    for (Index row = 0; row < rows; row += lanes<Scalar>) {
        Vec<Scalar> largest = load(z + row);
        for (Index c = 1; c < classes; ++c) {
            const Vec<Scalar> next = load(z + c * rows + row);
            largest = next > largest ? next : largest;
        }
        Vec<Scalar> sum{};
        for (Index c = 0; c < classes; ++c) {
            const Vec<Scalar> power = exponential<Scalar>(load(z + c * rows + row) - largest);
            store(shares + c * rows + row, power);
            sum += power;
        }
        if (logSum != nullptr)
            store(logSum + row, logarithmOfPowers<Scalar>(rows, classes, shares + row));
        const Vec<Scalar> factor = scale / sum;
        for (Index c = 0; c < classes; ++c)
            store(shares + c * rows + row, load(shares + c * rows + row) * factor);
    }
}

template void activate(Activation, Index, float*, float*);
template void activate(Activation, Index, double*, double*);
template void softmax(Index, Index, const float*, float, float*, float*);
template void softmax(Index, Index, const double*, double, double*, double*);

} // namespace infoplane
