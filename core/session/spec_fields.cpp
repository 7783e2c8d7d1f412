#include "session/spec_fields.h"

#include "session/nearest_name.h"

#include <QJsonArray>
#include <QLocale>

#include <cmath>

namespace infoplane {

namespace {

using Kind = SpecField::Kind;

constexpr int mostLayers = 12;
constexpr int mostUnits = 4096;
constexpr int mostSeed = 2147483647;
constexpr int longestText = 200;
constexpr int longestPath = 4096;

/// One value of an enumeration: its id in files and its name on the screen.
template <typename Value>
struct Option {
    Value value;
    const char* id;
    const char* name;
};

SpecField describeField(Kind kind, const char* path, const char* label, const char* tooltip) {
    SpecField field;
    field.kind = kind;
    field.path = QString::fromUtf8(path);
    field.label = QString::fromUtf8(label);
    field.tooltip = QString::fromUtf8(tooltip);
    field.applies = [](const ExperimentSpec&) { return true; };
    return field;
}

// `access` returns the member of a spec, const or not, that the field stands for.
template <typename Access>
SpecField number(const char* path, const char* label, const char* tooltip, double lowest, double highest,
                 Access access) {
    SpecField field = describeField(Kind::Number, path, label, tooltip);
    field.lowest = lowest;
    field.highest = highest;
    field.read = [access](const ExperimentSpec& spec) { return QJsonValue(access(spec)); };
    field.write = [access](ExperimentSpec& spec, const QJsonValue& value) {
        access(spec) = value.toDouble();
    };
    return field;
}

template <typename Access>
SpecField integer(const char* path, const char* label, const char* tooltip, int lowest, int highest,
                  Access access) {
    SpecField field = describeField(Kind::Integer, path, label, tooltip);
    field.lowest = lowest;
    field.highest = highest;
    field.read = [access](const ExperimentSpec& spec) { return QJsonValue(access(spec)); };
    field.write = [access](ExperimentSpec& spec, const QJsonValue& value) {
        access(spec) = static_cast<int>(value.toDouble());
    };
    return field;
}

template <typename Access>
SpecField text(Kind kind, const char* path, const char* label, const char* tooltip, Access access) {
    SpecField field = describeField(kind, path, label, tooltip);
    field.highest = kind == Kind::Path ? longestPath : longestText;
    field.read = [access](const ExperimentSpec& spec) { return QJsonValue(access(spec)); };
    field.write = [access](ExperimentSpec& spec, const QJsonValue& value) {
        access(spec) = value.toString();
    };
    return field;
}

template <typename Value, typename Access>
SpecField choice(const char* path, const char* label, const char* tooltip,
                 const std::vector<Option<Value>>& options, Access access) {
    SpecField field = describeField(Kind::Choice, path, label, tooltip);
    for (const Option<Value>& option : options)
        field.choices.push_back({QString::fromUtf8(option.id), QString::fromUtf8(option.name)});
    field.read = [access, options](const ExperimentSpec& spec) {
        for (const Option<Value>& option : options) {
            if (option.value == access(spec))
                return QJsonValue(QString::fromUtf8(option.id));
        }
        return QJsonValue();
    };
    field.write = [access, options](ExperimentSpec& spec, const QJsonValue& value) {
        for (const Option<Value>& option : options) {
            if (value.toString() == QString::fromUtf8(option.id))
                access(spec) = option.value;
        }
    };
    return field;
}

SpecField onlyFor(const char* what, std::function<bool(const ExperimentSpec&)> applies, SpecField field) {
    field.appliesTo = QString::fromUtf8(what);
    field.applies = std::move(applies);
    return field;
}

SpecField aboveLowest(SpecField field) {
    field.lowestExcluded = true;
    return field;
}

SpecField belowHighest(SpecField field) {
    field.highestExcluded = true;
    return field;
}

SpecField logarithmic(SpecField field) {
    field.logarithmic = true;
    return field;
}

// --- data ---

using SourceTrait = bool (*)(const SourceDescription&);

/// `what` is said with the ids of the sources that are so.
SpecField onlyForSources(const char* what, SourceTrait are, SpecField field) {
    QStringList ids;
    for (const SourceDescription& source : dataSources())
        if (are(source))
            ids << QString::fromStdString(source.id);
    field.appliesTo = QStringLiteral("%1 (%2)").arg(QString::fromUtf8(what), ids.join(QLatin1String(", ")));
    field.applies = [are](const ExperimentSpec& spec) { return are(sourceOf(spec.data)); };
    return field;
}

SpecField onlyForTeachers(SpecField field) {
    return onlyForSources(
        "linear teachers", [](const SourceDescription& source) { return source.isTeacher; },
        std::move(field));
}

SpecField onlyWithTestSet(SpecField field) {
    return onlyForSources(
        "data with a test set of their own",
        [](const SourceDescription& source) { return source.hasTestSet; }, std::move(field));
}

// Another kind of source begins with its own sample counts, the loss of its task and a batch that fits.
void changeSource(ExperimentSpec& spec, const QString& source) {
    if (spec.data.source == source)
        return;
    const bool wasTeacher = sourceOf(spec.data).isTeacher;
    spec.data.source = source;
    const bool teacher = sourceOf(spec.data).isTeacher;
    if (teacher == wasTeacher)
        return;
    spec.data.trainSamples = teacher ? 100 : 0;
    spec.data.testSamples = teacher ? 1000 : 0;
    spec.training.loss = teacher ? Loss::MeanSquaredError : Loss::CrossEntropy;
    spec.training.batchSize = teacher ? std::optional<int>() : TrainingSpec().batchSize;
}

SpecField sourceField() {
    SpecField field =
        describeField(Kind::Choice, "data.source", "Data set",
                      "What is learned. SZT: all 4,096 patterns of 12 bits (Shwartz-Ziv & Tishby 2017).");
    for (const SourceDescription& source : dataSources())
        field.choices.push_back({QString::fromStdString(source.id), QString::fromStdString(source.name)});
    field.read = [](const ExperimentSpec& spec) { return QJsonValue(spec.data.source); };
    field.write = [](ExperimentSpec& spec, const QJsonValue& value) { changeSource(spec, value.toString()); };
    return field;
}

void addDataFields(std::vector<SpecField>& fields) {
    fields.push_back(sourceField());
    fields.push_back(onlyForSources(
        "data that come without a test set",
        [](const SourceDescription& source) { return !source.hasTestSet; },
        number(
            "data.trainFraction", "Train share", "Share of samples trained on; the rest measures the gap.",
            0.01, 0.99, [](auto& spec) -> auto& { return spec.data.trainFraction; })));
    SpecField shuffled = describeField(Kind::Flag, "data.shuffleLabels", "Shuffle the labels",
                                       "Deals the labels out at random: only memorizing is left.");
    shuffled.read = [](const ExperimentSpec& spec) { return QJsonValue(spec.data.shuffleLabels); };
    shuffled.write = [](ExperimentSpec& spec, const QJsonValue& value) {
        spec.data.shuffleLabels = value.toBool();
    };
    fields.push_back(shuffled);
    fields.push_back(onlyForSources(
        "data from files", [](const SourceDescription& source) { return source.isFromFile(); },
        text(
            Kind::Path, "data.path", "File",
            "Images: the folder with the four IDX files, plain or gzip; empty: the installed Fashion-MNIST. "
            "Tables: a CSV file with a header, or a MATLAB file holding F and y.",
            [](auto& spec) -> auto& { return spec.data.path; })));
    fields.push_back(onlyForSources(
        "tables in CSV", [](const SourceDescription& source) { return source.namesLabelColumn; },
        text(
            Kind::Text, "data.labelColumn", "Label column",
            "Name of the column that holds the label; empty: the last one.",
            [](auto& spec) -> auto& { return spec.data.labelColumn; })));
    fields.push_back(onlyWithTestSet(integer(
        "data.trainSamples", "Train samples", "How many samples are trained on; images: 0 is all.", 0,
        10'000'000, [](auto& spec) -> auto& { return spec.data.trainSamples; })));
    fields.push_back(onlyWithTestSet(integer(
        "data.testSamples", "Test samples", "How many samples measure the gap; images: 0 is all.", 0,
        10'000'000, [](auto& spec) -> auto& { return spec.data.testSamples; })));
}

void addTeacherFields(std::vector<SpecField>& fields) {
    fields.push_back(onlyForTeachers(integer(
        "data.inputs", "Inputs", "Number of Gaussian inputs, each of variance 1 / inputs.", 1, 4096,
        [](auto& spec) -> auto& { return spec.data.inputs; })));
    fields.push_back(onlyForSources(
        "relevant inputs", [](const SourceDescription& source) { return source.hasIrrelevantInputs; },
        integer(
            "data.relevantInputs", "Relevant inputs",
            "So many inputs matter; the teacher's weights on the others are zero.", 1, 4096,
            [](auto& spec) -> auto& { return spec.data.relevantInputs; })));
    fields.push_back(onlyForTeachers(logarithmic(aboveLowest(number(
        "data.snr", "Signal to noise",
        "Variance of the teacher's weights over that of the noise added to its answer.", 0, 1e6,
        [](auto& spec) -> auto& { return spec.data.snr; })))));
    fields.push_back(onlyForTeachers(logarithmic(aboveLowest(number(
        "data.weightVariance", "Weight variance", "Variance of the teacher's weights.", 0, 1e6,
        [](auto& spec) -> auto& { return spec.data.weightVariance; })))));
}

// --- network ---

QJsonValue readActivations(const ExperimentSpec& spec) {
    const std::vector<Activation>& list = spec.network.activations;
    const auto id = [](Activation activation) { return QString::fromStdString(describe(activation).id); };
    if (list.size() == 1)
        return id(list.front());
    QJsonArray ids;
    for (const Activation activation : list)
        ids.append(id(activation));
    return ids;
}

void writeActivations(ExperimentSpec& spec, const QJsonValue& value) {
    const QJsonArray ids = value.isArray() ? value.toArray() : QJsonArray{value};
    spec.network.activations.clear();
    for (const QJsonValue& id : ids) {
        if (const auto activation = activationFromId(id.toString().toStdString()))
            spec.network.activations.push_back(*activation);
    }
}

SpecField layersField() {
    SpecField field = describeField(Kind::Layers, "network.hidden", "Hidden layers",
                                    "Units of each hidden layer; inputs and outputs come from the data.");
    field.lowest = 1;
    field.highest = mostUnits;
    field.read = [](const ExperimentSpec& spec) {
        QJsonArray widths;
        for (const int width : spec.network.hidden)
            widths.append(width);
        return QJsonValue(widths);
    };
    field.write = [](ExperimentSpec& spec, const QJsonValue& value) {
        spec.network.hidden.clear();
        for (const QJsonValue& width : value.toArray())
            spec.network.hidden.push_back(static_cast<int>(width.toDouble()));
    };
    return field;
}

SpecField activationsField() {
    SpecField field = describeField(Kind::Activations, "network.activation", "Activation",
                                    "Nonlinearity of the hidden layers. tanh saturates on both sides, ReLU "
                                    "on one (Saxe et al. 2018, fig. 1).");
    for (const ActivationDescription& activation : activations())
        field.choices.push_back(
            {QString::fromStdString(activation.id), QString::fromStdString(activation.name)});
    field.read = readActivations;
    field.write = writeActivations;
    return field;
}

InitializerKind initializer(const ExperimentSpec& spec) {
    return spec.network.initializer.kind;
}

void addNetworkFields(std::vector<SpecField>& fields) {
    fields.push_back(layersField());
    fields.push_back(activationsField());
    fields.push_back(choice<InitializerKind>(
        "network.initializer.name", "Initial weights",
        "Spread of the first weights. 1/√fan-out is the paper's code, 1/√fan-in SZT's.",
        {{InitializerKind::TruncatedNormal, "truncatedNormal", "Truncated normal"},
         {InitializerKind::GlorotUniform, "glorotUniform", "Glorot"},
         {InitializerKind::HeNormal, "heNormal", "He"},
         {InitializerKind::Orthogonal, "orthogonal", "Orthogonal…"},
         {InitializerKind::ScaledNormal, "scaledNormal", "Scaled…"}},
        [](auto& spec) -> auto& { return spec.network.initializer.kind; }));
    fields.push_back(onlyFor(
        "the initializer truncatedNormal",
        [](const ExperimentSpec& spec) { return initializer(spec) == InitializerKind::TruncatedNormal; },
        choice<FanScale>(
            "network.initializer.scale", "Spread",
            "Standard deviation of the first weights: one over the root of a unit's outgoing or "
            "incoming connections.",
            {{FanScale::FanOut, "fanOut", "1/√fan-out"}, {FanScale::FanIn, "fanIn", "1/√fan-in"}},
            [](auto& spec) -> auto& { return spec.network.initializer.fan; })));
    fields.push_back(onlyFor(
        "the initializers orthogonal and scaledNormal",
        [](const ExperimentSpec& spec) {
            return initializer(spec) == InitializerKind::Orthogonal ||
                   initializer(spec) == InitializerKind::ScaledNormal;
        },
        logarithmic(aboveLowest(number(
            "network.initializer.gain", "Gain", "Factor on the first weights.", 0, 100,
            [](auto& spec) -> auto& { return spec.network.initializer.scale; })))));
}

// --- training ---

bool hasOptimizer(const ExperimentSpec& spec, std::initializer_list<OptimizerKind> kinds) {
    return std::find(kinds.begin(), kinds.end(), spec.training.optimizer.kind) != kinds.end();
}

bool usesMomentum(const ExperimentSpec& spec) {
    return hasOptimizer(spec, {OptimizerKind::Momentum, OptimizerKind::Nesterov});
}
bool usesRmsProp(const ExperimentSpec& spec) {
    return hasOptimizer(spec, {OptimizerKind::RmsProp});
}
bool usesAdam(const ExperimentSpec& spec) {
    return hasOptimizer(spec, {OptimizerKind::Adam, OptimizerKind::AdamW});
}

void addOptimizerFields(std::vector<SpecField>& fields) {
    fields.push_back(choice<OptimizerKind>(
        "training.optimizer.name", "Optimizer", "How a gradient becomes a step.",
        {{OptimizerKind::Sgd, "sgd", "SGD"},
         {OptimizerKind::Momentum, "momentum", "Momentum"},
         {OptimizerKind::Nesterov, "nesterov", "Nesterov"},
         {OptimizerKind::RmsProp, "rmsprop", "RMSprop"},
         {OptimizerKind::Adam, "adam", "Adam"},
         {OptimizerKind::AdamW, "adamw", "AdamW"}},
        [](auto& spec) -> auto& { return spec.training.optimizer.kind; }));
    fields.push_back(logarithmic(aboveLowest(number(
        "training.optimizer.learningRate", "Learning rate", "Size of a step. The paper: 0.0004 on SZT.", 0,
        10, [](auto& spec) -> auto& { return spec.training.optimizer.learningRate; }))));
    fields.push_back(
        onlyFor("the optimizers momentum and nesterov", usesMomentum,
                belowHighest(number(
                    "training.optimizer.momentum", "Momentum", "Share of the last step that carries over.", 0,
                    1, [](auto& spec) -> auto& { return spec.training.optimizer.momentum; }))));
    fields.push_back(
        onlyFor("the optimizer rmsprop", usesRmsProp,
                belowHighest(number(
                    "training.optimizer.decay", "Decay", "Memory of the mean squared gradient (Hinton 2012).",
                    0, 1, [](auto& spec) -> auto& { return spec.training.optimizer.decay; }))));
    fields.push_back(
        onlyFor("the optimizers adam and adamw", usesAdam,
                belowHighest(number(
                    "training.optimizer.beta1", "β₁", "Memory of the mean gradient (Kingma & Ba 2015).", 0, 1,
                    [](auto& spec) -> auto& { return spec.training.optimizer.beta1; }))));
    fields.push_back(onlyFor(
        "the optimizers adam and adamw", usesAdam,
        belowHighest(number(
            "training.optimizer.beta2", "β₂", "Memory of the mean squared gradient (Kingma & Ba 2015).", 0, 1,
            [](auto& spec) -> auto& { return spec.training.optimizer.beta2; }))));
    fields.push_back(onlyFor(
        "the optimizers rmsprop, adam and adamw",
        [](const ExperimentSpec& spec) { return usesRmsProp(spec) || usesAdam(spec); },
        logarithmic(aboveLowest(number(
            "training.optimizer.epsilon", "ε", "Keeps the step finite where the gradient vanishes.", 0, 1,
            [](auto& spec) -> auto& { return spec.training.optimizer.epsilon; })))));
}

SpecField batchField() {
    SpecField field =
        describeField(Kind::IntegerOrFull, "training.batchSize", "Batch size",
                      "Samples in a step. Full: no noise from sampling (Saxe et al. 2018, fig. 5).");
    field.lowest = 1;
    field.highest = 10'000'000;
    field.read = [](const ExperimentSpec& spec) {
        const std::optional<int>& size = spec.training.batchSize;
        return size ? QJsonValue(*size) : QJsonValue(QStringLiteral("full"));
    };
    field.write = [](ExperimentSpec& spec, const QJsonValue& value) {
        spec.training.batchSize =
            value.isString() ? std::optional<int>() : static_cast<int>(value.toDouble());
    };
    return field;
}

SpecField stopField() {
    SpecField field =
        describeField(Kind::Number, "training.stop.trainLoss", "Stop at train loss",
                      "Ends the run at the first measured epoch whose train loss is this low; empty: never.");
    field.highest = 1e6;
    field.logarithmic = true;
    field.lowestExcluded = true;
    field.optional = true;
    field.read = [](const ExperimentSpec& spec) {
        const std::optional<double>& loss = spec.training.stopTrainLoss;
        return loss ? QJsonValue(*loss) : QJsonValue();
    };
    field.write = [](ExperimentSpec& spec, const QJsonValue& value) {
        spec.training.stopTrainLoss = value.isNull() ? std::optional<double>() : value.toDouble();
    };
    return field;
}

void addTrainingFields(std::vector<SpecField>& fields) {
    addOptimizerFields(fields);
    fields.push_back(batchField());
    fields.push_back(logarithmic(number(
        "training.weightDecay", "Weight decay", "L2 penalty on the weights.", 0, 1,
        [](auto& spec) -> auto& { return spec.training.weightDecay; })));
    fields.push_back(choice<Loss>(
        "training.loss", "Loss",
        "What training makes small: cross-entropy for classes, mean squared error "
        "for regression.",
        {{Loss::CrossEntropy, "crossEntropy", "Cross-entropy"},
         {Loss::MeanSquaredError, "meanSquaredError", "Mean squared error"}},
        [](auto& spec) -> auto& { return spec.training.loss; }));
    fields.push_back(logarithmic(integer(
        "training.epochs", "Epochs", "Passes over the training samples.", 1, 1'000'000,
        [](auto& spec) -> auto& { return spec.training.epochs; })));
    fields.push_back(stopField());
}

// --- measure, seeds ---

template <typename Access>
SpecField denseField(const char* path, const char* label, const char* tooltip, Access access) {
    SpecField field = describeField(Kind::Integer, path, label, tooltip);
    field.highest = 1'000'000;
    field.optional = true;
    field.read = [access](const ExperimentSpec& spec) {
        const std::optional<int>& epoch = access(spec);
        return epoch ? QJsonValue(*epoch) : QJsonValue();
    };
    field.write = [access](ExperimentSpec& spec, const QJsonValue& value) {
        access(spec) = value.isNull() ? std::optional<int>() : static_cast<int>(value.toDouble());
    };
    return field;
}

void addMeasureFields(std::vector<SpecField>& fields) {
    fields.push_back(choice<ScheduleKind>(
        "measure.schedule", "Measure",
        "Which epochs are measured: each below 20, every 5th below 100, every 20th below 2,000, then every "
        "100th.",
        {{ScheduleKind::Paper, "paper", "As the paper"},
         {ScheduleKind::Every, "every", "Every epoch"},
         {ScheduleKind::EveryKth, "everyKth", "Every k-th…"},
         {ScheduleKind::LogSpaced, "logSpaced", "k even in log…"}},
        [](auto& spec) -> auto& { return spec.measure.schedule.kind; }));
    fields.push_back(onlyFor(
        "the schedule everyKth",
        [](const ExperimentSpec& spec) { return spec.measure.schedule.kind == ScheduleKind::EveryKth; },
        integer(
            "measure.every", "Every", "One epoch in so many is measured.", 1, 1'000'000,
            [](auto& spec) -> auto& { return spec.measure.schedule.every; })));
    fields.push_back(onlyFor(
        "the schedule logSpaced",
        [](const ExperimentSpec& spec) { return spec.measure.schedule.kind == ScheduleKind::LogSpaced; },
        integer(
            "measure.count", "Count", "So many epochs are measured, evenly spaced in log epoch.", 2, 100'000,
            [](auto& spec) -> auto& { return spec.measure.schedule.count; })));
    fields.push_back(denseField(
        "measure.dense.from", "Every epoch from",
        "First epoch of a part in which every epoch is measured; empty: no such part.",
        [](auto& spec) -> auto& { return spec.measure.schedule.denseFrom; }));
    fields.push_back(denseField(
        "measure.dense.to", "to", "Last epoch of the part in which every epoch is measured.",
        [](auto& spec) -> auto& { return spec.measure.schedule.denseTo; }));
    fields.push_back(choice<SampleSet>(
        "measure.on", "Samples", "On which samples information is measured.",
        {{SampleSet::All, "all", "Train and test"},
         {SampleSet::Test, "test", "Test"},
         {SampleSet::Train, "train", "Train"}},
        [](auto& spec) -> auto& { return spec.measure.on; }));
}

void addSeedFields(std::vector<SpecField>& fields) {
    fields.push_back(integer(
        "seeds.first", "Seed", "The same seed gives the same run, bit for bit.", 0, mostSeed,
        [](auto& spec) -> auto& { return spec.seeds.first; }));
    fields.push_back(integer(
        "seeds.count", "Seeds",
        "So many networks are trained, each from its own seed, one after the other "
        "in number.",
        1, 1000, [](auto& spec) -> auto& { return spec.seeds.count; }));
}

std::vector<SpecField> makeFields() {
    std::vector<SpecField> fields;
    fields.push_back(text(
        Kind::Text, "title", "Title", "Stands in the title bar and above figures.",
        [](auto& spec) -> auto& { return spec.title; }));
    addDataFields(fields);
    addTeacherFields(fields);
    addNetworkFields(fields);
    addTrainingFields(fields);
    addMeasureFields(fields);
    addSeedFields(fields);
    return fields;
}

// --- checks ---

QString inWords(double value) {
    // Six digits show every limit as written; whole numbers get separators.
    const QLocale locale;
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return locale.toString(static_cast<qint64>(value));
    return locale.toString(value, 'g', 6);
}

bool isWhole(const QJsonValue& value) {
    return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
}

bool isWithinLimits(const SpecField& field, double value) {
    const bool highEnough = field.lowestExcluded ? value > field.lowest : value >= field.lowest;
    const bool lowEnough = field.highestExcluded ? value < field.highest : value <= field.highest;
    return highEnough && lowEnough;
}

QString checkNumber(const SpecField& field, const QJsonValue& value) {
    if (value.isDouble() && isWithinLimits(field, value.toDouble()))
        return {};
    const QString from =
        (field.lowestExcluded ? QStringLiteral("greater than %1") : QStringLiteral("at least %1"))
            .arg(inWords(field.lowest));
    const QString to = (field.highestExcluded ? QStringLiteral("less than %1") : QStringLiteral("at most %1"))
                           .arg(inWords(field.highest));
    return QStringLiteral("%1 must be a number %2 and %3.").arg(field.label, from, to);
}

QString checkInteger(const SpecField& field, const QJsonValue& value) {
    const bool full = field.kind == Kind::IntegerOrFull;
    if (full && value.toString() == QLatin1String("full"))
        return {};
    if (isWhole(value) && isWithinLimits(field, value.toDouble()))
        return {};
    return QStringLiteral("%1 must be a whole number from %2 to %3%4.")
        .arg(field.label, inWords(field.lowest), inWords(field.highest),
             full ? QStringLiteral(", or \"full\"") : QString());
}

QString checkText(const SpecField& field, const QJsonValue& value) {
    if (!value.isString())
        return QStringLiteral("%1 must be text.").arg(field.label);
    const QString content = value.toString();
    if (content.size() > field.highest)
        return QStringLiteral("%1 must have at most %2 characters.").arg(field.label, inWords(field.highest));
    const bool printable = std::all_of(content.begin(), content.end(),
                                       [](QChar c) { return c.category() != QChar::Other_Control; });
    return printable ? QString() : QStringLiteral("%1 must be one line of plain text.").arg(field.label);
}

QString checkId(const SpecField& field, const QJsonValue& value) {
    QStringList ids;
    for (const SpecField::Choice& option : field.choices)
        ids.append(option.id);
    if (value.isString() && ids.contains(value.toString()))
        return {};
    const QString near = nearestName(value.toString(), ids);
    return QStringLiteral("%1 must be one of %2%3")
        .arg(field.label, ids.join(QStringLiteral(", ")),
             near.isEmpty() ? QStringLiteral(".") : QStringLiteral("; did you mean %1?").arg(near));
}

QString checkWidth(int layer, const QJsonValue& value) {
    if (!isWhole(value))
        return QStringLiteral("Layer %1 must have a whole number of units.").arg(layer);
    if (value.toDouble() < 1)
        return QStringLiteral("Layer %1 has no units.").arg(layer);
    if (value.toDouble() > mostUnits)
        return QStringLiteral("Layer %1 has %2 units; at most %3 are possible.")
            .arg(layer)
            .arg(inWords(value.toDouble()), inWords(mostUnits));
    return {};
}

QString checkLayers(const QJsonValue& value) {
    if (!value.isArray())
        return QStringLiteral("Hidden layers must be a list of whole numbers, such as [10, 7, 5].");
    const QJsonArray widths = value.toArray();
    if (widths.isEmpty())
        return QStringLiteral("At least one hidden layer is needed.");
    if (widths.size() > mostLayers)
        return QStringLiteral("There are %1 hidden layers; at most %2 are possible.")
            .arg(widths.size())
            .arg(mostLayers);
    for (qsizetype i = 0; i < widths.size(); ++i) {
        const QString error = checkWidth(static_cast<int>(i) + 1, widths[i]);
        if (!error.isEmpty())
            return error;
    }
    return {};
}

QString checkActivations(const SpecField& field, const QJsonValue& value) {
    if (!value.isArray())
        return checkId(field, value);
    if (value.toArray().isEmpty())
        return QStringLiteral("At least one activation is needed.");
    for (const QJsonValue& id : value.toArray()) {
        const QString error = checkId(field, id);
        if (!error.isEmpty())
            return error;
    }
    return {};
}

} // namespace

QString SpecField::check(const QJsonValue& value) const {
    if (optional && value.isNull())
        return {};
    switch (kind) {
    case Kind::Number:
        return checkNumber(*this, value);
    case Kind::Integer:
    case Kind::IntegerOrFull:
        return checkInteger(*this, value);
    case Kind::Flag:
        return value.isBool() ? QString() : QStringLiteral("%1 must be true or false.").arg(label);
    case Kind::Text:
    case Kind::Path:
        return checkText(*this, value);
    case Kind::Choice:
        return checkId(*this, value);
    case Kind::Layers:
        return checkLayers(value);
    case Kind::Activations:
        return checkActivations(*this, value);
    }
    return {};
}

const std::vector<SpecField>& specFields() {
    static const std::vector<SpecField> fields = makeFields();
    return fields;
}

const SpecField* specField(const QString& path) {
    for (const SpecField& field : specFields()) {
        if (field.path == path)
            return &field;
    }
    return nullptr;
}

} // namespace infoplane
