#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/linear_channel.h"
#include "information/linear_parameters.h"

#include <optional>

namespace infoplane {
namespace {

/// Every layer of a deep linear network with Gaussian input, exactly. Noise is added where a layer is read
/// (T_l = W_l ... W_1 x + z), or in every layer and fed forward (T_l = W_l T_l-1 + z_l); only then a layer
/// cannot know more than the one before.
class LinearGaussianDeep final : public ArraysOnlyEstimator {
  public:
    LinearGaussianDeep(const EstimatorDescription& description, const ParameterValues& values)
        : ArraysOnlyEstimator(description, values)
        , m_noise(values.number("noise_variance"))
        , m_targetNoise(values.number("y_noise_variance"))
        , m_fedForward(values.choice("noise_at") == "every_layer") {}

    std::string caption() const override {
        return std::string("Exact, linear with Gaussian input, noise variance ") + captionNumber(m_noise) +
               (m_fedForward ? " in every layer" : " at the readout");
    }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        std::optional<DeepChannel> network;
        Eigen::MatrixXd covariance;
        std::vector<int> relevant;
        ArrayEstimate result;
        for (int layer = 1; arrays.contains(weightsName(layer)); ++layer) {
            if (cancelled && cancelled())
                return {};
            const Eigen::MatrixXd weights = matrixOf(arrays.at(weightsName(layer)), weightsName(layer));
            if (!network) {
                const Eigen::Index inputs = weights.cols();
                network.emplace(inputs, m_noise, m_fedForward);
                covariance = arrays.contains("Sigma_x") ? matrixOf(arrays.at("Sigma_x"), "Sigma_x")
                                                        : Eigen::MatrixXd::Identity(inputs, inputs);
                relevant = relevantInputs(arrays, inputs);
            }
            if (weights.cols() != network->units())
                throw Error(weightsName(layer) + " has " + std::to_string(weights.cols()) +
                            " columns, but the layer before has " + std::to_string(network->units()) +
                            " units.");
            network->append(weights);
            addLayer(result, layer, network->channel(covariance), arrays, relevant, covariance.rows());
        }
        return result;
    }

  private:
    static std::string weightsName(int layer) { return "W" + std::to_string(layer); }

    void addLayer(ArrayEstimate& result, int layer, const LinearChannel& channel, const NamedArrays& arrays,
                  const std::vector<int>& relevant, Eigen::Index inputs) const {
        const std::string name = "I_T" + std::to_string(layer);
        result.quantities.push_back({name + "_X", "I(X;T), layer " + std::to_string(layer), "bit"});
        result.values.push_back(channel.aboutInput());
        addTarget(result, layer, channel, arrays);
        if (relevant.empty())
            return;
        const std::vector<int> irrelevant = othersThan(relevant, inputs);
        const std::string which = ", layer " + std::to_string(layer);
        result.quantities.push_back({name + "_X_rel", "I(X relevant;T)" + which, "bit"});
        result.values.push_back(channel.aboutSubset(relevant));
        result.quantities.push_back({name + "_X_irrel", "I(X irrelevant;T)" + which, "bit"});
        result.values.push_back(irrelevant.empty() ? 0 : channel.aboutSubset(irrelevant));
    }

    void addTarget(ArrayEstimate& result, int layer, const LinearChannel& channel,
                   const NamedArrays& arrays) const {
        if (!arrays.contains("w_y"))
            return;
        const std::string name = "I_T" + std::to_string(layer);
        const NumericArray& array = arrays.at("w_y");
        const Eigen::MatrixXd values = matrixOf(array, "w_y");
        result.quantities.push_back({name + "_Y", "I(T;Y), layer " + std::to_string(layer), "bit"});
        result.values.push_back(channel.aboutTarget(
            array.shape.size() == 1 ? Eigen::MatrixXd(values.transpose()) : values, m_targetNoise));
    }

    double m_noise;
    double m_targetNoise;
    bool m_fedForward;
};

} // namespace

EstimatorEntry linearGaussianDeep() {
    EstimatorDescription description;
    description.id = "linear_gaussian_deep";
    description.method = "Exact (linear)";
    description.variant = "Deep";
    description.question =
        "How much does every layer of a linear network tell of Gaussian inputs, exactly, once noise "
        "is added?";
    description.source = "Saxe et al. 2018, section 3";
    description.parameters = {linearNoiseParameter(), targetNoiseParameter(), noiseAtParameter()};
    description.quantities = {{"I_T1_X", "I(X;T), layer 1, and so on", "bit"},
                              {"I_T1_Y", "I(T;Y), layer 1, and so on", "bit"},
                              {"I_T1_X_rel", "I(X relevant;T), layer 1, and so on", "bit"},
                              {"I_T1_X_irrel", "I(X irrelevant;T), layer 1, and so on", "bit"}};
    description.inputs = {
        {.id = "W", .name = "weights of each layer, units x units before", .numbered = true},
        {"Sigma_x", "covariance of the input; without it the identity", false},
        {"w_y", "weights of the target, inputs or targets x inputs", false},
        {"relevant_idx", "relevant inputs, counted from 0", false}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<LinearGaussianDeep>};
}

} // namespace infoplane
