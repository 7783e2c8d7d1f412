#include "charts/activity_chart.h"

#include "charts/activity_item.h"
#include "charts/epoch_pick.h"
#include "charts/message_item.h"

namespace infoplane {

ActivityChart::ActivityChart(QGraphicsItem* parent)
    : PlotChart(Across::Epochs, Up::Values, parent)
    , m_item(new ActivityItem(*this, this))
    , m_message(new MessageItem(m_state, this)) {
    connect(this, &PlotChart::frameChanged, this, &ActivityChart::takeFrame);
    setLook({ChartMetrics::screen(), lightTheme(), ColorScale()});
}

void ActivityChart::lookChanged() {
    m_state.look = look();
    nameAxes();
    m_item->redrawAll();
}

void ActivityChart::nameAxes() {
    const bool titles = m_state.look.metrics.titles;
    setTitles(titles ? tr("Epoch") : QString(), titles ? tr("Activity") : QString());
    m_message->setText({}, tr("How the activity of a layer is spread, and how much of it is saturated."));
}

void ActivityChart::takeFrame() {
    m_item->frameChanged();
    m_message->frameChanged();
    m_state.frame = frame();
    m_item->redrawAll();
}

void ActivityChart::setView(const SessionView& view) {
    const auto before = m_state.view.activity;
    const ViewChanges changes = follow(m_state.view, view);
    if (!changes)
        return;
    setEpochScale(m_state.view.scale);
    if (m_state.view.activity != before)
        homeChanged();
    if (m_state.view.activity != before || changes & (ViewChange::Values | ViewChange::Scale))
        m_item->redrawAll();
    m_item->update();
    m_message->update();
}

void ActivityChart::setLayer(int layer) {
    if (m_layer == layer)
        return;
    m_layer = layer;
    resetZoom();
    m_item->redrawAll();
}

const ActivityRecord::Layer* ActivityChart::record() const {
    const auto& record = m_state.view.activity;
    const auto layer = static_cast<std::size_t>(m_layer);
    return record && m_layer >= 0 && layer < record->layers.size() ? &record->layers[layer] : nullptr;
}

int ActivityChart::shownRow() const {
    const int last = m_state.view.shownUpTo();
    return record() && last >= 0
               ? m_state.view.activity->indexAt(m_state.view.epochs[static_cast<std::size_t>(last)])
               : -1;
}

double ActivityChart::saturatedNow() const {
    const int row = shownRow();
    return row >= 0 ? record()->saturated[static_cast<std::size_t>(row)] : std::nan("");
}

int ActivityChart::indexAt(const QPointF& place) const {
    return nearestEpochIndex(m_state.view, m_state.frame.valueX(place.x()));
}

PlotFrame ActivityChart::home(const QSizeF&) const {
    PlotFrame frame;
    frame.bottom = -1;
    if (const ActivityRecord::Layer* layer = record()) {
        frame.bottom = layer->lowest;
        frame.top = layer->highest;
    }
    return frame;
}

} // namespace infoplane
