#include "charts/epoch_chart.h"

#include "charts/curves_item.h"
#include "charts/epoch_pick.h"
#include "charts/message_item.h"

#include <algorithm>

namespace infoplane {

namespace {

constexpr int growthTime = 200; ///< milliseconds
constexpr double headroom = 1.1;

double at(const std::vector<double>& values, int index) {
    return index >= 0 && static_cast<std::size_t>(index) < values.size()
               ? values[static_cast<std::size_t>(index)]
               : std::nan("");
}

/// Of the first so many.
double highestOf(const std::vector<double>& values, int count) {
    double highest = 0;
    for (int i = 0; i < std::min(count, static_cast<int>(values.size())); ++i)
        if (const double value = values[static_cast<std::size_t>(i)]; std::isfinite(value) && value > highest)
            highest = value;
    return highest;
}

/// The same quantity of a layer, of its mean over seeds, or of another seed.
template <typename Layer>
const auto& informationIn(const Layer& layer, EpochChart::Quantity quantity) {
    switch (quantity) {
    case EpochChart::Quantity::LabelInformation:
        return layer.y;
    case EpochChart::Quantity::RelevantInformation:
        return layer.relevant;
    case EpochChart::Quantity::IrrelevantInformation:
        return layer.irrelevant;
    default:
        return layer.x;
    }
}

QString informationTitle(const QString& of, const QString& about) {
    return QStringLiteral("<i>I</i>(<i>%1</i>;&#8201;<i>%2</i>) [bit]").arg(of, about);
}

} // namespace

EpochChart::EpochChart(Quantity quantity, Axis axis, QGraphicsItem* parent)
    : PlotChart(Across::Epochs, axis == Axis::Logarithmic ? Up::Decades : Up::Values, parent)
    , m_quantity(quantity)
    , m_logarithmic(axis == Axis::Logarithmic)
    , m_curves(new CurvesItem(*this, this))
    , m_message(new MessageItem(m_state, this)) {
    connect(this, &PlotChart::frameChanged, this, &EpochChart::takeFrame);
    setLook({ChartMetrics::screen(), lightTheme(), ColorScale()});
    growHome(true);
}

EpochChart::Axis EpochChart::axisOf(Quantity quantity) {
    return quantity >= Quantity::SignalToNoise && quantity <= Quantity::SampleSignalToNoise
               ? Axis::Logarithmic
               : Axis::Linear;
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
        up = informationTitle(QStringLiteral("X"), QStringLiteral("T"));
        break;
    case Quantity::LabelInformation:
        up = informationTitle(QStringLiteral("T"), QStringLiteral("Y"));
        break;
    case Quantity::RelevantInformation:
        up = informationTitle(QStringLiteral("X<sub>rel</sub>"), QStringLiteral("T"));
        break;
    case Quantity::IrrelevantInformation:
        up = informationTitle(QStringLiteral("X<sub>irr</sub>"), QStringLiteral("T"));
        break;
    case Quantity::SampleSignalToNoise:
        up = tr("Sample gradients, mean / s.d.");
        break;
    case Quantity::SignalToNoise:
        up = tr("Gradient, mean / s.d.");
        break;
    case Quantity::GradientMean:
        up = tr("Gradient, mean");
        break;
    case Quantity::GradientSd:
        up = tr("Gradient, s.d.");
        break;
    case Quantity::WeightNorm:
        up = tr("Norm of the weights");
        break;
    case Quantity::DecisionLoss:
        up = QStringLiteral("<i>H</i>(<i>\u0176</i>&#8201;|&#8201;<i>T</i>) [bit]");
        break;
    }
    const bool titles = m_state.look.metrics.titles;
    setTitles(titles ? tr("Epoch") : QString(), titles ? up : QString());
    m_message->setText({}, isOfLayers() ? tr("A curve for each layer, over the epochs.")
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
    // Another estimator changes no loss: the axis that a person reads it on stays.
    const bool anew = isInformation() ? newRun : changes.testFlag(ViewChange::Run);
    if (changes & ~ViewChanges(ViewChange::Text) && growHome(anew))
        homeChanged(newRun ? 0 : growthTime);
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
    growHome(true);
    resetZoom();
    m_curves->redrawAll();
}

void EpochChart::setLayerFigures(bool on) {
    m_layerFigures = on;
    m_curves->update();
}

double EpochChart::layerValue(int layer, int index) const {
    const SessionView::Layer& l = m_state.view.layers[static_cast<std::size_t>(layer)];
    switch (m_quantity) {
    case Quantity::InputInformation:
    case Quantity::LabelInformation:
    case Quantity::RelevantInformation:
    case Quantity::IrrelevantInformation:
        return at(informationIn(l, m_quantity), index);
    case Quantity::SampleSignalToNoise:
        return m_state.view.sampleGradients && index < m_state.view.measured()
                   ? m_state.view.sampleGradients->ratioAt(
                         layer, m_state.view.epochs[static_cast<std::size_t>(index)])
                   : std::nan("");
    case Quantity::SignalToNoise:
        return at(l.gradientMean, index) / at(l.gradientSd, index);
    case Quantity::GradientMean:
        return at(l.gradientMean, index);
    case Quantity::GradientSd:
        return at(l.gradientSd, index);
    case Quantity::WeightNorm:
        return at(l.weightNorm, index);
    case Quantity::DecisionLoss:
        return m_state.view.activity && index < m_state.view.measured()
                   ? m_state.view.activity->decisionAt(layer,
                                                       m_state.view.epochs[static_cast<std::size_t>(index)])
                   : std::nan("");
    default:
        return std::nan("");
    }
}

double EpochChart::layerPlace(int layer, int index) const {
    const double value = layerValue(layer, index);
    if (!m_logarithmic)
        return value;
    return value > 0 && std::isfinite(value) ? std::log10(value) : std::nan("");
}

std::pair<double, double> EpochChart::layerBand(int layer, int index) const {
    if (!isInformation())
        return {std::nan(""), std::nan("")};
    if (m_state.view.isMean()) {
        const SeedsRecord::Layer& l = m_state.view.seedsRecord->layers[static_cast<std::size_t>(layer)];
        const SeedsRecord::Band& band = informationIn(l, m_quantity);
        return {at(band.low, index), at(band.high, index)};
    }
    if (m_quantity > Quantity::LabelInformation)
        return {std::nan(""), std::nan("")};
    const bool input = m_quantity == Quantity::InputInformation;
    const SessionView::Layer& l = m_state.view.layers[static_cast<std::size_t>(layer)];
    return {at(input ? l.lowerX : l.lowerY, index), layerPlace(layer, index)};
}

bool EpochChart::showsPaths() const {
    return m_state.view.seeds == SessionView::Seeds::All && m_state.view.seedsRecord && isInformation();
}

double EpochChart::pathValue(const SeedsRecord::Path& path, int layer, int index) const {
    const int epoch = m_state.view.epochs[static_cast<std::size_t>(index)];
    const auto found = std::lower_bound(path.epochs.begin(), path.epochs.end(), epoch);
    if (found == path.epochs.end() || *found != epoch)
        return std::nan("");
    const auto& values = informationIn(path, m_quantity);
    return at(values[static_cast<std::size_t>(layer)], static_cast<int>(found - path.epochs.begin()));
}

double EpochChart::layerReference(int layer, int index) const {
    return m_quantity == Quantity::InputInformation
               ? at(m_state.view.layers[static_cast<std::size_t>(layer)].reference, index)
               : std::nan("");
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

/// Takes in what is shown by now; true: the axis is another.
bool EpochChart::growHome(bool anew) {
    const double high = m_highest, low = m_lowest;
    const double needed = m_logarithmic ? decadeOf(true) : highestNeeded();
    const double least = m_logarithmic ? decadeOf(false) : 0;
    m_highest = anew ? needed : std::max(m_highest, needed);
    m_lowest = anew ? least : std::min(m_lowest, least);
    return m_highest != high || m_lowest != low;
}

/// The whole power of ten above (or below) all that is shown.
int EpochChart::decadeOf(bool highest) const {
    double most = highest ? (m_quantity == Quantity::WeightNorm ? 10 : 1) : 0.1;
    const int last = m_state.view.shownUpTo();
    for (int layer = 0; layer < static_cast<int>(m_state.view.layers.size()); ++layer)
        for (int index = 0; index <= last; ++index)
            if (const double value = layerValue(layer, index); value > 0 && std::isfinite(value))
                most = highest ? std::max(most, value) : std::min(most, value);
    const double place = std::log10(most);
    return static_cast<int>(highest ? std::ceil(place - 1e-9) : std::floor(place + 1e-9));
}

/// Where the axis has to end so that it holds all that is shown.
double EpochChart::highestNeeded() const {
    const SessionView& v = m_state.view;
    const int shown = v.shownUpTo() + 1;
    const bool labels = std::isfinite(v.labelBits) && v.labelBits > 0;
    switch (m_quantity) {
    case Quantity::Loss: {
        const double highest = std::max(highestOf(v.trainLoss, shown), highestOf(v.testLoss, shown));
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
        const double highest = 100 * std::max(highestOf(v.trainError, shown), highestOf(v.testError, shown));
        return std::clamp(std::ceil(highest / 10) * 10, 50.0, 100.0);
    }
    case Quantity::InputInformation: {
        const double ceiling = std::max({std::isfinite(v.inputBits) ? v.inputBits : 1, v.inputReach, 1e-3});
        double highest = 0;
        for (const SessionView::Layer& layer : v.layers)
            highest = std::max(highest, highestOf(layer.x, shown));
        constexpr double roomAbove = 1.04;
        return roomAbove * (highest <= roomAbove * ceiling ? ceiling : std::ceil(highest));
    }
    case Quantity::RelevantInformation:
    case Quantity::IrrelevantInformation: { // may be as little as a hundredth of a bit
        double highest = 0;
        for (const SessionView::Layer& layer : v.layers)
            highest = std::max(highest, highestOf(informationIn(layer, m_quantity), shown));
        if (highest == 0)
            return 0.01;
        const double step = niceStep(highest / 4);
        return std::ceil(headroom * highest / step) * step;
    }
    default: {
        if (labels)
            return headroom * v.labelBits;
        double highest = 0.5;
        for (const SessionView::Layer& layer : v.layers)
            highest = std::max(highest, highestOf(layer.y, shown));
        return std::ceil(2 * highest) / 2;
    }
    }
}

PlotFrame EpochChart::home(const QSizeF&) const {
    PlotFrame frame;
    frame.bottom = m_logarithmic ? m_lowest : 0;
    frame.top = m_highest > frame.bottom ? m_highest : frame.bottom + 1;
    return frame;
}

int EpochChart::indexAt(const QPointF& place) const {
    return nearestEpochIndex(m_state.view, m_state.frame.valueX(place.x()));
}

} // namespace infoplane
