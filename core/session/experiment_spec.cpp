#include "session/experiment_spec.h"

#include "error.h"
#include "session/applicability.h"
#include "session/nearest_name.h"
#include "session/spec_fields.h"
#include "session/spec_text.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <set>

namespace infoplane {

namespace {

constexpr int formatVersion = 1;

const EstimatorDescription* findEstimator(const std::string& id) {
    for (const EstimatorDescription& description : estimators()) {
        if (description.id == id)
            return &description;
    }
    return nullptr;
}

// Throws Error where the settings are wrong, or the estimator is not one for networks.
void requireEstimator(const EstimatorSettings& settings) {
    makeEstimator(settings);
    if (!findEstimator(settings.id)->windowReady)
        throw Error("The estimator " + settings.id + " is for arrays only; it cannot stand in a spec.");
}

// --- writing ---

void insertAt(QJsonObject& object, QStringList path, const QJsonValue& value) {
    const QString key = path.takeFirst();
    if (path.isEmpty()) {
        object.insert(key, value);
        return;
    }
    QJsonObject group = object.value(key).toObject();
    insertAt(group, path, value);
    object.insert(key, group);
}

QJsonValue estimatorValue(const std::variant<double, std::string>& value,
                          const ParameterDescription* parameter) {
    if (const auto* id = std::get_if<std::string>(&value))
        return QString::fromStdString(*id);
    const double number = std::get<double>(value);
    if (parameter != nullptr && parameter->kind == ParameterDescription::Kind::Flag)
        return number != 0;
    return number;
}

const ParameterDescription* findParameter(const EstimatorDescription* description, const std::string& id) {
    if (description == nullptr)
        return nullptr;
    for (const ParameterDescription& parameter : description->parameters) {
        if (parameter.id == id)
            return &parameter;
    }
    return nullptr;
}

QJsonObject estimatorToJson(const EstimatorSettings& settings) {
    QJsonObject object{{QStringLiteral("id"), QString::fromStdString(settings.id)}};
    const EstimatorDescription* description = findEstimator(settings.id);
    for (const auto& [id, value] : withDefaults(settings).values)
        object.insert(QString::fromStdString(id), estimatorValue(value, findParameter(description, id)));
    return object;
}

// --- reading ---

// A value as it stands in the file, cut where it is long.
QString shown(const QJsonValue& value) {
    constexpr qsizetype most = 60;
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const QString text = QString::fromUtf8(list.mid(1, list.size() - 2));
    return text.size() <= most ? text : text.left(most) + QStringLiteral("…");
}

QString lastKey(const QString& path) {
    return path.section(QLatin1Char('.'), -1);
}

class SpecReader {
  public:
    std::vector<SpecError> read(const QJsonObject& json, ExperimentSpec& spec) {
        spec = {};
        collect(json, {});
        for (const SpecField& field : specFields())
            readField(field, spec);
        if (!m_choiceFailed)
            refuseWhatDoesNotApply(spec);
        if (m_errors.empty())
            m_errors = checkSpec(spec);
        return std::move(m_errors);
    }

  private:
    // Sorts what stands in the file into known fields and unknown keys.
    void collect(const QJsonObject& object, const QString& group) {
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            const QString path = group.isEmpty() ? entry.key() : group + QLatin1Char('.') + entry.key();
            if (path == QLatin1String("format"))
                checkFormat(entry.value());
            else if (path == QLatin1String("estimator"))
                m_estimator = entry.value();
            else if (specField(path) != nullptr)
                m_values.emplace(path, entry.value());
            else if (isGroup(path))
                collectGroup(path, entry.value());
            else if (path != QLatin1String("$schema"))
                refuseKey(group, entry.key());
        }
    }

    void collectGroup(const QString& path, const QJsonValue& value) {
        if (value.isObject())
            collect(value.toObject(), path);
        else
            add(path, QStringLiteral("%1 is %2. It must be a group in braces with the keys %3.")
                          .arg(path, shown(value), keysOf(path).join(QStringLiteral(", "))));
    }

