#pragma once

#include "session/session_feed.h"
#include "session/training_worker.h"

#include <QElapsedTimer>
#include <QThread>

#include <cstring>
#include <functional>

namespace infoplane {

/// A network that learns something within a second: SZT, two small layers.
inline ExperimentSpec smallSpec(int epochs = 12) {
    ExperimentSpec spec;
    spec.title = QStringLiteral("small");
    spec.network.hidden = {4, 3};
    spec.training.batchSize = 512;
    spec.training.optimizer.learningRate = 0.01;
    spec.training.epochs = epochs;
    return spec;
}

/// Linear regression that goes up instead of down.
inline ExperimentSpec divergingSpec() {
    ExperimentSpec spec;
    spec.title = QStringLiteral("diverging");
    spec.data.source = QStringLiteral("teacher");
    spec.data.inputs = 10;
    spec.data.trainSamples = 50;
    spec.data.testSamples = 50;
    spec.network.hidden = {8};
    spec.network.activations = {Activation::Linear};
    spec.training.loss = Loss::MeanSquaredError;
    spec.training.batchSize.reset();
    spec.training.optimizer.kind = OptimizerKind::Sgd;
    spec.training.optimizer.learningRate = 10;
    spec.training.epochs = 1000;
    return spec;
}

template <typename Value>
bool sameBits(const std::vector<Value>& one, const std::vector<Value>& other) {
    return one.size() == other.size() &&
           (one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(Value)) == 0);
}

inline bool sameBits(const PlaneMeasurement& one, const PlaneMeasurement& other) {
    return one.epoch == other.epoch && one.values.size() == other.values.size() &&
           std::equal(one.values.begin(), one.values.end(), other.values.begin(),
                      [](const auto& a, const auto& b) { return sameBits(a, b); });
}

inline bool sameBits(const EpochSnapshot& one, const EpochSnapshot& other) {
    const std::vector<double> a{one.trainLoss, one.testLoss, one.trainError, one.testError};
    const std::vector<double> b{other.trainLoss, other.testLoss, other.trainError, other.testError};
    return one.epoch == other.epoch && sameBits(one.parameters.toVector(), other.parameters.toVector()) &&
           sameBits(a, b) && sameBits(one.layers, other.layers);
}

/// Empty, or where two runs of a seed differ.
inline QString difference(const SeedRun& one, const SeedRun& other) {
    if (one.seed != other.seed)
        return QStringLiteral("seeds %1 and %2").arg(one.seed).arg(other.seed);
    if (one.snapshots.size() != other.snapshots.size())
        return QStringLiteral("%1 and %2 epochs").arg(one.snapshots.size()).arg(other.snapshots.size());
    if (one.measurements.size() != one.snapshots.size() ||
        other.measurements.size() != other.snapshots.size())
        return QStringLiteral("epochs without estimates");
    for (std::size_t i = 0; i < one.snapshots.size(); ++i) {
        if (!sameBits(one.snapshots[i], other.snapshots[i]))
            return QStringLiteral("weights, losses or gradients of epoch %1").arg(one.snapshots[i].epoch);
        if (!sameBits(one.measurements[i], other.measurements[i]))
            return QStringLiteral("estimates of epoch %1").arg(one.snapshots[i].epoch);
    }
    if (one.failure.has_value() != other.failure.has_value())
        return QStringLiteral("failure");
    return {};
}

inline QString difference(const Session& one, const Session& other) {
    if (one.runs.size() != other.runs.size())
        return QStringLiteral("%1 and %2 seeds").arg(one.runs.size()).arg(other.runs.size());
    for (std::size_t i = 0; i < one.runs.size(); ++i) {
        const QString what = difference(one.runs[i], other.runs[i]);
        if (!what.isEmpty())
            return QStringLiteral("seed %1: %2").arg(one.runs[i].seed).arg(what);
    }
    return {};
}

/// A worker and what a window would have heard of it.
class ListenedWorker {
  public:
    explicit ListenedWorker(const WorkerOptions& options = {})
        : worker(m_feed, options) {}

    /// Takes news until `enough`; false after a minute.
    bool listenUntil(const std::function<bool()>& enough) {
        QElapsedTimer timer;
        timer.start();
        for (;;) {
            const bool done = enough();
            take();
            if (done)
                return true;
            if (timer.hasExpired(600000))
                return false;
            QThread::msleep(1);
        }
    }
    bool listenUntilIdle() {
        return listenUntil([this] { return worker.isIdle(); });
    }

    void take() {
        FeedContent content = m_feed->take();
        if (content.started)
            session = std::move(*content.started);
        for (FeedContent::NewEpochs& news : content.newEpochs) {
            SeedRun& run = find(news.seed);
            lengthsAgree = lengthsAgree && news.snapshots.size() == news.measurements.size();
            std::move(news.snapshots.begin(), news.snapshots.end(), std::back_inserter(run.snapshots));
            std::move(news.measurements.begin(), news.measurements.end(),
                      std::back_inserter(run.measurements));
        }
        for (FeedContent::Remeasured& picture : content.remeasured) {
            if (picture.complete)
                find(picture.seed).measurements = picture.measurements;
            pictures.push_back(std::move(picture));
        }
        for (const auto& [seed, failure] : content.failures)
            find(seed).failure = failure;
        if (!content.error.isEmpty())
            errors << content.error;
        if (content.epoch >= 0)
            epoch = content.epoch;
        finished = finished || content.finished;
    }

    SeedRun& find(int seed) {
        for (SeedRun& run : session.runs) {
            if (run.seed == seed)
                return run;
        }
        qFatal("news of a seed that is not in the session");
    }

  private:
    std::shared_ptr<SessionFeed> m_feed = std::make_shared<SessionFeed>();

  public:
    Session session;
    std::vector<FeedContent::Remeasured> pictures;
    QStringList errors;
    int epoch = -1;
    bool finished = false;
    bool lengthsAgree = true;
    TrainingWorker worker;
};

} // namespace infoplane
