#pragma once

#include "data/sources.h"
#include "information/estimator.h"
#include "network/initializer.h"
#include "training/measurement_schedule.h"
#include "training/trainer.h"

#include <QJsonObject>
#include <QString>

namespace infoplane {

/// Which samples information is measured on; may be changed after the run.
enum class SampleSet { All, Train, Test };

struct DataSpec {
    QString source = QStringLiteral("szt"); ///< the id of one of dataSources(), see sourceOf
    double trainFraction = 0.8;
    bool shuffleLabels = false;
    QString path;         ///< idx: folder; csv, mat: file
    QString labelColumn;  ///< csv
    int trainSamples = 0; ///< idx: 0 is all; teacher: P
    int testSamples = 0;
    int inputs = 100; ///< teacher
    int relevantInputs = 30;
    double snr = 1;
    double weightVariance = 1;
    bool operator==(const DataSpec&) const = default;
};

const SourceDescription& sourceOf(const DataSpec& data);

struct NetworkSpec {
    std::vector<int> hidden = {10, 7, 5, 4, 3};
    std::vector<Activation> activations = {Activation::Tanh}; ///< one, or one a hidden layer
    Initializer initializer;
    bool operator==(const NetworkSpec&) const = default;
};

struct TrainingSpec {
    OptimizerSettings optimizer;
    std::optional<int> batchSize = 256; ///< none: "full"
    int epochs = 10000;
    double weightDecay = 0;
    Loss loss = Loss::CrossEntropy;
    std::optional<double> stopTrainLoss; ///< "stop": {"trainLoss": x}
    bool operator==(const TrainingSpec&) const = default;
};

struct MeasureSpec {
    MeasurementSchedule schedule;
    SampleSet on = SampleSet::All;
    bool operator==(const MeasureSpec&) const = default;
};

struct SeedsSpec {
    int first = 0;
    int count = 1;
    bool operator==(const SeedsSpec&) const = default;
};

/// A complete, reproducible experiment. A value: copy, compare, edit freely; the JSON form is versioned
/// (format 1) and always written with every default. See spec_fields.h for limits and texts of each field.
struct ExperimentSpec {
    QString title = QStringLiteral("SZT, tanh");
    DataSpec data;
    NetworkSpec network;
    TrainingSpec training;
    MeasureSpec measure;
    EstimatorSettings estimator;
    SeedsSpec seeds;
    bool operator==(const ExperimentSpec&) const = default;
};

/// A sentence that names the key, the value, what is allowed, and the nearest key.
struct SpecError {
    QString path; ///< "training.optimizer.learningRate"
    QString message;
};

/// Every default written out.
QJsonObject toJson(const ExperimentSpec& spec);
/// What is missing has its default. All errors at once; the spec is unspecified if there are any.
std::vector<SpecError> fromJson(const QJsonObject& json, ExperimentSpec& spec);
/// Reads text (UTF-8 JSON); errors as Error, all of them in one message in the order of the text, each with
/// its line. The name stands at the start of the message.
ExperimentSpec parseSpec(const QByteArray& text, const QString& name);
/// Impossible combinations (full list of one-field checks and cross-field ones); empty: the spec can be run.
std::vector<SpecError> checkSpec(const ExperimentSpec& spec);

/// The same settings with every parameter of the estimator written out. Unchanged where there is no such
/// estimator.
EstimatorSettings withDefaults(const EstimatorSettings& settings);

/// "12-10-7-5-4-3-2 · tanh · Adam 0.0004 · batch 256 · 10,000 epochs · seed 3", for title bars and captions;
/// initial weights other than the paper's and weight decay are named as well.
QString specLine(const ExperimentSpec& spec, int inputs, int outputs, int seed);
/// With something else said of the seeds: "mean of 20 seeds".
QString specLine(const ExperimentSpec& spec, int inputs, int outputs, const QString& seeds);
/// "SZT, 12 bits", "flowers.csv, labels shuffled"
QString dataName(const ExperimentSpec& spec);

} // namespace infoplane
