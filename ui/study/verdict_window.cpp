#include "study/verdict_window.h"

#include "information/estimator.h"
#include "session/applicability.h"
#include "session/reestimate.h"
#include "study/study_document.h"
#include "style.h"
#include "widgets/combo_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <set>

namespace infoplane {

namespace {

constexpr int restMilliseconds = 400; ///< after which changed runs are judged anew

/// Negative numbers have a real minus sign.
QString number(double value) {
    if (!std::isfinite(value))
        return QStringLiteral("–");
    const double shown = std::abs(value) < 0.0005 ? 0 : value; // no zero has a sign
    return QLocale()
        .toString(shown, 'f', std::abs(shown) < 0.1 && shown != 0 ? 3 : 2)
        .replace(QLatin1Char('-'), QChar(0x2212));
}

/// The judgement, its colour and a shape that says it without colour.
QString badge(Judgement judgement, const Theme& theme) {
    const bool yes = judgement == Judgement::Supported;
    const bool open = judgement == Judgement::Undecided;
    const QColor& colour = yes ? theme.ok : open ? theme.warn : theme.danger;
    const QString sign = yes ? QStringLiteral("✓") : open ? QStringLiteral("?") : QStringLiteral("✗");
    return QStringLiteral("<span style='color:%1; font-weight:600'>%2 %3</span>")
        .arg(colour.name(), sign, judgementText(judgement).toHtmlEscaped());
}

QString headline(int finding) {
    switch (finding) {
    case 1:
        return VerdictWindow::tr("1 · The path depends on the nonlinearity");
    case 2:
        return VerdictWindow::tr("2 · Compression and generalization have no causal link");
    case 3:
        return VerdictWindow::tr("3 · The noise of SGD does not cause compression");
    default:
        return VerdictWindow::tr("4 · What does not matter is compressed while fitting");
    }
}

QString findingsHtml() {
    return VerdictWindow::tr(
        "<p>These runs speak of none of the four findings.</p><ul>"
        "<li>Finding 1 compares activations: tanh, say, and ReLU.</li>"
        "<li>Finding 2 compares shares of training samples, or linear networks with their teacher.</li>"
        "<li>Finding 3 needs a full batch.</li>"
        "<li>Finding 4 needs the data “Relevant and irrelevant inputs”.</li></ul>"
        "<p>Presets named after figures 1, 3, 4, 5 and 6 are made for them. All need several seeds.</p>");
}

} // namespace

VerdictWindow::VerdictWindow(StudyDocument& study, QWidget* parent)
    : QDialog(parent)
    , m_study(study)
    , m_theme(lightTheme())
    , m_text(new QTextBrowser(this))
    , m_choice(new ComboField(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_progress(new QProgressBar(this))
    , m_otherJob(new BackgroundJob(&m_pool, this)) {
    setWindowTitle(tr("Verdicts"));
    resize(760, 560);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setFont(uiFont());
    m_text->setAccessibleName(tr("Verdicts"));
    m_text->document()->setDocumentMargin(size::panelMargin);
    auto* ask = new QLabel(tr("What would this say?"), this);
    ask->setBuddy(m_choice);
    m_choice->setAccessibleName(tr("Another estimator"));
    m_choice->setToolTip(wrappedToolTip(tr(
        "Estimates all runs anew under another estimator and judges them beside the first. Nothing that is "
        "shown or saved changes.")));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Estimating under another estimator"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(size::panelMargin, 0, size::panelMargin, size::panelMargin);
    row->addWidget(ask);
    row->addWidget(m_choice, 1);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text, 1);
    column->addLayout(row);
    m_progress->hide();
    m_cancel->hide();
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &VerdictWindow::judge);
    connect(m_cancel, &QPushButton::clicked, this, &VerdictWindow::cancelOther);
    connect(m_choice, &ComboField::chosen, this, &VerdictWindow::askOther);
    connect(&m_study, &StudyDocument::replaced, this, &VerdictWindow::forget);
    connect(&m_study, &StudyDocument::opened, this, &VerdictWindow::takeStudy);
    connect(&m_study, &StudyDocument::runsChanged, this, &VerdictWindow::takeStudy);
}

VerdictWindow::~VerdictWindow() {
    m_otherJob->cancel();
    m_pool.waitForDone();
}

void VerdictWindow::setTheme(const Theme& theme) {
    m_theme = theme;
    write();
}

void VerdictWindow::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (m_stale)
        judge();
}

