#include "session/archive_manifest.h"

#include "session/archive_tables.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace infoplane {

namespace {

constexpr int formatVersion = 1;

// --- writing ---

QJsonObject factsToJson(const DataFacts& facts) {
    QJsonObject object{{"inputs", facts.inputs},
                       {"outputs", facts.outputs},
                       {"samples", facts.samples},
                       {"trainSamples", facts.trainSamples},
                       {"testSamples", facts.testSamples},
                       {"inputBits", facts.inputBits},
                       {"labelBits", facts.labelBits},
                       {"task", facts.task == Task::Classification ? "classification" : "regression"}};
    if (!facts.dataSha256.isEmpty()) {
        object.insert("dataSha256", facts.dataSha256);
    }
    return object;
}

QJsonObject shapeToJson(const NetworkShape& shape) {
    QJsonArray widths;
    for (const int width : shape.widths) {
        widths += width;
    }
    QJsonArray names;
    for (const Activation activation : shape.activations) {
        names += QString::fromStdString(describe(activation).id);
    }
    return {{"widths", widths}, {"activations", names}};
}

// For those who open the tables without this program.
QJsonObject tablesToJson(const ExperimentSpec& spec) {
    return {{"layer", "1 is the first hidden layer, the last one is the output"},
            {"empty cell", "not estimated"},
            {"nan", "no such number"},
            {"loss", spec.training.loss == Loss::CrossEntropy ? "bits a sample" : "mean squared error"},
            {"error", "share of samples classified wrongly; gap: test minus train"}};
}

// Which epochs the rows of weights/*.npy are.
QString rowsToText(int keepEvery) {
    if (keepEvery == 0) {
        return QStringLiteral("none: no weights are kept");
    }
    if (keepEvery == 1) {
        return QStringLiteral("one a measured epoch of the seed, in the order of epochs.csv");
    }
    return QStringLiteral("one for every k-th measured epoch of the seed, k = %1, from the first on, and one "
                          "for the last, in the order of epochs.csv")
        .arg(keepEvery);
}

// Where each layer's weights and biases lie in a row of weights/*.npy.
QJsonObject weightsToJson(const NetworkShape& shape, int keepEvery) {
    QJsonArray layers;
    for (int layer = 0; layer < shape.layerCount(); ++layer) {
        const QJsonArray matrix = {shape.width(layer), shape.fanIn(layer)};
        layers += QJsonObject{
            {"layer", layer + 1},
            {"weights", QJsonObject{{"offset", qint64{shape.weightOffset(layer)}}, {"shape", matrix}}},
            {"biases", QJsonObject{{"offset", qint64{shape.biasOffset(layer)}},
                                   {"shape", QJsonArray{shape.width(layer)}}}}};
    }
    return {
        {"type", "float32"},
        {"columns", qint64{shape.parameterCount()}},
        {"keepEvery", keepEvery},
        {"rows", rowsToText(keepEvery)},
        {"layout", "each shape is (units of the layer, units or inputs before it), the last index fastest"},
        {"layers", layers}};
}

QJsonArray runsToJson(const Session& session) {
    QJsonArray array;
    for (const SeedRun& run : session.runs) {
        QJsonObject object{{"seed", run.seed},
                           {"epochs", qint64{std::ssize(run.snapshots)}},
                           {"secondsTrained", run.secondsTrained}};
        if (session.keepEvery > 0) {
            object.insert("weights", ArchiveManifest::weightsName(run.seed));
        }
        if (run.failure) {
            object.insert("failure", QJsonObject{{"epoch", run.failure->epoch},
                                                 {"message", run.failure->message},
                                                 {"diverged", run.failure->diverged}});
        }
        array += object;
    }
    return array;
}

QJsonObject entriesToJson(const std::map<QString, EntryFacts>& entries) {
    QJsonObject object;
    for (const auto& [name, facts] : entries) {
        object.insert(name, QJsonObject{{"size", static_cast<qint64>(facts.size)}, {"sha256", facts.sha256}});
    }
    return object;
}

// --- reading ---

/// One object of the manifest; whatever it lacks is named with the way to it.
class ManifestObject {
  public:
    ManifestObject(const QJsonObject& object, const QString& path)
        : m_object(object)
        , m_path(path) {}

    QJsonValue value(const char* key) const {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isUndefined()) {
            fail(key, "is missing");
        }
        return value;
    }
    bool has(const char* key) const { return m_object.contains(QLatin1String(key)); }

