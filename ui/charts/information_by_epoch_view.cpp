#include "charts/information_by_epoch_view.h"

#include "charts/epoch_chart.h"
#include "widgets/segmented_control.h"

#include <QLocale>

namespace infoplane {

InformationByEpochView::InformationByEpochView(QWidget* parent)
    : ChartPanel(tr("Information by epoch"), new EpochChart(EpochChart::Quantity::InputInformation),
                 PlotView::Drag::Picks, parent)
    , m_chart(static_cast<EpochChart*>(chart()))
    , m_quantity(new SegmentedControl(tr("What is shown"))) {
    m_quantity->addSegment(QStringLiteral("I(X;T)"), tr("What a layer keeps about the input"));
    m_quantity->addSegment(QStringLiteral("I(T;Y)"), tr("What a layer keeps about the label"));
    m_quantity->setCurrent(0);
    addHeaderWidget(m_quantity);
    connect(m_quantity, &SegmentedControl::chosen, this, [this](int index) { setShowsLabel(index == 1); });
    connect(plotView(), &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_chart->indexAt(place);
        if (index >= 0)
            emit epochPicked(index);
    });
}

void InformationByEpochView::setView(const SessionView& view) {
    m_chart->setView(view);
    describeLater();
}

void InformationByEpochView::setShowsLabel(bool label) {
    m_quantity->setCurrent(label ? 1 : 0);
    m_chart->setQuantity(label ? EpochChart::Quantity::LabelInformation
                               : EpochChart::Quantity::InputInformation);
    describeLater();
}

bool InformationByEpochView::showsLabel() const {
    return m_chart->quantity() == EpochChart::Quantity::LabelInformation;
}

QString InformationByEpochView::description() const {
    const SessionView& view = m_chart->view();
    const int index = std::min(view.present, view.measured() - 1);
    if (index < 0)
        return tr("Information by epoch, empty.");
    const bool label = showsLabel();
    const QLocale locale;
    QString text = (label ? tr("Information about the label at epoch %1, in bits:")
                          : tr("Information about the input at epoch %1, in bits:"))
                       .arg(locale.toString(view.epochs[static_cast<std::size_t>(index)]));
    for (std::size_t l = 0; l < view.layers.size(); ++l) {
        const QPointF values = view.point(static_cast<int>(l), index);
        if (!view.layers[l].hidden)
            text += QStringLiteral(" %1 %2").arg(
                layerText(view.layers[l]),
                locale.toString(label ? values.y() : values.x(), 'f', label ? 3 : 2));
    }
    return text;
}

} // namespace infoplane
