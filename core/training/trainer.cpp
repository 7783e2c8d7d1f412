#include "training/trainer.h"

#include "data/random.h"
#include "network/network_pass.h"
#include "training/diagnostic_batch.h"
#include "training/gradient_statistics.h"
#include "training/optimizer_step.h"
#include "training/output_loss.h"
#include "training/sample_loader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numbers>

namespace infoplane {

namespace {

std::string shortest(double number) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

void checkShape(const Dataset& dataset, const NetworkShape& shape) {
    if (shape.widths.size() < 2 ||
        std::any_of(shape.widths.begin(), shape.widths.end(), [](int w) { return w < 1; }))
        throw Error("A network needs an input and an output, and every layer at least one unit.");
    if (shape.activations.size() + 2 != shape.widths.size())
        throw Error("A network needs one activation for each hidden layer: it has " +
                    std::to_string(shape.widths.size() - 2) + " hidden layers and " +
                    std::to_string(shape.activations.size()) + " activations.");
    if (shape.widths.front() != dataset.inputCount())
        throw Error("The network takes " + std::to_string(shape.widths.front()) +
                    " inputs but the data set has " + std::to_string(dataset.inputCount()) + ".");
    if (shape.widths.back() != dataset.outputCount())
        throw Error("The network has " + std::to_string(shape.widths.back()) +
                    " outputs but the data set needs " + std::to_string(dataset.outputCount()) + ".");
    if (shape.task != dataset.task)
        throw Error("The network and the data set disagree: one classifies, the other is a regression.");
}

void checkDataset(const Dataset& dataset) {
    const auto samples = static_cast<std::size_t>(dataset.sampleCount());
    const bool classes = dataset.task == Task::Classification;
    if (classes ? dataset.labels.size() != samples : dataset.targets.rows() != dataset.sampleCount())
        throw Error("The data set must have one label or target for each sample.");
    if (std::any_of(dataset.labels.begin(), dataset.labels.end(),
                    [&](int label) { return label < 0 || label >= dataset.classCount(); }))
        throw Error("The data set has a label that is none of its classes.");
}

void checkSplit(const Split& split, std::ptrdiff_t samples) {
    const auto outside = [samples](int row) { return row < 0 || row >= samples; };
    if (split.train.empty())
        throw Error("There are no samples to train on: raise the train fraction.");
    if (std::any_of(split.train.begin(), split.train.end(), outside) ||
        std::any_of(split.test.begin(), split.test.end(), outside))
        throw Error("The split names a sample that the data set does not have.");
}

void checkOptions(const TrainingOptions& options, Task task) {
    if (!(options.optimizer.learningRate > 0) || !std::isfinite(options.optimizer.learningRate))
        throw Error("The learning rate must be a positive number.");
    if (!(options.weightDecay >= 0) || !std::isfinite(options.weightDecay))
        throw Error("The weight decay must be zero or a positive number.");
    if (options.batchSize && *options.batchSize < 1)
        throw Error("A batch needs at least one sample.");
    if (task == Task::Regression && options.loss == Loss::CrossEntropy)
        throw Error("Cross-entropy is a loss for classes. Choose the mean squared error for a regression.");
}

} // namespace

int diagnosticBatchSize(int trainSamples) {
    constexpr int usual = 256, batches = 13; // as 3,277 samples make
    return trainSamples > usual ? usual : std::max(1, (trainSamples + batches - 1) / batches);
}

DivergedError::DivergedError(int epoch, const OptimizerSettings& optimizer)
    : Error("Diverged at epoch " + std::to_string(epoch) +
            ": the loss is no longer a number. A learning rate of " + shortest(optimizer.learningRate) +
            " is too high for " + optimizerName(optimizer.kind) + " on this network.")
    , m_epoch(epoch)
    , m_optimizer(optimizer) {}

DivergedError::~DivergedError() = default;

template <typename Scalar>
class Trainer<Scalar>::Implementation {
  public:
    Implementation(const Dataset& dataset, const Split& split, const NetworkShape& shape,
                   const TrainingOptions& options, const std::vector<double>& initial, std::uint64_t seed)
        : m_dataset(dataset)
        , m_split(split)
        , m_shape(shape)
        , m_options(options)
        , m_parameters(initial.begin(), initial.end())
        , m_gradient(initial.size())
        , m_loader(dataset)
        , m_pass(shape)
        , m_loss(dataset, options.loss)
        , m_step(options.optimizer, options.weightDecay, shape)
        , m_statistics(shape)
        , m_random(randomEngine(seed, RandomStream::Batches))
        , m_order(split.train) {
        m_statistics.clear();
    }

