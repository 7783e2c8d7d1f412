#include "commands.h"
#include "error.h"
#include "neuron/neuron_window.h"
#include "session/minimal_model.h"
#include "terminal.h"

#include <QApplication>

#include <map>

namespace infoplane {

namespace {

struct Options {
    std::string activation = "tanh";
    std::optional<int> bins;
    std::string range;
    double largest = 10;
    int count = 100;
    std::string output;
    double weight = 1;
};

const std::map<std::string, MinimalModel::Range> rangeNames = {{"closed", MinimalModel::Range::Closed},
                                                               {"infinite", MinimalModel::Range::Infinite}};

MinimalModel modelOf(const Options& options) {
    const auto activation = activationFromId(options.activation);
    if (!activation) {
        std::string all;
        for (const ActivationDescription& one : activations())
            all += (all.empty() ? "" : ", ") + one.id;
        throw UsageError("there is no activation \"" + options.activation + "\"; there are " + all + ".");
    }
    MinimalModel model = MinimalModel::of(*activation);
    model.bins = options.bins.value_or(model.bins);
    if (!options.range.empty())
        model.range = rangeNames.at(options.range);
    return model;
}

int print(const Options& options) {
    say(QStringLiteral("w,I_XT_bit"));
    for (const MinimalPoint& point :
         informationByWeight(modelOf(options), evenWeights(options.largest, options.count)))
        say(QStringLiteral("%1,%2").arg(QString::number(point.weight, 'g', 10),
                                        QString::number(point.bits, 'g', 10)));
    return 0;
}

/// As the window One unit exports it.
int draw(const Options& options) {
    const MinimalModel model = modelOf(options);
    FigureOptions figure;
    try {
        figure.format = figureFormat(QString::fromStdString(options.output));
    } catch (const Error& error) {
        throw UsageError(error.what());
    }
    figure.panels = {FigurePanel::Charts};
    NeuronWindow window;
    window.setUnit(model);
    window.setWeight(options.weight);
    while (window.isBusy())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    exportFigure(window.figure(), figure, QString::fromStdString(options.output));
    return 0;
}

} // namespace

void addMinimalModelCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand(
        "minimal-model",
        "Print the exact information of one unit by its weight, as CSV, or draw it (figure 2)");
    command->add_option("--activation", options->activation, "The unit's nonlinearity; default tanh")
        ->type_name("ID");
    command->add_option("--bins", options->bins, "Bins over the range; default 30, of which one edge is at 0")
        ->check(CLI::Range(1, 10'000).description(""))
        ->type_name("N");
    command
        ->add_option("--range", options->range,
                     "closed: the outer bins are open; infinite: bins of that width without end; default "
                     "what the activation asks for")
        ->check(CLI::IsMember(rangeNames).description(""))
        ->type_name("closed|infinite");
    CLI::Option* largest =
        command->add_option("--largest", options->largest, "Weights go up to this; default 10")
            ->check(CLI::Range(1e-6, 1e4).description(""))
            ->type_name("W");
    CLI::Option* count =
        command->add_option("--count", options->count, "So many weights, evenly spaced; default 100")
            ->check(CLI::Range(1, 100'000).description(""))
            ->type_name("N");
    CLI::Option* output =
        command
            ->add_option(
                "-o,--output", options->output,
                "Draw the curve and the bins on the activation into this file instead; its name ends in "
                ".png, .svg or .pdf")
            ->type_name("FILE")
            ->excludes(largest)
            ->excludes(count);
    command->add_option("--weight", options->weight, "Of the unit whose activation is drawn; default 1")
        ->check(CLI::Range(0.0, 10.0).description(""))
        ->type_name("W")
        ->needs(output);
    command->footer("Examples:\n  infoplane minimal-model > tanh.csv\n"
                    "  infoplane minimal-model --activation relu --range closed --bins 29 > relu.csv\n"
                    "  infoplane minimal-model --weight 2 -o figure-2.pdf");
    command->callback([options, &action] {
        action = [options](int&, char** argv) {
            if (options->output.empty())
                return print(*options);
            if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
                qputenv("QT_QPA_PLATFORM", "offscreen");
            int programAlone = 1;
            const QApplication application(programAlone, argv);
            return draw(*options);
        };
    });
}

} // namespace infoplane
