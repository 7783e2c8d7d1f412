#include "chart_area.h"

#include "banner.h"
#include "charts/activity_chart.h"
#include "charts/activity_view.h"
#include "charts/decision_view.h"
#include "charts/generalization_view.h"
#include "charts/gradient_view.h"
#include "charts/information_by_epoch_view.h"
#include "charts/information_plane_view.h"
#include "charts/plane_chart.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

namespace infoplane {

namespace {

constexpr int bannerLift = 8;      ///< pixels; so much of the margin around a message lies over the header
constexpr int underWayDelay = 150; ///< milliseconds; what is quicker needs no line

/// A splitter divides what there is in these proportions.
const QList<int> narrowProportions = {620, 380};
const QList<int> wideProportions = {600, 400};
const QList<int> columnProportions = {500, 500};

} // namespace

ChartArea::ChartArea(QWidget* parent)
    : QWidget(parent)
    , m_banner(new Banner(this))
    , m_outer(new QSplitter(Qt::Vertical, this))
    , m_column(new QSplitter(Qt::Vertical))
    , m_plane(new InformationPlaneView)
    , m_generalization(new GeneralizationView)
    , m_byEpoch(new InformationByEpochView)
    , m_gradient(new GradientView)
    , m_activity(new ActivityChartView)
    , m_decision(new DecisionView)
    , m_narrowSizes(narrowProportions)
    , m_wideSizes(wideProportions)
    , m_columnSizes(columnProportions) {
    setMinimumWidth(leastWidth);
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_outer, 1);
    for (QSplitter* splitter : {m_outer, m_column}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    makeChoices();
    m_outer->addWidget(m_plane);
    m_outer->addWidget(m_column);
    placeCharts();
    applySizes();
    m_banner->installEventFilter(this);
    m_plane->installEventFilter(this);
    m_underWayDelay.setSingleShot(true);
    m_underWayDelay.setInterval(underWayDelay);
    connect(&m_underWayDelay, &QTimer::timeout, this, [this] {
        m_plane->setUnderWay(m_underWay);
        m_byEpoch->setUnderWay(m_underWay);
    });
    const auto passPicks = [this](ChartPanel* panel, const std::vector<int>& epochs) {
        connect(panel, &ChartPanel::pickBegan, this, &ChartArea::pickBegan);
        connect(panel, &ChartPanel::pickTakenBack, this, &ChartArea::pickTakenBack);
        connect(panel, &ChartPanel::epochPicked, this, [this, &epochs](int index) {
            if (index >= 0 && index < static_cast<int>(epochs.size()))
                emit epochPicked(epochs[static_cast<std::size_t>(index)]);
        });
    };
    passPicks(m_plane, m_planeEpochs);
    connect(m_plane, &ChartPanel::menuAsked, this,
            [this](const QPoint& place) { emit menuAsked(FigurePanel::Plane, place); });
    connect(m_plane, &InformationPlaneView::byEpochAsked, this,
            [this] { showChart(Chart::InformationByEpoch, m_wide ? 1 : 0); });
    for (const Choice& choice : m_choices)
        passPicks(choice.panel, choice.followsPlane ? m_planeEpochs : m_wholeEpochs);
    connectChoices();
    connect(m_gradient, &GradientView::shownChanged, this, &ChartArea::viewsWanted);
}

void ChartArea::makeChoices() {
    const auto add = [this](auto* panel, bool followsPlane, std::function<FigurePanel()> inFigure) {
        m_choices.push_back({panel, followsPlane, [panel](const SessionView& view) { panel->setView(view); },
                             std::move(inFigure)});
    };
    add(m_generalization, false,
        [this] { return m_generalization->showsError() ? FigurePanel::Error : FigurePanel::Loss; });
    add(m_byEpoch, true, [this] {
        return static_cast<FigurePanel>(static_cast<int>(FigurePanel::InputInformation) + m_byEpoch->shown());
    });
    add(m_gradient, false, [this] {
        return static_cast<FigurePanel>(static_cast<int>(FigurePanel::SignalToNoise) + m_gradient->shown());
    });
    add(m_activity, false, [] { return FigurePanel::Activity; });
    add(m_decision, false, [] { return FigurePanel::DecisionLoss; });
    for (const Choice& choice : m_choices)
        m_column->addWidget(choice.panel);
}

void ChartArea::connectChoices() {
    QStringList titles;
    for (const Choice& choice : m_choices)
        titles << choice.panel->title();
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        const Choice& choice = m_choices[i];
        choice.panel->setChoices(titles, static_cast<int>(i));
        connect(choice.panel, &ChartPanel::chartChosen, this, [this, i](int wanted) {
            showChart(static_cast<Chart>(wanted), m_places[0] == static_cast<Chart>(i) ? 0 : 1);
        });
        connect(
            choice.panel, &ChartPanel::menuAsked, this,
            [this, inFigure = choice.inFigure](const QPoint& place) { emit menuAsked(inFigure(), place); });
    }
}

void ChartArea::showChart(Chart chart, int place) {
    const auto here = static_cast<std::size_t>(place), there = 1 - here;
    if (m_places[here] == chart)
        return;
    if (m_places[there] == chart)
        m_places[there] = m_places[here];
    m_places[here] = chart;
    rememberSizes();
    placeCharts();
    applySizes();
    emit viewsWanted();
}

bool ChartArea::isShown(Chart chart) const {
    return m_places[0] == chart || (m_wide && m_places[1] == chart);
}

/// Those that are shown stand first in the column, in their order.
void ChartArea::placeCharts() {
    for (int place = 0; place < 2; ++place)
        m_column->insertWidget(place, panel(m_places[static_cast<std::size_t>(place)]));
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        m_choices[i].panel->setVisible(isShown(static_cast<Chart>(i)));
    m_plane->setByEpochOffered(!isShown(Chart::InformationByEpoch));
}

