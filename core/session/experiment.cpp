#include "session/experiment.h"

#include "data/sources.h"
#include "error.h"

#include <QStringList>

#include <algorithm>
#include <limits>

namespace infoplane {

namespace {

bool isTeacher(const DataSpec& data) {
    return data.source == QLatin1String("teacher") || data.source == QLatin1String("relevant-irrelevant");
}

Dataset teacherData(const DataSpec& data, int seed) {
    TeacherOptions options;
    options.inputs = data.inputs;
    options.relevantInputs =
        data.source == QLatin1String("relevant-irrelevant") ? data.relevantInputs : data.inputs;
    options.trainSamples = data.trainSamples;
    options.testSamples = data.testSamples;
    options.snr = data.snr;
    options.weightVariance = data.weightVariance;
    return makeTeacher(options, static_cast<std::uint64_t>(seed));
}

Dataset imageData(const DataSpec& data) {
    ImageOptions options;
    options.folder =
        data.path.isEmpty() ? installedImageFolder() : std::filesystem::path(data.path.toStdString());
    if (options.folder.empty())
        throw Error(
            "No images are installed. Choose the folder that holds the four IDX files (data.path), or "
            "install the package dataset-fashion-mnist.");
    options.trainSamples = data.trainSamples;
    options.testSamples = data.testSamples;
    return readImages(options);
}

Dataset load(const DataSpec& data, int seed) {
    if (isTeacher(data))
        return teacherData(data, seed);
    if (data.source == QLatin1String("idx"))
        return imageData(data);
    if (data.source == QLatin1String("csv") || data.source == QLatin1String("mat"))
        return readTable({data.path.toStdString(), data.labelColumn.toStdString()});
    return makeSzt();
}

void requireRunnable(const ExperimentSpec& spec) {
    QStringList sentences;
    for (const SpecError& error : checkSpec(spec))
        sentences << error.message;
    if (!sentences.isEmpty())
        throw Error(sentences.join(QLatin1Char('\n')).toStdString());
}

NetworkShape shapeOf(const ExperimentSpec& spec, const Dataset& dataset) {
    NetworkShape shape;
    shape.widths.push_back(static_cast<int>(dataset.inputCount()));
    shape.widths.insert(shape.widths.end(), spec.network.hidden.begin(), spec.network.hidden.end());
    shape.widths.push_back(static_cast<int>(dataset.outputCount()));
    shape.activations = spec.network.activations;
    if (shape.activations.size() == 1)
        shape.activations.assign(spec.network.hidden.size(), spec.network.activations.front());
    shape.task = dataset.task;
    return shape;
}

} // namespace

Experiment::Experiment(const ExperimentSpec& spec)
    : m_spec(spec) {
    requireRunnable(spec);
    m_spec.estimator = withDefaults(spec.estimator);
    m_dataset = std::make_shared<Dataset>(load(spec.data, spec.seeds.first));
    m_shape = shapeOf(spec, *m_dataset);
    fit();
}

// What only the data can say.
void Experiment::fit() const {
    const auto trainSamples = static_cast<int>(split(m_spec.seeds.first).train.size());
    if (m_spec.training.batchSize && *m_spec.training.batchSize > trainSamples)
        throw Error(
            QStringLiteral("training.batchSize is %1, but only %2 samples train. Choose at most %2, or "
                           "\"full\".")
                .arg(*m_spec.training.batchSize)
                .arg(trainSamples)
                .toStdString());
    if (m_dataset->task == Task::Regression && m_spec.training.loss == Loss::CrossEntropy)
        throw Error("training.loss is crossEntropy, but these data give numbers, not classes. Choose "
                    "meanSquaredError.");
}

std::shared_ptr<const Dataset> Experiment::dataset(int seed) const {
    const bool isOwn = isTeacher(m_spec.data) && seed != m_spec.seeds.first;
    if (!isOwn && !m_spec.data.shuffleLabels)
        return m_dataset;
    auto own = std::make_shared<Dataset>(isOwn ? teacherData(m_spec.data, seed) : *m_dataset);
    if (m_spec.data.shuffleLabels)
        shuffleLabels(*own, static_cast<std::uint64_t>(seed));
    return own;
}

Split Experiment::split(int seed) const {
    return splitSamples(*m_dataset, m_spec.data.trainFraction, static_cast<std::uint64_t>(seed));
}

DataFacts Experiment::facts(SampleSet on) const {
    const Split parts = split(m_spec.seeds.first);
    const auto measured = samples(m_spec.seeds.first, on);
    DataFacts facts;
    facts.inputs = static_cast<int>(m_dataset->inputCount());
    facts.outputs = static_cast<int>(m_dataset->outputCount());
    facts.samples = static_cast<int>(m_dataset->sampleCount());
    facts.trainSamples = static_cast<int>(parts.train.size());
    facts.testSamples = static_cast<int>(parts.test.size());
    facts.inputBits = measured->inputBits();
    facts.labelBits = m_dataset->task == Task::Classification
                          ? labelEntropy(measured->labels, m_dataset->classCount())
                          : std::numeric_limits<double>::quiet_NaN();
    facts.task = m_dataset->task;
    return facts;
}

std::unique_ptr<Trainer<float>> Experiment::makeTrainer(const Dataset& dataset, int seed) const {
    TrainingOptions options;
    options.optimizer = m_spec.training.optimizer;
    options.batchSize = m_spec.training.batchSize;
    options.weightDecay = m_spec.training.weightDecay;
    options.loss = m_spec.training.loss;
    const auto number = static_cast<std::uint64_t>(seed);
    return std::make_unique<Trainer<float>>(dataset, splitSamples(dataset, m_spec.data.trainFraction, number),
                                            m_shape, m_spec.network.initializer, options, number);
}

// Inputs are the same for all seeds unless each has its own teacher.
const std::vector<std::int32_t>& Experiment::groupsOfAll() const {
    std::call_once(m_grouped, [this] { m_groups = repeatedInputGroups(m_dataset->inputs); });
    return m_groups;
}

std::shared_ptr<const MeasuredSamples> Experiment::samples(int seed, SampleSet on) const {
    auto measured = std::make_shared<MeasuredSamples>();
    measured->dataset = dataset(seed);
    const Dataset& data = *measured->dataset;
    if (on == SampleSet::All) {
        measured->labels = data.labels;
        measured->groups = isTeacher(m_spec.data) ? repeatedInputGroups(data.inputs) : groupsOfAll();
        return measured;
    }
    const Split parts = split(seed);
    std::vector<int> rows = on == SampleSet::Train ? parts.train : parts.test;
    std::sort(rows.begin(), rows.end());
    measured->chosen = data.inputs(rows, Eigen::all);
    if (!data.labels.empty()) {
        for (const int row : rows)
            measured->labels.push_back(data.labels[static_cast<std::size_t>(row)]);
    }
    measured->groups = repeatedInputGroups(*measured->chosen);
    return measured;
}

} // namespace infoplane
