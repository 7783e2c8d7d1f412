#include "assignments.h"
#include "commands.h"
#include "document/activity_finder.h"
#include "document/make_seeds_record.h"
#include "document/make_session_view.h"
#include "document/sample_gradient_finder.h"
#include "error.h"
#include "export/figure_exporter.h"
#include "export/multiples_figure.h"
#include "session/archive.h"
#include "study/conditions_figure.h"
#include "terminal.h"

#include <QApplication>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace infoplane {

namespace {

QtMessageHandler previousHandler = nullptr;

/// Qt complains of a desktop's folder that a machine without a desktop need not have, and figures do not use.
void withoutRuntimeFolder(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (!message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR")))
        previousHandler(type, context, message);
}

struct Options {
    std::string session;
    std::string output;
    std::vector<std::string> panels = {"plane", "loss"};
    double width = 178;
    int dpi = 300;
    std::string style = "light";
    std::string colours = "dusk";
    std::string font = "inter";
    std::optional<int> seed;
    std::string seeds = "one";
    bool withDead = false;
    std::optional<int> epoch;
    std::string condition;
    std::optional<int> layer;
    bool noCaption = false;
    std::vector<std::string> settings;
};

const std::map<std::string, FigurePanel> panelNames = {{"plane", FigurePanel::Plane},
                                                       {"loss", FigurePanel::Loss},
                                                       {"error", FigurePanel::Error},
                                                       {"input", FigurePanel::InputInformation},
                                                       {"label", FigurePanel::LabelInformation},
                                                       {"relevant", FigurePanel::RelevantInformation},
                                                       {"irrelevant", FigurePanel::IrrelevantInformation},
                                                       {"snr", FigurePanel::SignalToNoise},
                                                       {"snr-samples", FigurePanel::SampleSignalToNoise},
                                                       {"mean", FigurePanel::GradientMean},
                                                       {"sd", FigurePanel::GradientSd},
                                                       {"weights", FigurePanel::WeightNorm},
                                                       {"activity", FigurePanel::Activity},
                                                       {"decision", FigurePanel::DecisionLoss},
                                                       {"conditions", FigurePanel::Multiples},
                                                       {"layers", FigurePanel::Multiples},
                                                       {"methods", FigurePanel::Multiples},
                                                       {"widths", FigurePanel::Multiples},
                                                       {"rules", FigurePanel::Multiples}};
const std::map<std::string, MultiplesSet> setNames = {
    {"methods", MultiplesSet::Methods}, {"widths", MultiplesSet::Values}, {"rules", MultiplesSet::Rules}};
const std::map<std::string, SessionView::Seeds> seedsNames = {
    {"one", SessionView::Seeds::One}, {"all", SessionView::Seeds::All}, {"mean", SessionView::Seeds::Mean}};
const std::map<std::string, FigureOptions::Style> styleNames = {{"light", FigureOptions::Style::Light},
                                                                {"dark", FigureOptions::Style::Dark}};
const std::map<std::string, ColorScale::Map> colourNames = {{"dusk", ColorScale::Map::Dusk},
                                                            {"viridis", ColorScale::Map::Viridis},
                                                            {"cividis", ColorScale::Map::Cividis},
                                                            {"grey", ColorScale::Map::Grey}};
const std::map<std::string, FigureOptions::Font> fontNames = {{"inter", FigureOptions::Font::Inter},
                                                              {"helvetica", FigureOptions::Font::Helvetica},
                                                              {"times", FigureOptions::Font::Times}};

FigureOptions figureOptions(const Options& options) {
    FigureOptions figure;
    try {
        figure.format = figureFormat(QString::fromStdString(options.output));
    } catch (const Error& error) {
        throw UsageError(error.what());
    }
    figure.panels.clear();
    for (const std::string& panel : options.panels)
        figure.panels.push_back(panelNames.at(panel));
    if (figure.panels.size() > 1 && std::ranges::count(figure.panels, FigurePanel::Multiples) > 0)
        throw UsageError(
            "conditions, layers, methods, widths and rules are several panels already: each stands alone.");
    figure.widthMm = options.width;
    figure.dpi = options.dpi;
    figure.style = styleNames.at(options.style);
    figure.colors = colourNames.at(options.colours);
    figure.font = fontNames.at(options.font);
    figure.caption = !options.noCaption;
    return figure;
}

/// Views up to an epoch: where it was not measured, up to the last one before it, which is said. Of
/// conditions of different lengths each ends where it does, but one has to reach that far.
void showEpoch(FigureContent& content, int epoch) {
    std::vector<SessionView*> views = {&content.view};
    if (content.multiples)
        for (FigureMultiples::Cell& cell : content.multiples->cells)
            views.push_back(&cell.view);
    std::erase_if(views, [](const SessionView* view) { return view->epochs.empty(); });
    if (views.empty())
        return; // the exporter says why
    int last = -1;
    for (const SessionView* view : views)
        last = std::max(last, view->epochs.back());
    if (epoch > last)
        throw UsageError("--epoch " + std::to_string(epoch) + " is beyond the last measured epoch, " +
                         std::to_string(last) + ".");
    std::set<int> others;
    bool isAnywhere = false;
    for (SessionView* view : views) {
        const auto after = std::ranges::upper_bound(view->epochs, epoch);
        view->present = std::max(0, static_cast<int>(after - view->epochs.begin()) - 1);
        view->glide = view->present;
        const int shown = view->epochs[static_cast<std::size_t>(view->present)];
        if (shown == epoch)
            isAnywhere = true;
        else
            others.insert(shown);
    }
    QStringList names;
    for (const int shown : others)
        names << QString::number(shown);
    if (!names.isEmpty())
        complain(QStringLiteral("epoch %1 was not measured%2; drawn up to epoch %3 instead.")
                     .arg(QString::number(epoch), isAnywhere ? QStringLiteral(" everywhere") : QString(),
                          names.join(QStringLiteral(" or "))));
}

/// Of a study one condition has to be chosen: which of them a figure shows should be in the command.
Session readSession(const QString& path, const QString& condition) {
    if (!condition.isEmpty())
        return readArchive(path, condition);
    const QStringList names = archiveConditions(path);
    if (names.size() > 1)
        throw Error(QStringLiteral("%1 is a study; choose one of its conditions with --condition, by name or "
                                   "number: %2; or draw all side by side with --panels conditions.")
                        .arg(path, conditionList(names))
                        .toStdString());
    return readArchive(path, names.front());
}

/// One seed, one before all, or the mean.
SessionView viewOfSeeds(const Session& session, int seed, const Options& options) {
    const SessionView::Seeds seeds = seedsNames.at(options.seeds);
    if (seeds == SessionView::Seeds::One)
        return makeSessionView(session, seed);
    auto record = makeSeedsRecord(session, !options.withDead);
    if (seeds == SessionView::Seeds::Mean) {
        if (record->counted == 0)
            throw Error("No seed of this session counts in a mean: " + record->leftOut.toStdString() +
                        ". Draw one with --seed, or use dead seeds too with --with-dead.");
        return makeMeanView(session, std::move(record));
    }
    SessionView view = makeSessionView(session, seed);
    view.seeds = seeds;
    view.seedsRecord = std::move(record);
    putSeedsLine(view, session, seed);
    return view;
}

/// Every condition of a study, side by side or, by layers, over each other.
FigureContent contentOfStudy(const StudyRecord& record, const Options& options) {
    std::vector<FigureMultiples::Cell> cells;
    std::optional<FigureContent> content;
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        const Session& session = record.sessions[i];
        FigureMultiples::Cell cell{record.study.conditions[i].name, {}, {}, {}};
        if (session.runs.empty()) {
            cell.obstacle = QStringLiteral("Not run yet.");
        } else {
            cell.view = viewOfSeeds(session, options.seed.value_or(session.runs.front().seed), options);
            if (!content)
                content.emplace(cell.view);
        }
        cells.push_back(std::move(cell));
    }
    if (!content)
        throw Error(options.session + " holds no run.");
    content->multiples = options.panels.front() == "layers"
                             ? layersFigure(record.study.title, std::move(cells))
                             : conditionsFigure(record.study.title, std::move(cells));
    if (options.epoch)
        showEpoch(*content, *options.epoch);
    return *content;
}

int drawFigure(const Options& options) {
    const FigureOptions figure = figureOptions(options);
    const QString path = QString::fromStdString(options.session);
    if (options.panels.front() == "conditions" || options.panels.front() == "layers") {
        if (!options.condition.empty())
            throw UsageError("--condition is for one of them, and the panels conditions and layers for all.");
        exportFigure(contentOfStudy(readStudyArchive(path), options), figure,
                     QString::fromStdString(options.output));
        return 0;
    }
    const Session session = readSession(path, QString::fromStdString(options.condition));
    if (session.runs.empty())
        throw Error(QStringLiteral("%1 holds no run.").arg(path).toStdString());
    const int seed = options.seed.value_or(session.runs.front().seed);
    FigureContent content(viewOfSeeds(session, seed, options));
    const auto wants = [&](FigurePanel panel) { return std::ranges::count(figure.panels, panel) > 0; };
    if (wants(FigurePanel::Activity) || wants(FigurePanel::DecisionLoss))
        content.view.activity = makeActivityRecord(session, seed);
    if (wants(FigurePanel::SampleSignalToNoise))
        content.view.sampleGradients = makeSampleGradientRecord(session, seed);
    const auto set = setNames.find(options.panels.front());
    if (set != setNames.end() && options.seeds != "one")
        throw UsageError("--seeds is not for the panels methods, widths and rules, which show one seed.");
    if (set != setNames.end())
        content.multiples =
            multiplesFigure(session, seed, set->second, assignments(options.settings, settingForm));
    else if (!options.settings.empty())
        throw UsageError("--set is for the panels methods, widths and rules.");
    if (options.epoch)
        showEpoch(content, *options.epoch);
    // The last hidden layer is the one that saturates most.
    const int layers = session.shape.layerCount();
    const int layer = options.layer.value_or(std::max(1, layers - 1));
    if (layer > layers)
        throw UsageError("--layer " + std::to_string(layer) + " is beyond the last layer, " +
                         std::to_string(layers) + ".");
    content.activityLayer = layer - 1;
    exportFigure(content, figure, QString::fromStdString(options.output));
    return 0;
}

template <typename Value>
CLI::Validator oneOf(const std::map<std::string, Value>& names) {
    return CLI::IsMember(names).description("");
}

} // namespace

