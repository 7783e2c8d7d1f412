#include "commands.h"
#include "session/lesson.h"
#include "session/presets.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace infoplane {

namespace {

int listPresets() {
    qsizetype width = 0;
    for (const Preset& preset : presets())
        width = std::max(width, preset.id.size());
    for (const Preset& preset : presets())
        say(QStringLiteral("%1  %2").arg(preset.id, -width).arg(preset.name));
    return 0;
}

int printPreset(const QString& id, bool lesson) {
    const Preset* preset = findPreset(id);
    if (!preset)
        throw UsageError(QStringLiteral("there is no preset \"%1\"; \"infoplane preset --list\" lists all.")
                             .arg(id)
                             .toStdString());
    if (lesson) {
        say(withoutSettings(preset->lesson).trimmed());
        return 0;
    }
    const QJsonObject json = preset->study.isPlain() ? toJson(preset->spec) : toJson(preset->study);
    say(QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Indented)).trimmed());
    return 0;
}

} // namespace

void addPresetCommand(CLI::App& program, Action& action) {
    struct Options {
        std::string id;
        bool list = false;
        bool lesson = false;
    };
    const auto options = std::make_shared<Options>();
    CLI::App* command =
        program.add_subcommand("preset", "Print the experiment or study of a preset as JSON, or its lesson");
    CLI::Option* id =
        command->add_option("NAME", options->id, "The preset's id, for instance szt-tanh")->type_name("");
    command->add_flag("--list", options->list, "List all presets, one a line, id first")->excludes(id);
    command->add_flag("--lesson", options->lesson, "Print what to do and see with it, Markdown")->needs(id);
    command->footer("Examples:\n  infoplane preset szt-relu > szt-relu.json\n"
                    "  infoplane preset figure-4 | infoplane run - -o figure-4.infoplane\n"
                    "  infoplane preset figure-4 --lesson");
    command->callback([options, &action] {
        if (!options->list && options->id.empty())
            throw CLI::RequiredError("NAME or --list");
        action = [options](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            return options->list ? listPresets()
                                 : printPreset(QString::fromStdString(options->id), options->lesson);
        };
    });
}

} // namespace infoplane
