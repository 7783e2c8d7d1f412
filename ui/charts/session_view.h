#pragma once

#include "charts/epoch_scale.h"

#include <QObject>
#include <QString>

#include <vector>

namespace infoplane {

/// What the charts are shown, already shaped for drawing, and nothing else: the measured epochs of one seed
/// under one estimator, and the present. A plain value; whoever makes it (the window from document and
/// playhead; a figure from an archive) raises `revision` as told below.
struct SessionView {
    /// Raised whenever values already shown become others: a new run, another seed or estimator. Epochs
    /// appended at the end, the present, hidden layers, log or linear do not raise it: charts see those by
    /// themselves, so handing over the same growing view at every frame is cheap.
    int revision = 0;

    struct Layer {
        QString name; ///< plain "T1", "Out"; charts draw the digit as a subscript
        bool output = false;
        bool hidden = false; ///< by the person, in the readout
        std::vector<double> x,
            y; ///< I(X;T), I(T;Y) in bits, one a measured epoch; upper bounds where there is a band
        std::vector<double> lowerX, lowerY; ///< empty: no band
    };

    QString title;         ///< "SZT, tanh"
    QString specLine;      ///< for captions
    QString estimatorLine; ///< "Binning, width 0.07 · train and test, N = 4,096"
    QString lossLine;      ///< "Cross-entropy, 3,277 train and 819 test patterns"
    bool classification = true;
    double inputBits = 12; ///< ceiling log2 N
    double labelBits = 1;  ///< ceiling H(Y); NaN: none
    EpochScale scale;      ///< the run's last epoch, log or linear

    std::vector<int> epochs; ///< measured so far
    std::vector<Layer> layers;
    std::vector<double> trainLoss, testLoss, trainError, testError; ///< one a measured epoch; errors 0...1

    int present = -1;      ///< index into epochs, -1: none yet
    double glide = -1;     ///< where present markers are drawn, between two indices; equals present at rest
    bool dragging = false; ///< something is being dragged: draw points and few lines
};

} // namespace infoplane
