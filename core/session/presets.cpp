#include "session/presets.h"

#include "error.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

// The presets are compiled into a static library, whose resources are linked only where they are asked for.
// (The macro must stand outside of namespaces.)
static void linkPresets() {
    Q_INIT_RESOURCE(presets);
}

namespace infoplane {

namespace {

// In the order in which they are offered.
constexpr const char* presetIds[] = {
    "szt-tanh",      "szt-relu",     "figure-1ab",  "figure-1cd",   "figure-2", "figure-3",
    "figure-4",      "figure-5",     "figure-6",    "softplus",     "softsign", "sigmoid",
    "linear",        "weight-decay", "depth-width", "bin-width",    "noise",    "dead-relu",
    "rate-too-high", "bins-0-bits",  "bins-log2n",  "random-labels"};

QByteArray readResource(const QString& path, const QString& id) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw Error("The preset " + id.toStdString() + " is missing from this build.");
    return file.readAll();
}

/// {"id", "name", "note", "chart", "spec": {...}}, or "study" in place of "spec"; "chart" may be left out.
Preset readPreset(const QString& id) {
    const QJsonObject object =
        QJsonDocument::fromJson(readResource(QStringLiteral(":/presets/%1.json").arg(id), id)).object();
    const bool isSpec = object.contains(QLatin1String("spec"));
    const QJsonObject content = object.value(QLatin1String(isSpec ? "spec" : "study")).toObject();
    Preset preset;
    preset.id = object.value(QLatin1String("id")).toString();
    preset.name = object.value(QLatin1String("name")).toString();
    preset.note = object.value(QLatin1String("note")).toString();
    preset.chart = object.value(QLatin1String("chart")).toString();
    preset.study = parseStudy(QJsonDocument(content).toJson(), id);
    preset.spec = preset.study.conditions.front().spec;
    preset.lesson = QString::fromUtf8(readResource(QStringLiteral(":/lessons/%1.md").arg(id), id));
    if (object.contains(QLatin1String("minimalModel")))
        preset.minimalModel = MinimalModel();
    return preset;
}

std::vector<Preset> readPresets() {
    linkPresets();
    std::vector<Preset> list;
    for (const char* id : presetIds)
        list.push_back(readPreset(QString::fromLatin1(id)));
    return list;
}

} // namespace

const std::vector<Preset>& presets() {
    static const std::vector<Preset> list = readPresets();
    return list;
}

const Preset* findPreset(const QString& id) {
    for (const Preset& preset : presets()) {
        if (preset.id == id)
            return &preset;
    }
    return nullptr;
}

const Preset* presetOfStudy(const QString& title) {
    for (const Preset& preset : presets())
        if (preset.study.title == title && preset.study.conditions.size() > 1)
            return &preset;
    return nullptr;
}

} // namespace infoplane
