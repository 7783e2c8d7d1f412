#pragma once

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

/// The yardstick: a fully connected tanh network with softmax and cross-entropy, trained by Adam or plain
/// descent, as one writes it with Eigen's dynamic matrices. A sample is a column.
namespace plain_eigen {

struct Layer {
    Eigen::MatrixXf weights; ///< units x inputs
    Eigen::VectorXf biases;
    Eigen::MatrixXf weightMean, weightSquare;
    Eigen::VectorXf biasMean, biasSquare;

    Eigen::MatrixXf activity; ///< units x samples
    Eigen::MatrixXf delta;
};

class Network {
  public:
    explicit Network(const std::vector<int>& widths) {
        std::mt19937 random(1);
        for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
            std::normal_distribution<float> draw(0, 1 / std::sqrt(static_cast<float>(widths[l])));
            Layer layer;
            layer.weights =
                Eigen::MatrixXf::NullaryExpr(widths[l + 1], widths[l], [&] { return draw(random); });
            layer.biases = Eigen::VectorXf::Zero(widths[l + 1]);
            layer.weightMean = layer.weightSquare = Eigen::MatrixXf::Zero(widths[l + 1], widths[l]);
            layer.biasMean = layer.biasSquare = layer.biases;
            m_layers.push_back(layer);
        }
    }

    void adamEpoch(const Eigen::MatrixXf& inputs, const std::vector<int>& labels, int batch, float rate) {
        epoch(inputs, labels, batch, [&](Layer& layer, const Eigen::MatrixXf& below) {
            const Eigen::MatrixXf gradient = layer.delta * below.transpose();
            const Eigen::VectorXf biasGradient = layer.delta.rowwise().sum();
            adam(layer.weights, gradient, layer.weightMean, layer.weightSquare, rate);
            adam(layer.biases, biasGradient, layer.biasMean, layer.biasSquare, rate);
        });
    }

    void descentEpoch(const Eigen::MatrixXf& inputs, const std::vector<int>& labels, int batch, float rate) {
        epoch(inputs, labels, batch, [&](Layer& layer, const Eigen::MatrixXf& below) {
            layer.weights.noalias() -= rate * layer.delta * below.transpose();
            layer.biases -= rate * layer.delta.rowwise().sum();
        });
    }

    float loss(const Eigen::MatrixXf& inputs, const std::vector<int>& labels) {
        forward(inputs);
        float sum = 0;
        for (std::size_t s = 0; s < labels.size(); ++s)
            sum -= std::log(m_layers.back().activity(labels[s], static_cast<Eigen::Index>(s)));
        return sum / static_cast<float>(labels.size());
    }

  private:
    template <typename Update>
    void epoch(const Eigen::MatrixXf& inputs, const std::vector<int>& labels, int batch, Update update) {
        if (m_order.size() != labels.size()) {
            m_order.resize(labels.size());
            std::iota(m_order.begin(), m_order.end(), 0);
        }
        std::shuffle(m_order.begin(), m_order.end(), m_random);
        for (std::size_t first = 0; first < m_order.size(); first += static_cast<std::size_t>(batch)) {
            const auto count = static_cast<Eigen::Index>(
                std::min<std::size_t>(static_cast<std::size_t>(batch), m_order.size() - first));
            const Eigen::Map<const Eigen::VectorXi> rows(m_order.data() + first, count);
            m_batch = inputs(Eigen::all, rows);
            forward(m_batch);
            backward(labels, rows);
            ++m_steps;
            for (std::size_t l = 0; l < m_layers.size(); ++l)
                update(m_layers[l], l == 0 ? m_batch : m_layers[l - 1].activity);
        }
    }

    void forward(const Eigen::MatrixXf& inputs) {
        const Eigen::MatrixXf* below = &inputs;
        for (Layer& layer : m_layers) {
            layer.activity.noalias() = layer.weights * *below;
            layer.activity.colwise() += layer.biases;
            if (&layer != &m_layers.back())
                layer.activity = layer.activity.array().tanh();
            below = &layer.activity;
        }
        Eigen::MatrixXf& output = m_layers.back().activity;
        output.rowwise() -= output.colwise().maxCoeff().eval();
        output = output.array().exp();
        output.array().rowwise() /= output.colwise().sum().array().eval();
    }

    template <typename Rows>
    void backward(const std::vector<int>& labels, const Rows& rows) {
        Layer& last = m_layers.back();
        last.delta = last.activity;
        for (Eigen::Index s = 0; s < rows.size(); ++s)
            last.delta(labels[static_cast<std::size_t>(rows[s])], s) -= 1;
        last.delta /= static_cast<float>(rows.size());
        for (std::size_t l = m_layers.size() - 1; l > 0; --l) {
            Layer& below = m_layers[l - 1];
            below.delta.noalias() = m_layers[l].weights.transpose() * m_layers[l].delta;
            below.delta.array() *= 1 - below.activity.array().square();
        }
    }

    template <typename Values>
    void adam(Values& values, const Values& gradient, Values& mean, Values& square, float rate) const {
        const float scale1 = 1 / (1 - std::pow(0.9F, static_cast<float>(m_steps)));
        const float scale2 = 1 / (1 - std::pow(0.999F, static_cast<float>(m_steps)));
        mean = 0.9F * mean + 0.1F * gradient;
        square.array() = 0.999F * square.array() + 0.001F * gradient.array().square();
        values.array() -= rate * (scale1 * mean.array()) / ((scale2 * square.array()).sqrt() + 1e-8F);
    }

    std::vector<Layer> m_layers;
    Eigen::MatrixXf m_batch;
    std::vector<int> m_order;
    std::mt19937 m_random{1};
    int m_steps = 0;
};

} // namespace plain_eigen
