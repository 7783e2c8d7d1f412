#include "error.h"
#include "information/estimator.h"
#include "information/nearest_name.h"

#include <algorithm>

namespace infoplane {
namespace {

bool contains(std::span<const std::string> names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

/// "W3" is one of the numbered input "W".
bool isNumberOf(const InputDescription& input, const std::string& name) {
    if (!input.numbered || name.size() <= input.id.size() || !name.starts_with(input.id))
        return false;
    const std::string digits = name.substr(input.id.size());
    return digits.front() != '0' &&
           std::ranges::all_of(digits, [](char letter) { return letter >= '0' && letter <= '9'; });
}

std::vector<std::string> knownNames(const EstimatorDescription& description) {
    std::vector<std::string> names;
    for (const InputDescription& input : description.inputs)
        names.push_back(input.numbered ? input.id + "1" : input.id);
    return names;
}

std::string listOfInputs(const EstimatorDescription& description) {
    std::string list;
    for (const InputDescription& input : description.inputs)
        list +=
            (list.empty() ? "" : ", ") + (input.numbered ? input.id + "1, " + input.id + "2, ..." : input.id);
    return list;
}

void requireKnown(const EstimatorDescription& description, const std::string& name) {
    for (const InputDescription& input : description.inputs)
        if (input.numbered ? isNumberOf(input, name) : input.id == name)
            return;
    const std::string nearest = nearestName(name, knownNames(description));
    throw Error(description.id + " takes no array " + name + "." +
                (nearest.empty() ? "" : " Did you mean " + nearest + "?") +
                " It takes: " + listOfInputs(description) + ".");
}

[[noreturn]] void missing(const EstimatorDescription& description, const std::string& name) {
    throw Error(description.id + " needs the array " + name + ", which is missing: give it as " + name +
                "=FILE.npy.");
}

void requireWithoutGap(const EstimatorDescription& description, const InputDescription& input,
                       std::span<const std::string> names) {
    const auto count =
        std::ranges::count_if(names, [&](const std::string& name) { return isNumberOf(input, name); });
    for (std::ptrdiff_t number = 1; number <= std::max<std::ptrdiff_t>(count, 1); ++number)
        if (!contains(names, input.id + std::to_string(number)))
            missing(description, input.id + std::to_string(number));
}

} // namespace

void requireInputs(const EstimatorDescription& description, std::span<const std::string> names) {
    for (const std::string& name : names)
        requireKnown(description, name);
    for (const InputDescription& input : description.inputs) {
        const auto other = std::ranges::find_if(description.inputs, [&](const InputDescription& candidate) {
            return candidate.insteadOf == input.id && contains(names, candidate.id);
        });
        if (other != description.inputs.end() && contains(names, input.id))
            throw Error(description.id + " takes " + other->id + " instead of " + input.id +
                        ": give one of them.");
        if (!input.required || other != description.inputs.end())
            continue;
        if (input.numbered)
            requireWithoutGap(description, input, names);
        else if (!contains(names, input.id))
            missing(description, input.id);
    }
}

} // namespace infoplane
