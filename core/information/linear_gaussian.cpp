#include "error.h"
#include "information/arrays.h"
#include "information/linear_channel.h"
#include "information/linear_parameters.h"
#include "information/registry.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace infoplane {

namespace {

constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();

/// Linear networks with Gaussian input: exact, no samples. T = W x + z, W the product of the weights up to
/// the layer, z ~ N(0, v I) added where the layer is read and not fed forward.
class LinearGaussian final : public Estimator {
  public:
    LinearGaussian(const EstimatorDescription& description, const ParameterValues& values)
        : m_description(description)
        , m_noise(values.number("noise_variance"))
        , m_targetNoise(values.number("y_noise_variance")) {}

    const EstimatorDescription& description() const override { return m_description; }

    std::string caption() const override {
        return "Exact, linear with Gaussian input, noise variance " + captionNumber(m_noise);
    }

    std::vector<double> estimate(const Observation& observation,
                                 const CancelQuestion& cancelled) const override {
        requireLinear(observation);
        if (cancelled && cancelled())
            return {};
        const LinearTeacher& teacher = *observation.teacher;
        const Eigen::Index inputs = teacher.weights.cols();
        const Eigen::MatrixXd covariance = Eigen::MatrixXd::Identity(inputs, inputs) * teacher.inputVariance;
        return quantities(LinearChannel(weightsTo(observation), covariance, m_noise), inputs,
                          &teacher.weights, teacher.noiseVariance, teacher.relevantInputs);
    }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion&) const override {
        ArrayEstimate result;
        result.quantities = m_description.quantities;
        if (arrays.contains("w_diag")) {
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
        const std::vector<int> relevant = arrays.contains("relevant_idx")
                                              ? indicesOf(arrays.at("relevant_idx"), weights.cols())
                                              : std::vector<int>();
        result.values = quantities(LinearChannel(weights, covariance, m_noise), weights.cols(),
                                   arrays.contains("w_y") ? &target : nullptr, m_targetNoise, relevant);
        return result;
    }

  private:
    /// A vector is the weights of one target.
    static Eigen::MatrixXd rowsOf(const NumericArray& array) {
        const Eigen::MatrixXd values = matrixOf(array, "w_y");
        return array.shape.size() == 1 ? Eigen::MatrixXd(values.transpose()) : values;
    }

    static std::vector<int> indicesOf(const NumericArray& array, Eigen::Index inputs) {
        std::vector<int> indices;
        const Eigen::MatrixXd values = matrixOf(array, "relevant_idx");
        for (const double value : values.reshaped()) {
            if (value != std::floor(value) || value < 0 || value >= static_cast<double>(inputs))
                throw Error("relevant_idx must hold whole numbers from 0 to " + std::to_string(inputs - 1) +
                            ", but one of them is " + captionNumber(value) + ".");
            indices.push_back(static_cast<int>(value));
        }
        return indices;
    }

    std::vector<double> quantities(const LinearChannel& channel, Eigen::Index inputs,
                                   const Eigen::MatrixXd* target, double targetNoise,
                                   const std::vector<int>& relevant) const {
        std::vector<double> values = {channel.aboutInput(), notApplicable, notApplicable, notApplicable};
        if (target != nullptr)
            values[1] = channel.aboutTarget(*target, targetNoise);
        if (!relevant.empty()) {
            values[2] = channel.aboutSubset(relevant);
            std::vector<int> irrelevant;
            for (int input = 0; input < static_cast<int>(inputs); ++input)
                if (std::ranges::find(relevant, input) == relevant.end())
                    irrelevant.push_back(input);
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

    static Eigen::MatrixXd weightsTo(const Observation& observation) {
        const NetworkShape& shape = *observation.shape;
        Eigen::MatrixXd product = Eigen::MatrixXd::Identity(shape.fanIn(0), shape.fanIn(0));
        for (int layer = 0; layer <= observation.layer; ++layer) {
            const Eigen::Map<const Eigen::MatrixXd> weights(observation.parameters.data() +
                                                                shape.weightOffset(layer),
                                                            shape.fanIn(layer), shape.width(layer));
            product = (weights.transpose() * product).eval();
        }
        return product;
    }

    const EstimatorDescription& m_description;
    double m_noise;
    double m_targetNoise;
};

} // namespace

EstimatorEntry linearGaussian() {
    EstimatorDescription description;
    description.id = "linear_gaussian";
    description.method = "Exact (linear)";
    description.question =
        "How much does a linear layer tell of Gaussian inputs, exactly, once noise is added to what "
        "is read? Only for linear networks that learn from a linear teacher; no samples are needed.";
    description.source = "Saxe et al. 2018, section 3";
    description.parameters = {linearNoiseParameter(), targetNoiseParameter()};
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
