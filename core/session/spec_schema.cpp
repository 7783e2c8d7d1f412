#include "session/spec_fields.h"

#include <QJsonArray>

namespace infoplane {

namespace {

QJsonArray ids(const std::vector<SpecField::Choice>& choices) {
    QJsonArray list;
    for (const SpecField::Choice& choice : choices)
        list.append(choice.id);
    return list;
}

void addLimits(const SpecField& field, QJsonObject& schema) {
    schema.insert(field.lowestExcluded ? QStringLiteral("exclusiveMinimum") : QStringLiteral("minimum"),
                  field.lowest);
    schema.insert(field.highestExcluded ? QStringLiteral("exclusiveMaximum") : QStringLiteral("maximum"),
                  field.highest);
}

QJsonObject numberSchema(const SpecField& field) {
    const QString type =
        field.kind == SpecField::Kind::Number ? QStringLiteral("number") : QStringLiteral("integer");
    QJsonObject schema{{QStringLiteral("type"), field.optional
                                                    ? QJsonValue(QJsonArray{type, QStringLiteral("null")})
                                                    : QJsonValue(type)}};
    addLimits(field, schema);
    return schema;
}

QJsonObject listOf(const QJsonObject& items) {
    return {{QStringLiteral("type"), QStringLiteral("array")},
            {QStringLiteral("items"), items},
            {QStringLiteral("minItems"), 1},
            {QStringLiteral("maxItems"), 12}};
}

QJsonObject either(const QJsonObject& one, const QJsonObject& other) {
    return {{QStringLiteral("anyOf"), QJsonArray{one, other}}};
}

QJsonObject valueSchema(const SpecField& field) {
    switch (field.kind) {
    case SpecField::Kind::Number:
    case SpecField::Kind::Integer:
        return numberSchema(field);
    case SpecField::Kind::IntegerOrFull:
        return either(numberSchema(field), {{QStringLiteral("const"), QStringLiteral("full")}});
    case SpecField::Kind::Flag:
        return {{QStringLiteral("type"), QStringLiteral("boolean")}};
    case SpecField::Kind::Text:
    case SpecField::Kind::Path:
        return {{QStringLiteral("type"), QStringLiteral("string")},
                {QStringLiteral("maxLength"), field.highest}};
    case SpecField::Kind::Choice:
        return {{QStringLiteral("enum"), ids(field.choices)}};
    case SpecField::Kind::Layers:
        return listOf({{QStringLiteral("type"), QStringLiteral("integer")},
                       {QStringLiteral("minimum"), field.lowest},
                       {QStringLiteral("maximum"), field.highest}});
    case SpecField::Kind::Activations: {
        const QJsonObject one{{QStringLiteral("enum"), ids(field.choices)}};
        return either(one, listOf(one));
    }
    }
    return {};
}

QJsonObject fieldSchema(const SpecField& field) {
    static const ExperimentSpec defaults;
    QJsonObject schema = valueSchema(field);
    schema.insert(QStringLiteral("title"), field.label);
    schema.insert(QStringLiteral("description"),
                  field.appliesTo.isEmpty()
                      ? field.tooltip
                      : QStringLiteral("%1 Only for %2.").arg(field.tooltip, field.appliesTo));
    const QJsonValue usual = field.read(defaults);
    if (!usual.isNull())
        schema.insert(QStringLiteral("default"), usual);
    return schema;
}

QJsonObject groupSchema() {
    return {{QStringLiteral("type"), QStringLiteral("object")},
            {QStringLiteral("additionalProperties"), false}};
}

void insertField(QJsonObject& group, QStringList path, const QJsonObject& schema) {
    const QString key = path.takeFirst();
    QJsonObject properties = group.value(QLatin1String("properties")).toObject();
    if (path.isEmpty()) {
        properties.insert(key, schema);
    } else {
        QJsonObject inner = properties.contains(key) ? properties.value(key).toObject() : groupSchema();
        insertField(inner, path, schema);
        properties.insert(key, inner);
    }
    group.insert(QStringLiteral("properties"), properties);
}

QJsonObject parameterSchema(const ParameterDescription& parameter) {
    QJsonObject schema{{QStringLiteral("title"), QString::fromStdString(parameter.name)},
                       {QStringLiteral("description"), QString::fromStdString(parameter.tooltip)}};
    switch (parameter.kind) {
    case ParameterDescription::Kind::Flag:
        schema.insert(QStringLiteral("type"), QStringLiteral("boolean"));
        schema.insert(QStringLiteral("default"), parameter.defaultNumber != 0);
        return schema;
    case ParameterDescription::Kind::Choice: {
        QJsonArray list;
        for (const ParameterDescription::Choice& choice : parameter.choices)
            list.append(QString::fromStdString(choice.id));
        schema.insert(QStringLiteral("enum"), list);
        schema.insert(QStringLiteral("default"), QString::fromStdString(parameter.defaultChoice));
        return schema;
    }
    case ParameterDescription::Kind::Real:
    case ParameterDescription::Kind::Integer:
        schema.insert(QStringLiteral("type"), parameter.kind == ParameterDescription::Kind::Real
                                                  ? QStringLiteral("number")
                                                  : QStringLiteral("integer"));
        schema.insert(QStringLiteral("minimum"), parameter.lowestAccepted);
        schema.insert(QStringLiteral("maximum"), parameter.highestAccepted);
        schema.insert(QStringLiteral("default"), parameter.defaultNumber);
        return schema;
    }
    return schema;
}

QJsonObject estimatorSchema() {
    QJsonArray kinds;
    for (const EstimatorDescription& description : estimators()) {
        if (!description.windowReady)
            continue;
        QJsonObject kind = groupSchema();
        kind.insert(QStringLiteral("title"),
                    QString::fromStdString(description.method + ' ' + description.variant));
        insertField(kind, {QStringLiteral("id")},
                    {{QStringLiteral("const"), QString::fromStdString(description.id)}});
        for (const ParameterDescription& parameter : description.parameters)
            insertField(kind, {QString::fromStdString(parameter.id)}, parameterSchema(parameter));
        // Without an id the estimator is the default one.
        if (description.id != EstimatorSettings().id)
            kind.insert(QStringLiteral("required"), QJsonArray{QStringLiteral("id")});
        kinds.append(kind);
    }
    return {{QStringLiteral("oneOf"), kinds}};
}

} // namespace

QJsonObject specSchema() {
    QJsonObject schema = groupSchema();
    schema.insert(QStringLiteral("$schema"), QStringLiteral("https://json-schema.org/draft/2020-12/schema"));
    schema.insert(QStringLiteral("title"), QStringLiteral("Infoplane experiment"));
    insertField(schema, {QStringLiteral("$schema")}, {{QStringLiteral("type"), QStringLiteral("string")}});
    insertField(schema, {QStringLiteral("format")}, {{QStringLiteral("const"), 1}});
    insertField(schema, {QStringLiteral("estimator")}, estimatorSchema());
    for (const SpecField& field : specFields())
        insertField(schema, field.path.split(QLatin1Char('.')), fieldSchema(field));
    return schema;
}

} // namespace infoplane
