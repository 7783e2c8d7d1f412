#include "session/study.h"

#include "error.h"
#include "session/nearest_name.h"
#include "session/spec_fields.h"
#include "session/spec_text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <set>

namespace infoplane {

namespace {

constexpr int formatVersion = 1;
constexpr int mostConditions = 64;
constexpr int longestName = 200;
constexpr int longestTitle = 200;

QString shown(const QJsonValue& value) {
    constexpr qsizetype most = 60;
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    const QString text = QString::fromUtf8(list.mid(1, list.size() - 2));
    return text.size() <= most ? text : text.left(most) + QStringLiteral("…");
}

// --- the ways through nested objects: "training.optimizer.name" ---

QString joinedPath(const QString& group, const QString& key) {
    return group.isEmpty() ? key : group + QLatin1Char('.') + key;
}

/// Calls look(path, value) for every value that is no group.
void eachLeaf(const QJsonObject& object, const QString& group, const auto& look) {
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const QString path = joinedPath(group, entry.key());
        if (entry.value().isObject())
            eachLeaf(entry.value().toObject(), path, look);
        else
            look(path, entry.value());
    }
}

QJsonValue valueAt(const QJsonObject& object, const QString& path) {
    QJsonValue value = object;
    for (const QString& key : path.split(QLatin1Char('.')))
        value = value.toObject().value(key);
    return value;
}

bool holds(const QJsonObject& object, const QString& path) {
    return !valueAt(object, path).isUndefined();
}

QJsonObject without(QJsonObject object, const QString& path) {
    const QString key = path.section(QLatin1Char('.'), 0, 0);
    const QString rest = path.section(QLatin1Char('.'), 1);
    if (rest.isEmpty()) {
        object.remove(key);
        return object;
    }
    if (!object.value(key).isObject())
        return object;
    const QJsonObject group = without(object.value(key).toObject(), rest);
    if (group.isEmpty())
        object.remove(key);
    else
        object.insert(key, group);
    return object;
}

// --- a condition from base and changes ---

/// What stands in it and is allowed, whether or not it fits together: enough to know which fields apply.
ExperimentSpec roughly(const QJsonObject& json) {
    ExperimentSpec spec;
    for (const SpecField& field : specFields()) {
        const QJsonValue value = valueAt(json, field.path);
        if (!value.isUndefined() && field.check(value).isEmpty())
            field.write(spec, value);
    }
    return spec;
}

/// Another source of data begins with its own defaults, and so do loss and batch.
QJsonObject withoutSource(QJsonObject base) {
    base.remove(QLatin1String("data"));
    return without(without(base, QStringLiteral("training.loss")), QStringLiteral("training.batchSize"));
}

/// Base and changes merged; what of the base has no meaning with the changes falls away.
QJsonObject merged(const QJsonObject& base, const QJsonObject& changes) {
    const QString source = QStringLiteral("data.source");
    const bool otherSource = holds(changes, source) && valueAt(changes, source) != valueAt(base, source);
    QJsonObject json = mergePatch(otherSource ? withoutSource(base) : base, changes);
    const ExperimentSpec rough = roughly(json);
    for (const SpecField& field : specFields()) {
        if (!field.applies(rough) && !holds(changes, field.path))
            json = without(json, field.path);
    }
    const QJsonObject estimator = changes.value(QLatin1String("estimator")).toObject();
    const QJsonValue id = estimator.value(QLatin1String("id"));
    if (!id.isUndefined() && id != valueAt(base, QStringLiteral("estimator.id")))
        json.insert(QLatin1String("estimator"), mergePatch({}, estimator));
    return json;
}

QString conditionTitle(const QString& study, const QString& condition) {
    const QString title = study + QStringLiteral(" · ") + condition;
    return title.size() <= longestTitle ? title : title.left(longestTitle - 1) + QStringLiteral("…");
}

class StudyReader {
  public:
    std::vector<SpecError> read(const QJsonObject& json, Study& study) {
        study = {};
        checkKeys(json, {}, {"format", "title", "base", "conditions", "$schema"}, QStringLiteral("A study"));
        checkFormat(json.value(QLatin1String("format")));
        readTitle(json.value(QLatin1String("title")), study);
        const QJsonValue base = json.value(QLatin1String("base"));
        if (base.isObject())
            readBase(base.toObject(), study);
        else
            add(QStringLiteral("base"),
                base.isUndefined()
                    ? QStringLiteral("base is missing: the spec that all conditions "
                                     "share, in braces.")
                    : QStringLiteral("base is %1. It must be a spec in braces.").arg(shown(base)));
        // What is wrong with the base would be said once more of every condition.
        if (m_errors.empty())
            readConditions(json.value(QLatin1String("conditions")), study);
        return std::move(m_errors);
    }

