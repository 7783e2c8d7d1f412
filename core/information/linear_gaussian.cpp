#include "error.h"
#include "information/arrays.h"
#include "information/linear_channel.h"
#include "information/linear_parameters.h"
#include "information/registry.h"

#include <algorithm>
#include <limits>

namespace infoplane {

namespace {

constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();

/// Linear networks with Gaussian input: exact, no samples. T = W x + z, W the product of the weights up to
/// the layer, z ~ N(0, v I) added where the layer is read and not fed forward; or noise of that variance in
/// every layer, see DeepChannel.
class LinearGaussian final : public Estimator {
  public:
    LinearGaussian(const EstimatorDescription& description, const ParameterValues& values)
        : m_description(description)
        , m_noise(values.number("noise_variance"))
        , m_targetNoise(values.number("y_noise_variance"))
        , m_fedForward(values.choice("noise_at") == "every_layer") {}

    const EstimatorDescription& description() const override { return m_description; }

    std::string caption() const override {
        return "Exact, linear with Gaussian input, noise variance " + captionNumber(m_noise) +
               (m_fedForward ? " in every layer" : "");
    }

    std::vector<double> estimate(const Observation& observation,
                                 const CancelQuestion& cancelled) const override {
        requireLinear(observation);
        if (cancelled && cancelled())
            return {};
        const LinearTeacher& teacher = *observation.teacher;
        const Eigen::Index inputs = teacher.weights.cols();
        const Eigen::MatrixXd covariance = Eigen::MatrixXd::Identity(inputs, inputs) * teacher.inputVariance;
        return quantities(channelTo(observation).channel(covariance), inputs, &teacher.weights,
                          teacher.noiseVariance, teacher.relevantInputs);
    }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion&) const override {
        if (m_fedForward)
            throw Error("linear_gaussian takes the weights up to one layer, so of noise in every layer it "
                        "does not know: take linear_gaussian_deep, with W1, W2 and so on, or "
                        "noise_at=readout.");
        ArrayEstimate result;
        result.quantities = m_description.quantities;
        if (arrays.contains("w_diag")) {
            requireAlone(arrays, "w_diag");
            const Eigen::MatrixXd gains = matrixOf(arrays.at("w_diag"), "w_diag");
            result.values.assign(result.quantities.size(), notApplicable);
            result.values[0] = parallelChannels(gains.reshaped(), m_noise);
            return result;
        }
        const Eigen::MatrixXd weights = matrixOf(requireArray(arrays, "W"), "W");
        const Eigen::MatrixXd covariance = arrays.contains("Sigma_x")
                                               ? matrixOf(arrays.at("Sigma_x"), "Sigma_x")
                                               : Eigen::MatrixXd::Identity(weights.cols(), weights.cols());
        Eigen::MatrixXd target;
        if (arrays.contains("w_y"))
            target = rowsOf(arrays.at("w_y"));
        const std::vector<int> relevant = relevantInputs(arrays, weights.cols());
        result.values = quantities(LinearChannel(weights, covariance, m_noise), weights.cols(),
                                   arrays.contains("w_y") ? &target : nullptr, m_targetNoise, relevant);
        return result;
    }

  private:
    /// What else there is would be left out in silence.
    static void requireAlone(const NamedArrays& arrays, const std::string& name) {
        for (const auto& [other, array] : arrays)
            if (other != name)
                throw Error(name + " is for independent units with an input each, and of those " + other +
                            " has no effect. Leave " + other + " out, or give the weights as W.");
    }

    /// A vector is the weights of one target.
    static Eigen::MatrixXd rowsOf(const NumericArray& array) {
        const Eigen::MatrixXd values = matrixOf(array, "w_y");
        return array.shape.size() == 1 ? Eigen::MatrixXd(values.transpose()) : values;
    }

    std::vector<double> quantities(const LinearChannel& channel, Eigen::Index inputs,
                                   const Eigen::MatrixXd* target, double targetNoise,
                                   const std::vector<int>& relevant) const {
        std::vector<double> values = {channel.aboutInput(), notApplicable, notApplicable, notApplicable};
        if (target != nullptr)
            values[1] = channel.aboutTarget(*target, targetNoise);
        if (!relevant.empty()) {
            values[2] = channel.aboutSubset(relevant);
            const std::vector<int> irrelevant = othersThan(relevant, inputs);
            values[3] = irrelevant.empty() ? 0 : channel.aboutSubset(irrelevant);
        }
        return values;
    }

    static void requireLinear(const Observation& observation) {
        if (observation.teacher == nullptr || observation.shape == nullptr)
            throw Error(
                "The exact estimator is for linear networks that learn from a linear teacher: choose the "
                "data set \"Linear teacher\" or \"Relevant inputs\", or another estimator.");
        const NetworkShape& shape = *observation.shape;
        const bool linear = shape.task == Task::Regression &&
                            std::ranges::all_of(shape.activations, [](Activation activation) {
                                return activation == Activation::Linear;
                            });
        if (!linear)
            throw Error("The exact estimator is for linear networks: choose the activation \"linear\", or "
                        "another estimator.");
    }

    DeepChannel channelTo(const Observation& observation) const {
        const NetworkShape& shape = *observation.shape;
        DeepChannel result(shape.fanIn(0), m_noise, m_fedForward);
        for (int layer = 0; layer <= observation.layer; ++layer) {
            const Eigen::Map<const Eigen::MatrixXd> weights(observation.parameters.data() +
                                                                shape.weightOffset(layer),
                                                            shape.fanIn(layer), shape.width(layer));
            result.append(weights.transpose());
        }
        return result;
    }

    const EstimatorDescription& m_description;
    double m_noise;
    double m_targetNoise;
    bool m_fedForward;
};

} // namespace

EstimatorEntry linearGaussian() {
    EstimatorDescription description;
    description.id = "linear_gaussian";
    description.isExact = true;
    description.method = "Exact (linear)";
    description.question =
        "How much does a linear layer tell of Gaussian inputs, exactly, once noise is added to what "
        "is read, or in every layer? Only for linear networks that learn from a linear teacher; no samples "
        "are needed.";
    description.source = "Saxe et al. 2018, section 3";
    description.parameters = {linearNoiseParameter(), targetNoiseParameter(), noiseAtParameter()};
    description.quantities = {{"I_TX", "I(X;T)", "bit"},
                              {"I_TY", "I(T;Y)", "bit"},
                              {"I_TX_rel", "I(X relevant;T)", "bit"},
                              {"I_TX_irrel", "I(X irrelevant;T)", "bit"}};
    description.inputs = {{"W", "weights, units x inputs"},
                          {"Sigma_x", "covariance of the input; without it the identity", false},
                          {"w_y", "weights of the target, inputs or targets x inputs", false},
                          {"relevant_idx", "relevant inputs, counted from 0", false},
                          {"w_diag", "one weight a unit, each with an input of variance 1", false, "W"}};
    description.windowReady = true;
    return {description, makeOf<LinearGaussian>};
}

} // namespace infoplane
