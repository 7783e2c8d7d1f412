#pragma once

#include "charts/sample_gradient_record.h"
#include "document/session_document.h"

namespace infoplane {

class BackgroundJob;

/// Finds, while somebody looks at it, mean and standard deviation of the gradient over single training
/// samples of the shown seed: in the background, from the weights, again whenever the seed is another, and
/// every second or so while a run goes on.
class SampleGradientFinder : public QObject {
    Q_OBJECT
  public:
    explicit SampleGradientFinder(const SessionDocument& document, QObject* parent = nullptr);
    /// Waits for what is under way, which is told to give up.
    ~SampleGradientFinder() override;

    /// A chart that needs it is in sight.
    void setWanted(bool wanted);
    /// Null while nothing is known.
    const std::shared_ptr<const SampleGradientRecord>& record() const { return m_record; }

  signals:
    void changed();

  private:
    void look();
    void begin();
    void forget();

    const SessionDocument& m_document;
    std::shared_ptr<const SampleGradientRecord> m_record;
    const Session* m_session = nullptr; ///< of which m_record is, or the job under way
    int m_seed = 0;
    std::size_t m_epochs = 0; ///< of the run, when it was last asked
    bool m_wanted = false;
    bool m_underWay = false;
    QTimer m_rest;
    QThreadPool m_pool;
    BackgroundJob* m_job;
};

/// The same of one seed of a session, at all measured epochs that have weights: for figures without a window.
/// Throws Error.
std::shared_ptr<const SampleGradientRecord> makeSampleGradientRecord(const Session& session, int seed);

} // namespace infoplane
