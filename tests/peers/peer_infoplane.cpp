// The works of compare.py by Infoplane: infoplane_peer_infoplane FOLDER. It also writes there what the others
// read: SZT, its split, and the activity of the six layers after 400 epochs of training.

#include "data/sources.h"
#include "information/estimator.h"
#include "network/network.h"
#include "peers/peer_program.h"
#include "session/session_runner.h"
#include "training/trainer.h"

using namespace infoplane;
using namespace peers;

namespace {

std::string folder;

NetworkShape shapeOf(std::vector<int> widths) {
    const std::size_t hidden = widths.size() - 2;
    return {std::move(widths), std::vector<Activation>(hidden, Activation::Tanh), Task::Classification};
}

/// SZT, and what the layers make of it.
struct Szt {
    Dataset data = makeSzt();
    Split split = splitSamples(data, 0.8, 0);
    std::vector<Matrix<float>> activity;

    Szt() {
        const NetworkShape shape = shapeOf({12, 10, 7, 5, 4, 3, 2});
        Trainer<float> trainer(data, split, shape, {}, {}, 0);
        constexpr int epochs = 400;
        for (int epoch = 0; epoch < epochs; ++epoch)
            trainer.trainEpoch(false);
        layerActivity<float>(shape, trainer.parameters(), data.inputs, activity);
    }

    void write() const {
        const Eigen::MatrixXf train = data.inputs(split.train, Eigen::all).transpose();
        std::vector<int> labels;
        for (const int row : split.train)
            labels.push_back(data.labels[static_cast<std::size_t>(row)]);
        writeNumbers(folder + "/train_inputs.f32", train.data(), static_cast<std::size_t>(train.size()));
        writeNumbers(folder + "/train_labels.i32", labels.data(), labels.size());
        writeNumbers(folder + "/szt_labels.i32", data.labels.data(), data.labels.size());
        for (std::size_t layer = 0; layer < activity.size(); ++layer)
            writeNumbers(folder + "/layer" + std::to_string(layer) + ".f32", activity[layer].data(),
                         static_cast<std::size_t>(activity[layer].size()));
    }
};

const Szt& szt() {
    static const Szt made;
    return made;
}

Values estimate(const Estimator& estimator, const float* values, Eigen::Index rows, Eigen::Index units,
                std::span<const std::int32_t> labels, int classCount) {
    Observation observation{.activity = Eigen::Map<const Eigen::MatrixXf>(values, rows, units)};
    observation.labels = labels;
    observation.classCount = classCount;
    return estimator.estimate(observation, {});
}

/// The first `kept` quantities of each layer.
Work sixLayers(const EstimatorSettings& settings, std::size_t kept) {
    const std::shared_ptr<const Estimator> estimator = makeEstimator(settings);
    return [estimator, kept] {
        Values all;
        for (const Matrix<float>& layer : szt().activity) {
            const Values values =
                estimate(*estimator, layer.data(), layer.rows(), layer.cols(), szt().data.labels, 2);
            all.insert(all.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(kept));
        }
        return all;
    };
}

Work trainSzt() {
    const auto trainer = std::make_shared<Trainer<float>>(
        szt().data, szt().split, shapeOf({12, 10, 7, 5, 4, 3, 2}), Initializer{}, TrainingOptions{}, 0);
    return [trainer]() -> Values {
        trainer->trainEpoch(false);
        return {};
    };
}

struct Images {
    Dataset data;
    Split split;

    Images() {
        constexpr Eigen::Index pixels = 784;
        const auto values = readNumbers<float>(folder + "/images_inputs.f32");
        data.labels = readNumbers<std::int32_t>(folder + "/images_labels.i32");
        data.inputs = Eigen::Map<const Eigen::MatrixXf>(values.data(), pixels,
                                                        static_cast<Eigen::Index>(data.labels.size()))
                          .transpose();
        for (int c = 0; c < 10; ++c)
            data.classNames.push_back(std::to_string(c));
        split.train.resize(data.labels.size());
        std::iota(split.train.begin(), split.train.end(), 0);
        split.test = {0};
    }
};

Work trainImages() {
    const auto images = std::make_shared<Images>();
    TrainingOptions options;
    options.optimizer.kind = OptimizerKind::Sgd;
    options.optimizer.learningRate = 0.001;
    options.batchSize = 128;
    const auto trainer =
        std::make_shared<Trainer<float>>(images->data, images->split, shapeOf({784, 1024, 20, 20, 20, 10}),
                                         Initializer{InitializerKind::GlorotUniform}, options, 0);
    return [images, trainer]() -> Values {
        trainer->trainEpoch(false);
        return {};
    };
}

Work wideLayer(double variance) {
    constexpr Eigen::Index units = 1024;
    const auto activity =
        std::make_shared<const std::vector<float>>(readNumbers<float>(folder + "/wide.f32"));
    const auto labels = readNumbers<std::int32_t>(folder + "/wide_labels.i32");
    const std::shared_ptr<const Estimator> estimator =
        makeEstimator({"kde_pairwise", {{"noise_variance", variance}}});
    return [activity, labels, estimator] {
        return estimate(*estimator, activity->data(), static_cast<Eigen::Index>(labels.size()), units, labels,
                        10);
    };
}

Work mixedNeighbours(const std::string& name, std::size_t units) {
    const auto samples = readNumbers<double>(folder + "/" + name + ".f64"); // a sample after the other
    const auto labels = readNumbers<std::int32_t>(folder + "/" + name + "_labels.i32");
    const std::vector<std::int64_t> wholes(labels.begin(), labels.end());
    const NamedArrays arrays{{"t", {{wholes.size(), units}, samples}}, {"y", {{wholes.size()}, wholes}}};
    const std::shared_ptr<const Estimator> estimator = makeEstimator({"mixed_knn", {}});
    return [arrays, estimator] {
        const Values values = estimator->estimateArrays(arrays, {}).values;
        return Values{values[0], values[2]}; // Gao et al., Ross
    };
}

Work runSeeds(int count) {
    return [count]() -> Values {
        ExperimentSpec spec;
        spec.estimator = {"bin_floor", {}};
        spec.seeds.count = count;
        const Session session = runSession(spec);
        return {static_cast<double>(session.runs.back().snapshots.size())};
    };
}

Work writeAll() {
    szt().write();
    return [] { return Values{}; };
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2)
        return 2;
    folder = argv[1];
    return serve({{"write", writeAll},
                  {"training", trainSzt},
                  {"images", trainImages},
                  {"binning",
                   [] {
                       return sixLayers({"bin_floor", {}}, 2);
                   }},
                  {"kde",
                   [] {
                       return sixLayers({"kde_pairwise", {{"noise_variance", 0.001}}}, 4);
                   }},
                  {"wide", [] { return wideLayer(0.1); }},
                  {"wide10", [] { return wideLayer(10); }},
                  {"knn5", [] { return mixedNeighbours("knn5", 5); }},
                  {"knn20", [] { return mixedNeighbours("knn20", 20); }},
                  {"seeds50", [] { return runSeeds(50); }},
                  {"seeds4", [] { return runSeeds(4); }}});
}