  private:
    void checkKeys(const QJsonObject& object, const QString& group, const QStringList& keys,
                   const QString& what) {
        for (auto entry = object.begin(); entry != object.end(); ++entry) {
            if (keys.contains(entry.key()))
                continue;
            const QString near = nearestName(entry.key(), keys);
            add(joinedPath(group, entry.key()),
                near.isEmpty()
                    ? QStringLiteral("%1 is not a known key. %2 has the keys %3.")
                          .arg(entry.key(), what, keys.join(QStringLiteral(", ")))
                    : QStringLiteral("%1 is not a known key; did you mean %2?").arg(entry.key(), near));
        }
    }

    void checkFormat(const QJsonValue& value) {
        if (value.isUndefined() || (value.isDouble() && value.toDouble() == formatVersion))
            return;
        add(QStringLiteral("format"),
            QStringLiteral("format is %1. This version of Infoplane reads format %2 only.")
                .arg(shown(value))
                .arg(formatVersion));
    }

    void readTitle(const QJsonValue& value, Study& study) {
        if (value.isUndefined())
            return;
        const QString sentence = specField(QStringLiteral("title"))->check(value);
        if (!sentence.isEmpty())
            add(QStringLiteral("title"), QStringLiteral("title is %1. %2").arg(shown(value), sentence));
        study.title = value.toString();
    }

    void readBase(const QJsonObject& json, Study& study) {
        QJsonObject titled = json;
        if (!titled.contains(QLatin1String("title")) && !study.title.isEmpty())
            titled.insert(QLatin1String("title"), study.title);
        for (const SpecError& error : fromJson(titled, study.base))
            add(QStringLiteral("base.") + error.path, QStringLiteral("base: %1").arg(error.message));
        if (study.title.isEmpty())
            study.title = study.base.title;
    }

    void readConditions(const QJsonValue& value, Study& study) {
        const QJsonArray list = value.toArray();
        const QString path = QStringLiteral("conditions");
        if (value.isUndefined())
            add(path, QStringLiteral("conditions is missing: a list such as [{\"name\": \"mini-batch\"}, "
                                     "{\"name\": \"full batch\", \"changes\": {\"training\": {\"batchSize\": "
                                     "\"full\"}}}]."));
        else if (!value.isArray())
            add(path, QStringLiteral("conditions is %1. It must be a list in brackets.").arg(shown(value)));
        else if (list.isEmpty())
            add(path, QStringLiteral("conditions is empty. A study has at least one."));
        else if (list.size() > mostConditions)
            add(path, QStringLiteral("There are %1 conditions; at most %2 are possible.")
                          .arg(list.size())
                          .arg(mostConditions));
        else
            for (qsizetype i = 0; i < list.size(); ++i)
                readCondition(list[i], i, study);
    }

