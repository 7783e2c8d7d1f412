#include "charts/epoch_chart.h"

#include "charts/curves_item.h"
#include "charts/message_item.h"

#include <algorithm>

namespace infoplane {

namespace {

constexpr int growthTime = 200; ///< milliseconds
constexpr double headroom = 1.1;

double highestOf(const std::vector<double>& values) {
    double highest = 0;
    for (const double value : values)
        if (std::isfinite(value) && value > highest)
            highest = value;
    return highest;
}

} // namespace

EpochChart::EpochChart(Quantity quantity, QGraphicsItem* parent)
    : PlotChart(Across::Epochs, parent)
    , m_quantity(quantity)
    , m_curves(new CurvesItem(*this, this))
    , m_message(new MessageItem(m_state, this)) {
    connect(this, &PlotChart::frameChanged, this, &EpochChart::takeFrame);
    setLook({ChartMetrics::screen(), lightTheme(), ColorScale()});
    m_highest = highestNeeded();
}

void EpochChart::lookChanged() {
    m_state.look = look();
    nameAxes();
    m_curves->redrawAll();
}

void EpochChart::nameAxes() {
    QString up;
    switch (m_quantity) {
    case Quantity::Loss:
        up = m_state.view.classification ? tr("Loss [bit]") : tr("Loss");
        break;
    case Quantity::Error:
        up = tr("Error [%]");
        break;
    case Quantity::InputInformation:
        up = QStringLiteral("<i>I</i>(<i>X</i>;&#8201;<i>T</i>) [bit]");
        break;
    case Quantity::LabelInformation:
        up = QStringLiteral("<i>I</i>(<i>T</i>;&#8201;<i>Y</i>) [bit]");
        break;
    }
    setTitles(tr("Epoch"), up);
    m_message->setText({}, isOfLayers() ? tr("Each layer's information over the epochs.")
                                        : tr("Train and test loss; the area between them is the gap."));
}

void EpochChart::takeFrame() {
    m_curves->frameChanged();
    m_message->frameChanged();
    m_state.frame = frame();
    m_curves->redrawAll();
}

void EpochChart::setView(const SessionView& view) {
    const ViewChanges changes = follow(m_state.view, view);
    if (!changes)
        return;
    setEpochScale(m_state.view.scale);
    const bool newRun = changes.testFlag(ViewChange::Values) || changes.testFlag(ViewChange::Ceilings);
    if (newRun)
        nameAxes();
    if (newRun || changes.testFlag(ViewChange::Appended)) {
        const double before = m_highest;
        m_highest = newRun ? highestNeeded() : std::max(m_highest, highestNeeded());
        if (m_highest != before)
            homeChanged(newRun ? 0 : growthTime);
    }
    if (changes & (ViewChange::Values | ViewChange::Ceilings | ViewChange::Layers | ViewChange::Scale))
        m_curves->redrawAll();
    if (changes & ~ViewChanges(ViewChange::Text)) {
        m_curves->update();
        if (newRun || changes.testFlag(ViewChange::Appended))
            m_message->update();
    }
}

void EpochChart::setQuantity(Quantity quantity) {
    if (m_quantity == quantity)
        return;
    m_quantity = quantity;
    nameAxes();
    m_highest = highestNeeded();
    resetZoom();
    m_curves->redrawAll();
}

double EpochChart::value(bool test, int index) const {
    const SessionView& v = m_state.view;
    const bool error = m_quantity == Quantity::Error;
    const std::vector<double>& values =
        error ? (test ? v.testError : v.trainError) : (test ? v.testLoss : v.trainLoss);
    const auto i = static_cast<std::size_t>(index);
    if (index < 0 || i >= values.size())
        return std::nan("");
    return error ? 100 * values[i] : values[i];
}

/// Where the axis has to end, by everything measured: so the film never makes it jump.
double EpochChart::highestNeeded() const {
    const SessionView& v = m_state.view;
    const bool labels = std::isfinite(v.labelBits) && v.labelBits > 0;
    switch (m_quantity) {
    case Quantity::Loss: {
        const double highest = std::max(highestOf(v.trainLoss), highestOf(v.testLoss));
        if (labels)
            return highest <= headroom * v.labelBits ? headroom * v.labelBits : std::ceil(2 * highest) / 2;
        if (highest == 0)
            return 1;
        const double first = std::max(value(true, 0), value(false, 0));
        const double start = headroom * (std::isfinite(first) && first > 0 ? first : highest);
        const double step = niceStep(start / 4);
        return highest <= start ? start : std::ceil(highest / step) * step;
    }
    case Quantity::Error: {
        const double highest = 100 * std::max(highestOf(v.trainError), highestOf(v.testError));
        return std::clamp(std::ceil(highest / 10) * 10, 50.0, 100.0);
    }
    case Quantity::InputInformation: {
        const double ceiling = std::max({std::isfinite(v.inputBits) ? v.inputBits : 0, v.inputReach, 1e-3});
        double highest = 0;
        for (const SessionView::Layer& layer : v.layers)
            highest = std::max(highest, highestOf(layer.x));
        constexpr double roomAbove = 1.04;
        return roomAbove * (highest <= roomAbove * ceiling ? ceiling : std::ceil(highest));
    }
    case Quantity::LabelInformation: {
        if (labels)
            return headroom * v.labelBits;
        double highest = 0.5;
        for (const SessionView::Layer& layer : v.layers)
            highest = std::max(highest, highestOf(layer.y));
        return std::ceil(2 * highest) / 2;
    }
    }
    return 1;
}

PlotFrame EpochChart::home(const QSizeF&) const {
    PlotFrame frame;
    frame.top = m_highest > 0 ? m_highest : 1;
    return frame;
}

int EpochChart::indexAt(const QPointF& place) const {
    const SessionView& v = m_state.view;
    if (v.epochs.empty())
        return -1;
    const double position = m_state.frame.valueX(place.x());
    const double epoch = v.scale.epochAt(std::clamp(position, 0.0, 1.0));
    const auto after = std::lower_bound(v.epochs.begin(), v.epochs.end(), epoch);
    if (after == v.epochs.begin())
        return 0;
    const auto index = static_cast<int>(after - v.epochs.begin());
    if (after == v.epochs.end())
        return index - 1;
    const double above = v.scale.position(*after) - position;
    const double below = position - v.scale.position(*(after - 1));
    return above < below ? index : index - 1;
}

} // namespace infoplane
