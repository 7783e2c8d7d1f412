#pragma once

#include <QString>

#include <vector>

namespace infoplane {

/// Several seeds of one experiment seen together: the path of each, and their mean with a 95 % band, by
/// bootstrap over seeds.
struct SeedsRecord {
    struct Band {
        std::vector<double> mean, low, high; ///< one an epoch; NaN: not known
    };
    struct Layer {
        Band x, y; ///< I(X;T), I(T;Y)
        std::vector<double> weightNorm, gradientMean, gradientSd;
        Band relevant, irrelevant; ///< I(X_rel;T), I(X_irr;T); empty: not told apart
    };
    /// One seed under the estimator of all, by layer and by measured epoch.
    struct Path {
        int seed = 0;
        bool counted = true; ///< in the mean
        std::vector<int> epochs;
        std::vector<std::vector<double>> x, y;
        std::vector<std::vector<double>> relevant, irrelevant; ///< each empty: not told apart
    };
    std::vector<int> epochs; ///< of the mean: those that all counted seeds have measured
    std::vector<Layer> layers;
    std::vector<double> trainLoss, testLoss, trainError, testError; ///< means
    std::vector<Path> paths;
    int counted = 0; ///< paths
    QString leftOut; ///< "1 dead, 2 failed"; empty: none
};

} // namespace infoplane
