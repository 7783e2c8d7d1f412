#include "error.h"
#include "information/arrays.h"
#include "information/arrays_only.h"

#include <Eigen/Eigenvalues>

#include <cmath>
#include <limits>
#include <numbers>

namespace infoplane {
namespace {

/// Renyi's entropy of order a of a matrix (Sanchez Giraldo, Rao & Principe 2015): with the kernel
/// K_ij = exp(-|x_i - x_j|^2 / s), A = K / trace K and its eigenvalues l,
///     S(x) = log2(sum l^a) / (1 - a),   S(x,y) that of the elementwise product of both kernels,
///     I(x;y) = S(x) + S(y) - S(x,y).
/// For a = 1 its limit, -sum l log2 l. In bits, but not Shannon's information.
class MatrixRenyi final : public ArraysOnlyEstimator {
  public:
    MatrixRenyi(const EstimatorDescription& description, const ParameterValues& values)
        : ArraysOnlyEstimator(description, values)
        , m_order(values.number("alpha"))
        , m_widthX(values.number("sigma_x"))
        , m_widthY(values.number("sigma_y")) {}

    std::string caption() const override { return "Matrix entropy, Renyi order " + captionNumber(m_order); }

  protected:
    ArrayEstimate estimateNamed(const NamedArrays& arrays, const CancelQuestion& cancelled) const override {
        const Eigen::MatrixXd x = matrixOf(arrays.at("x"), "x");
        const Eigen::MatrixXd y = matrixOf(arrays.at("y"), "y");
        if (x.rows() != y.rows())
            throw Error("x has " + std::to_string(x.rows()) + " samples, but y has " +
                        std::to_string(y.rows()) + ".");
        constexpr Eigen::Index most = 512; // eigenvalues take time by the third power
        if (x.rows() > most)
            throw Error("matrix_renyi takes at most " + std::to_string(most) + " samples, but there are " +
                        std::to_string(x.rows()) + ": its time grows with their third power. Take a random " +
                        std::to_string(most) + " of them.");
        const Eigen::MatrixXd kernelX = kernel(x, m_widthX);
        const Eigen::MatrixXd kernelY = kernel(y, m_widthY);
        ArrayEstimate result;
        std::vector<double> entropies;
        for (const Eigen::MatrixXd& one :
             {kernelX, kernelY, Eigen::MatrixXd(kernelX.cwiseProduct(kernelY))}) {
            if (cancelled && cancelled())
                return {};
            entropies.push_back(entropy(one));
        }
        result.samples = static_cast<std::size_t>(x.rows());
        result.quantities = description().quantities;
        result.values = {entropies[0] + entropies[1] - entropies[2], entropies[0], entropies[1],
                         entropies[2]};
        return result;
    }

  private:
    static Eigen::MatrixXd kernel(const Eigen::MatrixXd& samples, double width) {
        Eigen::MatrixXd result(samples.rows(), samples.rows());
        for (Eigen::Index i = 0; i < samples.rows(); ++i)
            result.col(i) =
                (-(samples.rowwise() - samples.row(i)).rowwise().squaredNorm().array() / width).exp();
        return result;
    }

    /// The diagonal of a kernel is 1, so its trace is the count of samples.
    double entropy(const Eigen::MatrixXd& kernel) const {
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(
            kernel / static_cast<double>(kernel.rows()), Eigen::EigenvaluesOnly);
        // sum l^a = 1 + sum l (l^(a-1) - 1), as the eigenvalues add up to 1: near order 1 nothing cancels.
        const bool nearOne = std::abs(m_order - 1) < 0.5;
        // What is not zero by rounding alone would count much where the order is small.
        const double rounding =
            m_order <= 0.5 ? static_cast<double>(kernel.rows()) * std::numeric_limits<double>::epsilon() : 0;
        double sum = 0;
        for (const double eigenvalue : solver.eigenvalues()) {
            if (eigenvalue <= rounding)
                continue;
            const double logarithm = std::log(eigenvalue);
            if (m_order == 1)
                sum -= eigenvalue * logarithm;
            else if (nearOne)
                sum += eigenvalue * std::expm1((m_order - 1) * logarithm);
            else
                sum += std::exp(m_order * logarithm);
        }
        if (m_order != 1)
            sum = (nearOne ? std::log1p(sum) : std::log(sum)) / (1 - m_order);
        return sum / std::numbers::ln2 + 0.0;
    }

    double m_order;
    double m_widthX;
    double m_widthY;
};

ParameterDescription widthParameter(std::string id, std::string name) {
    ParameterDescription width;
    width.id = std::move(id);
    width.name = std::move(name);
    width.tooltip = "Kernel exp(\u2212distance\u00b2 / s), s and not 2 s\u00b2; the figure depends on it.";
    width.lowest = 0.001;
    width.highest = 1000;
    width.lowestAccepted = 1e-100;
    width.highestAccepted = 1e100;
    width.logarithmic = true;
    width.defaultNumber = 1;
    return width;
}

} // namespace

EstimatorEntry matrixRenyi() {
    EstimatorDescription description;
    description.id = "matrix_renyi";
    description.method = "Matrix entropy";
    description.question = "How alike are two sets of samples to a kernel of this width? Not Shannon's "
                           "information: it depends on "
                           "width and order, and may grow from layer to layer.";
    description.source = "Sanchez Giraldo, Rao & Pr\u00edncipe 2015; Yu et al. 2019";
    ParameterDescription order;
    order.id = "alpha";
    order.name = "Order";
    order.symbol = "\u03b1";
    order.tooltip = "Of Renyi's entropy; near 1 it is like Shannon's (Yu et al. 2019: 1.01).";
    order.lowest = 0.1;
    order.highest = 10;
    order.logarithmic = true;
    order.defaultNumber = 1.01;
    description.parameters = {order, widthParameter("sigma_x", "Width in x"),
                              widthParameter("sigma_y", "Width in y")};
    description.quantities = {{"I", "I(x;y), Renyi", "bit"},
                              {"S_x", "S(x)", "bit"},
                              {"S_y", "S(y)", "bit"},
                              {"S_xy", "S(x,y)", "bit"}};
    description.inputs = {{"x", "samples x units", true}, {"y", "samples x units", true}};
    description.planeX = description.planeY = -1;
    return {description, makeOf<MatrixRenyi>};
}

} // namespace infoplane
