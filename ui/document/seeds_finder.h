#pragma once

#include "charts/session_view.h"
#include "document/session_document.h"

namespace infoplane {

/// Sees the seeds of a document's session together, while somebody wants to: in the background, again
/// whenever there is more of them, every second or so while a run goes on.
class SeedsFinder : public QObject {
    Q_OBJECT
  public:
    explicit SeedsFinder(SessionDocument& document, QObject* parent = nullptr);

    /// What a person wants to see; One: nothing is to be found.
    void setShown(SessionView::Seeds shown, bool leaveOutDead);
    SessionView::Seeds shown() const { return m_shown; }
    bool leavesOutDead() const { return m_leaveOutDead; }
    /// Null while nothing is known, and where the session has a single seed.
    const std::shared_ptr<const SeedsRecord>& record() const { return m_record; }

  signals:
    void changed();

  private:
    struct Question {
        const Session* session = nullptr;
        EstimatorSettings estimator;
        SampleSet on = SampleSet::All;
        bool leaveOutDead = true;
        bool operator==(const Question&) const = default;
    };
    Question question() const;
    std::size_t measured() const;
    void look();
    void begin();
    void forget();

    SessionDocument& m_document;
    SessionView::Seeds m_shown = SessionView::Seeds::One;
    bool m_leaveOutDead = true;
    std::shared_ptr<const SeedsRecord> m_record;
    Question m_question;        ///< that m_record answers, or what is under way
    std::size_t m_measured = 0; ///< epochs of all seeds when it was last asked
    bool m_underWay = false;
    QTimer m_rest;
};

} // namespace infoplane
