#include "charts/generalization_view.h"

#include "charts/curves_item.h"
#include "charts/epoch_chart.h"
#include "widgets/segmented_control.h"

#include <QLocale>

namespace infoplane {

GeneralizationView::GeneralizationView(QWidget* parent)
    : ChartPanel(tr("Generalization"), new EpochChart(EpochChart::Quantity::Loss), PlotView::Drag::Picks,
                 parent)
    , m_chart(static_cast<EpochChart*>(chart()))
    , m_quantity(new SegmentedControl(tr("What is shown"))) {
    m_quantity->addSegment(tr("Loss"), tr("What training makes small"));
    m_quantity->addSegment(tr("Error"), tr("Share of samples that are told wrong"));
    m_quantity->setCurrent(0);
    addHeaderWidget(m_quantity);
    connect(m_quantity, &SegmentedControl::chosen, this, [this](int index) { setShowsError(index == 1); });
    connect(plotView(), &PlotView::picked, this, [this](const QPointF& place) {
        const int index = m_chart->indexAt(place);
        if (index >= 0)
            emit epochPicked(index);
    });
}

void GeneralizationView::setView(const SessionView& view) {
    m_chart->setView(view);
    setSubtitle(view.lossLine, view.lossLineShort);
    m_quantity->setVisible(view.classification);
    if (!view.classification && showsError())
        setShowsError(false);
    describeLater();
}

void GeneralizationView::setShowsError(bool error) {
    m_quantity->setCurrent(error ? 1 : 0);
    m_chart->setQuantity(error ? EpochChart::Quantity::Error : EpochChart::Quantity::Loss);
    describeLater();
}

bool GeneralizationView::showsError() const {
    return m_chart->quantity() == EpochChart::Quantity::Error;
}

QString GeneralizationView::description() const {
    const SessionView& view = m_chart->view();
    const int index = std::min(view.present, view.measured() - 1);
    if (index < 0)
        return tr("Generalization, empty.");
    const double test = m_chart->value(true, index), train = m_chart->value(false, index);
    const QString sentence = showsError() ? tr("Error at epoch %1: test %2 %, train %3 %, gap %4 %.")
                                          : tr("Loss at epoch %1: test %2, train %3, gap %4.");
    return sentence.arg(QLocale().toString(view.epochs[static_cast<std::size_t>(index)]), lossText(test),
                        lossText(train), lossText(test - train));
}

} // namespace infoplane