void addFigureCommand(CLI::App& program, Action& action) {
    const auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("figure", "Draw a session as PNG, SVG or PDF");
    command->add_option("SESSION", options->session, "The archive, NAME.infoplane")
        ->type_name("")
        ->required();
    command
        ->add_option("-o,--output", options->output,
                     "The figure to write (required); its name ends in .png, .svg or .pdf")
        ->type_name("FILE")
        ->required();
    command
        ->add_option(
            "--panels,--panel", options->panels,
            "What is drawn, with commas between: plane, loss, error, input (I(X;T) by epoch), "
            "label (I(T;Y) by epoch), relevant, irrelevant (I(X_rel;T), I(X_irr;T) of the exact estimator), "
            "snr, snr-samples, mean, sd (of the gradient), weights (their norm), "
            "activity (of --layer), decision (what bins lose of it); default plane,loss. Or one of methods, "
            "widths, rules: several estimators side by side; or "
            "conditions: those of a study side by side; or layers: the same over each other, layer by layer")
        ->delimiter(',')
        ->check(oneOf(panelNames))
        ->type_name("LIST");
    command
        ->add_option("--width", options->width,
                     "Width in mm, 40 to 500; default 178, a journal's column is 85")
        ->check(CLI::Range(40.0, 500.0).description(""))
        ->type_name("MM");
    command->add_option("--dpi", options->dpi, "Dots per inch of a PNG, 72 to 1200; default 300")
        ->check(CLI::Range(72, 1200).description(""))
        ->type_name("N");
    command->add_option("--style", options->style, "Default light")
        ->check(oneOf(styleNames))
        ->type_name("light|dark");
    command->add_option("--colours,--colors", options->colours, "Colours of the epochs; default dusk")
        ->check(oneOf(colourNames))
        ->type_name("dusk|viridis|cividis|grey");
    command->add_option("--font", options->font, "Default inter")
        ->check(oneOf(fontNames))
        ->type_name("inter|helvetica|times");
    command
        ->add_option("--condition", options->condition,
                     "The condition drawn, by name or number; required for a study of several")
        ->type_name("NAME|N");
    command
        ->add_option("--set", options->settings,
                     "For methods, widths and rules: a value for every estimator that has such a parameter, "
                     "such as noise_variance=0.1; may be repeated")
        ->type_name("KEY=VALUE");
    command->add_option("--layer", options->layer, "Whose activity; default the last hidden one")
        ->check(CLI::Range(1, 1000).description(""))
        ->type_name("N");
    command->add_option("--seed", options->seed, "The seed drawn; default the session's first")
        ->type_name("N");
    command
        ->add_option(
            "--seeds", options->seeds,
            "All seeds faintly behind that one, or the mean over seeds with its 95 % band; default one")
        ->check(oneOf(seedsNames))
        ->type_name("one|all|mean");
    command->add_flag("--with-dead", options->withDead,
                      "Count seeds in the mean that have learned nothing (final train error above 0.4)");
    command
        ->add_option("--epoch", options->epoch,
                     "Draw up to this epoch, or to the last one measured before it; default the last one")
        ->check(CLI::Range(0, std::numeric_limits<int>::max(), "").description(""))
        ->type_name("N");
    command->add_flag("--no-caption", options->noCaption, "Without the caption that names every setting");
    command->footer("Examples:\n  infoplane figure szt-tanh.infoplane -o szt-tanh.pdf --width 85\n"
                    "  infoplane figure figure-3.infoplane --condition 2 -o figure-3.pdf\n"
                    "  infoplane figure figure-1ab.infoplane --condition 1 --seeds mean -o figure-1a.pdf");
    command->callback([options, &action] {
        action = [options](int&, char** argv) {
            // Nothing is shown, so no display is asked for, and figures are the same with one or without.
            if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
                qputenv("QT_QPA_PLATFORM", "offscreen");
            previousHandler = qInstallMessageHandler(withoutRuntimeFolder);
            int programAlone = 1; // else Qt takes --style for its own
            const QApplication application(programAlone, argv);
            return drawFigure(*options);
        };
    });
}

} // namespace infoplane
