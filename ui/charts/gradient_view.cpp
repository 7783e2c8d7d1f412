#include "charts/gradient_view.h"

#include "charts/epoch_chart.h"
#include "widgets/segmented_control.h"

#include <QLocale>

namespace infoplane {

namespace {
constexpr EpochChart::Quantity first = EpochChart::Quantity::SignalToNoise;
}

GradientView::GradientView(QWidget* parent)
    : ChartPanel(tr("Gradient"), new EpochChart(first, EpochChart::Axis::Logarithmic), PlotView::Drag::Picks,
                 parent)
    , m_chart(static_cast<EpochChart*>(chart()))
    , m_quantity(new SegmentedControl(tr("What is shown"))) {
    m_quantity->addSegment(
        tr("SNR, batches"),
        tr("Norm of the gradient’s mean over that of its standard deviation; how high it is "
           "depends on the batch size, so look at its drop"));
    m_quantity->addSegment(tr("Mean"), tr("Norm of the gradient’s mean over batches"));
    m_quantity->addSegment(tr("S.d."), tr("Norm of the gradient’s standard deviation over batches"));
    m_quantity->addSegment(tr("Weights"), tr("Frobenius norm of the weights"));
    m_quantity->addSegment(tr("SNR, samples"),
                           tr("The ratio over single training samples at fixed weights: about the square "
                              "root of the batch size lower than over batches"));
    m_quantity->setCurrent(0);
    addHeaderWidget(m_quantity);
    connect(m_quantity, &SegmentedControl::chosen, this, &GradientView::setShown);
    connect(plotView(), &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_chart->indexAt(place);
        if (index >= 0)
            emit epochPicked(index);
    });
}

void GradientView::setView(const SessionView& view) {
    m_chart->setView(view);
    putSubtitle();
    describeLater();
}

void GradientView::putSubtitle() {
    const SessionView& view = m_chart->view();
    if (!showsSamples())
        setSubtitle(view.gradientLine);
    else if (view.lacksWeights)
        setSubtitle(tr("The file keeps no weights to compute gradients from."));
    else
        setSubtitle(view.sampleGradients ? view.sampleGradients->line
                                         : tr("over single training samples at fixed weights"));
}

void GradientView::setShown(int quantity) {
    m_quantity->setCurrent(quantity);
    m_chart->setQuantity(static_cast<EpochChart::Quantity>(static_cast<int>(first) + quantity));
    putSubtitle();
    describeLater();
    emit shownChanged();
}

int GradientView::shown() const {
    return static_cast<int>(m_chart->quantity()) - static_cast<int>(first);
}

QString GradientView::description() const {
    const SessionView& view = m_chart->view();
    const int index = std::min(view.present, view.measured() - 1);
    if (index < 0)
        return tr("Gradient, empty.");
    const QStringList sentences = {
        tr("Signal-to-noise ratio of the gradient at epoch %1:"),
        tr("Norm of the gradient’s mean at epoch %1:"),
        tr("Norm of the gradient’s standard deviation at epoch %1:"), tr("Norm of the weights at epoch %1:"),
        tr("Signal-to-noise ratio of the gradient over single samples at epoch %1:")};
    const QLocale locale;
    QString text = sentences[shown()].arg(locale.toString(view.epochs[static_cast<std::size_t>(index)]));
    for (int layer = 0; layer < static_cast<int>(view.layers.size()); ++layer)
        if (!view.layers[static_cast<std::size_t>(layer)].hidden)
            text += QStringLiteral(" %1 %2").arg(layerText(view.layers[static_cast<std::size_t>(layer)]),
                                                 locale.toString(m_chart->layerValue(layer, index), 'g', 3));
    return text;
}

} // namespace infoplane