bool ChartArea::needsSampleGradients() const {
    return isShown(Chart::Gradient) && m_gradient->showsSamples();
}

void ChartArea::setViews(const SessionView& whole, const SessionView& plane) {
    m_planeEpochs = plane.epochs;
    m_wholeEpochs = whole.epochs;
    m_plane->setView(plane);
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        if (isShown(static_cast<Chart>(i)))
            m_choices[i].give(m_choices[i].followsPlane ? plane : whole);
}

/// Over the plane, and over nothing that is needed there: its header stays free.
void ChartArea::placeBanner() {
    if (m_banner->isHidden())
        return;
    const QWidget* under = m_standIn ? m_standIn : static_cast<const QWidget*>(m_plane);
    const QPoint corner = under->mapTo(this, QPoint(0, size::chartHeader - bannerLift));
    const int breadth = under->width();
    m_banner->setGeometry(QRect(corner, QSize(breadth, m_banner->layout()->totalHeightForWidth(breadth))));
    m_banner->raise();
}

void ChartArea::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeBanner();
}

bool ChartArea::eventFilter(QObject* watched, QEvent* event) {
    const bool ofBanner =
        watched == m_banner && (event->type() == QEvent::Show || event->type() == QEvent::LayoutRequest);
    if (ofBanner || (watched == m_plane && event->type() == QEvent::Resize))
        placeBanner();
    return QWidget::eventFilter(watched, event);
}

void ChartArea::setTheme(const Theme& theme) {
    QPalette colors = palette();
    colors.setColor(QPalette::Window, theme.canvas);
    setPalette(colors);
    setStyleSheet(QStringLiteral("QSplitter::handle { background: %1; }").arg(theme.hairline.name()));
    m_banner->setTheme(theme);
    m_plane->setTheme(theme);
    for (const Choice& choice : m_choices)
        choice.panel->setTheme(theme);
}

void ChartArea::setWide(bool wide) {
    if (wide == m_wide)
        return;
    rememberSizes();
    m_wide = wide;
    m_outer->setOrientation(wide ? Qt::Horizontal : Qt::Vertical);
    placeCharts();
    applySizes();
    emit viewsWanted();
}

void ChartArea::rememberSizes() {
    (m_wide ? m_wideSizes : m_narrowSizes) = m_outer->sizes();
    if (m_wide)
        m_columnSizes = m_column->sizes().mid(0, 2);
}

void ChartArea::applySizes() {
    m_outer->setSizes(m_wide ? m_wideSizes : m_narrowSizes);
    m_column->setSizes(m_columnSizes);
    const QList<int>& stretch = m_wide ? m_wideSizes : m_narrowSizes;
    for (int i = 0; i < 2; ++i)
        m_outer->setStretchFactor(i, stretch[i]);
}

void ChartArea::setUnderWay(std::optional<double> share) {
    m_underWay = share;
    if (!share) {
        m_underWayDelay.stop();
        m_plane->setUnderWay(share);
        m_byEpoch->setUnderWay(share);
    } else if (!m_underWayDelay.isActive()) {
        m_underWayDelay.start();
    }
}

void ChartArea::addStandIn(QWidget* widget) {
    widget->hide();
    layout()->addWidget(widget);
    static_cast<QVBoxLayout*>(layout())->setStretchFactor(widget, 1);
}

void ChartArea::showInstead(QWidget* standIn) {
    if (standIn == m_standIn)
        return;
    (m_standIn ? m_standIn : static_cast<QWidget*>(m_outer))->hide();
    m_standIn = standIn;
    (m_standIn ? m_standIn : static_cast<QWidget*>(m_outer))->show();
    placeBanner();
}

void ChartArea::resetZoom() {
    m_plane->resetZoom();
    for (const Choice& choice : m_choices)
        choice.panel->resetZoom();
}

void ChartArea::giveLook(FigureContent& content) const {
    content.activityLayer = m_activity->activityChart()->layer();
    content.joins = m_plane->planeChart()->joins();
    content.limits = m_plane->planeChart()->limits();
    const auto note = [&content](const ChartPanel* panel, FigurePanel inFigure) {
        if (panel->chart()->isZoomed())
            content.zooms.push_back({inFigure, panel->chart()->frame()});
    };
    note(m_plane, FigurePanel::Plane);
    for (std::size_t i = 0; i < m_choices.size(); ++i)
        if (isShown(static_cast<Chart>(i)))
            note(m_choices[i].panel, m_choices[i].inFigure());
}

QByteArray ChartArea::saveState() const {
    const_cast<ChartArea*>(this)->rememberSizes();
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_narrowSizes << m_wideSizes << m_columnSizes << static_cast<int>(m_places[0])
           << static_cast<int>(m_places[1]);
    return state;
}

void ChartArea::restoreState(const QByteArray& state) {
    QList<int> narrow, wide, column;
    QDataStream stream(state);
    stream >> narrow >> wide >> column;
    if (stream.status() != QDataStream::Ok || narrow.size() != 2 || wide.size() != 2 || column.size() != 2)
        return;
    m_narrowSizes = narrow;
    m_wideSizes = wide;
    m_columnSizes = column;
    int upper = 0, lower = 0; // earlier versions did not write them
    stream >> upper >> lower;
    const int count = static_cast<int>(m_choices.size());
    if (stream.status() == QDataStream::Ok && upper != lower && std::min(upper, lower) >= 0 &&
        std::max(upper, lower) < count) {
        m_places = {static_cast<Chart>(upper), static_cast<Chart>(lower)};
        placeCharts();
    }
    applySizes();
}

} // namespace infoplane