    void readField(const SpecField& field, ExperimentSpec& spec) {
        // The estimator stands between measure and seeds, as in the file's usual order.
        if (field.path == QLatin1String("seeds.first"))
            readEstimator(spec);
        const auto found = m_values.find(field.path);
        if (found == m_values.end())
            return;
        const QString sentence = field.check(found->second);
        if (sentence.isEmpty()) {
            field.write(spec, found->second);
            return;
        }
        m_choiceFailed = m_choiceFailed || field.kind == SpecField::Kind::Choice;
        add(field.path, QStringLiteral("%1 is %2. %3").arg(field.path, shown(found->second), sentence));
    }

    void refuseWhatDoesNotApply(const ExperimentSpec& spec) {
        for (const SpecField& field : specFields()) {
            if (m_values.count(field.path) != 0 && !field.applies(spec))
                add(field.path,
                    QStringLiteral(
                        "%1 has no effect here: it is only for %2. Take it out, or choose one of these.")
                        .arg(field.path, field.appliesTo));
        }
    }

    void checkFormat(const QJsonValue& value) {
        if (value.isDouble() && value.toDouble() == formatVersion)
            return;
        add(QStringLiteral("format"),
            QStringLiteral("format is %1. This version of Infoplane reads format %2 only.")
                .arg(shown(value))
                .arg(formatVersion));
    }

    void refuseKey(const QString& group, const QString& key) {
        const QString path = group.isEmpty() ? key : group + QLatin1Char('.') + key;
        const QStringList keys = keysOf(group);
        QString near = nearestName(key, keys);
        if (near.isEmpty())
            near = nearestElsewhere(key);
        const QString place = group.isEmpty() ? QStringLiteral("A spec") : group;
        add(path, near.isEmpty() ? QStringLiteral("%1 is not a known key. %2 has the keys %3.")
                                       .arg(path, place, keys.join(QStringLiteral(", ")))
                                 : QStringLiteral("%1 is not a known key; did you mean %2?").arg(path, near));
    }

    void readEstimator(ExperimentSpec& spec) {
        if (!m_estimator) {
            spec.estimator = withDefaults(spec.estimator);
            return;
        }
        if (!m_estimator->isObject()) {
            add(QStringLiteral("estimator"),
                QStringLiteral(
                    "estimator is %1. It must be a group in braces, such as {\"id\": \"bin_floor\"}.")
                    .arg(shown(*m_estimator)));
            return;
        }
        const QJsonObject object = m_estimator->toObject();
        const QJsonValue id = object.value(QLatin1String("id"));
        if (!id.isUndefined() && !id.isString()) {
            add(QStringLiteral("estimator.id"),
                QStringLiteral("estimator.id is %1. It must be the name of an estimator in quotation marks.")
                    .arg(shown(id)));
            return;
        }
        if (id.isString())
            spec.estimator = {id.toString().toStdString(), {}};
        readParameters(object, spec.estimator);
        spec.estimator = withDefaults(spec.estimator);
    }

    // Each parameter is tried by itself, so that all that is wrong is said at once.
    void readParameters(const QJsonObject& object, EstimatorSettings& settings) {
        if (!tryEstimator({settings.id, {}}, QStringLiteral("estimator.id")))
            return;
        const EstimatorDescription* description = findEstimator(settings.id);
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (entry.key() == QLatin1String("id"))
                continue;
            const std::string key = entry.key().toStdString();
            const auto value = parameterValue(entry.value(), findParameter(description, key));
            const QString path = QStringLiteral("estimator.") + entry.key();
            if (!value)
                add(path,
                    QStringLiteral("%1 is %2. It must be a number, true or false, or a name in quotation "
                                   "marks, as this estimator asks.")
                        .arg(path, shown(entry.value())));
            else if (tryEstimator({settings.id, {{key, *value}}}, path))
                settings.values[key] = *value;
        }
    }

    // true and false only where the parameter is a switch; numbers never are.
    static std::optional<std::variant<double, std::string>>
    parameterValue(const QJsonValue& value, const ParameterDescription* parameter) {
        const bool isFlag = parameter != nullptr && parameter->kind == ParameterDescription::Kind::Flag;
        if (value.isBool() && (isFlag || parameter == nullptr))
            return value.toBool() ? 1.0 : 0.0;
        if (value.isDouble() && !isFlag)
            return value.toDouble();
        if (value.isString())
            return value.toString().toStdString();
        return std::nullopt;
    }

