#pragma once

#include "document/background_job.h"
#include "session/verdicts/verdict.h"
#include "theme.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;
class QTextBrowser;

namespace infoplane {

class ComboField;
class LimitsRow;
class StudyDocument;

/// What the study, or the session, says of the findings of the paper: each in a sentence, with its statistic,
/// interval and seeds, beside it what another estimator would say of the same runs, and under it the figures
/// of all conditions. Judged in the background whenever the runs have changed and rest, or the limits have;
/// stays open beside the main window.
class VerdictWindow : public QDialog {
    Q_OBJECT
  public:
    VerdictWindow(StudyDocument& study, QWidget* parent);
    ~VerdictWindow() override;

    void setTheme(const Theme& theme);
    /// What was judged last; empty while there is nothing.
    const std::vector<Verdict>& verdicts() const { return m_own.verdicts; }
    const std::vector<Verdict>& otherVerdicts() const { return m_other.verdicts; }
    QTextBrowser* text() { return m_text; }
    ComboField* estimatorChoice() { return m_choice; }
    LimitsRow* limits() { return m_limits; }
    bool isJudging() const { return m_judging; }

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    struct Judged {
        std::vector<Verdict> verdicts;
        VerdictLimits limits;
        QString error;
        bool known = false;
    };
    /// What is estimated anew: a run, the samples it is measured on, and how far its seeds have come.
    struct RunState {
        std::weak_ptr<const Session> run;
        SampleSet on = SampleSet::All;
        std::vector<std::pair<std::size_t, bool>> seeds; ///< epochs, and whether it failed
        bool operator==(const RunState& other) const;
    };
    std::vector<RunState> runStates() const;
    static Judged judgedBy(const VerdictLimits& limits, const StudyRecord& record);
    void forget();
    void takeStudy();
    void judge();
    void askOther();
    void estimate(std::shared_ptr<StudyRecord> record, const EstimatorSettings& settings);
    void judgeOther();
    void takeOther(const Judged& judged);
    void cancelOther();
    void forgetOther();
    void fillChoice();
    void write();
    static QString intervalText(const Verdict& verdict);
    QString judgementHtml(const Judged& judged, int finding) const;
    QString findingHtml(const Verdict& verdict) const;
    QString figuresHtml(const Verdict& verdict) const;
    QString closingHtml() const;

    StudyDocument& m_study;
    Theme m_theme;
    Judged m_own, m_other;
    bool m_judging = false;
    int m_question = 0; ///< counts what was asked: the answer to an earlier one is void
    int m_otherQuestion = 0;
    bool m_stale = true;
    QString m_otherName;
    std::vector<RunState> m_otherOf;                  ///< what the other estimator was asked about
    std::shared_ptr<const StudyRecord> m_otherRecord; ///< by the other estimator; null: none, or not yet
    QTimer m_rest;
    QTextBrowser* m_text;
    LimitsRow* m_limits;
    ComboField* m_choice;
    QPushButton* m_cancel;
    QProgressBar* m_progress;
    QThreadPool m_pool;
    BackgroundJob* m_otherJob;
};

} // namespace infoplane
