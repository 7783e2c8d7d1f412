#include "chart_area.h"

#include "banner.h"
#include "charts/generalization_view.h"
#include "charts/information_by_epoch_view.h"
#include "charts/information_plane_view.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

namespace infoplane {

namespace {

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
    , m_narrowSizes(narrowProportions)
    , m_wideSizes(wideProportions)
    , m_columnSizes(columnProportions) {
    setMinimumWidth(leastWidth);
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_outer, 1);
    for (QSplitter* splitter : {m_outer, m_column}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    m_column->addWidget(m_generalization);
    m_column->addWidget(m_byEpoch);
    m_outer->addWidget(m_plane);
    m_outer->addWidget(m_column);
    m_byEpoch->hide();
    applySizes();
    m_underWayDelay.setSingleShot(true);
    m_underWayDelay.setInterval(underWayDelay);
    connect(&m_underWayDelay, &QTimer::timeout, this, [this] {
        m_plane->setUnderWay(m_underWay);
        m_byEpoch->setUnderWay(m_underWay);
    });
    const auto pickIn = [this](const std::vector<int>& epochs) {
        return [this, &epochs](int index) {
            if (index >= 0 && index < static_cast<int>(epochs.size()))
                emit epochPicked(epochs[static_cast<std::size_t>(index)]);
        };
    };
    connect(m_plane, &ChartPanel::epochPicked, this, pickIn(m_planeEpochs));
    connect(m_byEpoch, &ChartPanel::epochPicked, this, pickIn(m_planeEpochs));
    connect(m_generalization, &ChartPanel::epochPicked, this, pickIn(m_wholeEpochs));
    connect(m_plane, &ChartPanel::menuAsked, this,
            [this](const QPoint& place) { emit menuAsked(FigurePanel::Plane, place); });
    connect(m_generalization, &ChartPanel::menuAsked, this, [this](const QPoint& place) {
        emit menuAsked(m_generalization->showsError() ? FigurePanel::Error : FigurePanel::Loss, place);
    });
    connect(m_byEpoch, &ChartPanel::menuAsked, this, [this](const QPoint& place) {
        emit menuAsked(
            m_byEpoch->showsLabel() ? FigurePanel::LabelInformation : FigurePanel::InputInformation, place);
    });
}

void ChartArea::setViews(const SessionView& whole, const SessionView& plane) {
    m_planeEpochs = plane.epochs;
    m_wholeEpochs = whole.epochs;
    m_plane->setView(plane);
    m_generalization->setView(whole);
    if (m_wide)
        m_byEpoch->setView(plane);
}

void ChartArea::setTheme(const Theme& theme) {
    QPalette colors = palette();
    colors.setColor(QPalette::Window, theme.canvas);
    setPalette(colors);
    setStyleSheet(QStringLiteral("QSplitter::handle { background: %1; }").arg(theme.hairline.name()));
    m_banner->setTheme(theme);
    m_plane->setTheme(theme);
    m_generalization->setTheme(theme);
    m_byEpoch->setTheme(theme);
}

void ChartArea::setWide(bool wide) {
    if (wide == m_wide)
        return;
    rememberSizes();
    m_wide = wide;
    m_outer->setOrientation(wide ? Qt::Horizontal : Qt::Vertical);
    m_byEpoch->setVisible(wide);
    applySizes();
}

void ChartArea::rememberSizes() {
    (m_wide ? m_wideSizes : m_narrowSizes) = m_outer->sizes();
    if (m_wide)
        m_columnSizes = m_column->sizes();
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

void ChartArea::setMultiples(QWidget* multiples) {
    m_multiples = multiples;
    m_multiples->hide();
    layout()->addWidget(m_multiples);
    static_cast<QVBoxLayout*>(layout())->setStretchFactor(m_multiples, 1);
}

void ChartArea::showMultiples(bool shown) {
    if (!m_multiples || shown == showsMultiples())
        return;
    (shown ? static_cast<QWidget*>(m_outer) : m_multiples)->hide();
    (shown ? m_multiples : static_cast<QWidget*>(m_outer))->show();
}

bool ChartArea::showsMultiples() const {
    return m_multiples && !m_multiples->isHidden();
}

void ChartArea::resetZoom() {
    m_plane->resetZoom();
    m_generalization->resetZoom();
    m_byEpoch->resetZoom();
}

QByteArray ChartArea::saveState() const {
    const_cast<ChartArea*>(this)->rememberSizes();
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_narrowSizes << m_wideSizes << m_columnSizes;
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
    applySizes();
}

} // namespace infoplane
