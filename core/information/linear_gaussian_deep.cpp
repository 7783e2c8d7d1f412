#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"
#include "information/linear_channel.h"
#include "information/linear_parameters.h"

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
        Eigen::MatrixXd product; // of the weights so far
        Eigen::MatrixXd noise;   // its covariance in the layer
        Eigen::MatrixXd covariance;
        ArrayEstimate result;
        for (int layer = 1; arrays.contains(weightsName(layer)); ++layer) {
            if (cancelled && cancelled())
                return {};
            const Eigen::MatrixXd weights = matrixOf(arrays.at(weightsName(layer)), weightsName(layer));
            if (layer == 1) {
                product = Eigen::MatrixXd::Identity(weights.cols(), weights.cols());
                noise = Eigen::MatrixXd::Zero(weights.cols(), weights.cols());
                covariance = arrays.contains("Sigma_x") ? matrixOf(arrays.at("Sigma_x"), "Sigma_x") : product;
            }
            if (weights.cols() != product.rows())
                throw Error(weightsName(layer) + " has " + std::to_string(weights.cols()) +
                            " columns, but the layer before has " + std::to_string(product.rows()) +
                            " units.");
            product = (weights * product).eval();
            if (m_fedForward)
                noise = (weights * noise * weights.transpose()).eval();
            else
                noise = Eigen::MatrixXd::Zero(weights.rows(), weights.rows());
            noise.diagonal().array() += m_noise;
            addLayer(result, layer, LinearChannel(product, covariance, noise), arrays);
        }
        return result;
    }

  private:
    static std::string weightsName(int layer) { return "W" + std::to_string(layer); }

    void addLayer(ArrayEstimate& result, int layer, const LinearChannel& channel,
                  const NamedArrays& arrays) const {
        const std::string name = "I_T" + std::to_string(layer);
        result.quantities.push_back({name + "_X", "I(X;T), layer " + std::to_string(layer), "bit"});
        result.values.push_back(channel.aboutInput());
        if (!arrays.contains("w_y"))
            return;
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
    ParameterDescription where;
    where.id = "noise_at";
    where.name = "Noise at";
    where.tooltip =
        "Added where a layer is read, and not fed forward (Saxe et al. 2018), or in every layer of the "
        "network.";
    where.kind = ParameterDescription::Kind::Choice;
    where.defaultChoice = "readout";
    where.choices = {{"readout", "Readout"}, {"every_layer", "Every layer"}};
    description.parameters = {linearNoiseParameter(), targetNoiseParameter(), where};
    description.quantities = {{"I_T1_X", "I(X;T), layer 1, and so on", "bit"},
                              {"I_T1_Y", "I(T;Y), layer 1, and so on", "bit"}};
    description.inputs = {
        {.id = "W", .name = "weights of each layer, units x units before", .numbered = true},
        {"Sigma_x", "covariance of the input; without it the identity", false},
        {"w_y", "weights of the target, inputs or targets x inputs", false}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<LinearGaussianDeep>};
}

} // namespace infoplane
