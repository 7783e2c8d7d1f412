#include "assignments.h"
#include "commands.h"
#include "information/array_file.h"
#include "information/estimator.h"
#include "session/saturation_note.h"
#include "terminal.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

struct Options {
    std::string id;
    std::vector<std::string> arrays;
    std::vector<std::string> settings;
    bool json = false;
};

std::vector<Assignment> filesOf(const Options& options, const EstimatorDescription& description) {
    const std::vector<Assignment> files = assignments(options.arrays, "NAME=FILE.npy");
    std::vector<std::string> names;
    for (const auto& [name, file] : files)
        names.push_back(name);
    asUsage([&] { requireInputs(description, names); });
    return files;
}

// --- what is printed

/// Shortest text that reads back as the same number; what does not apply is null.
QString jsonNumber(double value) {
    return std::isfinite(value) ? QString::number(value, 'g', QLocale::FloatingPointShortest)
                                : QStringLiteral("null");
}

QString jsonText(const std::string& text) {
    const QByteArray list =
        QJsonDocument(QJsonArray{QString::fromStdString(text)}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.mid(1, list.size() - 2));
}

/// The quantities of one unit, in the estimator's order.
QString jsonObject(const ArrayEstimate& estimate, const std::string& unit) {
    QStringList members;
    for (std::size_t i = 0; i < estimate.values.size(); ++i)
        if (estimate.quantities[i].unit == unit)
            members += QStringLiteral("%1: %2").arg(jsonText(estimate.quantities[i].id),
                                                    jsonNumber(estimate.values[i]));
    return members.isEmpty() ? QString() : QStringLiteral("{%1}").arg(members.join(QStringLiteral(", ")));
}

void sayJson(const std::string& id, const ArrayEstimate& estimate) {
    const QString samples = estimate.samples > 0 ? QString::number(estimate.samples) : QStringLiteral("null");
    QString text = QStringLiteral("{\"estimator\": %1, \"n\": %2").arg(jsonText(id), samples);
    for (const auto& [unit, key] : {std::pair("bit", "bits"), {"share", "shares"}, {"count", "counts"}})
        if (const QString object = jsonObject(estimate, unit); !object.isEmpty())
            text += QStringLiteral(", \"%1\": %2").arg(QLatin1String(key), object);
    say(text + QLatin1Char('}'));
}

QString valueText(const QuantityDescription& quantity, double value) {
    if (std::isnan(value))
        return QStringLiteral("does not apply");
    if (quantity.unit == "share")
        return QStringLiteral("%1 %").arg(QString::number(100 * value, 'g', 4));
    const QString number = QString::number(value, 'g', 7);
    return quantity.unit == "bit" ? number + QStringLiteral(" bit") : number;
}

/// One a line: what it is, how much, and its name in JSON.
void sayQuantities(const ArrayEstimate& estimate) {
    qsizetype nameWidth = 0;
    qsizetype valueWidth = 0;
    for (std::size_t i = 0; i < estimate.values.size(); ++i) {
        const QuantityDescription& quantity = estimate.quantities[i];
        nameWidth = std::max(nameWidth, QString::fromStdString(quantity.name).size());
        valueWidth = std::max(valueWidth, valueText(quantity, estimate.values[i]).size());
    }
    for (std::size_t i = 0; i < estimate.values.size(); ++i) {
        const QuantityDescription& quantity = estimate.quantities[i];
        say(QStringLiteral("  %1  %2  %3")
                .arg(QString::fromStdString(quantity.name), -nameWidth)
                .arg(valueText(quantity, estimate.values[i]), -valueWidth)
                .arg(QString::fromStdString(quantity.id)));
    }
}

/// Where samples can be told apart, the figure says nothing else.
void warnOfSaturation(const EstimatorDescription& description, const ArrayEstimate& estimate) {
    if (!isSaturated(description, estimate.values, estimate.inputBits))
        return;
    const bool repeats = estimate.inputBits < std::log2(static_cast<double>(estimate.samples));
    say(QStringLiteral("Nearly every input can be told from every other: I(X;T) says little more than %1.")
            .arg(repeats ? QStringLiteral("H(X)") : QStringLiteral("log₂ N")));
}

void sayForPeople(const Estimator& estimator, const ArrayEstimate& estimate) {
    say(QString::fromStdString(estimator.caption()));
    if (estimate.samples > 0)
        say(QStringLiteral("%1 samples, log₂ N = %2 bit")
                .arg(estimate.samples)
                .arg(QString::number(std::log2(static_cast<double>(estimate.samples)), 'g', 7)));
    sayQuantities(estimate);
    for (const std::string& remark : estimate.remarks)
        say(QString::fromStdString(remark));
    warnOfSaturation(estimator.description(), estimate);
}

int estimate(const Options& options) {
    const EstimatorSettings settings = settingsOf(options.id, options.settings);
    const auto estimator = makeEstimator(settings);
    NamedArrays arrays;
    for (const auto& [name, file] : filesOf(options, estimator->description()))
        arrays[name] = readArray(file);
    const ArrayEstimate result = estimator->estimateArrays(arrays, {});
    if (options.json)
        sayJson(settings.id, result);
    else
        sayForPeople(*estimator, result);
    return 0;
}

} // namespace

void addEstimateCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("estimate", "Estimate information from arrays made elsewhere");
    command->add_option("ID", options->id, "The estimator; \"infoplane estimators\" lists all")
        ->type_name("")
        ->required();
    command->add_option("ARRAYS", options->arrays, "Each NAME=FILE.npy or NAME=FILE.csv:COLUMNS; see below")
        ->type_name("");
    command
        ->add_option("--set", options->settings,
                     "A parameter of the estimator, for instance bin_size=0.5; may be given again")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command->add_flag(
        "--json", options->json,
        "Print one line of JSON with all digits: estimator, n, bits; what does not apply is null");
    command->footer(
        "\"infoplane estimators ID\" says which arrays and parameters an estimator has.\n"
        "A .npy file holds float32, float64 or integers. COLUMNS of a table are names, numbers from 1, or\n"
        "ranges FIRST..LAST, with commas between; without them all columns are taken.\n\n"
        "Examples:\n"
        "  infoplane estimate kde_pairwise T=t.npy y=y.npy --set noise_variance=0.1 --json\n"
        "  infoplane estimate bin_floor T=layers.csv:unit1..unit5 y=layers.csv:label");
    command->callback(
        [options, &action] { action = [options](int&, char**) { return estimate(*options); }; });
}

} // namespace infoplane
