// The works of compare.py as one writes them with Eigen's dynamic matrices: infoplane_peer_eigen FOLDER.

#include "peers/peer_program.h"
#include "peers/plain_eigen.h"

using namespace peers;

namespace {

std::string folder;

/// A network that is trained an epoch at each call; the sample of a column.
struct Training {
    Eigen::MatrixXf inputs;
    std::vector<int> labels;
    plain_eigen::Network network;

    Training(const std::string& name, const std::vector<int>& widths)
        : labels(readNumbers<int>(folder + "/" + name + "_labels.i32"))
        , network(widths) {
        const auto values =
            readNumbers<float>(folder + "/" + name + "_inputs.f32"); // a sample after the other
        inputs = Eigen::Map<const Eigen::MatrixXf>(values.data(), widths.front(),
                                                   static_cast<Eigen::Index>(labels.size()));
    }
};

Work sztEpoch() {
    const auto training = std::make_shared<Training>("train", std::vector<int>{12, 10, 7, 5, 4, 3, 2});
    return [training]() -> Values {
        training->network.adamEpoch(training->inputs, training->labels, 256, 0.0004F);
        return {};
    };
}

Work imageEpoch() {
    const auto training = std::make_shared<Training>("images", std::vector<int>{784, 1024, 20, 20, 20, 10});
    return [training]() -> Values {
        training->network.descentEpoch(training->inputs, training->labels, 128, 0.001F);
        return {};
    };
}

/// The products of half of all pairs, and nothing else.
Work halfGram() {
    constexpr Eigen::Index units = 1024;
    constexpr Eigen::Index panel = 1000;
    const auto values = readNumbers<float>(folder + "/wide.f32"); // a unit after the other
    const auto samples = static_cast<Eigen::Index>(values.size()) / units;
    const Eigen::MatrixXf activity =
        Eigen::Map<const Eigen::MatrixXf>(values.data(), samples, units).transpose();
    const auto products = std::make_shared<Eigen::MatrixXf>(samples, panel);
    return [activity, products, samples]() -> Values {
        double sum = 0;
        for (Eigen::Index first = 0; first < samples / 2; first += panel) {
            products->noalias() =
                activity.transpose() *
                activity.middleCols(first, std::min(Eigen::Index{panel}, samples / 2 - first));
            sum += (*products)(0, 0);
        }
        return {sum};
    };
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2)
        return 2;
    folder = argv[1];
    return serve({{"training", sztEpoch}, {"images", imageEpoch}, {"half_gram", halfGram}});
}
