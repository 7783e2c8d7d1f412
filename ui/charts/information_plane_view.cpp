#include "charts/information_plane_view.h"

#include "charts/plane_chart.h"

#include <QLocale>
#include <QPushButton>

namespace infoplane {

namespace {
constexpr int tipDelay = 60; ///< milliseconds
}

InformationPlaneView::InformationPlaneView(QWidget* parent)
    : ChartPanel(tr("Information plane"), new PlaneChart, PlotView::Drag::Zooms, parent)
    , m_plane(static_cast<PlaneChart*>(chart())) {
    m_joins =
        addTool(QStringLiteral("lines"), tr("Join layers"), tr("Join the layers of an epoch"), Qt::Key_J);
    m_limits = addTool(QStringLiteral("limits"), tr("Limits"), tr("Show what is possible at all"), Qt::Key_G);
    for (QToolButton* button : {m_joins, m_limits}) {
        button->setCheckable(true);
        button->setChecked(true);
    }
    connect(m_joins, &QToolButton::toggled, this, &InformationPlaneView::setJoins);
    connect(m_limits, &QToolButton::toggled, this, &InformationPlaneView::setLimits);
    connect(plotView(), &PlotView::hovered, this, &InformationPlaneView::hoverAt);
    connect(plotView(), &PlotView::clicked, this, &InformationPlaneView::clickAt);
    connect(plotView(), &PlotView::left, this, &InformationPlaneView::leave);
    m_byEpoch = new QPushButton(tr("Show information by epoch"), this);
    m_byEpoch->setObjectName(QStringLiteral("byEpoch"));
    m_byEpoch->setToolTip(tr("I(X;T) of every layer over the epochs, which needs no I(T;Y)"));
    m_byEpoch->setAutoDefault(false);
    m_byEpoch->hide();
    connect(m_byEpoch, &QPushButton::clicked, this, &InformationPlaneView::byEpochAsked);
    m_tipDelay.setSingleShot(true);
    m_tipDelay.setInterval(tipDelay);
    connect(&m_tipDelay, &QTimer::timeout, this, [this] { m_plane->setHovered(m_plane->hovered(), true); });
}

void InformationPlaneView::setView(const SessionView& view) {
    m_plane->setView(view);
    setSubtitle(view.estimatorLine);
    setNotice(view.grainLine.isEmpty() ? view.seedsLine : view.grainLine);
    placeButton();
    if (m_pinned.isValid() && !m_plane->hovered().isValid())
        m_pinned = {};
    describeLater();
}

void InformationPlaneView::setOpening(const QString& sentence) {
    m_opening = sentence;
    m_plane->setOpening(sentence);
    describeLater();
}

void InformationPlaneView::setByEpochOffered(bool offered) {
    m_byEpochOffered = offered;
    placeButton();
}

void InformationPlaneView::placeButton() {
    const bool wanted = m_byEpochOffered && !m_plane->view().labelObstacle.isEmpty();
    if (wanted != !m_byEpoch->isHidden())
        m_byEpoch->setVisible(wanted);
    if (!wanted)
        return;
    const QSize size = m_byEpoch->sizeHint();
    const QPoint middle = plotView()->mapTo(
        this, plotView()->mapFromScene(m_plane->mapToScene(m_plane->frame().area.center())));
    constexpr int under = 56; ///< the middle of the words
    m_byEpoch->setGeometry(QRect(middle + QPoint(-size.width() / 2, under), size));
    m_byEpoch->raise();
}

void InformationPlaneView::resizeEvent(QResizeEvent* event) {
    ChartPanel::resizeEvent(event);
    placeButton();
}

void InformationPlaneView::setJoins(bool on) {
    m_joins->setChecked(on);
    if (m_plane->joins() == on)
        return;
    m_plane->setJoins(on);
    emit joinsChanged(on);
}

void InformationPlaneView::setLimits(bool on) {
    m_limits->setChecked(on);
    if (m_plane->limits() == on)
        return;
    m_plane->setLimits(on);
    emit limitsChanged(on);
}

void InformationPlaneView::hoverAt(const QPointF& place) {
    const PlanePoint point = m_plane->pointAt(place);
    if (point == m_plane->hovered())
        return;
    if (!point.isValid() && m_pinned.isValid()) {
        m_plane->setHovered(m_pinned, true);
        return;
    }
    m_plane->setHovered(point, false);
    point.isValid() ? m_tipDelay.start() : m_tipDelay.stop();
    emit pointHovered(point.layer, point.index);
}

/// A click pins the point's tip and moves the present there; a click beside all points lets go.
void InformationPlaneView::clickAt(const QPointF& place) {
    m_pinned = m_plane->pointAt(place);
    m_plane->setHovered(m_pinned, m_pinned.isValid());
    if (m_pinned.isValid())
        emit epochPicked(m_pinned.index);
}

void InformationPlaneView::leave() {
    m_tipDelay.stop();
    m_plane->setHovered(m_pinned, m_pinned.isValid());
    emit pointHovered(-1, -1);
}

QString InformationPlaneView::description() const {
    const SessionView& view = m_plane->view();
    const int index = std::min(view.present, view.measured() - 1);
    if (index < 0 && !m_opening.isEmpty())
        return tr("Information plane, empty. %1").arg(m_opening);
    if (index < 0)
        return tr("Information plane, empty. Press Play, and every layer draws its path.");
    if (!view.labelObstacle.isEmpty())
        return tr("Information plane, empty. %1").arg(view.labelObstacle);
    const QLocale locale;
    QString text =
        tr("Information plane, epoch %1.").arg(locale.toString(view.epochs[static_cast<std::size_t>(index)]));
    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        const QPointF values = view.point(static_cast<int>(l), index);
        if (view.layers[l].hidden || !std::isfinite(values.x()))
            continue;
        text += QLatin1Char(' ');
        text += std::isfinite(values.y())
                    ? tr("%1: %2 bit about the input, %3 about the label.")
                          .arg(layerText(view.layers[l]), locale.toString(values.x(), 'f', 2),
                               locale.toString(values.y(), 'f', 3))
                    : tr("%1: %2 bit about the input.")
                          .arg(layerText(view.layers[l]), locale.toString(values.x(), 'f', 2));
    }
    return text;
}

} // namespace infoplane