    ManifestObject object(const char* key) const { return {json(key), pathTo(key)}; }
    QJsonObject json(const char* key) const {
        const QJsonValue found = value(key);
        if (!found.isObject()) {
            fail(key, "is no object");
        }
        return found.toObject();
    }
    QJsonArray array(const char* key) const {
        const QJsonValue found = value(key);
        if (!found.isArray()) {
            fail(key, "is no list");
        }
        return found.toArray();
    }
    QString text(const char* key) const {
        const QJsonValue found = value(key);
        if (!found.isString()) {
            fail(key, "is no text");
        }
        return found.toString();
    }
    bool boolean(const char* key) const {
        const QJsonValue found = value(key);
        if (!found.isBool()) {
            fail(key, "is neither true nor false");
        }
        return found.toBool();
    }
    double number(const char* key) const {
        const QJsonValue found = value(key);
        if (!found.isDouble()) {
            fail(key, "is no number");
        }
        return found.toDouble();
    }
    /// JSON has no NaN; null stands for it.
    double numberOrNan(const char* key) const {
        return value(key).isNull() ? std::numeric_limits<double>::quiet_NaN() : number(key);
    }
    int integer(const char* key, int lowest, int highest = std::numeric_limits<int>::max()) const {
        const double found = number(key);
        if (!(found >= lowest && found <= highest && found == std::floor(found))) {
            fail(key, "has an impossible value");
        }
        return static_cast<int>(found);
    }
    [[noreturn]] void fail(const char* key, const char* what) const {
        throw Damage{QStringLiteral("%1 in manifest.json %2.").arg(pathTo(key), QLatin1String(what))};
    }

  private:
    QString pathTo(const char* key) const {
        return m_path.isEmpty() ? QString::fromLatin1(key) : m_path + QLatin1Char('.') + QLatin1String(key);
    }

    QJsonObject m_object;
    QString m_path;
};

ExperimentSpec readSpec(const QJsonObject& json) {
    ExperimentSpec spec;
    const std::vector<SpecError> errors = fromJson(json, spec);
    if (!errors.empty()) {
        throw Damage{QStringLiteral("The spec in manifest.json is wrong: %1").arg(errors.front().message)};
    }
    return spec;
}

DataFacts readFacts(const ManifestObject& object) {
    constexpr int mostUnits = 10'000'000;
    DataFacts facts;
    facts.inputs = object.integer("inputs", 1, mostUnits);
    facts.outputs = object.integer("outputs", 1, mostUnits);
    facts.samples = object.integer("samples", 0);
    facts.trainSamples = object.integer("trainSamples", 0, facts.samples);
    facts.testSamples = object.integer("testSamples", 0, facts.samples);
    facts.inputBits = object.numberOrNan("inputBits");
    facts.labelBits = object.numberOrNan("labelBits");
    const QString task = object.text("task");
    if (task != QLatin1String("classification") && task != QLatin1String("regression")) {
        object.fail("task", "is neither classification nor regression");
    }
    facts.task = task == QLatin1String("regression") ? Task::Regression : Task::Classification;
    if (object.has("dataSha256")) { // earlier versions did not write it
        facts.dataSha256 = object.text("dataSha256");
    }
    return facts;
}

int readKeepEvery(const ManifestObject& manifest) {
    if (!manifest.has("weights")) { // it only explains what the spec implies, but for this
        return 1;
    }
    const ManifestObject weights = manifest.object("weights");
    return weights.has("keepEvery") ? weights.integer("keepEvery", 0, mostKeepEvery) : 1; // earlier versions
}

void readRuns(const ManifestObject& manifest, ArchiveManifest& result) {
    std::set<int> seeds;
    const QJsonArray runs = manifest.array("runs");
    if (runs.size() > result.session.spec.seeds.count) {
        manifest.fail("runs", "lists more runs than the spec has seeds");
    }
    for (const QJsonValue& value : runs) {
        const ManifestObject object(value.toObject(), QStringLiteral("runs"));
        SeedRun run;
        run.seed = object.integer("seed", 0);
        if (!seeds.insert(run.seed).second) {
            object.fail("seed", "appears twice");
        }
        // Epoch 0 and every epoch trained, at most.
        result.epochs.push_back(object.integer("epochs", 0, result.session.spec.training.epochs + 1));
        run.secondsTrained = object.numberOrNan("secondsTrained");
        if (result.session.keepEvery > 0 &&
            object.text("weights") != ArchiveManifest::weightsName(run.seed)) {
            object.fail("weights", "is not the entry of its seed");
        }
        if (object.has("failure")) {
            const ManifestObject failure = object.object("failure");
            run.failure = RunFailure{failure.integer("epoch", 0), failure.text("message"),
                                     failure.has("diverged") && failure.boolean("diverged")};
        }
        result.session.runs.push_back(std::move(run));
    }
}

std::map<QString, EntryFacts> readEntries(const QJsonObject& json) {
    std::map<QString, EntryFacts> entries;
    for (auto entry = json.begin(); entry != json.end(); ++entry) {
        const ManifestObject object(entry.value().toObject(), QStringLiteral("entries.") + entry.key());
        const double size = object.number("size");
        if (!(size >= 0 && size < 1e15)) {
            object.fail("size", "has an impossible value");
        }
        entries[entry.key()] = {static_cast<quint64>(size), object.text("sha256")};
    }
    return entries;
}

