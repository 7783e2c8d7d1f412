#pragma once

#include <Eigen/Core>

#include <bit>
#include <cstring>
#include <type_traits>

// Functions that return vectors wider than the level's registers are inlined; none crosses a library's
// border.
#pragma GCC diagnostic ignored "-Wpsabi"

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

/// Without such an instruction a product needs a register of its own, and blocks are smaller.
#if defined(__FMA__) || defined(__aarch64__)
inline constexpr bool hasMultiplyAdd = true;
#else
inline constexpr bool hasMultiplyAdd = false;
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

template <typename Scalar>
inline Vec<Scalar> broadcast(Scalar value) {
    return value - Vec<Scalar>{};
}

/// The lesser of each two; one instruction, which `a < b ? a : b` is not. For numbers only, not NaN.
template <typename Vector>
inline Vector lesser(const Vector& a, const Vector& b) {
    using Scalar = std::remove_cvref_t<decltype(a[0])>;
    using Pack = typename Eigen::internal::packet_traits<Scalar>::type;
    if constexpr (sizeof(Pack) == sizeof(Vector))
        return std::bit_cast<Vector>(Eigen::internal::pmin(std::bit_cast<Pack>(a), std::bit_cast<Pack>(b)));
    else
        return a < b ? a : b;
}
template <typename Vector>
inline Vector greater(const Vector& a, const Vector& b) {
    using Scalar = std::remove_cvref_t<decltype(a[0])>;
    using Pack = typename Eigen::internal::packet_traits<Scalar>::type;
    if constexpr (sizeof(Pack) == sizeof(Vector))
        return std::bit_cast<Vector>(Eigen::internal::pmax(std::bit_cast<Pack>(a), std::bit_cast<Pack>(b)));
    else
        return a < b ? b : a;
}

/// Keeps the compiler from loading a vector again at each use.
template <typename Vector>
inline Vector inRegister(Vector vector) {
#if defined(__x86_64__)
    asm("" : "+v"(vector));
#endif
    return vector;
}

/// Four numbers, whatever the level.
template <typename Scalar>
struct QuadOf;
template <>
struct QuadOf<float> {
    typedef float Type __attribute__((vector_size(16)));
};
template <>
struct QuadOf<double> {
    typedef double Type __attribute__((vector_size(32)));
};
template <typename Scalar>
using Quad = typename QuadOf<Scalar>::Type;

template <typename Scalar>
inline Quad<Scalar> loadQuad(const Scalar* from) {
    Quad<Scalar> quad;
    std::memcpy(&quad, from, sizeof quad);
    return quad;
}

template <typename Scalar>
inline void storeQuad(Scalar* to, const Quad<Scalar>& quad) {
    std::memcpy(to, &quad, sizeof quad);
}

/// Adds halves of a vector to each other until four lanes are left.
template <typename Vector>
inline auto foldedToQuad(const Vector& v) {
    constexpr auto count = sizeof(Vector) / sizeof(v[0]);
    if constexpr (count == 16)
        return foldedToQuad(__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                            __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15));
    else if constexpr (count == 8)
        return __builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7);
    else if constexpr (count == 4)
        return v;
    else // two doubles
        return __builtin_shufflevector(v, Vector{}, 0, 1, 2, 3);
}

/// The sums over the lanes of four vectors.
template <typename Scalar>
inline Quad<Scalar> sumsOfLanes(const Vec<Scalar>& a, const Vec<Scalar>& b, const Vec<Scalar>& c,
                                const Vec<Scalar>& d) {
    const auto qa = foldedToQuad(a);
    const auto qb = foldedToQuad(b);
    const auto qc = foldedToQuad(c);
    const auto qd = foldedToQuad(d);
    const auto ab = __builtin_shufflevector(qa, qb, 0, 4, 1, 5) + __builtin_shufflevector(qa, qb, 2, 6, 3, 7);
    const auto cd = __builtin_shufflevector(qc, qd, 0, 4, 1, 5) + __builtin_shufflevector(qc, qd, 2, 6, 3, 7);
    return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

/// Turns four rows into four columns.
template <typename Scalar>
inline void transpose(Quad<Scalar>& a, Quad<Scalar>& b, Quad<Scalar>& c, Quad<Scalar>& d) {
    const Quad<Scalar> ab01 = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const Quad<Scalar> ab23 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Quad<Scalar> cd01 = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const Quad<Scalar> cd23 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    a = __builtin_shufflevector(ab01, cd01, 0, 1, 4, 5);
    b = __builtin_shufflevector(ab01, cd01, 2, 3, 6, 7);
    c = __builtin_shufflevector(ab23, cd23, 0, 1, 4, 5);
    d = __builtin_shufflevector(ab23, cd23, 2, 3, 6, 7);
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