    void readCondition(const QJsonValue& value, qsizetype index, Study& study) {
        m_place = QStringLiteral("conditions[%1]").arg(index);
        m_called = QStringLiteral("condition %1").arg(index + 1);
        const QJsonObject object = value.toObject();
        if (!value.isObject()) {
            add(m_place, QStringLiteral("%1 is %2. It must be a group in braces with a name.")
                             .arg(m_called, shown(value)));
            return;
        }
        const std::size_t before = m_errors.size();
        StudyCondition condition;
        condition.name = readName(object.value(QLatin1String("name")), study);
        checkKeys(object, m_place, {"name", "changes"}, QStringLiteral("A condition"));
        const QJsonValue changes = object.value(QLatin1String("changes"));
        if (!changes.isUndefined() && !changes.isObject())
            add(m_place + QStringLiteral(".changes"),
                QStringLiteral("%1: changes is %2. It must be a group in braces, such as {\"training\": "
                               "{\"batchSize\": \"full\"}}.")
                    .arg(m_called, shown(changes)));
        condition.changes = changes.toObject();
        if (m_errors.size() == before)
            readSpec(condition, study);
        study.conditions.push_back(std::move(condition));
    }

    QString readName(const QJsonValue& value, const Study& study) {
        const QString path = m_place + QStringLiteral(".name");
        const QString name = value.toString().trimmed();
        const bool printable =
            std::ranges::all_of(name, [](QChar c) { return c.category() != QChar::Other_Control; });
        if (value.isUndefined())
            add(m_place, QStringLiteral("%1 has no name.").arg(m_called));
        else if (!value.isString() || name.isEmpty() || name.size() > longestName || !printable)
            add(path, QStringLiteral("%1: name is %2. It must be one line of plain text with at most %3 "
                                     "characters.")
                          .arg(m_called, shown(value))
                          .arg(longestName));
        else if (study.names().contains(name))
            add(path, QStringLiteral("%1: name is %2, as of another condition; each must have its own.")
                          .arg(m_called, shown(value)));
        if (!name.isEmpty())
            m_called = QStringLiteral("condition \"%1\"").arg(name);
        return name;
    }

    void readSpec(StudyCondition& condition, const Study& study) {
        const QJsonObject json = merged(toJson(study.base), condition.changes);
        std::vector<SpecError> errors = fromJson(json, condition.spec);
        for (const SpecError& error : unknownNulls(condition.changes))
            errors.push_back(error);
        for (const SpecError& error : errors)
            add(m_place + QStringLiteral(".changes.") + error.path,
                QStringLiteral("%1: %2").arg(m_called, error.message));
        const bool isAlone = condition.changes.isEmpty() && condition.name == study.title;
        if (!condition.changes.contains(QLatin1String("title")) && !isAlone)
            condition.spec.title = conditionTitle(study.title, condition.name);
    }

    /// A null takes its key away, so a misspelt one would go unnoticed.
    static std::vector<SpecError> unknownNulls(const QJsonObject& changes) {
        std::vector<SpecError> errors;
        eachLeaf(changes, {}, [&](const QString& path, const QJsonValue& value) {
            if (!value.isNull() || path.startsWith(QLatin1String("estimator")))
                return;
            QJsonObject alone;
            QStringList keys = path.split(QLatin1Char('.'));
            QJsonValue inner = value;
            while (keys.size() > 1)
                inner = QJsonObject{{keys.takeLast(), inner}};
            alone.insert(keys.first(), inner);
            ExperimentSpec ignored;
            for (const SpecError& error : fromJson(alone, ignored)) {
                if (error.message.contains(QLatin1String("is not a known key")))
                    errors.push_back(error);
            }
        });
        return errors;
    }

    void add(const QString& path, const QString& message) { m_errors.push_back({path, message}); }

