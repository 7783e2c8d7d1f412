#include "network/initializer.h"

#include "data/random.h"
#include "error.h"

#include <Eigen/QR>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace infoplane {

namespace {

/// Draws the weights of one layer into a column-major fanIn x width matrix.
class WeightDrawer {
  public:
    WeightDrawer(std::span<double> weights, int fanIn, int width, RandomEngine& engine)
        : m_weights(weights)
        , m_fanIn(fanIn)
        , m_width(width)
        , m_engine(engine) {}

    void normal(double deviation) {
        boost::random::normal_distribution<double> draw(0, deviation);
        for (double& weight : m_weights)
            weight = draw(m_engine);
    }

    void truncatedNormal(double deviation) {
        boost::random::normal_distribution<double> draw;
        for (double& weight : m_weights) {
            do
                weight = draw(m_engine);
            while (std::abs(weight) > 2);
            weight *= deviation;
        }
    }

    /// Glorot & Bengio 2010, equation 16.
    void glorotUniform() {
        const double limit = std::sqrt(6.0 / (m_fanIn + m_width));
        boost::random::uniform_real_distribution<double> draw(-limit, limit);
        for (double& weight : m_weights)
            weight = draw(m_engine);
    }

    /// Saxe, McClelland & Ganguli 2014: the orthogonal factor of a Gaussian matrix, uniform over all such
    /// matrices once the signs of R's diagonal are taken out. The shorter side is orthonormal.
    void orthogonal(double scale) {
        normal(1);
        Eigen::Map<Eigen::MatrixXd> weights(m_weights.data(), m_fanIn, m_width);
        if (m_fanIn >= m_width)
            weights = scale * orthonormalColumns(weights);
        else
            weights = scale * orthonormalColumns(weights.transpose()).transpose();
    }

  private:
    static Eigen::MatrixXd orthonormalColumns(const Eigen::MatrixXd& tall) {
        const Eigen::HouseholderQR<Eigen::MatrixXd> decomposition(tall);
        Eigen::MatrixXd q =
            decomposition.householderQ() * Eigen::MatrixXd::Identity(tall.rows(), tall.cols());
        for (Eigen::Index column = 0; column < q.cols(); ++column)
            if (decomposition.matrixQR()(column, column) < 0)
                q.col(column) *= -1;
        return q;
    }

    std::span<double> m_weights;
    int m_fanIn;
    int m_width;
    RandomEngine& m_engine;
};

void drawLayer(WeightDrawer drawer, const Initializer& initializer, int fanIn, int width, bool output) {
    switch (initializer.kind) {
    case InitializerKind::TruncatedNormal:
        if (initializer.fan == FanScale::FanIn)
            drawer.truncatedNormal(1 / std::sqrt(fanIn));
        else if (output)
            drawer.glorotUniform();
        else
            drawer.truncatedNormal(1 / std::sqrt(width));
        return;
    case InitializerKind::GlorotUniform:
        drawer.glorotUniform();
        return;
    case InitializerKind::HeNormal: // He et al. 2015, equation 10
        drawer.normal(std::sqrt(2.0 / fanIn));
        return;
    case InitializerKind::Orthogonal:
        drawer.orthogonal(initializer.scale);
        return;
    case InitializerKind::ScaledNormal:
        drawer.normal(initializer.scale / std::sqrt(fanIn));
        return;
    }
}

} // namespace

std::vector<double> initialParameters(const NetworkShape& shape, const Initializer& initializer,
                                      std::uint64_t seed) {
    if (!std::isfinite(initializer.scale) || initializer.scale < 0)
        throw Error("The scale of the initial weights must be zero or a positive number.");
    RandomEngine engine = randomEngine(seed, RandomStream::Weights);
    std::vector<double> parameters(static_cast<std::size_t>(shape.parameterCount()), 0.0);
    for (int layer = 0; layer < shape.layerCount(); ++layer) {
        const int fanIn = shape.fanIn(layer);
        const int width = shape.width(layer);
        const std::span<double> weights(parameters.data() + shape.weightOffset(layer),
                                        static_cast<std::size_t>(fanIn) * static_cast<std::size_t>(width));
        drawLayer(WeightDrawer(weights, fanIn, width, engine), initializer, fanIn, width,
                  shape.isOutput(layer));
    }
    return parameters;
}

} // namespace infoplane
