#include "commands.h"
#include "session/archive.h"
#include "terminal.h"

#include <QCoreApplication>

namespace infoplane {

void addVerifyCommand(CLI::App& program, Action& action) {
    const auto file = std::make_shared<std::string>();
    CLI::App* command =
        program.add_subcommand("verify", "Read all of a session archive and say what is wrong with it");
    command->add_option("SESSION", *file, "The archive, NAME.infoplane")->type_name("")->required();
    command->footer("Example:\n  infoplane verify szt-tanh.infoplane");
    command->callback([file, &action] {
        action = [file](int& argc, char** argv) {
            const QCoreApplication application(argc, argv);
            const QString path = QString::fromStdString(*file);
            const QStringList problems = verifyArchive(path);
            for (const QString& problem : problems)
                complain(QStringLiteral("%1: %2").arg(path, problem));
            if (problems.isEmpty())
                say(QStringLiteral("%1 is whole.").arg(path));
            return problems.isEmpty() ? 0 : 1;
        };
    });
}

} // namespace infoplane
