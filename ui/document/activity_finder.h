#pragma once

#include "charts/activity_record.h"
#include "document/session_document.h"

namespace infoplane {

class BackgroundJob;

/// Finds, while somebody looks at it, how the activity of the shown seed is spread over the epochs: in the
/// background, from the weights that are there, again whenever seed, samples or bins are others, and every
/// second or so while a run goes on.
class ActivityFinder : public QObject {
    Q_OBJECT
  public:
    explicit ActivityFinder(const SessionDocument& document, QObject* parent = nullptr);
    /// Waits for what is under way, which is told to give up.
    ~ActivityFinder() override;

    /// A chart that needs it is in sight.
    void setWanted(bool wanted);
    /// Null while nothing is known.
    const std::shared_ptr<const ActivityRecord>& record() const { return m_record; }

  signals:
    void changed();

  private:
    struct Question {
        const Session* session = nullptr;
        int seed = 0;
        EstimatorSettings estimator;
        SampleSet on = SampleSet::All;
        bool operator==(const Question&) const = default;
    };
    void look();
    void begin();
    void forget();
    Question question() const;

    const SessionDocument& m_document;
    std::shared_ptr<const ActivityRecord> m_record;
    Question m_question;      ///< that m_record answers, or the job under way
    std::size_t m_epochs = 0; ///< of the run, when it was last asked
    bool m_wanted = false;
    bool m_underWay = false;
    QTimer m_rest;
    QThreadPool m_pool;
    BackgroundJob* m_job;
};

/// The whole record of one seed of a session, under its own estimator: for figures without a window. Throws
/// Error.
std::shared_ptr<const ActivityRecord> makeActivityRecord(const Session& session, int seed);

} // namespace infoplane
