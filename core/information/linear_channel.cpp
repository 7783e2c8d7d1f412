#include "information/linear_channel.h"

#include "error.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace infoplane {
namespace {

/// A with A A' = covariance; what rounding made negative counts as 0.
Eigen::MatrixXd rootOf(const Eigen::MatrixXd& covariance, const char* what) {
    const double scale = covariance.cwiseAbs().maxCoeff();
    if (covariance.rows() != covariance.cols() || !covariance.allFinite() ||
        !((covariance - covariance.transpose()).cwiseAbs().maxCoeff() <= 1e-9 * scale))
        throw Error(std::string(what) + " must be a symmetric square matrix of finite numbers.");
    if (covariance.isDiagonal(0)) {
        if (covariance.diagonal().minCoeff() < 0)
            throw Error(std::string(what) + " has a negative variance.");
        return covariance.diagonal().cwiseSqrt().asDiagonal();
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    if (solver.eigenvalues().minCoeff() < -1e-9 * scale)
        throw Error(std::string(what) + " must have no negative eigenvalue.");
    return solver.eigenvectors() * solver.eigenvalues().cwiseMax(0.0).cwiseSqrt().asDiagonal();
}

Eigen::MatrixXd whitened(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& noiseCovariance) {
    const Eigen::LLT<Eigen::MatrixXd> cholesky(noiseCovariance);
    if (noiseCovariance.rows() != weights.rows() || cholesky.info() != Eigen::Success)
        throw Error("The covariance of the noise must be positive definite and as large as the layer.");
    return cholesky.matrixL().solve(weights);
}

Eigen::VectorXd singularValues(const Eigen::MatrixXd& matrix) {
    if (matrix.size() == 0)
        return {};
    return Eigen::BDCSVD<Eigen::MatrixXd>(matrix).singularValues();
}

} // namespace

double parallelChannels(const Eigen::VectorXd& gains, double noiseVariance) {
    double sum = 0;
    for (const double gain : gains)
        sum += std::log1p(gain * gain / noiseVariance);
    return sum / (2 * std::numbers::ln2);
}

LinearChannel::LinearChannel(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& inputCovariance,
                             const Eigen::MatrixXd& noiseCovariance)
    : m_weights(whitened(weights, noiseCovariance))
    , m_inputCovariance(inputCovariance)
    , m_root(rootOf(inputCovariance, "The covariance of the input")) {
    if (!weights.allFinite())
        throw Error("The weights must be finite.");
    if (weights.cols() != inputCovariance.rows())
        throw Error("The weights are for " + std::to_string(weights.cols()) +
                    " inputs, but the covariance is of " + std::to_string(inputCovariance.rows()) + ".");
}

LinearChannel::LinearChannel(const Eigen::MatrixXd& weights, const Eigen::MatrixXd& inputCovariance,
                             double noiseVariance)
    : LinearChannel(
          weights, inputCovariance,
          Eigen::MatrixXd(Eigen::MatrixXd::Identity(weights.rows(), weights.rows()) * noiseVariance)) {}

double LinearChannel::aboutInput() const {
    return parallelChannels(singularValues(m_weights * m_root), 1);
}

double LinearChannel::aboutTarget(const Eigen::MatrixXd& target, double targetNoise) const {
    if (target.cols() != m_root.rows())
        throw Error("The target's weights are for " + std::to_string(target.cols()) +
                    " inputs, but the layer has " + std::to_string(m_root.rows()) + ".");
    // The layer sees x through V diag(s^2 / (1 + s^2)) V' of the whitened input, and what it leaves of it has
    // the covariance V diag(1 / (1 + s^2)) V', with s = 0 beyond the rank.
    const Eigen::BDCSVD<Eigen::MatrixXd> svd(m_weights * m_root, Eigen::ComputeFullV);
    Eigen::ArrayXd gains = Eigen::ArrayXd::Zero(m_root.cols());
    gains.head(svd.singularValues().size()) = svd.singularValues().array();
    const Eigen::ArrayXd squares = gains.square();
    const Eigen::MatrixXd signal = m_root.transpose() * target.transpose();
    Eigen::MatrixXd covariance = signal.transpose() * signal;
    covariance.diagonal().array() += targetNoise;
    const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);
    if (cholesky.info() != Eigen::Success)
        throw Error("The target has no variance of its own in some direction: give it noise.");
    const Eigen::MatrixXd turned = svd.matrixV().transpose() * signal;
    const Eigen::MatrixXd seen = (squares / (1 + squares)).sqrt().matrix().asDiagonal() * turned;
    const Eigen::VectorXd correlations = singularValues(cholesky.matrixL().solve(seen.transpose()));
    const Eigen::Index targets = target.rows();
    Eigen::MatrixXd left(turned.rows() + targets, targets); // a root of the covariance of Y given T
    left << (1 + squares).rsqrt().matrix().asDiagonal() * turned,
        Eigen::MatrixXd::Identity(targets, targets) * std::sqrt(targetNoise);
    // sqrt(1 - r^2), the largest of a target that is not seen: in the order opposite to that of r.
    const Eigen::VectorXd rest = singularValues(cholesky.matrixL().solve(left.transpose()));
    double sum = 0;
    for (Eigen::Index k = 0; k < correlations.size(); ++k) {
        const double square = correlations(k) * correlations(k);
        // Near 1, r^2 has lost what it is short of 1; near 0, 1 - r^2 has lost r^2.
        sum -= square > 0.5 ? 2 * std::log(rest(targets - 1 - k)) : std::log1p(-square);
    }
    return sum / (2 * std::numbers::ln2) + 0.0;
}

double LinearChannel::aboutSubset(const std::vector<int>& inputs) const {
    std::vector<int> given = inputs;
    std::ranges::sort(given);
    given.erase(std::ranges::unique(given).begin(), given.end());
    std::vector<int> others;
    for (int input = 0; input < static_cast<int>(m_root.rows()); ++input)
        if (!std::ranges::binary_search(given, input))
            others.push_back(input);
    if (given.empty() || given.front() < 0 || given.back() >= static_cast<int>(m_root.rows()))
        throw Error("The relevant inputs must be numbers from 0 to " + std::to_string(m_root.rows() - 1) +
                    ".");
    if (others.empty())
        return aboutInput();
    // What is left of the others once the subset is known.
    const Eigen::MatrixXd cross = m_inputCovariance(others, given);
    const Eigen::MatrixXd known = m_inputCovariance(given, given);
    Eigen::MatrixXd rest = m_inputCovariance(others, others);
    rest -= cross * known.completeOrthogonalDecomposition().solve(cross.transpose());
    rest = (rest + rest.transpose()).eval() / 2;
    const Eigen::MatrixXd weights = m_weights(Eigen::all, others);
    const Eigen::MatrixXd root = rootOf(rest, "The covariance of the other inputs, given the subset,");
    return aboutInput() - parallelChannels(singularValues(weights * root), 1);
}

} // namespace infoplane
