#pragma once

#include "information/estimator.h"
#include "network/network_shape.h"
#include "session/session.h"

#include <cmath>
#include <cstring>
#include <limits>

/// A session that never ran: small, with every kind of number that is hard to write down.
inline infoplane::Session smallSession(int seeds = 2, int epochs = 3) {
    using namespace infoplane;
    Session session;
    session.spec.title = QStringLiteral("Grüße, \"small\"");
    session.spec.network.hidden = {2};
    session.spec.training.epochs = 10;
    session.spec.seeds.count = seeds;
    ExperimentSpec complete; // with every default, as all specs that were read
    fromJson(toJson(session.spec), complete);
    session.spec = complete;
    session.facts = {.inputs = 3,
                     .outputs = 2,
                     .samples = 10,
                     .trainSamples = 8,
                     .testSamples = 2,
                     .inputBits = std::log2(10.0),
                     .labelBits = 0.9709505944546686,
                     .task = Task::Classification,
                     .dataSha256 = QStringLiteral("0123456789abcdef")};
    session.shape.widths = {3, 2, 2};
    session.shape.activations = {Activation::Tanh};
    session.notes = QStringLiteral("# Notes\n\nTwo lines, a \u2212 and a \U0001F600.\n");
    session.created = QDateTime({2025, 3, 4}, {5, 6, 7, 89}, Qt::UTC);
    session.programVersion = QStringLiteral("0.1.0");
    session.engineLevel = QStringLiteral("x86-64-v3");

    const std::vector<double> awkward = {0.1,
                                         1.0 / 3,
                                         -0.0,
                                         5e-324,
                                         std::numeric_limits<double>::max(),
                                         std::numeric_limits<double>::quiet_NaN(),
                                         std::numeric_limits<double>::infinity(),
                                         123456789012345680.0,
                                         2.2250738585072014e-308};
    std::size_t next = 0;
    const auto number = [&awkward, &next] { return awkward[next++ % awkward.size()]; };
    std::size_t quantities = 0;
    for (const EstimatorDescription& estimator : estimators()) {
        if (estimator.id == session.spec.estimator.id) {
            quantities = estimator.quantities.size();
        }
    }
    for (int seed = 0; seed < seeds; ++seed) {
        SeedRun run;
        run.seed = 5 * seed;
        run.secondsTrained = 0.1 + seed;
        for (int i = 0; i < epochs; ++i) {
            EpochSnapshot snapshot;
            snapshot.epoch = i * i;
            std::vector<float> parameters;
            for (std::ptrdiff_t j = 0; j < session.shape.parameterCount(); ++j) {
                parameters.push_back(
                    std::sin(static_cast<float>(100 * seed + 10 * i) + static_cast<float>(j)));
            }
            parameters[0] = -0.0F;
            parameters[1] = std::numeric_limits<float>::denorm_min();
            snapshot.parameters = std::move(parameters);
            snapshot.trainLoss = number();
            snapshot.testLoss = number();
            snapshot.trainError = number();
            snapshot.testError = number();
            PlaneMeasurement measurement{snapshot.epoch, {}};
            for (int layer = 0; layer < session.shape.layerCount(); ++layer) {
                const double weightNorm = number();
                const double gradientMean = number();
                snapshot.layers.push_back({weightNorm, gradientMean, number()});
                std::vector<double> values;
                for (std::size_t q = 0; q < quantities; ++q) {
                    values.push_back(number());
                }
                measurement.values.push_back(values);
            }
            run.snapshots.push_back(snapshot);
            // The last epoch of the last seed was trained, but not estimated in time.
            if (seed + 1 < seeds || i + 1 < epochs) {
                run.measurements.push_back(measurement);
            }
        }
        if (seed == 1) {
            run.failure =
                RunFailure{4, QStringLiteral("Diverged at epoch 4: lower the learning rate."), true};
        }
        session.runs.push_back(run);
    }
    return session;
}

/// Bit by bit, but NaN equals NaN.
inline bool sameNumber(double a, double b) {
    return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

/// The first thing in which two sessions differ; empty: bit-identical.
inline QString difference(const infoplane::Session& a, const infoplane::Session& b) {
    const auto differ = [](const QString& what) { return what + QStringLiteral(" differs"); };
    if (!(a.spec == b.spec)) {
        return differ(QStringLiteral("spec"));
    }
    const auto& f = a.facts;
    const auto& g = b.facts;
    if (f.inputs != g.inputs || f.outputs != g.outputs || f.samples != g.samples ||
        f.trainSamples != g.trainSamples || f.testSamples != g.testSamples || f.task != g.task ||
        f.dataSha256 != g.dataSha256 || !sameNumber(f.inputBits, g.inputBits) ||
        !sameNumber(f.labelBits, g.labelBits)) {
        return differ(QStringLiteral("facts"));
    }
    if (!(a.shape == b.shape) || a.notes != b.notes || a.created != b.created ||
        a.programVersion != b.programVersion || a.engineLevel != b.engineLevel ||
        a.keepEvery != b.keepEvery || a.runs.size() != b.runs.size()) {
        return differ(QStringLiteral("shape, notes, date, version, level or the number of runs"));
    }
    for (std::size_t i = 0; i < a.runs.size(); ++i) {
        const auto& r = a.runs[i];
        const auto& s = b.runs[i];
        if (r.seed != s.seed || !sameNumber(r.secondsTrained, s.secondsTrained) ||
            r.failure.has_value() != s.failure.has_value() || r.snapshots.size() != s.snapshots.size() ||
            r.measurements.size() != s.measurements.size()) {
            return differ(QStringLiteral("run %1").arg(i));
        }
        if (r.failure && (r.failure->epoch != s.failure->epoch || r.failure->message != s.failure->message ||
                          r.failure->diverged != s.failure->diverged)) {
            return differ(QStringLiteral("failure of run %1").arg(i));
        }
        for (std::size_t j = 0; j < r.snapshots.size(); ++j) {
            const auto& x = r.snapshots[j];
            const auto& y = s.snapshots[j];
            bool same = x.epoch == y.epoch && x.parameters.size() == y.parameters.size() &&
                        x.layers.size() == y.layers.size() && sameNumber(x.trainLoss, y.trainLoss) &&
                        sameNumber(x.testLoss, y.testLoss) && sameNumber(x.trainError, y.trainError) &&
                        sameNumber(x.testError, y.testError);
            same = same && (x.parameters.empty() || std::memcmp(x.parameters.data(), y.parameters.data(),
                                                                x.parameters.size() * sizeof(float)) == 0);
            for (std::size_t l = 0; same && l < x.layers.size(); ++l) {
                same = sameNumber(x.layers[l].weightNorm, y.layers[l].weightNorm) &&
                       sameNumber(x.layers[l].gradientMean, y.layers[l].gradientMean) &&
                       sameNumber(x.layers[l].gradientSd, y.layers[l].gradientSd);
            }
            if (!same) {
                return differ(QStringLiteral("snapshot %1 of run %2").arg(j).arg(i));
            }
        }
        for (std::size_t j = 0; j < r.measurements.size(); ++j) {
            const auto& x = r.measurements[j];
            const auto& y = s.measurements[j];
            bool same = x.epoch == y.epoch && x.values.size() == y.values.size();
            for (std::size_t l = 0; same && l < x.values.size(); ++l) {
                same = std::equal(x.values[l].begin(), x.values[l].end(), y.values[l].begin(),
                                  y.values[l].end(), sameNumber);
            }
            if (!same) {
                return differ(QStringLiteral("measurement %1 of run %2").arg(j).arg(i));
            }
        }
    }
    return {};
}