    int epoch() const { return m_epoch; }
    const std::vector<Scalar>& parameters() const { return m_parameters; }

    void setParameters(std::span<const Scalar> parameters) {
        if (parameters.size() != m_parameters.size())
            throw Error("This network has " + std::to_string(m_parameters.size()) + " parameters, not " +
                        std::to_string(parameters.size()) + ".");
        m_parameters.assign(parameters.begin(), parameters.end());
        m_evaluation.reset();
    }

    Progress trainEpoch(bool gatherGradients, const CancelQuestion& interrupted);
    std::optional<EpochSnapshot> snapshot(const CancelQuestion& interrupted);
    double objective(std::span<const int> rows, std::vector<Scalar>& gradient);

  private:
    Index trainCount() const { return static_cast<Index>(m_order.size()); }
    Index batchSize() const {
        return m_options.batchSize ? std::min<Index>(*m_options.batchSize, trainCount()) : trainCount();
    }
    bool hasOneBatch() const { return batchSize() == trainCount(); }

    void beginEpoch();
    void endBatch(bool gatherGradients);
    bool parametersAreFinite() const;
    void addGradient(const int* rows, Index count, Scalar scale, std::vector<Scalar>& gradient);

    /// How far a snapshot's pass over all samples has come.
    struct Evaluation {
        Index row = 0; ///< of the training samples, then of the test samples
        typename OutputLoss<Scalar>::Sums train;
        typename OutputLoss<Scalar>::Sums test;
        std::vector<Scalar> gradient; ///< of the diagnostic batch; empty where none is wanted
        GradientStatistics diagnosis;
    };
    Evaluation beginEvaluation() const;
    void evaluateChunk(Evaluation& evaluation);
    void diagnose(Evaluation& evaluation, const int* rows, Index count);
    void diagnoseAll(Evaluation& evaluation);
    EpochSnapshot report(const Evaluation& evaluation) const;

    const Dataset& m_dataset;
    const Split m_split;
    const NetworkShape m_shape;
    const TrainingOptions m_options;
    std::vector<Scalar> m_parameters;
    std::vector<Scalar> m_gradient; ///< of the batch, as far as it has come
    SampleLoader<Scalar> m_loader;
    NetworkPass<Scalar> m_pass;
    OutputLoss<Scalar> m_loss;
    OptimizerStep<Scalar> m_step;
    GradientStatistics m_statistics; ///< over this epoch's batches
    RandomEngine m_random;
    std::vector<int> m_order; ///< the training samples as this epoch takes them
    const Index m_diagnosticBatch = diagnosticBatchSize(static_cast<int>(m_order.size()));

