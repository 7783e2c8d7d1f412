#include "charts/decision_view.h"

#include "charts/epoch_chart.h"

#include <QLocale>

namespace infoplane {

DecisionView::DecisionView(QWidget* parent)
    : ChartPanel(tr("Lost to the decision"), new EpochChart(EpochChart::Quantity::DecisionLoss),
                 PlotView::Drag::Picks, parent)
    , m_chart(static_cast<EpochChart*>(chart())) {
    connect(plotView(), &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_chart->indexAt(place);
        if (index >= 0)
            emit epochPicked(index);
    });
}

void DecisionView::setView(const SessionView& view) {
    m_chart->setView(view);
    const auto& record = view.activity;
    if (!view.classification)
        setSubtitle(tr("A network that learns numbers decides on no class."));
    else if (record)
        setSubtitle(
            tr("H(predicted class | binned T) · %1 · %2").arg(record->decisionLine, record->samplesLine),
            record->decisionLine);
    else if (view.lacksWeights)
        setSubtitle(tr("The file keeps no weights to read the activity from."));
    else
        setSubtitle(view.measured() > 0 ? tr("reading the activity from the weights…") : QString());
    describeLater();
}

QString DecisionView::description() const {
    const SessionView& view = m_chart->view();
    const int index = std::min(view.present, view.measured() - 1);
    if (index < 0 || !view.activity || !view.classification)
        return tr("Information lost to the decision, empty.");
    const QLocale locale;
    QString text = tr("Information lost to the decision at epoch %1, in bits:")
                       .arg(locale.toString(view.epochs[static_cast<std::size_t>(index)]));
    for (int layer = 0; layer < static_cast<int>(view.layers.size()); ++layer)
        if (!view.layers[static_cast<std::size_t>(layer)].hidden)
            text += QStringLiteral(" %1 %2").arg(layerText(view.layers[static_cast<std::size_t>(layer)]),
                                                 locale.toString(m_chart->layerValue(layer, index), 'f', 3));
    return text;
}

} // namespace infoplane
