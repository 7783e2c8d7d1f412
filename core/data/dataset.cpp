#include "data/dataset.h"

#include <bit>
#include <unordered_map>

namespace infoplane {

namespace {

std::uint64_t mixed(std::uint64_t hash, float value) {
    const float unsignedZero = value + 0.0F; // -0 equals 0, so it has to hash alike
    hash = (hash ^ std::bit_cast<std::uint32_t>(unsignedZero)) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29);
}

// Column by column, as the matrix lies in memory.
std::vector<std::uint64_t> rowHashes(const Eigen::MatrixXf& inputs) {
    std::vector<std::uint64_t> hashes(static_cast<std::size_t>(inputs.rows()), 0);
    for (Eigen::Index column = 0; column < inputs.cols(); ++column) {
        for (Eigen::Index row = 0; row < inputs.rows(); ++row) {
            auto& hash = hashes[static_cast<std::size_t>(row)];
            hash = mixed(hash, inputs(row, column));
        }
    }
    return hashes;
}

} // namespace

std::vector<std::int32_t> repeatedInputGroups(const Eigen::MatrixXf& inputs) {
    const auto hashes = rowHashes(inputs);
    std::vector<std::int32_t> groups(hashes.size());
    std::vector<Eigen::Index> firstRows; // of each group
    std::unordered_multimap<std::uint64_t, std::int32_t> groupsOfHash;
    groupsOfHash.reserve(hashes.size());

    for (std::size_t row = 0; row < hashes.size(); ++row) {
        const auto sample = static_cast<Eigen::Index>(row);
        auto [candidate, end] = groupsOfHash.equal_range(hashes[row]);
        while (candidate != end &&
               inputs.row(firstRows[static_cast<std::size_t>(candidate->second)]) != inputs.row(sample)) {
            ++candidate;
        }
        if (candidate != end) {
            groups[row] = candidate->second;
            continue;
        }
        groups[row] = static_cast<std::int32_t>(firstRows.size());
        groupsOfHash.emplace(hashes[row], groups[row]);
        firstRows.push_back(sample);
    }
    if (firstRows.size() == groups.size()) {
        groups.clear();
    }
    return groups;
}

} // namespace infoplane
