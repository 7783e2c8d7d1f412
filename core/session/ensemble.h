#pragma once

#include "session/bootstrap.h"
#include "session/session.h"

namespace infoplane {

/// What became of a seed, as far as means over seeds go.
enum class SeedState {
    Alive,
    Dead,      ///< of a classification: the final train error is above 0.4, it has learned nothing
    Failed,    ///< diverged, or could not be estimated
    Unfinished ///< ended before the others, or was not estimated to its end
};

/// A final train error above this is a dead seed.
constexpr double deadTrainError = 0.4;

SeedState stateOf(const Session& session, const SeedRun& run);

/// Which runs of a session count, and how many were left out and why.
struct SeedSelection {
    std::vector<const SeedRun*> used;
    int dead = 0;
    int failed = 0;
    int unfinished = 0;
    bool usesDead = false;

    int leftOut() const { return failed + unfinished + (usesDead ? 0 : dead); }
    /// "1 dead, 2 failed"; empty where none is.
    QString leftOutText() const;
};

/// Dead seeds are always counted; they are used where asked for. Failed and unfinished ones never are.
SeedSelection selectSeeds(const Session& session, bool leaveOutDead = true);

/// A mean over seeds with its 95 % band.
struct BandPoint {
    double mean = 0;
    Interval band;
};

/// Several seeds of one spec seen together: for every epoch that all of them have measured and every layer
/// the mean over seeds, with a 95 % band by bootstrap over seeds (expanded percentiles, as meanOver has
/// them), and for the losses and errors the same.
struct Ensemble {
    struct Layer {
        std::vector<BandPoint> x;                                 ///< I(X;T), one an epoch
        std::vector<BandPoint> y;                                 ///< I(T;Y)
        std::vector<double> weightNorm, gradientMean, gradientSd; ///< means, as EpochSnapshot has them
        std::vector<BandPoint> relevant, irrelevant; ///< empty where the estimator does not tell them apart
    };
    SeedSelection seeds;
    std::vector<int> epochs;
    std::vector<Layer> layers;
    std::vector<BandPoint> trainLoss, testLoss, trainError, testError;
};

struct EnsembleOptions {
    bool leaveOutDead = true;
    BootstrapOptions bootstrap = {.resamples = 2000};
};

/// The session must outlive the result. No epochs where no seed is used; bands are NaN where only one is.
Ensemble ensembleOf(const Session& session, const EnsembleOptions& options = {});

/// Compression of every layer in a run, in bits: the largest I(X;T) minus I(X;T) at the end, over the epochs
/// from the first at which the layer's I(T;Y) reaches 90 % of its final value. It is never negative, so
/// jitter alone gives 0.1 to 0.3 bit. NaN where the end has no estimate. Where the estimator gives bounds,
/// of its upper one.
std::vector<double> compressionOf(const Session& session, const SeedRun& run);

/// Compression of one layer, seed by seed, in the order of the runs.
std::vector<double> compressionsOf(std::span<const SeedRun* const> runs, const Session& session, int layer);

double medianOf(std::vector<double> values);

} // namespace infoplane
