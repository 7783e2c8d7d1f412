#include "study/verdict_window.h"

#include "information/estimator.h"
#include "session/applicability.h"
#include "session/reestimate.h"
#include "study/limits_row.h"
#include "study/study_document.h"
#include "style.h"
#include "widgets/combo_field.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace infoplane {

namespace {

constexpr int restMilliseconds = 400; ///< after which changed runs, or limits, are judged anew

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

/// Heads are quiet; figures stand at the right; what repeats the name above it is left out.
QString tableHtml(const VerdictTable& table, const Theme& theme) {
    const QString words = QStringLiteral("<td valign='top' style='padding:1px 16px 1px 0; %1'>%2</td>");
    const QString figures = QStringLiteral(
        "<td align='right' valign='top' style='padding:1px 16px 1px 0; white-space:nowrap; %1'>%2</td>");
    const auto line = [&](const QStringList& cells, const QString& style = {}) {
        QString html = QStringLiteral("<tr>");
        for (qsizetype i = 0; i < cells.size(); ++i)
            html += (i < table.wordColumns ? words : figures).arg(style, cells[i].toHtmlEscaped());
        return html + QStringLiteral("</tr>");
    };
    QString html = QStringLiteral("<table cellspacing='0' cellpadding='0' style='margin:4px 0 10px 0'>") +
                   line(table.columns,
                        QStringLiteral("color:%1; font-size:%2px").arg(theme.text2.name()).arg(type::small));
    QStringList above;
    for (QStringList row : table.texts()) {
        const QStringList name = row.first(table.nameColumns);
        if (name == above)
            std::fill_n(row.begin(), table.nameColumns, QString());
        above = name;
        html += line(row);
    }
    return html + QStringLiteral("</table>");
}

/// A verdict asks for measurements and losses alone.
void forgetWeights(Session& session) {
    for (SeedRun& run : session.runs)
        for (EpochSnapshot& snapshot : run.snapshots)
            snapshot.parameters = {};
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
    , m_limits(new LimitsRow(this))
    , m_choice(new ComboField(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_progress(new QProgressBar(this))
    , m_otherJob(new BackgroundJob(&m_pool, this)) {
    setWindowTitle(tr("Verdicts"));
    resize(860, 640);
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
    column->addWidget(m_limits);
    column->addLayout(row);
    m_cancel->setAutoDefault(false); // Return in a field is not meant for it
    m_progress->hide();
    m_cancel->hide();
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &VerdictWindow::judge);
    connect(m_cancel, &QPushButton::clicked, this, &VerdictWindow::cancelOther);
    connect(m_choice, &ComboField::chosen, this, &VerdictWindow::askOther);
    connect(m_limits, &LimitsRow::edited, &m_rest, qOverload<>(&QTimer::start));
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
    m_limits->setTheme(theme);
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
    m_own = {};
    forgetOther();
    write();
    takeStudy();
}

/// While a run goes on, what was judged before stays.
void VerdictWindow::takeStudy() {
    m_stale = true;
    if (isVisible())
        m_rest.start();
}

bool VerdictWindow::RunState::operator==(const RunState& other) const {
    return run.lock() == other.run.lock() && on == other.on && seeds == other.seeds;
}

std::vector<VerdictWindow::RunState> VerdictWindow::runStates() const {
    std::vector<RunState> states;
    for (const std::shared_ptr<const Session>& session : m_study.sessions()) {
        states.push_back({session, session->spec.measure.on, {}});
        for (const SeedRun& run : session->runs)
            states.back().seeds.emplace_back(run.snapshots.size(), run.failure.has_value());
    }
    return states;
}

VerdictWindow::Judged VerdictWindow::judgedBy(const VerdictLimits& limits, const StudyRecord& record) {
    Judged judged;
    judged.limits = limits;
    judged.known = true;
    try {
        judged.verdicts = verdictsOf(judgedConditions(record), limits);
    } catch (const std::exception& problem) {
        judged.error = QString::fromUtf8(problem.what());
    }
    return judged;
}

/// What another estimator says is asked for again where runs have changed; where only limits have, it is
/// judged by them. News may be that a run is shown or saved, which does not change it.
void VerdictWindow::judge() {
    if (m_study.isBusy()) {
        m_rest.start();
        if (!m_own.known)
            write();
        return;
    }
    if (std::exchange(m_stale, false)) {
        if (runStates() != m_otherOf)
            forgetOther();
        fillChoice();
    }
    if (!m_study.hasAnyRun()) {
        m_own = {};
        write();
        return;
    }
    m_judging = true;
    write();
    auto judged = std::make_shared<Judged>();
    m_study.useCopy([judged, limits = m_limits->limits()](
                        const StudyRecord& record) { *judged = judgedBy(limits, record); },
                    [this, judged, question = ++m_question](const QString& error) {
                        if (question != m_question)
                            return;
                        m_judging = false;
                        if (!error.isEmpty())
                            judged->error = error;
                        judged->known = true;
                        m_own = std::move(*judged);
                        write();
                    });
    judgeOther();
}

// --- another estimator ---

/// Those that every condition allows; the one whose verdicts stand there stays chosen.
void VerdictWindow::fillChoice() {
    const QString chosen = m_otherName.isEmpty() ? QString() : m_choice->currentId();
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
    m_choice->setCurrentId(m_choice->findData(chosen) < 0 ? QString() : chosen);
    m_choice->setEnabled(m_choice->count() > 1 && m_study.hasAnyRun());
}

void VerdictWindow::askOther() {
    const QString id = m_choice->currentId();
    forgetOther();
    write();
    if (id.isEmpty())
        return;
    m_otherOf = runStates();
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
                        if (error.isEmpty())
                            estimate(record, settings);
                        else
                            takeOther({{}, {}, error, true});
                    });
}

/// Judged only then, by the limits of that time. The record, which is nobody else's, is kept for others.
void VerdictWindow::estimate(std::shared_ptr<StudyRecord> record, const EstimatorSettings& settings) {
    m_otherJob->start(
        [this, record, settings](const CancelQuestion& cancelled) {
            const auto count = static_cast<double>(record->sessions.size());
            const auto tell = [&](std::size_t done, double share) {
                const int value = static_cast<int>(1000 * (static_cast<double>(done) + share) / count);
                QMetaObject::invokeMethod(
                    m_progress, [this, value] { m_progress->setValue(value); }, Qt::QueuedConnection);
            };
            try {
                for (std::size_t i = 0; i < record->sessions.size(); ++i) {
                    Session& session = record->sessions[i];
                    const SampleSet on = session.spec.measure.on;
                    auto anew = reestimate(std::move(session), settings, on, cancelled,
                                           [&](double share) { tell(i, share); });
                    if (!anew)
                        return std::any(QString());
                    session = std::move(*anew);
                    forgetWeights(session);
                }
            } catch (const std::exception& problem) {
                return std::any(QString::fromUtf8(problem.what()));
            }
            return std::any(QString());
        },
        [this, record](const std::any& error) {
            m_progress->hide();
            m_cancel->hide();
            if (const auto text = std::any_cast<QString>(error); !text.isEmpty()) {
                takeOther({{}, {}, text, true});
                return;
            }
            m_otherRecord = record;
            judgeOther();
        });
}

void VerdictWindow::judgeOther() {
    if (!m_otherRecord)
        return;
    m_otherJob->start([record = m_otherRecord, limits = m_limits->limits()](
                          const CancelQuestion&) { return std::any(judgedBy(limits, *record)); },
                      [this](const std::any& judged) { takeOther(std::any_cast<Judged>(judged)); });
}

void VerdictWindow::takeOther(const Judged& judged) {
    m_progress->hide();
    m_cancel->hide();
    m_other = judged;
    write();
}

void VerdictWindow::cancelOther() {
    ++m_otherQuestion;
    m_otherJob->cancel();
    m_progress->hide();
    m_cancel->hide();
}

void VerdictWindow::forgetOther() {
    cancelOther();
    m_other = {};
    m_otherName.clear();
    m_otherOf.clear();
    m_otherRecord.reset();
}

// --- what is shown ---

QString VerdictWindow::intervalText(const Verdict& verdict) {
    if (verdict.isCount)
        return verdict.interval.low == verdict.interval.high
                   ? tr("no condition is undecided")
                   : tr("at most %1, as some are undecided").arg(verdict.interval.high);
    return tr("%1 interval %2 to %3")
        .arg(confidenceText(verdict.confidence), formatFigure(verdict.interval.low),
             formatFigure(verdict.interval.high));
}

QString VerdictWindow::judgementHtml(const Judged& judged, int finding) const {
    if (!judged.error.isEmpty())
        return judged.error.toHtmlEscaped();
    const auto found = std::ranges::find(judged.verdicts, finding, &Verdict::finding);
    return found == judged.verdicts.end() ? QString() : findingHtml(*found);
}

QString VerdictWindow::findingHtml(const Verdict& verdict) const {
    QString html =
        QStringLiteral("<p style='margin:0 0 4px 0'>%1</p>").arg(badge(verdict.judgement, m_theme));
    html += QStringLiteral("<p style='margin:0 0 6px 0'>%1</p>").arg(verdict.sentence.toHtmlEscaped());
    if (std::isfinite(verdict.statistic))
        html +=
            QStringLiteral("<p style='margin:0 0 6px 0'><b>%1 %2</b> <span style='color:%3'>%4</span></p>")
                .arg(verdict.isCount ? QString::number(verdict.statistic) : formatFigure(verdict.statistic),
                     verdict.unit.toHtmlEscaped(), m_theme.text2.name(), intervalText(verdict));
    QStringList rests = {verdict.seeds == 1 ? tr("one seed") : tr("%1 seeds").arg(verdict.seeds)};
    if (verdict.leftOut > 0)
        rests << tr("%1 left out").arg(verdict.leftOut);
    rests << tr("epochs %1 to %2")
                 .arg(QLocale().toString(verdict.firstEpoch), QLocale().toString(verdict.lastEpoch))
          << verdict.estimator;
    html += QStringLiteral("<p style='margin:0 0 6px 0; color:%1'>%2</p>")
                .arg(m_theme.text2.name(), rests.join(QStringLiteral(" · ")).toHtmlEscaped());
    if (!verdict.changedLimits.isEmpty())
        html +=
            QStringLiteral("<p style='margin:0 0 6px 0'>%1</p>")
                .arg(tr("Limits: %1.").arg(verdict.changedLimits.join(QStringLiteral("; "))).toHtmlEscaped());
    return html;
}

/// Over the whole width, also where two estimators are heard: these are of the runs as they are.
QString VerdictWindow::figuresHtml(const Verdict& verdict) const {
    QString html;
    if (m_other.known)
        html += QStringLiteral("<p style='margin:4px 0 0 0; color:%1'>%2</p>")
                    .arg(m_theme.text2.name(), tr("Figures as measured, not by the other estimator:"));
    for (const VerdictTable& table : verdict.tables)
        html += tableHtml(table, m_theme);
    if (verdict.details.isEmpty())
        return html;
    html += QStringLiteral("<ul style='margin:0 0 0 -20px'>");
    for (const QString& detail : verdict.details)
        html += QStringLiteral("<li style='margin-bottom:3px'>%1</li>").arg(detail.toHtmlEscaped());
    return html + QStringLiteral("</ul>");
}

/// How it was judged: by which limits, and what is counted.
QString VerdictWindow::closingHtml() const {
    std::vector<VerdictLimit> used;
    for (const Verdict& verdict : m_own.verdicts)
        used.insert(used.end(), verdict.limits.begin(), verdict.limits.end());
    QStringList sentences = {tr("Intervals are bootstrapped over seeds.")};
    if (!used.empty())
        sentences << tr("One that lies clear of a limit decides. Limits in use: %1.")
                         .arg(limitTexts(m_own.limits, used).join(QStringLiteral("; ")));
    if (!used.empty() && changedLimits(m_own.limits, used).isEmpty())
        sentences << tr("They are chosen by this program.");
    if (std::ranges::find(used, &VerdictLimits::compressionBits) != used.end())
        sentences << tr(
            "Compression is the largest I(X;T) from the epoch on at which the layer’s I(T;Y) first reached "
            "90 % of its final value, minus I(X;T) at the end. “Lost” in the readout is another quantity: "
            "it counts from the first epoch, up to the one shown.");
    return QStringLiteral("<p style='color:%1'>%2</p>")
        .arg(m_theme.text2.name(), sentences.join(QLatin1Char(' ')).toHtmlEscaped());
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
    for (const Verdict& verdict : m_own.verdicts) {
        html += QStringLiteral("<h3 style='margin:4px 0 8px 0'>%1</h3>")
                    .arg(headline(verdict.finding).toHtmlEscaped());
        html += QStringLiteral("<table width='100%' cellspacing='0' cellpadding='0'><tr>");
        html += QStringLiteral("<td width='%1%' style='padding-right:16px'>%2</td>")
                    .arg(two ? 55 : 100)
                    .arg(findingHtml(verdict));
        if (two)
            html += QStringLiteral("<td width='45%' style='padding-left:16px'><p style='margin:0 0 4px 0; "
                                   "color:%1'>%2</p>%3</td>")
                        .arg(m_theme.text2.name(), tr("%1 says").arg(m_otherName.toHtmlEscaped()),
                             judgementHtml(m_other, verdict.finding));
        html += QStringLiteral("</tr></table>") + figuresHtml(verdict);
    }
    if (!m_own.verdicts.empty())
        html += closingHtml();
    const int place = m_text->verticalScrollBar()->value();
    m_text->setHtml(html);
    m_text->verticalScrollBar()->setValue(place); // a changed limit leaves the eye where it was
}

} // namespace infoplane
