#pragma once

#include "charts/activity_record.h"
#include "charts/epoch_scale.h"
#include "charts/sample_gradient_record.h"
#include "charts/seeds_record.h"

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <memory>
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
    int run = 0;              ///< raised for another run or seed alone: what training made is other, too
    int baselineRevision = 0; ///< the same for the layers' baselines

    struct Layer {
        QString name; ///< plain "T1", "Out"; charts draw the digit as a subscript
        bool output = false;
        bool hidden = false; ///< by the person, in the readout
        std::vector<double> x,
            y; ///< I(X;T), I(T;Y) in bits, one a measured epoch; upper bounds where there is a band
        std::vector<double> lowerX, lowerY; ///< empty: no band
        /// Bounds that hold of I(T;Y), where y is the difference of two upper bounds and holds of nothing;
        /// said and not drawn, for they are far apart. Empty: none.
        std::vector<double> validLowerY, validUpperY;
        /// I(T;Y) as it would be read if labels were dealt out at random; NaN: not known. Empty: none.
        std::vector<double> baseline;
        /// I(X;T) as an exact estimator says it, to see how far this one is from it; NaN: not known. Empty:
        /// none.
        std::vector<double> reference;
        /// Of the training alone, whatever the estimator: Frobenius norms of the weights, and of mean and
        /// standard deviation of the gradient over batches.
        std::vector<double> weightNorm, gradientMean, gradientSd;
        /// I(X_rel;T) and I(X_irr;T) in bits, where the estimator tells relevant inputs from irrelevant ones.
        /// Empty: it does not.
        std::vector<double> relevant, irrelevant;
    };

    /// Which bounds of an estimator that gives two are shown.
    enum class Bounds { Both, Upper, Lower };
    Bounds bounds = Bounds::Both;

    /// Which of several seeds are seen: one; one before the others, faintly; the mean of those that count,
    /// which is then what `layers` hold.
    enum class Seeds { One, All, Mean };
    Seeds seeds = Seeds::One;
    std::shared_ptr<const SeedsRecord> seedsRecord; ///< of all or of the mean; a newer one is another object
    QString seedsLine;                              ///< "mean of 20 seeds, 95 % band"; empty where it is one

    QString title;         ///< "SZT, tanh"
    QString specLine;      ///< for captions
    QString dataLine;      ///< "SZT, 12 bits, 3,277 train, 819 test", for captions
    QString estimatorLine; ///< "Binning, width 0.07 · train and test, N = 4,096"
    QString lossLine;      ///< "Cross-entropy, 3,277 train, 819 test patterns"
    QString lossLineShort; ///< "3,277 train, 819 test"
    QString gradientLine;  ///< "mean and s.d. over mini-batches of 256, weights moving meanwhile"
    /// Why there is no I(T;Y), hence no plane, a sentence; empty: there is.
    QString labelObstacle;
    bool classification = true;
    /// Where it is not the whole picture yet: "First picture: 512 of 4,096 samples, 40 of 212 epochs".
    QString grainLine;
    double inputBits =
        12; ///< ceiling log2 N, of the samples in use; NaN: none, the estimator knows no samples
    double labelBits = 1; ///< ceiling H(Y); NaN: none
    /// What the axes hold at least, however low the ceilings are: a picture from fewer samples, or one of
    /// several side by side, stays in the frame of the others.
    double inputReach = 0, labelReach = 0;
    EpochScale scale; ///< the run's last epoch, log or linear

    std::vector<int> epochs; ///< measured so far
    std::vector<Layer> layers;
    std::vector<double> trainLoss, testLoss, trainError, testError; ///< one a measured epoch; errors 0...1

    bool lacksWeights =
        false; ///< the session's file keeps none, so there is nothing to find the next two from
    /// Found in the background when it is wanted; null: not (yet). A newer one is another object.
    std::shared_ptr<const ActivityRecord> activity;

    std::shared_ptr<const SampleGradientRecord> sampleGradients; ///< the same

    int present = -1;      ///< index into epochs, -1: none yet
    double glide = -1;     ///< where present markers are drawn, between two indices; equals present at rest
    bool dragging = false; ///< something is being dragged: draw points and few lines

    /// Some layer tells relevant inputs from irrelevant ones.
    bool hasRelevance() const;
    int measured() const { return static_cast<int>(epochs.size()); }
    bool hasBand(int layer) const { return !layers[static_cast<std::size_t>(layer)].lowerX.empty(); }
    /// (I(X;T), I(T;Y)) of a layer at a measured epoch; NaN where there is none (yet).
    QPointF point(int layer, int index) const;
    /// The same for the lower bounds; where only I(X;T) has one, at the height of the point.
    QPointF lowerPoint(int layer, int index) const;
    bool isMean() const { return seeds == Seeds::Mean && seedsRecord; }
    /// What 95 % of resampled means over seeds span: I(X;T) from left to right, I(T;Y) from top to bottom.
    /// Invalid: none.
    QRectF spread(int layer, int index) const;
    /// The baseline of a layer at a measured epoch; NaN where it is not known.
    double baselineAt(int layer, int index) const;
    /// Index of the last epoch whose point is drawn; -1: none. Never beyond what is measured.
    int shownUpTo() const;
};

/// What differs between a view and a newer one.
enum class ViewChange {
    Present = 1,   ///< present, glide or dragging
    Appended = 2,  ///< epochs at the end
    Layers = 4,    ///< hidden layers
    Scale = 8,     ///< last epoch, log or linear
    Ceilings = 16, ///< log2 N, H(Y)
    Text = 32,
    Values = 64, ///< anything else: all is drawn anew
    Run = 128,   ///< another run or seed, not just another estimate of it
};
Q_DECLARE_FLAGS(ViewChanges, ViewChange)
Q_DECLARE_OPERATORS_FOR_FLAGS(ViewChanges)

/// Makes `mine` equal to `newer`, copying only what is new, and says what was.
ViewChanges follow(SessionView& mine, const SessionView& newer);

/// "T5" as "T" with a subscript five, in plain text.
QString layerText(const SessionView::Layer& layer);

} // namespace infoplane
