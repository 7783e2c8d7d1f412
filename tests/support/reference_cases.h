#pragma once

#include "data/npy.h"
#include "information/estimator.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

/// The reference values in tests/data/reference, made by tools that share no code with this program; its
/// README explains the fields.
namespace reference {

inline QString folder() {
    return QStringLiteral(INFOPLANE_TEST_DATA "/reference/");
}

inline QJsonArray cases() {
    QFile file(folder() + QStringLiteral("cases.json"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object().value("cases").toArray();
}

inline QJsonObject caseWithId(const QString& id) {
    for (const QJsonValue one : static_cast<const QJsonArray&>(cases()))
        if (one["id"].toString() == id)
            return one.toObject();
    return {};
}

inline infoplane::NamedArrays inputsOf(const QJsonObject& oneCase) {
    infoplane::NamedArrays arrays;
    const QJsonObject inputs = oneCase["inputs"].toObject();
    for (auto input = inputs.begin(); input != inputs.end(); ++input) {
        const QString file = folder() + input.value().toObject().value("file").toString();
        arrays[input.key().toStdString()] = infoplane::readNpy(file.toStdString());
    }
    return arrays;
}

/// Numbers, words and truths among the parameters that the estimator knows; the rest describes the case.
inline infoplane::EstimatorSettings settingsOf(const QJsonObject& oneCase) {
    infoplane::EstimatorSettings settings;
    settings.id = oneCase["estimator"].toString().toStdString();
    const QJsonObject parameters = oneCase["params"].toObject();
    for (const auto& known : infoplane::describeEstimator(settings.id).parameters) {
        const QJsonValue value = parameters.value(QString::fromStdString(known.id));
        if (value.isDouble())
            settings.values[known.id] = value.toDouble();
        else if (value.isBool())
            settings.values[known.id] = value.toBool() ? 1.0 : 0.0;
        else if (value.isString())
            settings.values[known.id] = value.toString().toStdString();
    }
    return settings;
}

inline double number(const QJsonValue& value) {
    return value.isDouble() ? value.toDouble() : std::numeric_limits<double>::quiet_NaN();
}

} // namespace reference