QJsonObject parsed(const QByteArray& text) {
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (!document.isObject()) {
        throw Damage{QStringLiteral("manifest.json is no JSON object: %1.").arg(error.errorString())};
    }
    return document.object();
}

void requireKnownFormat(const ManifestObject& manifest) {
    const int format = manifest.integer("format", 1);
    if (format > formatVersion) {
        throw Damage{QStringLiteral("It was made by a newer Infoplane (format %1, this one reads up to %2). "
                                    "Update Infoplane.")
                         .arg(format)
                         .arg(formatVersion),
                     Damage::Kind::Unreadable};
    }
}

} // namespace

QString ArchiveManifest::weightsName(int seed) {
    return QStringLiteral("weights/seed-%1.npy").arg(seed, 4, 10, QLatin1Char('0'));
}

bool ArchiveManifest::hasAllWeights() const {
    return std::ranges::all_of(
        epochs, [this](int measured) { return keptEpochs(session.keepEvery, measured) == measured; });
}

QByteArray writeManifest(const Session& session, const std::map<QString, EntryFacts>& entries) {
    const QJsonObject manifest{
        {"format", formatVersion},
        {"program", QJsonObject{{"name", "Infoplane"}, {"version", session.programVersion}}},
        {"engineLevel", session.engineLevel},
        {"created", session.created.toUTC().toString(Qt::ISODateWithMs)},
        {"spec", toJson(session.spec)},
        {"facts", factsToJson(session.facts)},
        {"shape", shapeToJson(session.shape)},
        {"quantities", QJsonArray::fromStringList(quantityColumns(session.spec.estimator))},
        {"tables", tablesToJson(session.spec)},
        {"weights", weightsToJson(session.shape, session.keepEvery)},
        {"runs", runsToJson(session)},
        {"entries", entriesToJson(entries)}};
    return QJsonDocument(manifest).toJson();
}

ArchiveManifest readManifest(const QByteArray& text) {
    const ManifestObject manifest(parsed(text), {});
    requireKnownFormat(manifest);
    ArchiveManifest result;
    Session& session = result.session;
    session.programVersion = manifest.object("program").text("version");
    session.engineLevel = manifest.text("engineLevel");
    session.created = QDateTime::fromString(manifest.text("created"), Qt::ISODateWithMs);
    session.spec = readSpec(manifest.json("spec"));
    session.facts = readFacts(manifest.object("facts"));
    session.shape = shapeOf(session.spec, session.facts);
    if (manifest.json("shape") != shapeToJson(session.shape)) {
        manifest.fail("shape", "is not that of the spec and the data");
    }
    if (manifest.array("quantities") != QJsonArray::fromStringList(quantityColumns(session.spec.estimator))) {
        manifest.fail("quantities", "are not those of the spec's estimator");
    }
    session.keepEvery = readKeepEvery(manifest);
    readRuns(manifest, result);
    result.entries = readEntries(manifest.json("entries"));
    return result;
}

QString StudyManifest::folder(std::size_t condition) {
    return QStringLiteral("condition-%1/").arg(condition + 1, 2, 10, QLatin1Char('0'));
}

QByteArray writeStudyManifest(const StudyManifest& manifest) {
    QJsonArray conditions;
    for (qsizetype i = 0; i < manifest.conditions.size(); ++i) {
        conditions += QJsonObject{{"name", manifest.conditions[i]},
                                  {"folder", StudyManifest::folder(static_cast<std::size_t>(i))}};
    }
    const QJsonObject object{
        {"format", formatVersion},
        {"program", QJsonObject{{"name", "Infoplane"}, {"version", manifest.programVersion}}},
        {"engineLevel", manifest.engineLevel},
        {"created", manifest.created.toUTC().toString(Qt::ISODateWithMs)},
        {"conditions", conditions},
        {"entries", entriesToJson(manifest.entries)}};
    return QJsonDocument(object).toJson();
}

std::optional<StudyManifest> readStudyManifest(const QByteArray& text) {
    const ManifestObject manifest(parsed(text), {});
    requireKnownFormat(manifest);
    if (!manifest.has("conditions")) {
        return std::nullopt;
    }
    StudyManifest result;
    result.programVersion = manifest.object("program").text("version");
    result.engineLevel = manifest.text("engineLevel");
    result.created = QDateTime::fromString(manifest.text("created"), Qt::ISODateWithMs);
    for (const QJsonValue& value : manifest.array("conditions")) {
        const ManifestObject condition(value.toObject(), QStringLiteral("conditions"));
        const auto index = static_cast<std::size_t>(result.conditions.size());
        result.conditions += condition.text("name");
        if (condition.text("folder") != StudyManifest::folder(index)) {
            condition.fail("folder", "is not that of its condition");
        }
    }
    result.entries = readEntries(manifest.json("entries"));
    return result;
}

} // namespace infoplane
