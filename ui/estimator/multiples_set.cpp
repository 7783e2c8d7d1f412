#include "estimator/multiples_set.h"

#include "estimator/parameter_row.h"
#include "session/applicability.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr int most = 6;
/// Neighbours differ by one of these, the largest that leaves room for all.
constexpr double ratios[] = {10, 5, 4, 3, 2, 1.5, 1.25};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString lowerFirst(QString name) {
    if (!name.isEmpty())
        name[0] = name[0].toLower();
    return name;
}

double rounded(const ParameterDescription& parameter, double value) {
    if (parameter.kind == ParameterDescription::Kind::Integer)
        return std::round(value);
    return QString::number(value, 'g', 2).toDouble(); // as it would be typed
}

QString valueName(const ParameterDescription& parameter, const EstimatorSettings& settings) {
    return QStringLiteral("%1 %2").arg(
        lowerFirst(text(parameter.name)),
        ParameterRow::textOf(ParameterRow::valueIn(settings, parameter), parameter, QLocale()));
}

/// What of an estimator's choices is not as usual, its varied number aside.
QString chosenOtherwise(const EstimatorDescription& description, const EstimatorSettings& settings) {
    QStringList parts;
    for (const ParameterDescription& parameter : description.parameters) {
        const auto value = ParameterRow::valueIn(settings, parameter);
        const bool usual = value == ParameterRow::valueIn({description.id, {}}, parameter);
        if (parameter.inWindow && !usual && parameter.kind == ParameterDescription::Kind::Choice)
            parts << ParameterRow::textOf(value, parameter, QLocale());
    }
    return parts.join(QLatin1String(", "));
}

QString detailOf(const EstimatorDescription& description, const EstimatorSettings& settings) {
    QStringList parts;
    if (const ParameterDescription* varied = variedParameter(description))
        parts << valueName(*varied, settings);
    if (const QString other = chosenOtherwise(description, settings); !other.isEmpty())
        parts << other;
    return parts.join(QLatin1String(", "));
}

/// As last used, and with what it shares with the present estimator, such as a correction.
EstimatorSettings settingsOf(const EstimatorDescription& description, const EstimatorSettings& present,
                             const std::map<std::string, EstimatorSettings>& lastUsed) {
    if (description.id == present.id)
        return withDefaults(present);
    const auto last = lastUsed.find(description.id);
    EstimatorSettings settings =
        last != lastUsed.end() ? last->second : EstimatorSettings{description.id, {}};
    for (const ParameterDescription& parameter : description.parameters) {
        const auto shared = present.values.find(parameter.id);
        const bool isChoice = parameter.kind == ParameterDescription::Kind::Choice;
        if (shared != present.values.end() && parameter.marks.empty() &&
            isChoice == std::holds_alternative<std::string>(shared->second))
            settings.values[parameter.id] = shared->second;
    }
    return withDefaults(settings);
}

std::vector<Multiple> values(const EstimatorSettings& present) {
    const EstimatorDescription& description = describeEstimator(present.id);
    const ParameterDescription* varied = variedParameter(description);
    if (!varied)
        return {{withDefaults(present), text(description.method), {}, {}}};
    std::vector<Multiple> result;
    const double value = std::get<double>(ParameterRow::valueIn(present, *varied));
    for (const double other : valuesAround(*varied, value)) {
        EstimatorSettings settings = withDefaults(present);
        settings.values[varied->id] = other;
        result.push_back(
            {settings, valueName(*varied, settings), chosenOtherwise(description, settings), {}});
    }
    return result;
}

std::vector<Multiple> rules(const EstimatorSettings& present,
                            const std::map<std::string, EstimatorSettings>& lastUsed) {
    const std::string binning = describeEstimator(EstimatorSettings().id).method;
    std::vector<Multiple> result;
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady || description.method != binning)
            continue;
        const EstimatorSettings settings = settingsOf(description, present, lastUsed);
        result.push_back({settings, text(description.variant), detailOf(description, settings), {}});
    }
    return result;
}

constexpr char noiseKey[] = "noise_variance";

