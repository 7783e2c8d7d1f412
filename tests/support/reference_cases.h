#pragma once

#include "data/npy.h"
#include "information/estimator.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QRegularExpression>

#include <cmath>
#include <limits>
#include <optional>

/// The reference values in tests/data/reference, made by tools that share no code with this program; its
/// README explains the fields.
namespace reference {

inline QString folder() {
    return QStringLiteral(INFOPLANE_TEST_DATA "/reference/");
}

inline const QJsonArray& cases() {
    static const QJsonArray all = [] {
        QFile file(folder() + QStringLiteral("cases.json"));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s cannot be read", qPrintable(file.fileName()));
        return QJsonDocument::fromJson(file.readAll()).object().value("cases").toArray();
    }();
    return all;
}

inline QJsonObject caseWithId(const QString& id) {
    for (const QJsonValue one : cases())
        if (one["id"].toString() == id)
            return one.toObject();
    return {};
}

/// Estimators that the program does not have are in the cases too.
inline bool isOffered(const QJsonValue& oneCase) {
    const std::string id = oneCase["estimator"].toString().toStdString();
    return std::ranges::find(infoplane::estimators(), id, &infoplane::EstimatorDescription::id) !=
           infoplane::estimators().end();
}

/// The files of the inputs, by name.
inline QMap<QString, QString> filesOf(const QJsonObject& oneCase) {
    QMap<QString, QString> files;
    const QJsonObject inputs = oneCase["inputs"].toObject();
    for (auto input = inputs.begin(); input != inputs.end(); ++input)
        files[input.key()] = folder() + input.value().toObject().value("file").toString();
    return files;
}

/// Where the reference is itself a mean of random draws.
inline bool isByChance(const QJsonObject& oneCase) {
    const QJsonArray expected = oneCase["expected"].toArray();
    return std::any_of(expected.begin(), expected.end(),
                       [](const QJsonValue& one) { return one["kind"].toString() == "statistical"; });
}

/// The parameters that the estimator knows, as a person types them; the rest describes the case. Where that
/// is a mean of random draws, it is one of many here too.
inline QMap<QString, QString> parametersOf(const QJsonObject& oneCase) {
    QMap<QString, QString> values;
    const QJsonObject parameters = oneCase["params"].toObject();
    for (const auto& known :
         infoplane::describeEstimator(oneCase["estimator"].toString().toStdString()).parameters) {
        const QString id = QString::fromStdString(known.id);
        if (const QJsonValue value = parameters.value(id); !value.isUndefined())
            values[id] = value.toVariant().toString();
        else if (id == "draws" && isByChance(oneCase))
            values[id] = QStringLiteral("300000"); // four standard errors are below the tolerance
    }
    return values;
}

/// Where the tool's figure is not to be copied but the input to be refused.
inline bool isToBeRefused(const QJsonObject& oneCase) {
    static const QRegularExpression refuse("^(reject|error)|refuse");
    return oneCase["policy"].toString().contains(refuse);
}

/// One figure of the program beside one of the reference.
struct Comparison {
    QString quantity;
    double got = 0;
    double wanted = 0;
    double allowed = 0;

    double deviation() const { return std::abs(got - wanted); }
    bool holds() const { return deviation() <= allowed; } // not where it is NaN
    QString text() const {
        return QStringLiteral("%1: %2, expected %3 within %4, off by %5")
            .arg(quantity)
            .arg(got, 0, 'g', 17)
            .arg(wanted, 0, 'g', 17)
            .arg(allowed)
            .arg(deviation());
    }
};

using Figures = QMap<QString, double>; ///< by quantity, in bits; NaN where a quantity does not apply

inline double none() {
    return std::numeric_limits<double>::quiet_NaN();
}

/// The information of the distribution that the samples were drawn from: every estimate must be within the
/// tolerance of it, and bounds of I(X;T) on their side of it.
inline QList<Comparison> comparedWithTruth(const QJsonValue& expected, const Figures& figures) {
    QList<Comparison> result;
    const double truth = expected["value"].toDouble();
    for (auto figure = figures.begin(); figure != figures.end(); ++figure) {
        const bool upper = figure.key().endsWith("_upper") && figure.value() > truth;
        const bool lower = figure.key().endsWith("_lower") && figure.value() < truth;
        if (figure.key().startsWith("I_") && !std::isnan(figure.value()) && !upper && !lower)
            result.append({figure.key() + " (truth)", figure.value(), truth, expected["abs_tol"].toDouble()});
    }
    return result;
}

/// Every figure that the case asks for. Left out: what a tool made of degenerate input (quirk), and NSB and
/// Panzeri-Treves, which the program does not have. A figure by random draws is allowed four standard errors
/// of its own beside those of the reference, as the case says.
inline QList<Comparison> compared(const QJsonObject& oneCase, const Figures& figures) {
    static const QRegularExpression notOffered("nsb|panzeri_treves");
    QList<Comparison> result;
    for (const QJsonValue expected : oneCase["expected"].toArray()) {
        const QString quantity = expected["quantity"].toString();
        if (expected["kind"].toString() == "quirk" || quantity.contains(notOffered))
            continue;
        if (quantity == "I_true") {
            result += comparedWithTruth(expected, figures);
            continue;
        }
        const double wanted = expected["value"].toDouble(none());
        double allowed = expected["abs_tol"].toDouble() + expected["rel_tol"].toDouble() * std::abs(wanted);
        if (expected["kind"].toString() == "statistical")
            allowed += 4 * figures.value(quantity + "_se", 0);
        result.append({quantity, figures.value(quantity, none()), wanted, allowed});
    }
    return result;
}

} // namespace reference
