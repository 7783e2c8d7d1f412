#pragma once

#include "document/session_document.h"

namespace infoplane {

class BackgroundJob;

/// Finds, when the document is at rest, what I(T;Y) of the shown seed would read under the shown estimator if
/// labels were dealt out at random. Some epochs are looked at, coarse to fine, as many as some seconds allow;
/// between them it is taken to change evenly along the epoch scale, for it depends on the number of samples
/// and on how finely they are told apart, which change slowly.
class BaselineFinder : public QObject {
    Q_OBJECT
  public:
    explicit BaselineFinder(const SessionDocument& document, QObject* parent = nullptr);
    /// Waits for what is under way, which is told to give up.
    ~BaselineFinder() override;

    /// In bits, by layer, at each of these epochs; empty while nothing is known.
    std::vector<std::vector<double>> at(const std::vector<int>& epochs) const;
    /// Raised whenever there are others.
    int revision() const { return m_revision; }

  signals:
    void changed();

  private:
    struct Question {
        const Session* session = nullptr;
        int seed = 0;
        std::size_t epochs = 0; ///< measured so far
        EstimatorSettings estimator;
        SampleSet on = SampleSet::All;
        bool operator==(const Question&) const = default;
    };

    Question question() const;
    void look();
    void begin();
    void cancel();
    void take(int epoch, std::vector<double> means);

    const SessionDocument& m_document;
    Question m_question; ///< that is answered, or being answered
    std::map<int, std::vector<double>> m_means;
    int m_revision = 0;
    QTimer m_rest;
    QThreadPool m_pool;
    BackgroundJob* m_job;
    int m_asked = 0; ///< counts the questions: what is found for an earlier one is void
};

} // namespace infoplane
