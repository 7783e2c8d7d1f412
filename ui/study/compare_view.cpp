#include "study/compare_view.h"

#include "charts/elided_label.h"
#include "charts/plane_chart.h"
#include "document/background_job.h"
#include "document/make_seeds_record.h"
#include "document/make_session_view.h"
#include "estimator/multiple_cell.h"
#include "estimator/multiples_views.h"
#include "icons.h"
#include "information/estimator.h"
#include "study/conditions_figure.h"
#include "study/study_document.h"
#include "style.h"
#include "widgets/segmented_control.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

constexpr int viewPause = 100; ///< milliseconds between newer pictures of a run that goes on
constexpr int mostAcross = 4, spacing = 2;
constexpr int rightMargin = 6, bottomMargin = 6;

QString percent(double share) {
    return CompareView::tr("%1 %").arg(QLocale().toString(100 * share, 'f', 1));
}

/// How well the network did at the present epoch, and of that what counts most.
std::pair<QString, QString> scoreTexts(const SessionView& view) {
    if (view.present < 0 || view.present >= static_cast<int>(view.testLoss.size()))
        return {};
    const auto at = static_cast<std::size_t>(view.present);
    if (view.classification) {
        const QString test = percent(view.testError[at]);
        return {CompareView::tr("train %1, test %2 wrong").arg(percent(view.trainError[at]), test),
                CompareView::tr("test %1 wrong").arg(test)};
    }
    const QString test = QLocale().toString(view.testLoss[at], 'g', 3);
    return {CompareView::tr("train %1, test %2").arg(QLocale().toString(view.trainLoss[at], 'g', 3), test),
            CompareView::tr("test %1").arg(test)};
}

} // namespace

CompareView::CompareView(StudyDocument& study, QWidget* parent)
    : QWidget(parent)
    , m_study(study)
    , m_subtitle(new ElidedLabel)
    , m_arrangement(new SegmentedControl(tr("Arrangement of the conditions")))
    , m_share(new QPushButton(tr("Same estimator for all")))
    , m_close(new QToolButton)
    , m_grid(new QWidget)
    , m_layout(new QGridLayout(m_grid))
    , m_theme(lightTheme())
    , m_job(new BackgroundJob(&m_pool, this)) {
    setAccessibleName(tr("Conditions side by side"));
    setFocusPolicy(Qt::StrongFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_grid, 1);
    m_layout->setSpacing(spacing);
    m_layout->setContentsMargins(rightMargin, 0, rightMargin, bottomMargin);
    m_timer.setSingleShot(true);
    m_timer.setInterval(viewPause);
    connect(&m_timer, &QTimer::timeout, this, &CompareView::refresh);
    connect(m_close, &QToolButton::clicked, this, &CompareView::closeAsked);
    connect(m_share, &QPushButton::clicked, &m_study, &StudyDocument::shareEstimator);
    auto* escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &CompareView::closeAsked);
    connect(&m_study, &StudyDocument::opened, this, &CompareView::takeStudy);
    connect(&m_study, &StudyDocument::conditionChanged, this, &CompareView::takeCondition);
    connect(&m_study, &StudyDocument::shownChanged, this, [this] {
        for (int i = 0; i < m_study.count(); ++i)
            takeCondition(i);
    });
    setTheme(m_theme);
}

CompareView::~CompareView() {
    m_job->cancel();
    m_pool.waitForDone();
}

