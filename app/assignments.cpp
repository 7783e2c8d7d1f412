#include "assignments.h"

#include <algorithm>

namespace infoplane {

std::vector<Assignment> assignments(const std::vector<std::string>& texts, const std::string& form) {
    std::vector<Assignment> list;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
            throw UsageError("\"" + text + "\" is not of the form " + form + ".");
        const std::string name = text.substr(0, equals);
        if (std::ranges::find(list, name, &Assignment::first) != list.end())
            throw UsageError(name + " is given twice; give " + form + " once for each.");
        list.emplace_back(name, text.substr(equals + 1));
    }
    return list;
}

EstimatorSettings settingsOf(const std::string& id, const std::vector<std::string>& texts) {
    return asUsage([&] {
        EstimatorSettings settings{describeEstimator(id).id, {}};
        for (const auto& [key, value] : assignments(texts, settingForm))
            setFromText(settings, key, value);
        makeEstimator(settings);
        return settings;
    });
}

} // namespace infoplane
