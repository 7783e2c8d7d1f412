#pragma once

#include "session/seed_estimates.h"

#include <QObject>
#include <QThreadPool>

namespace infoplane {

class Experiment;

/// Estimates one seed of a session under several estimators at once, in the background: first a coarse
/// picture of each, then finer ones, then all epochs from all samples. It works on copies of the session's
/// epochs, so a run can go on meanwhile; while one does, it takes one thread and no more.
///
/// Everything here happens on the thread of this object but the estimates themselves.
class MultiplesEstimates : public QObject {
    Q_OBJECT
  public:
    /// What is there of one estimator so far.
    struct Picture {
        EstimatorSettings settings;
        std::vector<PlaneMeasurement> measurements; ///< ascending epochs, perhaps not all
        PictureGrain grain;
        double share = 0; ///< of the epochs that are estimated from all samples
        QString error;    ///< why there is no more: the estimator refused
        bool isComplete() const { return share >= 1 && grain.isWhole(); }
    };

    explicit MultiplesEstimates(QObject* parent = nullptr);
    /// Waits for the estimates that are under way, each of which is told to give up.
    ~MultiplesEstimates() override;

    /// Another run, another of its seeds, or other samples: everything begins anew. `spec` is that of the
    /// run; its estimator and samples are not read.
    void setRun(const ExperimentSpec& spec, int seed, SampleSet on);
    /// Everything stops, and is forgotten.
    void clear();
    struct Wanted {
        EstimatorSettings settings;
        QString obstacle; ///< why there is nothing to estimate; empty: there is
    };
    /// Those that are there already keep their pictures.
    void setEstimators(const std::vector<Wanted>& estimators);
    /// Takes over what is new; weights are shared, not copied. Where some are missing, every picture says so.
    void takeEpochs(const std::vector<EpochSnapshot>& snapshots);
    /// Something more urgent goes on: one thread, and where an estimator bins over the range of the run, a
    /// new picture only now and then.
    void setRestrained(bool restrained);
    /// Nobody looks: nothing new is begun.
    void setPaused(bool paused);

    int count() const { return static_cast<int>(m_cells.size()); }
    const Picture& picture(int index) const { return m_cells[static_cast<std::size_t>(index)]->picture; }
    bool isComplete() const;

  signals:
    void pictureChanged(int index);

  private:
    struct Cell {
        quint64 id = 0;
        Picture picture;
        SeedEstimates estimates;
        std::shared_ptr<const Measurer> measurer;
        bool isObstructed = false;
        bool prepares = false;
        int underWay = 0;
        double secondsTaken = 0; ///< by estimates so far; whoever had least comes next
    };
    struct Result {
        std::optional<RunRange> range;
        std::optional<PlaneMeasurement> measurement;
        QString error;
        double seconds = 0;
    };
    using Work = std::function<void()>;

    void prepareRun();
    void begin(Cell& cell);
    void prepare(Cell& cell);
    void pump();
    bool startNext();
    void start(Cell& cell, const SeedEstimates::Job& job);
    void take(quint64 id, const SeedEstimates::Job& job, Result& result);
    void tell(Cell& cell);
    void refuse(Cell& cell, const QString& error);
    void refuseAll(const QString& error);
    Cell* find(quint64 id);
    std::unique_ptr<Cell> makeCell(const Wanted& wanted);
    /// On the pool; `back` then on this thread, unless the run was changed meanwhile.
    void inBackground(std::function<Work(const CancelQuestion&)> work);

    QThreadPool m_pool;
    /// Of the present run; a new one makes what is under way void.
    std::shared_ptr<std::atomic<bool>> m_isVoid;
    std::shared_ptr<const ExperimentSpec> m_spec;
    int m_seed = 0;
    SampleSet m_on = SampleSet::All;
    std::shared_ptr<const Experiment> m_experiment;
    std::shared_ptr<const MeasuredSamples> m_samples;
    QString m_error;
    std::vector<std::shared_ptr<const EpochSnapshot>> m_snapshots;
    bool m_hasEpochs = false; ///< all that there were when the run was set have been copied
    std::vector<std::unique_ptr<Cell>> m_cells;
    quint64 m_nextId = 1;
    int m_underWay = 0;
    bool m_restrained = false;
    bool m_paused = false;
};

} // namespace infoplane