    bool tryEstimator(const EstimatorSettings& settings, const QString& path) {
        try {
            requireEstimator(settings);
            return true;
        } catch (const Error& error) {
            add(path, QStringLiteral("%1: %2").arg(path, QString::fromUtf8(error.what())));
            return false;
        }
    }

    static bool isGroup(const QString& path) {
        const QString prefix = path + QLatin1Char('.');
        return std::any_of(specFields().begin(), specFields().end(),
                           [&](const SpecField& field) { return field.path.startsWith(prefix); });
    }

    // Keys that may stand in a group ("": in the spec itself).
    static QStringList keysOf(const QString& group) {
        QStringList keys;
        if (group.isEmpty())
            keys << QStringLiteral("format");
        const QString prefix = group.isEmpty() ? QString() : group + QLatin1Char('.');
        for (const SpecField& field : specFields()) {
            if (!field.path.startsWith(prefix))
                continue;
            const QString key = field.path.mid(prefix.size()).section(QLatin1Char('.'), 0, 0);
            if (!keys.contains(key))
                keys << key;
        }
        if (group.isEmpty())
            keys << QStringLiteral("estimator");
        return keys;
    }

    // A key that belongs into another group: its whole path.
    static QString nearestElsewhere(const QString& key) {
        QStringList names;
        for (const SpecField& field : specFields())
            names << lastKey(field.path);
        const QString near = nearestName(key, names);
        const auto index = names.indexOf(near);
        return near.isEmpty() ? QString() : specFields()[static_cast<std::size_t>(index)].path;
    }

    void add(const QString& path, const QString& message) { m_errors.push_back({path, message}); }

    std::map<QString, QJsonValue> m_values;
    std::optional<QJsonValue> m_estimator;
    std::vector<SpecError> m_errors;
    bool m_choiceFailed = false;
};

// --- checks across fields ---

void checkData(const ExperimentSpec& spec, std::vector<SpecError>& errors) {
    const DataSpec& data = spec.data;
    const SourceDescription& source = sourceOf(data);
    if (source.origin == SourceDescription::Origin::Table && data.path.isEmpty())
        errors.push_back(
            {QStringLiteral("data.path"), QStringLiteral("data.path is missing: choose the file to read.")});
    if (source.isTeacher && data.trainSamples < 1)
        errors.push_back(
            {QStringLiteral("data.trainSamples"),
             QStringLiteral("data.trainSamples is 0. A teacher must give at least 1 train sample.")});
    if (source.isTeacher && data.testSamples < 1)
        errors.push_back(
            {QStringLiteral("data.testSamples"),
             QStringLiteral("data.testSamples is 0. A teacher must give at least 1 test sample.")});
    if (source.hasIrrelevantInputs && data.relevantInputs > data.inputs)
        errors.push_back({QStringLiteral("data.relevantInputs"),
                          QStringLiteral("data.relevantInputs is %1, but there are only %2 inputs.")
                              .arg(data.relevantInputs)
                              .arg(data.inputs)});
}

void checkNetwork(const ExperimentSpec& spec, std::vector<SpecError>& errors) {
    const std::size_t given = spec.network.activations.size();
    const std::size_t layers = spec.network.hidden.size();
    if (given != 1 && given != layers)
        errors.push_back(
            {QStringLiteral("network.activation"),
             QStringLiteral(
                 "network.activation lists %1 activations for %2 hidden layers. Give one for all, or "
                 "one for each layer.")
                 .arg(given)
                 .arg(layers)});
}

// How many samples train, where the spec alone says so.
std::optional<int> trainSamplesForetold(const ExperimentSpec& spec) {
    const SourceDescription& source = sourceOf(spec.data);
    if (source.isTeacher)
        return spec.data.trainSamples;
    if (source.patterns > 0)
        return static_cast<int>(std::lround(source.patterns * spec.data.trainFraction));
    return std::nullopt;
}

