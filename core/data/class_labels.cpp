#include "data/class_labels.h"

#include "error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace infoplane {

namespace {

constexpr std::size_t mostClasses = 1000;
constexpr std::ptrdiff_t mostFractions = 10; // labels like 0.5 are odd but fine, a hundred of them are not

struct Label {
    std::optional<double> number;
    std::string text;

    // Numbers before words; "1" and "1.0" are the same class.
    bool operator<(const Label& other) const {
        if (number && other.number) {
            return *number < *other.number;
        }
        if (number.has_value() != other.number.has_value()) {
            return number.has_value();
        }
        return text < other.text;
    }
};

bool isFraction(const Label& label) {
    return label.number && *label.number != std::floor(*label.number);
}

} // namespace

std::optional<double> parseNumber(std::string_view text) {
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    if (text.size() > 1 && text.front() == '+' && text[1] != '-') {
        text.remove_prefix(1);
    }
    double number = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

void setClassLabels(Dataset& dataset, const std::vector<std::string>& values, const std::string& table) {
    std::map<Label, std::int32_t> classes;
    std::vector<Label> labels;
    labels.reserve(values.size());
    for (const std::string& value : values) {
        labels.push_back({parseNumber(value), value});
        classes.emplace(labels.back(), 0);
    }
    const auto fractions =
        std::ranges::count_if(classes, [](const auto& entry) { return isFraction(entry.first); });
    if (fractions > mostFractions) {
        throw Error("The labels of " + table +
                    " look like measurements, not like classes: many are not whole numbers. Choose another "
                    "label column, or sort the values into a few classes first.");
    }
    if (classes.size() > mostClasses) {
        throw Error("The labels of " + table + " have " + std::to_string(classes.size()) +
                    " different values; at most " + std::to_string(mostClasses) +
                    " classes are possible. Choose another label column.");
    }
    if (classes.size() < 2) {
        throw Error("All labels of " + table +
                    " are the same; there is nothing to learn. Choose another label column.");
    }
    dataset.task = Task::Classification;
    dataset.classNames.clear();
    for (auto& [label, index] : classes) {
        index = static_cast<std::int32_t>(dataset.classNames.size());
        dataset.classNames.push_back(label.text);
    }
    dataset.labels.clear();
    dataset.labels.reserve(labels.size());
    for (const Label& label : labels) {
        dataset.labels.push_back(classes.at(label));
    }
}

} // namespace infoplane