    QString m_place;
    QString m_called;
    std::vector<SpecError> m_errors;
};

bool isStudy(const QJsonObject& json) {
    return json.contains(QLatin1String("conditions")) || json.contains(QLatin1String("base"));
}

/// What a condition says of the base that gives the other spec. Another estimator or source of data begins
/// with its own defaults, so all of it is said, also what stands in both.
QJsonObject changesBetween(const QJsonObject& base, const QJsonObject& other) {
    const auto differs = [&](const QString& path) { return valueAt(base, path) != valueAt(other, path); };
    QJsonObject changes = patchBetween(base, other);
    if (differs(QStringLiteral("estimator.id")))
        changes.insert(QStringLiteral("estimator"), other.value(QLatin1String("estimator")));
    if (differs(QStringLiteral("data.source"))) {
        changes.insert(QStringLiteral("data"), other.value(QLatin1String("data")));
        QJsonObject training = changes.value(QLatin1String("training")).toObject();
        for (const QString& key : {QStringLiteral("loss"), QStringLiteral("batchSize")})
            training.insert(key, valueAt(other, QStringLiteral("training.") + key));
        changes.insert(QStringLiteral("training"), training);
    }
    return changes;
}

/// Changes that give another spec when they are read would lose what was run.
void requireReadsBack(const StudyCondition& condition, const ExperimentSpec& spec) {
    if (without(toJson(condition.spec), QStringLiteral("title")) !=
        without(toJson(spec), QStringLiteral("title")))
        throw Error(
            QStringLiteral("The condition \"%1\" cannot be said as changes to the first condition, so "
                           "the study cannot be put together. Each condition stays as it is; save "
                           "them one by one.")
                .arg(condition.name)
                .toStdString());
}

/// Where the patch sets a part of a group that the changes take back to its defaults as a whole, each value
/// of that group is taken back by itself, so that some can be left out.
QJsonObject opened(QJsonObject changes, const QJsonObject& patch, const QJsonObject& base) {
    for (auto entry = patch.begin(); entry != patch.end(); ++entry) {
        const QJsonValue change = changes.value(entry.key());
        if (!entry.value().isObject() || !(change.isNull() || change.isObject()))
            continue;
        const QJsonObject group = base.value(entry.key()).toObject();
        QJsonObject inner = change.toObject();
        if (change.isNull())
            for (const QString& key : group.keys())
                inner.insert(key, QJsonValue::Null);
        changes.insert(entry.key(), opened(inner, entry.value().toObject(), group));
    }
    return changes;
}

[[noreturn]] void failWith(const std::vector<SpecError>& errors) {
    QStringList sentences;
    for (const SpecError& error : errors)
        sentences += error.message;
    throw Error(sentences.join(QLatin1Char('\n')).toStdString());
}

} // namespace

bool Study::isPlain() const {
    return conditions.size() == 1 && conditions.front().changes.isEmpty() && title == base.title &&
           conditions.front().name == title;
}

QStringList Study::names() const {
    QStringList list;
    for (const StudyCondition& condition : conditions)
        list += condition.name;
    return list;
}

Study studyOf(const ExperimentSpec& spec) {
    return {spec.title, spec, {{spec.title, {}, spec}}};
}

StudyRecord studyOf(Session session) {
    StudyRecord record{studyOf(session.spec), {}};
    record.sessions.push_back(std::move(session));
    return record;
}

Study studyOf(const QString& title, const std::vector<std::pair<QString, ExperimentSpec>>& conditions) {
    ExperimentSpec base = conditions.front().second;
    base.title = title;
    const QJsonObject baseJson = toJson(base);
    QJsonArray list;
    for (const auto& [name, spec] : conditions) {
        QJsonObject json = toJson(spec);
        json.insert(QStringLiteral("title"), title);
        list += QJsonObject{{QStringLiteral("name"), name},
                            {QStringLiteral("changes"), changesBetween(baseJson, json)}};
    }
    Study study;
    const std::vector<SpecError> errors = fromJson({{QStringLiteral("format"), formatVersion},
                                                    {QStringLiteral("title"), title},
                                                    {QStringLiteral("base"), baseJson},
                                                    {QStringLiteral("conditions"), list}},
                                                   study);
    if (!errors.empty())
        failWith(errors);
    for (std::size_t i = 0; i < conditions.size(); ++i)
        requireReadsBack(study.conditions[i], conditions[i].second);
    return study;
}

QJsonObject patchBetween(const QJsonObject& before, const QJsonObject& after) {
    QJsonObject patch;
    for (auto it = after.begin(); it != after.end(); ++it) {
        const QJsonValue former = before.value(it.key());
        if (former == it.value())
            continue;
        patch.insert(it.key(), former.isObject() && it.value().isObject()
                                   ? QJsonValue(patchBetween(former.toObject(), it.value().toObject()))
                                   : it.value());
    }
    for (auto it = before.begin(); it != before.end(); ++it)
        if (!after.contains(it.key()))
            patch.insert(it.key(), QJsonValue::Null);
    return patch;
}

