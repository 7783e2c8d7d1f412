#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

/// Compares a gradient with central differences of its function, in double.
///
/// For each parameter p the difference (f(p + h) - f(p - h)) / 2h, h = 1e-5 max(1, |p|), differs from the
/// derivative by about h^2 f'''/6 and the rounding of f over h, some 1e-10 for functions of order 1. The
/// error of the whole is the distance of both vectors over the length of the longer one, and that of a single
/// component is taken relative to itself, or to a thousandth of the largest where it is smaller than that.
class GradientChecker {
  public:
    using Function = std::function<double(const std::vector<double>&)>;

    explicit GradientChecker(Function function)
        : m_function(std::move(function)) {}

    std::vector<double> centralDifferences(std::vector<double> at) const {
        std::vector<double> differences(at.size());
        for (std::size_t p = 0; p < at.size(); ++p) {
            const double center = at[p];
            const double step = 1e-5 * std::max(1.0, std::abs(center));
            at[p] = center + step;
            const double above = m_function(at);
            at[p] = center - step;
            const double below = m_function(at);
            at[p] = center;
            differences[p] = (above - below) / (2 * step);
        }
        return differences;
    }

    /// The largest relative error of a component.
    double worstError(const std::vector<double>& at, const std::vector<double>& gradient) const {
        const std::vector<double> numeric = centralDifferences(at);
        double largest = 0;
        for (const double component : numeric)
            largest = std::max(largest, std::abs(component));
        double worst = 0;
        for (std::size_t p = 0; p < numeric.size(); ++p) {
            const double size = std::max({std::abs(numeric[p]), std::abs(gradient[p]), largest / 1000});
            const double error = std::abs(numeric[p] - gradient[p]) / size;
            worst = std::isfinite(error) ? std::max(worst, error) : error;
            if (!std::isfinite(worst))
                return worst;
        }
        return worst;
    }

    /// The same along one direction: two calls of the function, however many parameters it has.
    double errorAlong(const std::vector<double>& direction, const std::vector<double>& at,
                      const std::vector<double>& gradient) const {
        constexpr double step = 1e-5;
        std::vector<double> above = at;
        std::vector<double> below = at;
        double slope = 0;
        for (std::size_t p = 0; p < at.size(); ++p) {
            above[p] += step * direction[p];
            below[p] -= step * direction[p];
            slope += direction[p] * gradient[p];
        }
        const double numeric = (m_function(above) - m_function(below)) / (2 * step);
        return std::abs(numeric - slope) / std::max(std::abs(numeric), std::abs(slope));
    }

  private:
    Function m_function;
};