/// What was judged is of another study.
void VerdictWindow::forget() {
    ++m_question;
    m_judging = false;
    m_own = m_other = {};
    m_otherName.clear();
    cancelOther();
    write();
    takeStudy();
}

/// While a run goes on, what was judged before stays.
void VerdictWindow::takeStudy() {
    m_stale = true;
    if (isVisible())
        m_rest.start();
}

void VerdictWindow::judge() {
    if (m_study.isBusy()) {
        m_rest.start();
        if (!m_own.known)
            write();
        return;
    }
    m_stale = false;
    cancelOther();
    m_other = {};
    m_otherName.clear();
    fillChoice();
    if (!m_study.hasAnyRun()) {
        m_own = {};
        write();
        return;
    }
    m_judging = true;
    write();
    auto judged = std::make_shared<Judged>();
    m_study.useCopy(
        [judged](const StudyRecord& record) { judged->verdicts = verdictsOf(judgedConditions(record)); },
        [this, judged, question = ++m_question](const QString& error) {
            if (question != m_question)
                return;
            m_judging = false;
            judged->error = error;
            judged->known = true;
            m_own = std::move(*judged);
            write();
        });
}

// --- another estimator ---

/// Those that every condition allows.
void VerdictWindow::fillChoice() {
    m_choice->clear();
    m_choice->addChoice({}, tr("Another estimator …"));
    for (const EstimatorDescription& one : estimators()) {
        if (!one.windowReady)
            continue;
        bool applies = true;
        for (const ExperimentSpec& spec : m_study.specs())
            applies = applies && whyNotApplicable(one, spec).isEmpty();
        if (!applies)
            continue;
        QString name = QString::fromStdString(one.method);
        if (!one.variant.empty())
            name += QStringLiteral(", ") + QString::fromStdString(one.variant).toLower();
        m_choice->addChoice(QString::fromStdString(one.id), name);
    }
    m_choice->setCurrentId({});
    m_choice->setEnabled(m_choice->count() > 1 && m_study.hasAnyRun());
}

void VerdictWindow::askOther() {
    const QString id = m_choice->currentId();
    cancelOther();
    m_other = {};
    m_otherName.clear();
    write();
    if (id.isEmpty())
        return;
    EstimatorSettings settings;
    settings.id = id.toStdString();
    m_otherName = QString::fromStdString(makeEstimator(withDefaults(settings))->caption());
    m_progress->setValue(0);
    m_progress->show();
    m_cancel->show();
    auto record = std::make_shared<StudyRecord>();
    m_study.useCopy([record](const StudyRecord& copy) { *record = copy; },
                    [this, record, settings, question = m_otherQuestion](const QString& error) {
                        if (question != m_otherQuestion)
                            return;
                        if (!error.isEmpty()) {
                            takeOther(std::any(Judged{{}, error, true}));
                            return;
                        }
                        m_otherJob->start(
                            [this, record, settings](const CancelQuestion& cancelled) {
                                Judged judged;
                                judged.known = true;
                                try {
                                    const auto count = static_cast<double>(record->sessions.size());
                                    for (std::size_t i = 0; i < record->sessions.size(); ++i) {
                                        Session& session = record->sessions[i];
                                        const auto tell = [this, i, count](double share) {
                                            const int value = static_cast<int>(
                                                1000 * (static_cast<double>(i) + share) / count);
                                            QMetaObject::invokeMethod(
                                                m_progress, [this, value] { m_progress->setValue(value); },
                                                Qt::QueuedConnection);
                                        };
                                        const SampleSet on = session.spec.measure.on;
                                        auto anew =
                                            reestimate(std::move(session), settings, on, cancelled, tell);
                                        if (!anew)
                                            return std::any();
                                        session = std::move(*anew);
                                    }
                                    judged.verdicts = verdictsOf(judgedConditions(*record));
                                } catch (const std::exception& problem) {
                                    judged.error = QString::fromUtf8(problem.what());
                                }
                                return std::any(judged);
                            },
                            [this](const std::any& result) { takeOther(result); });
                    });
}

void VerdictWindow::takeOther(const std::any& result) {
    m_progress->hide();
    m_cancel->hide();
    if (result.has_value())
        m_other = std::any_cast<Judged>(result);
    write();
}

void VerdictWindow::cancelOther() {
    ++m_otherQuestion;
    m_otherJob->cancel();
    m_progress->hide();
    m_cancel->hide();
}