QWidget* CompareView::makeHead() {
    auto* head = new QWidget(this);
    head->setFixedHeight(size::chartHeader);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(18, 4, 14, 0);
    row->setSpacing(8);
    auto* title = new QLabel(tr("Conditions"), head);
    setRole(title, "head");
    title->setFont(uiFont(type::body, QFont::DemiBold));
    m_subtitle->setFont(uiFont(type::small));
    m_arrangement->addSegment(tr("Side by side"), tr("A plane for each condition"));
    m_arrangement->addSegment(tr("Over each other"),
                              tr("A plane for each layer, with every condition in it"));
    connect(m_arrangement, &SegmentedControl::chosen, this, [this](int index) { setOverlaid(index == 1); });
    m_share->setFocusPolicy(Qt::TabFocus);
    m_share->setToolTip(
        wrappedToolTip(tr("Measures every condition as the one shown, from the weights that were kept.")));
    m_close->setFixedSize(size::tool, size::tool);
    m_close->setIconSize({size::toolIcon, size::toolIcon});
    m_close->setAccessibleName(tr("Back to the charts"));
    m_close->setToolTip(tr("Back to the charts (Esc)"));
    row->addWidget(title);
    row->addSpacing(5);
    row->addWidget(m_subtitle, 1);
    row->addWidget(m_share);
    row->addWidget(m_arrangement);
    row->addWidget(m_close);
    return head;
}

void CompareView::setTheme(const Theme& theme) {
    m_theme = theme;
    m_subtitle->setColor(theme.text2);
    m_close->setIcon(themedIcon(QStringLiteral("close"), theme));
    for (MultipleCell* cell : m_cells)
        cell->setTheme(theme);
    update();
}

void CompareView::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), m_theme.canvas);
}

// --- the cells ---

void CompareView::takeStudy() {
    m_job->cancel();
    m_views.assign(static_cast<std::size_t>(m_study.count()), {});
    m_together.assign(m_views.size(), {});
    m_layers.clear();
    if (!m_overlaid)
        makeCells(m_study.count());
    for (int i = 0; i < m_study.count(); ++i)
        takeCondition(i);
}

void CompareView::makeCells(int wanted) {
    if (count() == wanted)
        return;
    while (count() > wanted) {
        delete m_cells.back();
        m_cells.pop_back();
    }
    while (count() < wanted) {
        auto* cell = new MultipleCell(m_grid);
        cell->setTheme(m_theme);
        const int index = count();
        connect(cell, &QAbstractButton::clicked, this, [this, index] {
            if (!m_overlaid)
                emit conditionChosen(index);
        });
        connect(cell, &MultipleCell::pointed, this, &CompareView::point);
        m_cells.push_back(cell);
    }
    arrange();
}

void CompareView::setOverlaid(bool overlaid) {
    if (std::exchange(m_overlaid, overlaid) == overlaid)
        return;
    m_arrangement->setCurrent(overlaid ? 1 : 0);
    emit overlaidChanged();
    makeCells(0); // what a cell is of is told to it once
    for (int i = 0; i < m_study.count(); ++i)
        m_changed.insert(i);
    if (isVisible())
        refresh();
}

void CompareView::setSeeds(SessionView::Seeds seeds, bool leaveOutDead) {
    m_seeds = seeds;
    m_leaveOutDead = leaveOutDead;
    for (int i = 0; i < m_study.count(); ++i)
        takeCondition(i);
}

void CompareView::takeCondition(int condition) {
    m_changed.insert(condition);
    if (isVisible() && !m_timer.isActive())
        m_timer.start();
}

void CompareView::arrange() {
    if (m_cells.empty())
        return;
    // As square as can be.
    int across = 1;
    double best = 0;
    for (int columns = 1; columns <= std::min(mostAcross, count()); ++columns) {
        const int rows = (count() + columns - 1) / columns;
        const double side = std::min(static_cast<double>(m_grid->width()) / columns,
                                     1.3 * static_cast<double>(m_grid->height()) / rows);
        if (side > best) {
            best = side;
            across = columns;
        }
    }
    const int down = (count() + across - 1) / across;
    for (int i = 0; i < std::max(mostAcross, m_layout->columnCount()); ++i)
        m_layout->setColumnStretch(i, i < across ? 1 : 0);
    for (int i = 0; i < std::max(down, m_layout->rowCount()); ++i)
        m_layout->setRowStretch(i, i < down ? 1 : 0);
    for (int i = 0; i < count(); ++i) {
        m_layout->addWidget(cell(i), i / across, i % across);
        cell(i)->show();
    }
}

