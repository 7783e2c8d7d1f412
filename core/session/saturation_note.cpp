#include "session/saturation_note.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace infoplane {

namespace {

constexpr double hair = 0.01;           // of the ceiling: below, no chart shows the difference
constexpr double mostEpochs = 0.9;      // a layer is saturated where so many of its epochs are
constexpr double nearlyAllSingle = 0.9; // of the cells hold one sample

int indexOf(const EstimatorDescription& description, const char* quantity) {
    for (std::size_t i = 0; i < description.quantities.size(); ++i)
        if (description.quantities[i].id == quantity)
            return static_cast<int>(i);
    return -1;
}

/// NaN where an estimator has no such quantity.
double valueOf(std::span<const double> values, int quantity) {
    return quantity < 0 ? std::numeric_limits<double>::quiet_NaN()
                        : values[static_cast<std::size_t>(quantity)];
}

// Comparisons with NaN are false, so what does not apply is at no ceiling.
bool isAt(double value, double ceiling) {
    return ceiling > 0 && value >= ceiling * (1 - hair);
}

class Reader {
  public:
    Reader(std::span<const PlaneMeasurement> measurements, std::size_t layer)
        : m_measurements(measurements)
        , m_layer(layer) {}

    /// Whether nearly all epochs are so.
    bool mostAre(const auto& isSo) const {
        const auto so = std::ranges::count_if(
            m_measurements, [&](const PlaneMeasurement& epoch) { return isSo(epoch.values.at(m_layer)); });
        return static_cast<double>(so) >= mostEpochs * static_cast<double>(m_measurements.size());
    }
    double mean(int quantity) const {
        double sum = 0;
        for (const PlaneMeasurement& measurement : m_measurements)
            sum += valueOf(measurement.values.at(m_layer), quantity);
        return sum / static_cast<double>(m_measurements.size());
    }

  private:
    std::span<const PlaneMeasurement> m_measurements;
    std::size_t m_layer;
};

// What brings the estimate back into the range where it says something.
QString remedy(const EstimatorDescription& description) {
    if (description.id == "bin_floor")
        return QStringLiteral("Wider bins tell fewer samples apart.");
    if (description.method == "Binning")
        return QStringLiteral("Fewer bins tell fewer samples apart.");
    if (indexOf(description, "ties") >= 0)
        return QStringLiteral(
            "More noise brings I(X;T) down; I(T;Y) can only be compared with its baseline.");
    return QStringLiteral("More noise tells fewer samples apart.");
}

QString inputSentence(const Saturation& found, double bits) {
    return QStringLiteral(
               "%1 of %2 layers tell nearly every sample apart: I(X;T) is log\u2082 N = %3 bit, which "
               "says how many samples there are and nothing about the network.")
        .arg(found.atInputCeiling)
        .arg(found.layers)
        .arg(bits, 0, 'f', 2);
}

QString labelSentence(const Saturation& found, double bits) {
    return QStringLiteral(
               "%1 of %2 layers have I(T;Y) = H(Y) = %3 bit, as labels dealt out at random would have "
               "where every sample stands alone.")
        .arg(found.atLabelCeiling)
        .arg(found.layers)
        .arg(bits, 0, 'f', 2);
}

QString cellSentence(double share) {
    return QStringLiteral("%1 % of the cells hold a single sample.").arg(std::floor(100 * share));
}

} // namespace

bool isSaturated(const EstimatorDescription& description, std::span<const double> values, double inputBits) {
    return !description.isExact && isAt(valueOf(values, description.planeX), inputBits);
}

Saturation saturationOf(const EstimatorSettings& settings, std::span<const PlaneMeasurement> measurements,
                        double inputBits, double labelBits) {
    const EstimatorDescription& description = describeEstimator(settings.id);
    Saturation found;
    found.singletons = std::numeric_limits<double>::quiet_NaN();
    if (measurements.empty() || description.isExact)
        return found;
    found.layers = static_cast<int>(measurements.front().values.size());
    const int single = indexOf(description, "singletons");
    for (std::size_t layer = 0; layer < measurements.front().values.size(); ++layer) {
        const Reader reader(measurements, layer);
        using Values = std::vector<double>;
        if (reader.mostAre([&](const Values& values) { return isSaturated(description, values, inputBits); }))
            ++found.atInputCeiling;
        // Where samples stand alone labels are no matter; else H(Y) is reached by having learned.
        if (reader.mostAre(
                [&](const Values& values) { return isAt(valueOf(values, description.planeY), labelBits); }))
            ++found.atLabelCeiling;
        if (single >= 0)
            found.singletons = std::fmax(found.singletons, reader.mean(single));
    }
    const bool inputs = 2 * found.atInputCeiling > found.layers;
    const bool labels = 2 * found.atLabelCeiling > found.layers;
    QStringList sentences;
    if (inputs)
        sentences << inputSentence(found, inputBits);
    if (labels)
        sentences << labelSentence(found, labelBits);
    if (inputs && found.singletons >= nearlyAllSingle)
        sentences << cellSentence(found.singletons);
    if (inputs || labels)
        sentences << remedy(description);
    found.note = sentences.join(QLatin1Char(' '));
    return found;
}

} // namespace infoplane