/// Where the exact estimator applies the others are compared with it, and then all of them are to be told of
/// one and the same noise: that of the present estimator, else that of the exact one.
void shareNoise(std::vector<EstimatorSettings>& all, const EstimatorSettings& present,
                const ExperimentSpec& spec) {
    const auto exact = std::ranges::find(all, "linear_gaussian", &EstimatorSettings::id);
    if (exact == all.end() || !whyNotApplicable(describeEstimator(exact->id), spec).isEmpty())
        return;
    const auto chosen = present.values.find(noiseKey);
    const auto noise = chosen != present.values.end() ? chosen->second : exact->values.at(noiseKey);
    for (EstimatorSettings& one : all)
        if (one.values.contains(noiseKey))
            one.values[noiseKey] = noise;
}

/// Of a method with several variants the present one, else the one last used, else the first.
std::vector<Multiple> methods(const EstimatorSettings& present, const ExperimentSpec& spec,
                              const std::map<std::string, EstimatorSettings>& lastUsed) {
    std::vector<const EstimatorDescription*> chosen;
    const auto rank = [&](const EstimatorDescription& one) {
        return one.id == present.id ? 2 : lastUsed.contains(one.id) ? 1 : 0;
    };
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady)
            continue;
        const auto same = std::ranges::find(chosen, description.method, &EstimatorDescription::method);
        if (same == chosen.end())
            chosen.push_back(&description);
        else if (rank(description) > rank(**same))
            *same = &description;
    }
    std::vector<EstimatorSettings> settings;
    for (const EstimatorDescription* description : chosen)
        settings.push_back(settingsOf(*description, present, lastUsed));
    shareNoise(settings, present, spec);
    std::vector<Multiple> result;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        result.push_back({settings[i], text(chosen[i]->method), detailOf(*chosen[i], settings[i]), {}});
    return result;
}

} // namespace

const ParameterDescription* variedParameter(const EstimatorDescription& description) {
    const auto isNumber = [](const ParameterDescription& one) {
        return one.inWindow && (one.kind == ParameterDescription::Kind::Real ||
                                one.kind == ParameterDescription::Kind::Integer);
    };
    const ParameterDescription* first = nullptr;
    for (const ParameterDescription& one : description.parameters) {
        if (isNumber(one) && !one.marks.empty())
            return &one;
        if (isNumber(one) && !first)
            first = &one;
    }
    return first;
}

std::vector<double> valuesAround(const ParameterDescription& parameter, double value) {
    const double lowest =
        std::min(value, parameter.lowest > 0 ? parameter.lowest : std::max(parameter.highest / 1e3, 1e-9));
    const double highest = std::max(value, parameter.highest);
    constexpr double rounding = 1e-9;
    int below = 0, above = 0;
    double ratio = 1;
    for (const double candidate : ratios) {
        ratio = candidate;
        below = static_cast<int>(std::floor(std::log(value / lowest) / std::log(ratio) + rounding));
        above = static_cast<int>(std::floor(std::log(highest / value) / std::log(ratio) + rounding));
        if (below + 1 + above >= most)
            break;
    }
    // The value itself stands third, or as near to that as its range allows.
    int first = -std::min(below, 2);
    const int last = std::min(above, first + most - 1);
    first = std::max(-below, last - most + 1);
    std::vector<double> result;
    for (int step = first; step <= last; ++step) {
        const double other = step == 0 ? value : rounded(parameter, value * std::pow(ratio, step));
        if (result.empty() || other > result.back())
            result.push_back(other);
    }
    return result;
}

std::vector<Multiple> multiplesOf(MultiplesSet set, const EstimatorSettings& present,
                                  const ExperimentSpec& spec,
                                  const std::map<std::string, EstimatorSettings>& lastUsed) {
    std::vector<Multiple> multiples = set == MultiplesSet::Values  ? values(present)
                                      : set == MultiplesSet::Rules ? rules(present, lastUsed)
                                                                   : methods(present, spec, lastUsed);
    for (Multiple& one : multiples)
        one.obstacle = whyNotApplicable(describeEstimator(one.settings.id), spec);
    return multiples;
}

} // namespace infoplane
