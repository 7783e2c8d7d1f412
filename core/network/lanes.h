#pragma once

#include <Eigen/Core>

#include <cstring>

/// Vectors as wide as the processor level has, by the compiler's own vector types: elementwise arithmetic,
/// comparisons and `condition ? a : b` work on them, a scalar operand is broadcast. For the engine's inner
/// loops only.
namespace infoplane {

using Index = Eigen::Index;

#if defined(__AVX512F__)
inline constexpr Index vectorBytes = 64;
#elif defined(__AVX2__)
inline constexpr Index vectorBytes = 32;
#else
inline constexpr Index vectorBytes = 16;
#endif

template <typename Scalar>
struct VectorOf;
template <>
struct VectorOf<float> {
    typedef float Type __attribute__((vector_size(vectorBytes)));
};
template <>
struct VectorOf<double> {
    typedef double Type __attribute__((vector_size(vectorBytes)));
};
template <typename Scalar>
using Vec = typename VectorOf<Scalar>::Type;

template <typename Scalar>
inline constexpr Index lanes = vectorBytes / static_cast<Index>(sizeof(Scalar));

/// The next multiple of the number of lanes: kernels work on whole vectors only.
template <typename Scalar>
constexpr Index padded(Index count) {
    return (count + lanes<Scalar> - 1) / lanes<Scalar> * lanes<Scalar>;
}

template <typename Scalar>
inline Vec<Scalar> load(const Scalar* from) {
    Vec<Scalar> vector;
    std::memcpy(&vector, from, sizeof vector);
    return vector;
}

template <typename Scalar>
inline void store(Scalar* to, const Vec<Scalar>& vector) {
    std::memcpy(to, &vector, sizeof vector);
}

/// Sum over the lanes, always in the same order: halves are added to each other until one is left.
template <typename Scalar>
inline Scalar sumOfLanes(const Vec<Scalar>& vector) {
    Scalar values[lanes<Scalar>];
    std::memcpy(values, &vector, sizeof vector);
    for (Index half = lanes<Scalar> / 2; half > 0; half /= 2)
        for (Index lane = 0; lane < half; ++lane)
            values[lane] += values[lane + half];
    return values[0];
}

/// One of Eigen's vectorized functions on one vector.
template <typename Scalar, typename Function>
inline Vec<Scalar> throughEigen(const Vec<Scalar>& vector, Function function) {
    using Pack = Eigen::Array<Scalar, static_cast<int>(lanes<Scalar>), 1>;
    Pack pack;
    std::memcpy(pack.data(), &vector, sizeof vector);
    const Pack result = function(pack);
    return load(result.data());
}

template <typename Scalar>
inline Vec<Scalar> exponential(const Vec<Scalar>& z) {
    return throughEigen<Scalar>(z, [](const auto& pack) { return pack.exp(); });
}

/// log(1 + z)
template <typename Scalar>
inline Vec<Scalar> logarithm1p(const Vec<Scalar>& z) {
    return throughEigen<Scalar>(z, [](const auto& pack) { return pack.log1p(); });
}

template <typename Scalar>
inline Vec<Scalar> hyperbolicTangent(const Vec<Scalar>& z) {
    return throughEigen<Scalar>(z, [](const auto& pack) { return pack.tanh(); });
}

} // namespace infoplane
