#pragma once

#include "commands.h"
#include "error.h"
#include "information/estimator.h"

#include <string>
#include <utility>
#include <vector>

namespace infoplane {

using Assignment = std::pair<std::string, std::string>;

/// "T=t.npy" or "k=3", each name once. Throws UsageError, which names the form, where a text is not so.
std::vector<Assignment> assignments(const std::vector<std::string>& texts, const std::string& form);

/// The estimator of that id with parameters as --set gives them. Throws UsageError.
EstimatorSettings settingsOf(const std::string& id, const std::vector<std::string>& texts);

/// The form in which parameters are set.
inline const std::string settingForm = "--set KEY=VALUE";

/// What the engine says of names and values that a person typed is wrong usage.
template <typename Function>
auto asUsage(Function function) {
    try {
        return function();
    } catch (const Error& error) {
        throw UsageError(error.what());
    }
}

} // namespace infoplane
