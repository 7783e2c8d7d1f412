#include "session/experiment.h"

#include "data/sources.h"
#include "error.h"

#include <QCryptographicHash>
#include <QStringList>

#include <algorithm>
#include <limits>
#include <type_traits>

namespace infoplane {

namespace {

Dataset teacherData(const DataSpec& data, int seed) {
    TeacherOptions options;
    options.inputs = data.inputs;
    options.relevantInputs = sourceOf(data).hasIrrelevantInputs ? data.relevantInputs : data.inputs;
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
    const SourceDescription& source = sourceOf(data);
    switch (source.origin) {
    case SourceDescription::Origin::Folder:
        return imageData(data);
    case SourceDescription::Origin::Table:
        return readTable({data.path.toStdString(), data.labelColumn.toStdString()});
    case SourceDescription::Origin::Made:
        break;
    }
    return source.isTeacher ? teacherData(data, seed) : makeSzt();
}

void requireRunnable(const ExperimentSpec& spec) {
    QStringList sentences;
    for (const SpecError& error : checkSpec(spec))
        sentences << error.message;
    if (!sentences.isEmpty())
        throw Error(sentences.join(QLatin1Char('\n')).toStdString());
}

/// What the data alone say.
DataFacts sizesOf(const Dataset& dataset) {
    DataFacts facts;
    facts.inputs = static_cast<int>(dataset.inputCount());
    facts.outputs = static_cast<int>(dataset.outputCount());
    facts.samples = static_cast<int>(dataset.sampleCount());
    facts.task = dataset.task;
    return facts;
}

/// The numbers as they lie in memory.
void addTo(QCryptographicHash& hash, const auto& numbers) {
    using Number = std::remove_cvref_t<decltype(numbers.data()[0])>;
    const auto count = static_cast<qsizetype>(numbers.size());
    hash.addData(QByteArray::number(count) + ' ');
    hash.addData(QByteArrayView(reinterpret_cast<const char*>(numbers.data()),
                                count * static_cast<qsizetype>(sizeof(Number))));
}

QString sha256Of(const Dataset& dataset) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addTo(hash, dataset.inputs);
    addTo(hash, dataset.labels);
    addTo(hash, dataset.targets);
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

Experiment::Experiment(const ExperimentSpec& spec)
    : m_spec(spec) {
    requireRunnable(spec);
    m_spec.estimator = withDefaults(spec.estimator);
    m_dataset = std::make_shared<Dataset>(load(spec.data, spec.seeds.first));
    m_shape = shapeOf(spec, sizesOf(*m_dataset));
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
    const bool isOwn = sourceOf(m_spec.data).isTeacher && seed != m_spec.seeds.first;
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
    DataFacts facts = sizesOf(*m_dataset);
    facts.trainSamples = static_cast<int>(parts.train.size());
    facts.testSamples = static_cast<int>(parts.test.size());
    facts.inputBits = measured->inputBits();
    facts.labelBits = m_dataset->task == Task::Classification
                          ? labelEntropy(measured->labels, m_dataset->classCount())
                          : std::numeric_limits<double>::quiet_NaN();
    return facts;
}

const QString& Experiment::dataSha256() const {
    std::call_once(m_summed, [this] {
        if (sourceOf(m_spec.data).isFromFile())
            m_dataSha256 = sha256Of(*m_dataset);
    });
    return m_dataSha256;
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
        measured->groups = sourceOf(m_spec.data).isTeacher ? repeatedInputGroups(data.inputs) : groupsOfAll();
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

Session emptySession(const Experiment& experiment) {
    Session session;
    session.spec = experiment.spec();
    session.facts = experiment.facts();
    session.facts.dataSha256 = experiment.dataSha256();
    session.shape = experiment.shape();
    session.created = QDateTime::currentDateTimeUtc();
    session.programVersion = QStringLiteral(INFOPLANE_VERSION);
    session.engineLevel = QString::fromStdString(engineLevel());
    return session;
}

void requireSameData(const Session& session, const Experiment& experiment) {
    const DataFacts now = experiment.facts();
    const DataFacts& then = session.facts;
    const bool sameSizes = session.shape == experiment.shape() && then.samples == now.samples &&
                           then.trainSamples == now.trainSamples;
    if (sameSizes && (then.dataSha256.isEmpty() || then.dataSha256 == experiment.dataSha256()))
        return;
    const QString what = sameSizes
                             ? QStringLiteral("there are as many samples and inputs, but their values differ")
                             : QStringLiteral("they have %1 samples and %2 inputs, the session %3 and %4")
                                   .arg(now.samples)
                                   .arg(now.inputs)
                                   .arg(then.samples)
                                   .arg(then.inputs);
    throw Error(QStringLiteral("The data are no longer those this session was made with: %1. What was "
                               "measured stays; put the data back as they were to estimate anew.")
                    .arg(what)
                    .toStdString());
}

} // namespace infoplane