void checkTraining(const ExperimentSpec& spec, std::vector<SpecError>& errors) {
    if (sourceOf(spec.data).isTeacher && spec.training.loss == Loss::CrossEntropy)
        errors.push_back(
            {QStringLiteral("training.loss"),
             QStringLiteral("training.loss is crossEntropy, but a linear teacher gives numbers, not "
                            "classes. Choose meanSquaredError.")});
    const std::optional<int> samples = trainSamplesForetold(spec);
    if (samples && spec.training.batchSize && *spec.training.batchSize > *samples)
        errors.push_back(
            {QStringLiteral("training.batchSize"),
             QStringLiteral("training.batchSize is %1, but only %2 samples train. Choose at most "
                            "%2, or \"full\".")
                 .arg(*spec.training.batchSize)
                 .arg(*samples)});
}

void checkMeasure(const ExperimentSpec& spec, std::vector<SpecError>& errors) {
    const std::optional<int>& from = spec.measure.schedule.denseFrom;
    const std::optional<int>& to = spec.measure.schedule.denseTo;
    if (from.has_value() != to.has_value())
        errors.push_back({QStringLiteral("measure.dense"),
                          QStringLiteral("measure.dense has only one end. Give both, such as {\"from\": 100, "
                                         "\"to\": 300}.")});
    else if (from && *from > *to)
        errors.push_back({QStringLiteral("measure.dense"),
                          QStringLiteral("measure.dense goes from %1 to %2. It must end where it begins or "
                                         "later.")
                              .arg(*from)
                              .arg(*to)});
}

void checkEstimator(const ExperimentSpec& spec, std::vector<SpecError>& errors) {
    try {
        requireEstimator(spec.estimator);
        const QString why = whyNotApplicable(*findEstimator(spec.estimator.id), spec);
        if (!why.isEmpty())
            errors.push_back(
                {QStringLiteral("estimator.id"), QStringLiteral("estimator.id is %1. %2")
                                                     .arg(QString::fromStdString(spec.estimator.id), why)});
    } catch (const Error& error) {
        errors.push_back({QStringLiteral("estimator"),
                          QStringLiteral("estimator: %1").arg(QString::fromUtf8(error.what()))});
    }
}

void checkSeeds(const ExperimentSpec& spec, std::vector<SpecError>& errors) {
    const SpecField& first = *specField(QStringLiteral("seeds.first"));
    if (spec.seeds.first + static_cast<double>(spec.seeds.count) - 1 > first.highest)
        errors.push_back({QStringLiteral("seeds.count"),
                          QStringLiteral("seeds.count is %1, but from seed %2 on there are only %3.")
                              .arg(spec.seeds.count)
                              .arg(spec.seeds.first)
                              .arg(static_cast<qint64>(first.highest) - spec.seeds.first + 1)});
}

// --- one line ---

QString activationNames(const NetworkSpec& network) {
    QStringList names;
    for (const Activation activation : network.activations) {
        const QString name = QString::fromStdString(describe(activation).name);
        if (names.isEmpty() || names.last() != name || network.activations.size() == network.hidden.size())
            names << name;
    }
    if (std::set<QString>(names.begin(), names.end()).size() == 1)
        return names.first();
    return names.join(QLatin1Char('-'));
}

QString choiceName(const QString& path, const ExperimentSpec& spec) {
    const SpecField& field = *specField(path);
    const QString id = field.read(spec).toString();
    for (const SpecField::Choice& choice : field.choices) {
        if (choice.id == id)
            return choice.name;
    }
    return id;
}

/// "Glorot weights"; empty for the paper's.
QString initializerName(const ExperimentSpec& spec) {
    const Initializer& initializer = spec.network.initializer;
    if (initializer == Initializer())
        return {};
    const bool cut = initializer.kind == InitializerKind::TruncatedNormal;
    QString name = choiceName(
        cut ? QStringLiteral("network.initializer.scale") : QStringLiteral("network.initializer.name"), spec);
    return name.remove(QChar(u'…')) + QStringLiteral(" weights");
}

} // namespace

QJsonObject toJson(const ExperimentSpec& spec) {
    QJsonObject object{{QStringLiteral("format"), formatVersion},
                       {QStringLiteral("estimator"), estimatorToJson(spec.estimator)}};
    for (const SpecField& field : specFields()) {
        const QJsonValue value = field.read(spec);
        if (field.applies(spec) && !(field.optional && value.isNull()))
            insertAt(object, field.path.split(QLatin1Char('.')), value);
    }
    return object;
}

