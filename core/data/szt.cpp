#include "data/sources.h"

#include <array>

namespace infoplane {

namespace {

constexpr int vertexCount = 12;

// The twelve inputs are the vertices of an icosahedron, numbered as in the published data file: the five
// neighbours of each, and the vertex opposite.
constexpr std::array<std::array<int, 5>, vertexCount> neighbours = {{{1, 3, 5, 10, 11},
                                                                     {0, 2, 3, 4, 11},
                                                                     {1, 3, 4, 8, 9},
                                                                     {0, 1, 2, 8, 10},
                                                                     {1, 2, 6, 9, 11},
                                                                     {0, 6, 7, 10, 11},
                                                                     {4, 5, 7, 9, 11},
                                                                     {5, 6, 8, 9, 10},
                                                                     {2, 3, 7, 9, 10},
                                                                     {2, 4, 6, 7, 8},
                                                                     {0, 3, 5, 7, 8},
                                                                     {0, 1, 4, 5, 6}}};
constexpr std::array<int, vertexCount> antipodes = {9, 7, 5, 6, 10, 2, 3, 1, 11, 0, 4, 8};

using Pattern = std::array<bool, vertexCount>; // active vertices

Pattern patternOf(int number) {
    Pattern active{};
    for (std::size_t vertex = 0; vertex < vertexCount; ++vertex) {
        active[vertex] = (number >> (vertexCount - 1 - vertex) & 1) != 0;
    }
    return active;
}

// Weighs how many vertices are active, and how many active pairs are adjacent, antipodal, or neither: the
// power spectrum of the pattern, which no rotation of the icosahedron changes.
bool labelOf(const Pattern& active) {
    int count = 0;
    int adjacentTwice = 0;
    int antipodalTwice = 0;
    for (std::size_t vertex = 0; vertex < vertexCount; ++vertex) {
        if (!active[vertex]) {
            continue;
        }
        ++count;
        for (const int neighbour : neighbours[vertex]) {
            adjacentTwice += active[static_cast<std::size_t>(neighbour)];
        }
        antipodalTwice += active[static_cast<std::size_t>(antipodes[vertex])];
    }
    const int adjacent = adjacentTwice / 2;
    const int antipodal = antipodalTwice / 2;
    const int others = count * (count - 1) / 2 - adjacent - antipodal;
    return 23 * count + adjacent - 5 * others - 8 * antipodal >= 99;
}

} // namespace

Dataset makeSzt() {
    constexpr int patternCount = 1 << vertexCount;
    Dataset dataset;
    dataset.name = "SZT";
    dataset.classNames = {"0", "1"};
    dataset.inputs.resize(patternCount, vertexCount);
    dataset.labels.reserve(patternCount);
    for (int number = 0; number < patternCount; ++number) {
        const Pattern active = patternOf(number);
        for (std::size_t vertex = 0; vertex < vertexCount; ++vertex) {
            dataset.inputs(number, static_cast<Eigen::Index>(vertex)) = active[vertex] ? 1.0F : 0.0F;
        }
        dataset.labels.push_back(labelOf(active) ? 1 : 0);
    }
    return dataset;
}

} // namespace infoplane