QJsonObject toJson(const Study& study) {
    QJsonArray conditions;
    for (const StudyCondition& condition : study.conditions) {
        QJsonObject object{{QStringLiteral("name"), condition.name}};
        if (!condition.changes.isEmpty())
            object.insert(QStringLiteral("changes"), condition.changes);
        conditions += object;
    }
    return {{QStringLiteral("format"), formatVersion},
            {QStringLiteral("title"), study.title},
            {QStringLiteral("base"), toJson(study.base)},
            {QStringLiteral("conditions"), conditions}};
}

std::vector<SpecError> fromJson(const QJsonObject& json, Study& study) {
    return StudyReader().read(json, study);
}

Study parseStudy(const QByteArray& text, const QString& name) {
    SpecText read;
    try {
        read = readSpecText(text);
    } catch (const Error& error) {
        throw Error(QStringLiteral("%1: %2").arg(name, QString::fromUtf8(error.what())).toStdString());
    }
    if (!isStudy(read.object))
        return studyOf(parseSpec(text, name));
    Study study;
    const std::vector<SpecError> errors = fromJson(read.object, study);
    if (!errors.empty())
        throw Error(errorText(name, errors, read.lines).toStdString());
    return study;
}

QJsonObject mergePatch(QJsonObject target, const QJsonObject& patch) {
    for (auto entry = patch.begin(); entry != patch.end(); ++entry) {
        if (entry.value().isNull())
            target.remove(entry.key());
        else if (entry.value().isObject())
            target.insert(entry.key(),
                          mergePatch(target.value(entry.key()).toObject(), entry.value().toObject()));
        else
            target.insert(entry.key(), entry.value());
    }
    return target;
}

Study withChanges(const Study& study, const QJsonObject& patch) {
    QJsonObject json = toJson(study);
    const QJsonObject base = merged(toJson(study.base), patch);
    json.insert(QStringLiteral("base"), base);
    QJsonArray conditions;
    for (const StudyCondition& condition : study.conditions) {
        QJsonObject changes = opened(condition.changes, patch, base);
        eachLeaf(patch, {},
                 [&](const QString& path, const QJsonValue&) { changes = without(changes, path); });
        QJsonObject object{{QStringLiteral("name"), condition.name}};
        if (!changes.isEmpty())
            object.insert(QStringLiteral("changes"), changes);
        conditions += object;
    }
    json.insert(QStringLiteral("conditions"), conditions);
    Study changed;
    const std::vector<SpecError> errors = fromJson(json, changed);
    if (!errors.empty())
        failWith(errors);
    return changed;
}

QString conditionList(const QStringList& names) {
    QStringList list;
    for (qsizetype i = 0; i < names.size(); ++i)
        list += QStringLiteral("%1 %2").arg(i + 1).arg(names[i]);
    return list.join(QStringLiteral(", "));
}

std::size_t findCondition(const Study& study, const QString& nameOrNumber) {
    const QStringList names = study.names();
    for (const Qt::CaseSensitivity sensitivity : {Qt::CaseSensitive, Qt::CaseInsensitive})
        for (qsizetype i = 0; i < names.size(); ++i)
            if (names[i].compare(nameOrNumber, sensitivity) == 0)
                return static_cast<std::size_t>(i);
    bool isNumber = false;
    const int number = nameOrNumber.toInt(&isNumber);
    if (isNumber && number >= 1 && number <= names.size())
        return static_cast<std::size_t>(number) - 1;
    const QString near = nearestName(nameOrNumber, names);
    throw Error(
        QStringLiteral("There is no condition \"%1\"%2 The conditions are: %3.")
            .arg(nameOrNumber,
                 near.isEmpty() ? QStringLiteral(".") : QStringLiteral("; did you mean \"%1\"?").arg(near),
                 conditionList(names))
            .toStdString());
}

} // namespace infoplane
