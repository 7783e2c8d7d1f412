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
constexpr const char* presetIds[] = {"szt-tanh", "szt-relu"};

Preset readPreset(const QString& id) {
    QFile file(QStringLiteral(":/presets/%1.json").arg(id));
    if (!file.open(QIODevice::ReadOnly))
        throw Error("The preset " + id.toStdString() + " is missing from this build.");
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    Preset preset{object.value(QLatin1String("id")).toString(),
                  object.value(QLatin1String("name")).toString(),
                  object.value(QLatin1String("note")).toString(),
                  {}};
    const QByteArray spec = QJsonDocument(object.value(QLatin1String("spec")).toObject()).toJson();
    preset.spec = parseSpec(spec, id);
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

} // namespace infoplane
