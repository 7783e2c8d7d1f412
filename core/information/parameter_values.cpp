#include "information/parameter_values.h"

#include "error.h"
#include "information/nearest_name.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace infoplane {
namespace {

using Value = std::variant<double, std::string>;

std::string plainNumber(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end.ptr};
}

std::string joined(const std::vector<std::string>& words) {
    std::string result;
    for (const std::string& word : words)
        result += (result.empty() ? "" : ", ") + word;
    return result;
}

const ParameterDescription& find(const EstimatorDescription& description, const std::string& key) {
    std::vector<std::string> known;
    for (const ParameterDescription& parameter : description.parameters) {
        if (parameter.id == key)
            return parameter;
        known.push_back(parameter.id);
    }
    const std::string nearest = nearestName(key, known);
    throw Error(description.id + " has no parameter \"" + key + "\"." +
                (nearest.empty() ? "" : " Did you mean " + nearest + "?") +
                (known.empty() ? " It has none." : " It has: " + joined(known) + "."));
}

[[noreturn]] void refuse(const EstimatorDescription& description, const ParameterDescription& parameter,
                         const std::string& value, const std::string& allowed) {
    throw Error(description.id + ": " + parameter.id + " is " + value + ", but must be " + allowed + ".");
}

std::string allowedRange(const ParameterDescription& parameter) {
    return (parameter.kind == ParameterDescription::Kind::Integer ? "a whole number from "
                                                                  : "a number from ") +
           plainNumber(parameter.lowestAccepted) + " to " + plainNumber(parameter.highestAccepted);
}

Value checkedNumber(const EstimatorDescription& description, const ParameterDescription& parameter,
                    const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value))
        refuse(description, parameter, "\"" + *text + "\"", allowedRange(parameter));
    const double number = std::get<double>(value);
    const bool whole = parameter.kind != ParameterDescription::Kind::Integer || number == std::floor(number);
    if (!(number >= parameter.lowestAccepted && number <= parameter.highestAccepted) || !whole)
        refuse(description, parameter, plainNumber(number), allowedRange(parameter));
    return value;
}

Value checkedChoice(const EstimatorDescription& description, const ParameterDescription& parameter,
                    const Value& value) {
    std::vector<std::string> known;
    for (const auto& choice : parameter.choices)
        known.push_back(choice.id);
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && std::ranges::find(known, *text) != known.end())
        return value;
    const std::string given = text != nullptr ? "\"" + *text + "\"" : plainNumber(std::get<double>(value));
    const std::string nearest = text != nullptr ? nearestName(*text, known) : std::string();
    refuse(description, parameter, given,
           "one of " + joined(known) + (nearest.empty() ? "" : " (did you mean " + nearest + "?)"));
}

Value checkedFlag(const EstimatorDescription& description, const ParameterDescription& parameter,
                  const Value& value) {
    const auto* number = std::get_if<double>(&value);
    if (number != nullptr && (*number == 0 || *number == 1))
        return value;
    refuse(description, parameter,
           number != nullptr ? plainNumber(*number) : "\"" + std::get<std::string>(value) + "\"",
           "true or false (1 or 0)");
}

Value checked(const EstimatorDescription& description, const ParameterDescription& parameter,
              const Value& value) {
    switch (parameter.kind) {
    case ParameterDescription::Kind::Real:
    case ParameterDescription::Kind::Integer:
        return checkedNumber(description, parameter, value);
    case ParameterDescription::Kind::Choice:
        return checkedChoice(description, parameter, value);
    case ParameterDescription::Kind::Flag:
        break;
    }
    return checkedFlag(description, parameter, value);
}

Value valueFromText(const ParameterDescription& parameter, const std::string& text) {
    if (parameter.kind == ParameterDescription::Kind::Choice)
        return text;
    if (parameter.kind == ParameterDescription::Kind::Flag)
        for (const auto& [word, value] :
             {std::pair("true", 1.0), {"True", 1.0}, {"false", 0.0}, {"False", 0.0}})
            if (text == word)
                return value;
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return text; // refused below, with what is allowed
    return number;
}

} // namespace

ParameterValues::ParameterValues(const EstimatorDescription& description, const EstimatorSettings& settings) {
    using Kind = ParameterDescription::Kind;
    for (const ParameterDescription& parameter : description.parameters)
        m_values[parameter.id] =
            parameter.kind == Kind::Choice ? Value(parameter.defaultChoice) : Value(parameter.defaultNumber);
    for (const auto& [key, value] : settings.values)
        m_values[key] = checked(description, find(description, key), value);
}

double ParameterValues::number(const std::string& id) const {
    return std::get<double>(m_values.at(id));
}

int ParameterValues::integer(const std::string& id) const {
    return static_cast<int>(number(id));
}

bool ParameterValues::flag(const std::string& id) const {
    return number(id) != 0;
}

const std::string& ParameterValues::choice(const std::string& id) const {
    return std::get<std::string>(m_values.at(id));
}

void setFromText(EstimatorSettings& settings, const std::string& key, const std::string& text) {
    const EstimatorDescription& description = describeEstimator(settings.id);
    const ParameterDescription& parameter = find(description, key);
    settings.values[key] = checked(description, parameter, valueFromText(parameter, text));
}

std::string captionNumber(double value) {
    std::string text = plainNumber(value);
    if (const std::size_t e = text.find('e'); e != std::string::npos) {
        std::size_t digits = e + 1;
        if (text[digits] == '+')
            text.erase(digits, 1);
        else if (text[digits] == '-')
            ++digits;
        while (digits + 1 < text.size() && text[digits] == '0')
            text.erase(digits, 1);
    }
    std::string result;
    for (const char letter : text)
        result += letter == '-' ? "\u2212" : std::string(1, letter);
    return result;
}

} // namespace infoplane
