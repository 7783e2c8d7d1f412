#include "information/nearest_name.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <vector>

namespace infoplane {
namespace {

/// Levenshtein distance without regard to capitals.
std::size_t editDistance(std::string_view a, std::string_view b) {
    const auto lower = [](char letter) { return std::tolower(static_cast<unsigned char>(letter)); };
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string nearestName(std::string_view typed, std::span<const std::string> candidates) {
    constexpr std::size_t longest = 64; // a longer word is no slip of the finger, and costs time
    std::string nearest;
    std::size_t least = typed.size() > longest ? 0 : std::max<std::size_t>(3, typed.size() / 2 + 1);
    for (const std::string& candidate : candidates) {
        if (typed.size() > longest)
            break;
        const std::size_t distance = editDistance(typed, candidate);
        if (distance < least) {
            least = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace infoplane
