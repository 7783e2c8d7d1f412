#include "charts/plane_chart.h"

#include "charts/baseline_item.h"
#include "charts/colorbar_item.h"
#include "charts/message_item.h"
#include "charts/plane_limits_item.h"
#include "charts/present_item.h"
#include "charts/seeds_item.h"
#include "charts/trajectory_item.h"

#include <algorithm>

namespace infoplane {

namespace {

constexpr int growthTime = 200; ///< milliseconds
/// Estimates a little above the ceiling have room in the wall.
constexpr double wallShare = 1.03;

QString planeTitle(const QString& of, const QString& about, const QString& words, const ChartLook& look) {
    QString title = QStringLiteral("<i>I</i>(<i>%1</i>;&#8201;<i>%2</i>) [bit]").arg(of, about);
    if (look.metrics.titleWords)
        title +=
            QStringLiteral("&nbsp; <span style='color:%1'>%2</span>").arg(look.theme.text2.name(), words);
    return title;
}

} // namespace

PlaneChart::PlaneChart(QGraphicsItem* parent)
    : PlotChart(Across::Values, Up::Values, parent)
    , m_message(new MessageItem(m_state, this))
    , m_walls(new PlaneWallsItem(m_state, this))
    , m_limits(new PlaneLimitsItem(m_state, *m_message, this))
    , m_baseline(new BaselineItem(m_state, this))
    , m_seeds(new SeedsItem(m_state, this))
    , m_trajectory(new TrajectoryItem(m_state, this))
    , m_present(new PresentItem(m_state, *m_message, this))
    , m_colorbar(new ColorbarItem(m_state, this))
    , m_hover(new HoverItem(m_state, this)) {
    setOpening({});
    connect(this, &PlotChart::frameChanged, this, &PlaneChart::takeFrame);
    setLook({ChartMetrics::screen(), lightTheme(), ColorScale()});
}

void PlaneChart::lookChanged() {
    m_state.look = look();
    const bool titles = look().metrics.titles;
    setTitles(titles ? planeTitle(QStringLiteral("X"), QStringLiteral("T"), tr("about the input"), look())
                     : QString(),
              titles ? planeTitle(QStringLiteral("T"), QStringLiteral("Y"), tr("about the label"), look())
                     : QString());
    m_present->lookChanged();
    redrawAll();
}

void PlaneChart::takeFrame() {
    m_walls->frameChanged();
    m_limits->frameChanged();
    m_baseline->frameChanged();
    m_present->frameChanged();
    m_colorbar->frameChanged();
    m_hover->frameChanged();
    m_message->frameChanged();
    m_seeds->redrawAll();
    m_trajectory->redrawAll();
    m_state.frame = frame();
    redrawAll();
}

void PlaneChart::redrawAll() {
    m_seeds->redrawAll();
    m_trajectory->redrawAll();
    m_colorbar->redraw();
    for (QGraphicsItem* item :
         std::initializer_list<QGraphicsItem*>{m_walls, m_limits, m_baseline, m_present, m_hover})
        item->update();
}

void PlaneChart::setView(const SessionView& view) {
    const bool said = m_message->isSaying();
    const ViewChanges changes = follow(m_state.view, view);
    if (!changes)
        return;
    const bool newRun = changes.testFlag(ViewChange::Values) || changes.testFlag(ViewChange::Ceilings);
    if (changes & (ViewChange::Values | ViewChange::Text))
        m_message->setObstacle(m_state.view.labelObstacle.isEmpty() ? QString()
                                                                    : tr("No plane under this estimator"),
                               m_state.view.labelObstacle);
    if (said || m_message->isSaying())
        messageChanged();
    if (newRun)
        m_grown = m_grownAcross = 0;
    if (newRun || changes & (ViewChange::Appended | ViewChange::Layers)) {
        const double before = m_grown, beforeAcross = m_grownAcross;
        if (!m_state.hasLabelLimit())
            m_grown = std::max(m_grown, highestLabelInformation());
        m_grownAcross = std::max(m_grownAcross, highestInputInformation());
        if (newRun || m_grown != before || m_grownAcross != beforeAcross)
            homeChanged(newRun ? 0 : growthTime);
    }
    if (changes & (ViewChange::Values | ViewChange::Ceilings | ViewChange::Layers | ViewChange::Scale))
        redrawAll();
    else if (changes & (ViewChange::Present | ViewChange::Appended)) {
        m_seeds->update();
        m_trajectory->followPresent();
        m_present->update();
        m_baseline->update();
        m_colorbar->followPresent();
    }
    const PlanePoint& point = m_hover->point();
    if (point.isValid() && (point.index > m_state.view.shownUpTo() ||
                            point.layer >= static_cast<int>(m_state.view.layers.size()) ||
                            m_state.view.layers[static_cast<std::size_t>(point.layer)].hidden))
        m_hover->setPoint({}, false);
    else if (changes.testFlag(ViewChange::Values))
        m_hover->frameChanged();
}

void PlaneChart::setJoins(bool on) {
    if (m_state.joins == on)
        return;
    m_state.joins = on;
    redrawAll();
}

void PlaneChart::setLimits(bool on) {
    if (m_state.limits == on)
        return;
    m_state.limits = on;
    redrawAll();
}

void PlaneChart::setEmptyText(const QString& head, const QString& line) {
    m_message->setText(head, line);
    messageChanged();
}

/// Names make way for it, or come back.
void PlaneChart::messageChanged() {
    for (QGraphicsItem* item : std::initializer_list<QGraphicsItem*>{m_message, m_limits, m_present})
        item->update();
}

void PlaneChart::setOpening(const QString& sentence) {
    if (sentence.isEmpty())
        setEmptyText(tr("Press Play, and every layer draws its path."),
                     tr("Right: more kept about the input. Up: more kept about the label."));
    else
        setEmptyText(sentence, {});
}

void PlaneChart::setVectors(bool on) {
    m_state.vectors = on;
    redrawAll();
}

PlanePoint PlaneChart::pointAt(const QPointF& place) const {
    return nearestPoint(m_state, place, m_state.look.metrics.hoverReach);
}

void PlaneChart::setHovered(const PlanePoint& point, bool withTip) {
    m_hover->setPoint(point, withTip);
}

double PlaneChart::highestLabelInformation() const {
    double highest = 0.5;
    for (const SessionView::Layer& layer : m_state.view.layers)
        for (const double y : layer.y)
            if (y > highest)
                highest = y;
    return std::ceil(highest * 2) / 2;
}

/// Where it is far above the ceiling, else nothing.
double PlaneChart::highestInputInformation() const {
    const double ceiling = m_state.hasInputLimit() ? m_state.view.inputBits : 0;
    double highest = ceiling;
    for (const SessionView::Layer& layer : m_state.view.layers)
        for (const double x : layer.x)
            if (x > highest)
                highest = x;
    if (m_state.view.seeds == SessionView::Seeds::All && m_state.view.seedsRecord)
        for (const SeedsRecord::Path& path : m_state.view.seedsRecord->paths)
            for (const std::vector<double>& layer : path.x)
                for (const double x : layer)
                    if (x > highest)
                        highest = x;
    return highest > wallShare * ceiling ? std::ceil(highest) : 0;
}

PlotFrame PlaneChart::home(const QSizeF& plot) const {
    const ChartMetrics& m = m_state.look.metrics;
    const SessionView& v = m_state.view;
    PlotFrame frame;
    const double across =
        std::max({m_state.hasInputLimit() ? v.inputBits : 1, v.inputReach, m_grownAcross, 1e-3});
    frame.right =
        plot.width() > 3 * m.wallRight ? across * plot.width() / (plot.width() - m.wallRight) : across;
    const double up = std::max(m_state.hasLabelLimit() ? v.labelBits : std::max(m_grown, 0.5), v.labelReach);
    frame.top = plot.height() > 3 * m.wallTop ? up * plot.height() / (plot.height() - m.wallTop) : up;
    return frame;
}

} // namespace infoplane