void CompareView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void CompareView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    for (int i = 0; i < m_study.count(); ++i)
        m_changed.insert(i);
    refresh();
}

// --- what is shown ---

void CompareView::setView(const SessionView& view) {
    const bool newValues = follow(m_shown, view) & (ViewChange::Values | ViewChange::Appended);
    if (newValues && m_shown.seeds != SessionView::Seeds::One)
        takeCondition(m_study.shown()); // whose seeds together are those of the charts
    if (!isVisible())
        return;
    std::vector<SessionView>& views = m_overlaid ? m_layers : m_views;
    for (int i = 0; i < count(); ++i) {
        SessionView& mine = views[static_cast<std::size_t>(i)];
        putPresent(mine);
        cell(i)->setView(mine);
        m_overlaid ? putLayerWords(i) : putWords(i);
    }
}

void CompareView::refresh() {
    for (const int condition : std::exchange(m_changed, {}))
        if (condition < m_study.count()) {
            m_views[static_cast<std::size_t>(condition)] = viewOf(condition);
            m_views[static_cast<std::size_t>(condition)].revision = ++m_revision;
        }
    QStringList names;
    for (int i = 0; i < m_study.count(); ++i)
        names << m_study.name(i);
    const PathNames paths = pathNames(names);
    if (m_overlaid) {
        m_layers = overlaid(m_views, paths);
        for (SessionView& view : m_layers)
            view.revision = ++m_revision;
    }
    std::vector<SessionView>& views = m_overlaid ? m_layers : m_views;
    for (SessionView& view : views)
        view.inputReach = view.labelReach = 0;
    shareAxes(views);
    makeCells(static_cast<int>(views.size()));
    m_share->setVisible(!m_study.sharesEstimator() || m_study.isEstimating());
    m_share->setEnabled(!m_study.isEstimating());
    m_subtitle->setText(!m_overlaid           ? m_study.title()
                        : m_layers.empty()    ? tr("No condition has run yet. Run all trains them.")
                        : paths.key.isEmpty() ? m_study.title()
                                              : paths.key);
    setView(m_shown);
}

SessionView CompareView::viewOf(int condition) {
    const std::shared_ptr<const Session> session = m_study.session(condition);
    const bool measured = session && !session->runs.empty() && !session->runs.front().measurements.empty();
    if (!measured)
        return {};
    if (m_seeds != SessionView::Seeds::One && session->runs.size() > 1) {
        if (condition == m_study.shown())
            return m_shown;
        const std::shared_ptr<const SeedsRecord> record = together(condition, session);
        if (record && m_seeds == SessionView::Seeds::Mean && record->counted > 0)
            return makeMeanView(*session, record);
        if (record && m_seeds == SessionView::Seeds::All) {
            const int seed = session->runs.front().seed;
            SessionView view = makeSessionView(*session, seed);
            view.seeds = m_seeds;
            view.seedsRecord = record;
            putSeedsLine(view, *session, seed);
            return view;
        }
    }
    // The seed that is shown, where this condition has it.
    const SeedRun* run = findRun(*session, m_study.shownSeed(condition));
    return makeSessionView(*session, run ? run->seed : session->runs.front().seed);
}

/// Null while it is being made: from a copy, whose weights are shared, for the session may be shown and go on
/// meanwhile.
std::shared_ptr<const SeedsRecord> CompareView::together(int condition,
                                                         const std::shared_ptr<const Session>& session) {
    Together& known = m_together[static_cast<std::size_t>(condition)];
    if (known.session == session && known.leaveOutDead == m_leaveOutDead)
        return known.record;
    known = {session, m_leaveOutDead, nullptr};
    m_job->queue([copy = std::make_shared<const Session>(*session), leaveOutDead = m_leaveOutDead](
                     const CancelQuestion&) { return std::any(makeSeedsRecord(*copy, leaveOutDead)); },
                 [this, condition, session, leaveOutDead = m_leaveOutDead](const std::any& result) {
                     const auto index = static_cast<std::size_t>(condition);
                     if (index >= m_together.size() || m_together[index].session != session ||
                         m_together[index].leaveOutDead != leaveOutDead)
                         return;
                     m_together[index].record = std::any_cast<std::shared_ptr<const SeedsRecord>>(result);
                     takeCondition(condition);
                 });
    return nullptr;
}

