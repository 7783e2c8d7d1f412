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
    m_quantity->addSegment(QStringLiteral("I(X_rel;T)"),
                           tr("What a layer keeps about the inputs that the target depends on"));
    m_quantity->addSegment(QStringLiteral("I(X_irr;T)"), tr("What a layer keeps about all other inputs"));
    m_quantity->setSegmentVisible(2, false);
    m_quantity->setSegmentVisible(3, false);
    m_quantity->setCurrent(0);
    addHeaderWidget(m_quantity);
    connect(m_quantity, &SegmentedControl::chosen, this, &InformationByEpochView::setShown);
    connect(plotView(), &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_chart->indexAt(place);
        if (index >= 0)
            emit epochPicked(index);
    });
}

void InformationByEpochView::setView(const SessionView& view) {
    const bool parts = view.hasRelevance();
    m_quantity->setSegmentVisible(2, parts);
    m_quantity->setSegmentVisible(3, parts);
    if (!parts && !view.epochs.empty() && shown() > 1)
        setShown(0);
    m_chart->setView(view);
    describeLater();
}

void InformationByEpochView::setShowsLabel(bool label) {
    setShown(label ? 1 : 0);
}

void InformationByEpochView::setShown(int quantity) {
    m_quantity->setCurrent(quantity);
    m_chart->setQuantity(static_cast<EpochChart::Quantity>(
        static_cast<int>(EpochChart::Quantity::InputInformation) + quantity));
    describeLater();
}

int InformationByEpochView::shown() const {
    return static_cast<int>(m_chart->quantity()) - static_cast<int>(EpochChart::Quantity::InputInformation);
}

bool InformationByEpochView::showsLabel() const {
    return m_chart->quantity() == EpochChart::Quantity::LabelInformation;
}

QString InformationByEpochView::description() const {
    const SessionView& view = m_chart->view();
    const int index = std::min(view.present, view.measured() - 1);
    if (index < 0)
        return tr("Information by epoch, empty.");
    const QStringList sentences = {tr("Information about the input at epoch %1, in bits:"),
                                   tr("Information about the label at epoch %1, in bits:"),
                                   tr("Information about the relevant inputs at epoch %1, in bits:"),
                                   tr("Information about the irrelevant inputs at epoch %1, in bits:")};
    const QLocale locale;
    QString text = sentences[shown()].arg(locale.toString(view.epochs[static_cast<std::size_t>(index)]));
    for (std::size_t l = 0; l < view.layers.size(); ++l)
        if (!view.layers[l].hidden)
            text += QStringLiteral(" %1 %2").arg(
                layerText(view.layers[l]),
                locale.toString(m_chart->layerValue(static_cast<int>(l), index), 'f', shown() == 0 ? 2 : 3));
    return text;
}

} // namespace infoplane