    int m_epoch = 0;
    bool m_inEpoch = false;
    Index m_batchBegin = 0; ///< position in m_order
    Index m_batchDone = 0;  ///< rows of the batch that are in m_gradient
    std::optional<Evaluation> m_evaluation;
};

template <typename Scalar>
void Trainer<Scalar>::Implementation::addGradient(const int* rows, Index count, Scalar scale,
                                                  std::vector<Scalar>& gradient) {
    m_loader.load(rows, count, m_pass);
    m_pass.forward(m_parameters.data(), true);
    m_loss.gradient(rows, count, m_pass.stride(), m_pass.output(), scale, m_pass.outputDelta());
    m_pass.backward(m_parameters.data(), gradient.data());
}

template <typename Scalar>
void Trainer<Scalar>::Implementation::beginEpoch() {
    m_inEpoch = true;
    m_batchBegin = 0;
    m_batchDone = 0;
    m_evaluation.reset();
    m_statistics.clear();
    if (!hasOneBatch())
        shuffle(m_order, m_random);
}

template <typename Scalar>
typename Trainer<Scalar>::Progress
Trainer<Scalar>::Implementation::trainEpoch(bool gatherGradients, const CancelQuestion& interrupted) {
    if (!m_inEpoch)
        beginEpoch();
    while (m_batchBegin < trainCount()) {
        const Index batch = std::min(batchSize(), trainCount() - m_batchBegin);
        while (m_batchDone < batch) {
            if (interrupted && interrupted())
                return Progress::Interrupted;
            const Index count = std::min(m_pass.chunkRows(), batch - m_batchDone);
            addGradient(m_order.data() + m_batchBegin + m_batchDone, count,
                        Scalar(1) / static_cast<Scalar>(batch), m_gradient);
            m_batchDone += count;
        }
        endBatch(gatherGradients);
        m_batchBegin += batch;
    }
    if (!parametersAreFinite())
        throw DivergedError(m_epoch + 1, m_options.optimizer);
    m_inEpoch = false;
    ++m_epoch;
    return Progress::EpochDone;
}

template <typename Scalar>
void Trainer<Scalar>::Implementation::endBatch(bool gatherGradients) {
    if (gatherGradients && !hasOneBatch())
        m_statistics.add(m_gradient);
    m_step(m_parameters, m_gradient);
    std::fill(m_gradient.begin(), m_gradient.end(), Scalar(0));
    m_batchDone = 0;
}

/// A NaN or infinity anywhere makes the sum of zero times each a NaN.
template <typename Scalar>
bool Trainer<Scalar>::Implementation::parametersAreFinite() const {
    Scalar sum = 0;
    for (const Scalar parameter : m_parameters)
        sum += parameter * 0;
    return sum == 0;
}

template <typename Scalar>
typename Trainer<Scalar>::Implementation::Evaluation
Trainer<Scalar>::Implementation::beginEvaluation() const {
    Evaluation evaluation{0, {}, {}, {}, GradientStatistics(m_shape)};
    if (m_epoch == 0 || hasOneBatch()) {
        evaluation.diagnosis.clear();
        evaluation.gradient.resize(m_parameters.size());
    }
    return evaluation;
}

template <typename Scalar>
std::optional<EpochSnapshot> Trainer<Scalar>::Implementation::snapshot(const CancelQuestion& interrupted) {
    if (!m_evaluation)
        m_evaluation = beginEvaluation();
    const auto samples = static_cast<Index>(m_split.train.size() + m_split.test.size());
    while (m_evaluation->row < samples) {
        if (interrupted && interrupted())
            return std::nullopt;
        evaluateChunk(*m_evaluation);
    }
    const EpochSnapshot result = report(*m_evaluation);
    m_evaluation.reset();
    const bool testFinite = m_split.test.empty() || std::isfinite(result.testLoss);
    if (!std::isfinite(result.trainLoss) || !testFinite || !parametersAreFinite())
        throw DivergedError(m_epoch, m_options.optimizer);
    return result;
}

template <typename Scalar>
void Trainer<Scalar>::Implementation::evaluateChunk(Evaluation& evaluation) {
    const bool training = evaluation.row < trainCount();
    const std::vector<int>& all = training ? m_split.train : m_split.test;
    const Index first = training ? evaluation.row : evaluation.row - trainCount();
    const Index count = std::min(m_pass.chunkRows(), static_cast<Index>(all.size()) - first);
    const int* rows = all.data() + first;
    const bool diagnosing = training && !evaluation.gradient.empty();

    m_loader.load(rows, count, m_pass);
    m_pass.forward(m_parameters.data(), diagnosing);
    m_loss.add(rows, count, m_pass.stride(), m_pass.output(), training ? evaluation.train : evaluation.test);
    const bool inChunks = m_diagnosticBatch % m_pass.chunkRows() == 0;
    if (diagnosing && inChunks)
        diagnose(evaluation, rows, count);
    evaluation.row += count;
    if (diagnosing && !inChunks && evaluation.row == trainCount())
        diagnoseAll(evaluation);
}

/// Chunks never straddle two diagnostic batches: both are powers of two.
template <typename Scalar>
void Trainer<Scalar>::Implementation::diagnose(Evaluation& evaluation, const int* rows, Index count) {
    const Index batchBegin = evaluation.row / m_diagnosticBatch * m_diagnosticBatch;
    const Index batchEnd = std::min(batchBegin + m_diagnosticBatch, trainCount());
    const Scalar scale = Scalar(1) / static_cast<Scalar>(batchEnd - batchBegin);
    m_loss.gradient(rows, count, m_pass.stride(), m_pass.output(), scale, m_pass.outputDelta());
    m_pass.backward(m_parameters.data(), evaluation.gradient.data());
    if (evaluation.row + count < batchEnd)
        return;
    evaluation.diagnosis.add(evaluation.gradient);
    std::fill(evaluation.gradient.begin(), evaluation.gradient.end(), Scalar(0));
}

/// Of a small data set, whose chunks would straddle diagnostic batches.
template <typename Scalar>
void Trainer<Scalar>::Implementation::diagnoseAll(Evaluation& evaluation) {
    for (Index begin = 0; begin < trainCount(); begin += m_diagnosticBatch) {
        const Index batch = std::min(m_diagnosticBatch, trainCount() - begin);
        for (Index done = 0; done < batch; done += m_pass.chunkRows())
            addGradient(m_split.train.data() + begin + done, std::min(m_pass.chunkRows(), batch - done),
                        Scalar(1) / static_cast<Scalar>(batch), evaluation.gradient);
        evaluation.diagnosis.add(evaluation.gradient);
        std::fill(evaluation.gradient.begin(), evaluation.gradient.end(), Scalar(0));
    }
}

template <typename Scalar>
EpochSnapshot Trainer<Scalar>::Implementation::report(const Evaluation& evaluation) const {
    constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
    const double unit = m_options.loss == Loss::CrossEntropy ? std::numbers::log2e : 1;
    const auto loss = [unit](const auto& sums) {
        return unit * sums.loss / static_cast<double>(sums.samples);
    };
    const auto error = [this](const auto& sums) {
        return m_dataset.task == Task::Regression
                   ? notANumber
                   : static_cast<double>(sums.wrong) / static_cast<double>(sums.samples);
    };

    EpochSnapshot snapshot;
    snapshot.epoch = m_epoch;
    snapshot.parameters = std::vector<float>(m_parameters.begin(), m_parameters.end());
    snapshot.trainLoss = loss(evaluation.train);
    snapshot.testLoss = loss(evaluation.test);
    snapshot.trainError = error(evaluation.train);
    snapshot.testError = error(evaluation.test);
    snapshot.layers.resize(static_cast<std::size_t>(m_shape.layerCount()));
    (evaluation.gradient.empty() ? m_statistics : evaluation.diagnosis).report(snapshot.layers);
    for (int layer = 0; layer < m_shape.layerCount(); ++layer) {
        double squares = 0;
        const auto end = static_cast<std::size_t>(m_shape.biasOffset(layer));
        for (auto p = static_cast<std::size_t>(m_shape.weightOffset(layer)); p < end; ++p)
            squares += static_cast<double>(m_parameters[p]) * static_cast<double>(m_parameters[p]);
        snapshot.layers[static_cast<std::size_t>(layer)].weightNorm = std::sqrt(squares);
    }
    return snapshot;
}

template <typename Scalar>
double Trainer<Scalar>::Implementation::objective(std::span<const int> rows, std::vector<Scalar>& gradient) {
    gradient.assign(m_parameters.size(), Scalar(0));
    typename OutputLoss<Scalar>::Sums sums;
    const auto all = static_cast<Index>(rows.size());
    const Scalar scale = Scalar(1) / static_cast<Scalar>(all);
    for (Index first = 0; first < all; first += m_pass.chunkRows()) {
        const Index count = std::min(m_pass.chunkRows(), all - first);
        addGradient(rows.data() + first, count, scale, gradient);
        m_loss.add(rows.data() + first, count, m_pass.stride(), m_pass.output(), sums);
    }
    const double half = m_options.loss == Loss::MeanSquaredError ? 0.5 : 1;
    return half * sums.loss / static_cast<double>(all);
}

template <typename Scalar>
Trainer<Scalar>::Trainer(const Dataset& dataset, const Split& split, const NetworkShape& shape,
                         const Initializer& initializer, const TrainingOptions& options, std::uint64_t seed) {
    checkDataset(dataset);
    checkShape(dataset, shape);
    checkSplit(split, dataset.sampleCount());
    checkOptions(options, dataset.task);
    m_implementation = std::make_unique<Implementation>(dataset, split, shape, options,
                                                        initialParameters(shape, initializer, seed), seed);
}

template <typename Scalar>
Trainer<Scalar>::~Trainer() = default;

template <typename Scalar>
int Trainer<Scalar>::epoch() const {
    return m_implementation->epoch();
}

template <typename Scalar>
typename Trainer<Scalar>::Progress Trainer<Scalar>::trainEpoch(bool gatherGradients,
                                                               const CancelQuestion& interrupted) {
    return m_implementation->trainEpoch(gatherGradients, interrupted);
}

template <typename Scalar>
std::optional<EpochSnapshot> Trainer<Scalar>::snapshot(const CancelQuestion& interrupted) {
    return m_implementation->snapshot(interrupted);
}

template <typename Scalar>
const std::vector<Scalar>& Trainer<Scalar>::parameters() const {
    return m_implementation->parameters();
}

template <typename Scalar>
void Trainer<Scalar>::setParameters(std::span<const Scalar> parameters) {
    m_implementation->setParameters(parameters);
}

template <typename Scalar>
double Trainer<Scalar>::objective(std::span<const int> rows, std::vector<Scalar>& gradient) {
    return m_implementation->objective(rows, gradient);
}

template class Trainer<float>;
template class Trainer<double>;

} // namespace infoplane