// --- what is shown ---

QString VerdictWindow::intervalText(const Verdict& verdict) {
    if (verdict.isCount)
        return verdict.interval.low == verdict.interval.high
                   ? tr("no condition is undecided")
                   : tr("at most %1, as some are undecided").arg(verdict.interval.high);
    return tr("%1 interval %2 to %3")
        .arg(confidenceText(verdict.confidence), number(verdict.interval.low), number(verdict.interval.high));
}

QString VerdictWindow::cell(const Judged& judged, int finding, bool isOther) const {
    if (!judged.error.isEmpty())
        return judged.error.toHtmlEscaped();
    for (const Verdict& one : judged.verdicts) {
        if (one.finding != finding)
            continue;
        QString html =
            QStringLiteral("<p style='margin:0 0 4px 0'>%1</p>").arg(badge(one.judgement, m_theme));
        html += QStringLiteral("<p style='margin:0 0 6px 0'>%1</p>").arg(one.sentence.toHtmlEscaped());
        if (std::isfinite(one.statistic))
            html += QStringLiteral(
                        "<p style='margin:0 0 6px 0'><b>%1 %2</b> <span style='color:%3'>%4</span></p>")
                        .arg(one.isCount ? QString::number(one.statistic) : number(one.statistic),
                             one.unit.toHtmlEscaped(), m_theme.text2.name(), intervalText(one));
        QStringList rests = {one.seeds == 1 ? tr("one seed") : tr("%1 seeds").arg(one.seeds)};
        if (one.leftOut > 0)
            rests << tr("%1 left out").arg(one.leftOut);
        rests << tr("epochs %1 to %2")
                     .arg(QLocale().toString(one.firstEpoch), QLocale().toString(one.lastEpoch))
              << one.estimator;
        html += QStringLiteral("<p style='margin:0 0 6px 0; color:%1'>%2</p>")
                    .arg(m_theme.text2.name(), rests.join(QStringLiteral(" · ")).toHtmlEscaped());
        if (!isOther && !one.details.isEmpty()) {
            html += QStringLiteral("<ul style='margin:0 0 0 -20px'>");
            for (const QString& detail : one.details)
                html += QStringLiteral("<li style='margin-bottom:3px'>%1</li>").arg(detail.toHtmlEscaped());
            html += QStringLiteral("</ul>");
        }
        return html;
    }
    return {};
}

void VerdictWindow::write() {
    QString html;
    if (!m_study.hasAnyRun())
        html = tr("<p>Nothing has run yet. Press Play, or Run all, and the verdicts stand here.</p>");
    else if (!m_own.known)
        html =
            m_study.isBusy() ? tr("<p>Verdicts are given when the runs rest.</p>") : tr("<p>Judging …</p>");
    else if (!m_own.error.isEmpty())
        html = QStringLiteral("<p>%1</p>").arg(m_own.error.toHtmlEscaped());
    else if (m_own.verdicts.empty())
        html = findingsHtml();
    const bool two = m_other.known;
    std::set<int> findings;
    for (const Verdict& one : m_own.verdicts)
        findings.insert(one.finding);
    for (const int finding : findings) {
        html +=
            QStringLiteral("<h3 style='margin:4px 0 8px 0'>%1</h3>").arg(headline(finding).toHtmlEscaped());
        html += QStringLiteral("<table width='100%' cellspacing='0' cellpadding='0'><tr>");
        html += QStringLiteral("<td width='%1%' style='padding-right:16px'>%2</td>")
                    .arg(two ? 55 : 100)
                    .arg(cell(m_own, finding, false));
        if (two)
            html += QStringLiteral("<td width='45%' style='padding-left:16px'><p style='margin:0 0 4px 0; "
                                   "color:%1'>%2</p>%3</td>")
                        .arg(m_theme.text2.name(), tr("%1 says").arg(m_otherName.toHtmlEscaped()),
                             cell(m_other, finding, true));
        html += QStringLiteral("</tr></table>");
    }
    if (!findings.empty())
        html +=
            QStringLiteral("<p style='color:%1'>%2</p>")
                .arg(m_theme.text2.name(),
                     tr("Intervals are bootstrapped over seeds. A layer compresses where the interval lies "
                        "above 0.5 bit, a limit chosen by this program."));
    m_text->setHtml(html);
}

} // namespace infoplane
