#include "charts/activity_view.h"

#include "charts/activity_chart.h"
#include "widgets/combo_field.h"

#include <QLocale>

namespace infoplane {

namespace {
constexpr int layerWidth = 74;
}

ActivityChartView::ActivityChartView(QWidget* parent)
    : ChartPanel(tr("Activity"), new ActivityChart, PlotView::Drag::Picks, parent)
    , m_chart(static_cast<ActivityChart*>(chart()))
    , m_layer(new ComboField) {
    m_layer->setAccessibleName(tr("Layer"));
    m_layer->setToolTip(tr("Of which layer activity is shown"));
    m_layer->setFixedWidth(layerWidth);
    addHeaderWidget(m_layer);
    connect(m_layer, &ComboField::chosen, this, [this](const QString& id) { setLayer(id.toInt()); });
    connect(plotView(), &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_chart->indexAt(place);
        if (index >= 0)
            emit epochPicked(index);
    });
}

void ActivityChartView::setView(const SessionView& view) {
    if (m_layer->count() != static_cast<int>(view.layers.size())) {
        m_layer->clear();
        for (std::size_t layer = 0; layer < view.layers.size(); ++layer)
            m_layer->addChoice(QString::number(layer), layerText(view.layers[layer]));
        // The last hidden layer is the one that saturates most.
        setLayer(std::max(0, static_cast<int>(view.layers.size()) - 2));
    }
    m_chart->setView(view);
    const auto& record = view.activity;
    setSubtitle(record                ? QStringLiteral("%1 · %2").arg(record->samplesLine, record->edgesLine)
                : view.lacksWeights   ? tr("The file keeps no weights to read the activity from.")
                : view.measured() > 0 ? tr("reading the activity from the weights…")
                                      : QString(),
                record ? record->samplesLine : QString());
    describeLater();
}

void ActivityChartView::setLayer(int layer) {
    m_layer->setCurrentId(QString::number(layer));
    m_chart->setLayer(layer);
    describeLater();
}

QString ActivityChartView::description() const {
    const SessionView& view = m_chart->view();
    const int row = m_chart->shownRow();
    if (row < 0)
        return tr("Activity, empty.");
    const double saturated = m_chart->saturatedNow();
    const QLocale locale;
    const QString layer = layerText(view.layers[static_cast<std::size_t>(m_chart->layer())]);
    const QString epoch = locale.toString(view.activity->epochs[static_cast<std::size_t>(row)]);
    return std::isfinite(saturated) ? tr("Activity of %1 at epoch %2: %3 % saturated.")
                                          .arg(layer, epoch, locale.toString(100 * saturated, 'f', 1))
                                    : tr("Activity of %1 at epoch %2.").arg(layer, epoch);
}

} // namespace infoplane
