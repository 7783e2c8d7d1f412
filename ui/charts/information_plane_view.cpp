#include "charts/information_plane_view.h"

#include "charts/plane_chart.h"

#include <QLocale>

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
    m_tipDelay.setSingleShot(true);
    m_tipDelay.setInterval(tipDelay);
    connect(&m_tipDelay, &QTimer::timeout, this, [this] { m_plane->setHovered(m_plane->hovered(), true); });
}

void InformationPlaneView::setView(const SessionView& view) {
    m_plane->setView(view);
    setSubtitle(view.estimatorLine);
    setNotice(view.grainLine);
    if (m_pinned.isValid() && !m_plane->hovered().isValid())
        m_pinned = {};
    describeLater();
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
    if (index < 0)
        return tr("Information plane, empty. Press Play, and every layer draws its path.");
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