std::vector<SpecError> fromJson(const QJsonObject& json, ExperimentSpec& spec) {
    return SpecReader().read(json, spec);
}

ExperimentSpec parseSpec(const QByteArray& text, const QString& name) {
    SpecText read;
    try {
        read = readSpecText(text);
    } catch (const Error& error) {
        throw Error(QStringLiteral("%1: %2").arg(name, QString::fromUtf8(error.what())).toStdString());
    }
    if (read.object.contains(QLatin1String("conditions")) && read.object.contains(QLatin1String("base")))
        throw Error(
            QStringLiteral("%1 is a study of several conditions, not one experiment. \"infoplane run\" "
                           "runs it.")
                .arg(name)
                .toStdString());
    ExperimentSpec spec;
    const std::vector<SpecError> errors = fromJson(read.object, spec);
    if (!errors.empty())
        throw Error(errorText(name, errors, read.lines).toStdString());
    return spec;
}

std::vector<SpecError> checkSpec(const ExperimentSpec& spec) {
    std::vector<SpecError> errors;
    for (const SpecField& field : specFields()) {
        if (!field.applies(spec))
            continue;
        const QJsonValue value = field.read(spec);
        const QString sentence = field.check(value);
        if (!sentence.isEmpty())
            errors.push_back(
                {field.path, QStringLiteral("%1 is %2. %3").arg(field.path, shown(value), sentence)});
    }
    checkData(spec, errors);
    checkNetwork(spec, errors);
    checkTraining(spec, errors);
    checkMeasure(spec, errors);
    checkEstimator(spec, errors);
    checkSeeds(spec, errors);
    return errors;
}

const SourceDescription& sourceOf(const DataSpec& data) {
    return describeSource(data.source.toStdString());
}

EstimatorSettings withDefaults(const EstimatorSettings& settings) {
    EstimatorSettings complete = settings;
    const EstimatorDescription* description = findEstimator(settings.id);
    if (description == nullptr)
        return complete;
    for (const ParameterDescription& parameter : description->parameters) {
        if (parameter.kind == ParameterDescription::Kind::Choice)
            complete.values.insert({parameter.id, parameter.defaultChoice});
        else
            complete.values.insert({parameter.id, parameter.defaultNumber});
    }
    return complete;
}

QString specLine(const ExperimentSpec& spec, int inputs, int outputs, const QString& seeds) {
    const QLocale locale;
    QStringList widths{QString::number(inputs)};
    for (const int width : spec.network.hidden)
        widths << QString::number(width);
    widths << QString::number(outputs);
    const QString optimizer = choiceName(QStringLiteral("training.optimizer.name"), spec) + QLatin1Char(' ') +
                              locale.toString(spec.training.optimizer.learningRate, 'g', 6);
    const QString batch = spec.training.batchSize
                              ? QStringLiteral("batch %1").arg(locale.toString(*spec.training.batchSize))
                              : QStringLiteral("full batch");
    const QString epochs = QStringLiteral("%1 epochs").arg(locale.toString(spec.training.epochs));
    const QString decay =
        spec.training.weightDecay > 0
            ? QStringLiteral("weight decay %1").arg(locale.toString(spec.training.weightDecay, 'g', 6))
            : QString();
    QStringList parts{widths.join(QLatin1Char('-')),
                      activationNames(spec.network),
                      initializerName(spec),
                      optimizer,
                      batch,
                      decay,
                      epochs,
                      seeds};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

QString specLine(const ExperimentSpec& spec, int inputs, int outputs, int seed) {
    return specLine(spec, inputs, outputs, QStringLiteral("seed %1").arg(seed));
}

QString dataName(const ExperimentSpec& spec) {
    QString name = spec.data.path.isEmpty()
                       ? choiceName(QStringLiteral("data.source"), spec).remove(QChar(u'…'))
                       : QFileInfo(spec.data.path).fileName();
    return spec.data.shuffleLabels ? name + QStringLiteral(", labels shuffled") : name;
}

} // namespace infoplane
