#include "commands.h"
#include "error.h"
#include "information/estimator.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace infoplane {

namespace {

using Kind = ParameterDescription::Kind;

QString text(const std::string& words) {
    return QString::fromStdString(words);
}

QString number(const ParameterDescription& parameter, double value) {
    return parameter.kind == Kind::Integer ? QString::number(static_cast<qint64>(value))
                                           : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

// --- for people

/// Words in lines of at most a terminal's width, all but the first indented.
void sayWrapped(const QString& lead, qsizetype indent, const QString& words) {
    constexpr qsizetype width = 100;
    QString line = lead;
    bool first = true;
    for (const QString& word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!first && line.size() + 1 + word.size() > width) {
            say(line);
            line = QString(indent, QLatin1Char(' '));
            first = true;
        }
        line += (first ? QString() : QStringLiteral(" ")) + word;
        first = false;
    }
    say(line);
}

/// "  bin_size        ..." under a heading; the names of one estimator are as wide as its widest.
void sayEntry(const QString& name, qsizetype nameWidth, const QString& words) {
    sayWrapped(QStringLiteral("    %1  ").arg(name, -nameWidth), nameWidth + 6, words);
}

QString rangeText(const ParameterDescription& parameter) {
    if (parameter.kind == Kind::Flag)
        return QStringLiteral("true or false; default %1")
            .arg(parameter.defaultNumber != 0 ? QStringLiteral("true") : QStringLiteral("false"));
    if (parameter.kind == Kind::Choice) {
        QStringList choices;
        for (const auto& choice : parameter.choices)
            choices += text(choice.id);
        return QStringLiteral("%1; default %2")
            .arg(choices.join(QStringLiteral(", ")), text(parameter.defaultChoice));
    }
    return QStringLiteral("%1%2 to %3; default %4")
        .arg(parameter.kind == Kind::Integer ? QStringLiteral("whole number, ") : QString(),
             number(parameter, parameter.lowestAccepted), number(parameter, parameter.highestAccepted),
             number(parameter, parameter.defaultNumber));
}

QString inputName(const InputDescription& input) {
    return input.numbered ? QStringLiteral("%1, %2, ...").arg(text(input.id + "1"), text(input.id + "2"))
                          : text(input.id);
}

QString inputText(const InputDescription& input) {
    if (!input.insteadOf.empty())
        return QStringLiteral("%1 (instead of %2)").arg(text(input.name), text(input.insteadOf));
    return input.required ? text(input.name) : QStringLiteral("%1 (optional)").arg(text(input.name));
}

qsizetype widestName(const EstimatorDescription& description) {
    qsizetype width = 0;
    for (const InputDescription& input : description.inputs)
        width = std::max(width, inputName(input).size());
    for (const ParameterDescription& parameter : description.parameters)
        width = std::max(width, text(parameter.id).size());
    for (const QuantityDescription& quantity : description.quantities)
        width = std::max(width, text(quantity.id).size());
    return width;
}

void describe(const EstimatorDescription& description) {
    const QString variant =
        description.variant.empty() ? QString() : QStringLiteral(", %1").arg(text(description.variant));
    say(QStringLiteral("%1: %2%3").arg(text(description.id), text(description.method), variant));
    sayWrapped(QStringLiteral("  "), 2, text(description.question));
    sayWrapped(QStringLiteral("  Source: "), 2, text(description.source));
    const qsizetype width = widestName(description);
    say(QStringLiteral("  Arrays"));
    for (const InputDescription& input : description.inputs)
        sayEntry(inputName(input), width, inputText(input));
    if (!description.parameters.empty())
        say(QStringLiteral("  Parameters"));
    for (const ParameterDescription& parameter : description.parameters)
        sayEntry(text(parameter.id), width,
                 QStringLiteral("%1. %2").arg(rangeText(parameter), text(parameter.tooltip)));
    say(QStringLiteral("  Quantities"));
    for (const QuantityDescription& quantity : description.quantities)
        sayEntry(text(quantity.id), width,
                 quantity.unit == "bit"
                     ? text(quantity.name)
                     : QStringLiteral("%1 (%2)").arg(text(quantity.name), text(quantity.unit)));
}

// --- for programs

QJsonObject json(const ParameterDescription& parameter) {
    QJsonObject object{
        {"id", text(parameter.id)}, {"name", text(parameter.name)}, {"about", text(parameter.tooltip)}};
    if (parameter.kind == Kind::Choice) {
        QJsonArray choices;
        for (const auto& choice : parameter.choices)
            choices += text(choice.id);
        object["kind"] = "choice";
        object["choices"] = choices;
        object["default"] = text(parameter.defaultChoice);
    } else if (parameter.kind == Kind::Flag) {
        object["kind"] = "flag";
        object["default"] = parameter.defaultNumber != 0;
    } else {
        object["kind"] = parameter.kind == Kind::Integer ? "integer" : "real";
        object["lowest"] = parameter.lowestAccepted;
        object["highest"] = parameter.highestAccepted;
        object["logarithmic"] = parameter.logarithmic;
        object["default"] = parameter.defaultNumber;
    }
    return object;
}

QJsonObject json(const InputDescription& input) {
    QJsonObject object{{"id", text(input.id)}, {"name", text(input.name)}, {"required", input.required}};
    if (!input.insteadOf.empty())
        object["instead_of"] = text(input.insteadOf);
    if (input.numbered)
        object["numbered"] = true;
    return object;
}

QJsonObject json(const QuantityDescription& quantity) {
    return {{"id", text(quantity.id)}, {"name", text(quantity.name)}, {"unit", text(quantity.unit)}};
}

template <typename Description>
QJsonArray jsonList(const std::vector<Description>& descriptions) {
    QJsonArray list;
    for (const Description& description : descriptions)
        list += json(description);
    return list;
}

QJsonObject json(const EstimatorDescription& description) {
    return {{"id", text(description.id)},
            {"method", text(description.method)},
            {"variant", text(description.variant)},
            {"question", text(description.question)},
            {"source", text(description.source)},
            {"in_window", description.windowReady},
            {"inputs", jsonList(description.inputs)},
            {"parameters", jsonList(description.parameters)},
            {"quantities", jsonList(description.quantities)}};
}

QJsonArray jsonList(const std::vector<const EstimatorDescription*>& descriptions) {
    QJsonArray list;
    for (const EstimatorDescription* description : descriptions)
        list += json(*description);
    return list;
}

/// The one asked for, or all.
std::vector<const EstimatorDescription*> chosen(const std::string& id) {
    std::vector<const EstimatorDescription*> descriptions;
    if (!id.empty()) {
        try {
            return {&describeEstimator(id)};
        } catch (const Error& error) {
            throw UsageError(error.what());
        }
    }
    for (const EstimatorDescription& description : estimators())
        descriptions.push_back(&description);
    return descriptions;
}

int listEstimators(const std::string& id, bool asJson) {
    const auto descriptions = chosen(id);
    if (asJson) {
        say(QString::fromUtf8(QJsonDocument(jsonList(descriptions)).toJson(QJsonDocument::Indented))
                .trimmed());
        return 0;
    }
    for (const EstimatorDescription* description : descriptions) {
        if (description != descriptions.front())
            say({});
        describe(*description);
    }
    return 0;
}

} // namespace

void addEstimatorsCommand(CLI::App& program, Action& action) {
    struct Options {
        std::string id;
        bool json = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("estimators", "List the estimators: arrays, parameters, quantities, source");
    command->add_option("ID", options->id, "Only this one; default all")->type_name("");
    command->add_flag("--json", options->json, "Print a JSON array for programs");
    command->footer("Example:\n  infoplane estimators kde_pairwise");
    command->callback([options, &action] {
        action = [options](int&, char**) { return listEstimators(options->id, options->json); };
    });
}

} // namespace infoplane
