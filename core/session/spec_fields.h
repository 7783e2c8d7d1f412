#pragma once

#include "session/experiment_spec.h"

#include <QJsonValue>
#include <QStringList>

namespace infoplane {

/// One field of the spec: its limits, texts and how to read and write it. The JSON reader, the schema, the
/// checks and the form's controls all come from the list of these.
struct SpecField {
    enum class Kind { Number, Integer, IntegerOrFull, Flag, Text, Path, Choice, Layers, Activations };
    struct Choice {
        QString id;
        QString name;
    };

    QString path;  ///< "training.optimizer.learningRate"
    QString label; ///< "Learning rate"
    QString tooltip;
    Kind kind = Kind::Number;
    double lowest = 0;
    double highest = 0;
    bool lowestExcluded = false;
    bool highestExcluded = false;
    bool logarithmic = false; ///< steps multiply
    bool optional = false;    ///< null takes the value away; not written where there is none
    std::vector<Choice> choices;
    /// Whether the field has a meaning given the others (momentum: only with momentum optimizers); else it is
    /// neither shown nor written.
    std::function<bool(const ExperimentSpec&)> applies;
    QString appliesTo; ///< the same in words, "the optimizers momentum and nesterov"; empty: always
    std::function<QJsonValue(const ExperimentSpec&)> read;
    /// Writes a value that check() found right. May bring other fields along that would make no sense beside
    /// it: another data source has its own sample counts, loss and batch.
    std::function<void(ExperimentSpec&, const QJsonValue&)> write;

    /// Empty if the value is allowed, else a sentence fit to stand under the control: "Layer 3 has no units."
    QString check(const QJsonValue& value) const;
};

/// In the order of the form; a field comes after those that decide whether it applies. The estimator is not
/// among them: its description says what it takes (EstimatorDescription).
const std::vector<SpecField>& specFields();
const SpecField* specField(const QString& path);
/// JSON Schema (draft 2020-12) of a spec, made from the fields.
QJsonObject specSchema();

} // namespace infoplane