std::optional<FigureMultiples> CompareView::figure() const {
    std::vector<FigureMultiples::Cell> cells;
    for (int i = 0; i < m_study.count(); ++i) {
        const SessionView& view = m_views[static_cast<std::size_t>(i)];
        cells.push_back({m_study.name(i), {}, view.epochs.empty() ? tr("Not run yet.") : QString(), view});
    }
    if (std::ranges::all_of(cells, [](const auto& cell) { return !cell.obstacle.isEmpty(); }))
        return std::nullopt;
    if (!m_overlaid)
        return conditionsFigure(m_study.title(), std::move(cells));
    FigureMultiples figure = layersFigure(m_study.title(), std::move(cells));
    for (FigureMultiples::Cell& cell : figure.cells)
        putPresent(cell.view);
    return figure;
}

void CompareView::putPresent(SessionView& view) const {
    view.scale.linear = m_shown.scale.linear;
    view.dragging = m_shown.dragging;
    if (!m_overlaid)
        for (std::size_t layer = 0; layer < std::min(view.layers.size(), m_shown.layers.size()); ++layer)
            view.layers[layer].hidden = m_shown.layers[layer].hidden;
    view.present = view.measured() - 1;
    // At the end of the shown one all are at their own ends, however long they are.
    const bool hasEnded = !m_shown.epochs.empty() && m_shown.epochs.back() >= m_shown.scale.lastEpoch;
    const bool atEnd = hasEnded && m_shown.present == m_shown.measured() - 1;
    if (!atEnd && m_shown.present >= 0 && m_shown.present < m_shown.measured() && !view.epochs.empty()) {
        const int epoch = m_shown.epochs[static_cast<std::size_t>(m_shown.present)];
        const auto after = std::upper_bound(view.epochs.begin(), view.epochs.end(), epoch);
        view.present = std::max(0, static_cast<int>(after - view.epochs.begin()) - 1);
    }
    view.glide = view.present;
}

void CompareView::putLayerWords(int index) {
    MultipleCell* cell = this->cell(index);
    const SessionView& view = m_layers[static_cast<std::size_t>(index)];
    cell->chart()->setJoins(false);
    cell->setPurpose({}, tr("The conditions in this layer; their names stand at their paths."));
    cell->setName(view.title, view.seedsLine);
    cell->setByEpoch(!view.labelObstacle.isEmpty());
}

void CompareView::putWords(int condition) {
    MultipleCell* cell = this->cell(condition);
    cell->setPurpose(tr("This condition is shown in the charts."),
                     tr("Click shows this condition in the charts."));
    const SessionView& view = m_views[static_cast<std::size_t>(condition)];
    const auto [score, shorterScore] = scoreTexts(view);
    cell->setName(m_study.name(condition), score, shorterScore);
    cell->setPresent(condition == m_study.shown());
    const std::shared_ptr<const Session> session = m_study.session(condition);
    const bool waits = session && session->spec.estimator != m_study.spec(condition).estimator;
    // What is there of a resting condition is of another estimator; the shown one's follows by itself.
    const bool isStale = waits && condition != m_study.shown();
    cell->setMessage(view.epochs.empty() ? tr("Not run yet. Run all trains it.")
                     : isStale           ? tr("Being estimated anew.")
                                         : QString());
    cell->setProgress(waits     ? tr("estimating anew")
                      : session ? QString::fromStdString(makeEstimator(session->spec.estimator)->caption())
                                : QString());
}

void CompareView::point(int layer, int epoch) {
    for (MultipleCell* cell : m_cells)
        cell->markPoint(layer, epoch, cell == sender());
}

} // namespace infoplane
