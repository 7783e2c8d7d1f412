#include "charts/session_view.h"

#include <algorithm>
#include <cmath>

namespace infoplane {

namespace {

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

bool onlyLonger(const SessionView& mine, const SessionView& newer) {
    if (mine.revision != newer.revision || mine.epochs.empty() || mine.epochs.size() > newer.epochs.size() ||
        mine.epochs.back() != newer.epochs[mine.epochs.size() - 1] ||
        mine.layers.size() != newer.layers.size() || mine.classification != newer.classification)
        return false;
    return std::equal(mine.layers.begin(), mine.layers.end(), newer.layers.begin(),
                      [](const SessionView::Layer& a, const SessionView::Layer& b) {
                          return a.name == b.name && a.output == b.output && a.x.size() <= b.x.size() &&
                                 a.lowerX.empty() == b.lowerX.empty() &&
                                 a.reference.empty() == b.reference.empty() &&
                                 a.relevant.empty() == b.relevant.empty();
                      });
}

void lengthen(std::vector<double>& mine, const std::vector<double>& newer) {
    if (mine.size() > newer.size())
        mine.resize(newer.size());
    mine.insert(mine.end(), newer.begin() + static_cast<std::ptrdiff_t>(mine.size()), newer.end());
}

} // namespace

ViewChanges follow(SessionView& mine, const SessionView& newer) {
    ViewChanges changes;
    if (mine.title != newer.title || mine.specLine != newer.specLine ||
        mine.estimatorLine != newer.estimatorLine || mine.lossLine != newer.lossLine ||
        mine.dataLine != newer.dataLine || mine.grainLine != newer.grainLine ||
        mine.gradientLine != newer.gradientLine || mine.labelObstacle != newer.labelObstacle ||
        mine.seedsLine != newer.seedsLine || mine.lacksWeights != newer.lacksWeights)
        changes |= ViewChange::Text;
    if (mine.run != newer.run)
        changes |= ViewChange::Run;
    if (!(mine.scale == newer.scale))
        changes |= ViewChange::Scale;
    if (!same(mine.inputBits, newer.inputBits) || !same(mine.labelBits, newer.labelBits) ||
        mine.inputReach != newer.inputReach || mine.labelReach != newer.labelReach)
        changes |= ViewChange::Ceilings;
    if (mine.present != newer.present || mine.glide != newer.glide || mine.dragging != newer.dragging)
        changes |= ViewChange::Present;
    if (mine.activity != newer.activity || mine.sampleGradients != newer.sampleGradients ||
        mine.seedsRecord != newer.seedsRecord || mine.seeds != newer.seeds)
        changes |= ViewChange::Layers;
    if (!onlyLonger(mine, newer)) {
        const bool bothEmpty = mine.epochs.empty() && newer.epochs.empty() &&
                               mine.layers.size() == newer.layers.size() && mine.revision == newer.revision;
        if (!bothEmpty)
            changes |= ViewChange::Values;
        if (!bothEmpty && mine.epochs.empty())
            changes |= ViewChange::Run; // the first there is
        mine = newer;
        return changes;
    }

    if (newer.epochs.size() > mine.epochs.size()) {
        changes |= ViewChange::Appended;
        mine.epochs.insert(mine.epochs.end(),
                           newer.epochs.begin() + static_cast<std::ptrdiff_t>(mine.epochs.size()),
                           newer.epochs.end());
        for (std::size_t l = 0; l < mine.layers.size(); ++l) {
            lengthen(mine.layers[l].x, newer.layers[l].x);
            lengthen(mine.layers[l].y, newer.layers[l].y);
            lengthen(mine.layers[l].lowerX, newer.layers[l].lowerX);
            lengthen(mine.layers[l].lowerY, newer.layers[l].lowerY);
            lengthen(mine.layers[l].validLowerY, newer.layers[l].validLowerY);
            lengthen(mine.layers[l].validUpperY, newer.layers[l].validUpperY);
            lengthen(mine.layers[l].reference, newer.layers[l].reference);
            lengthen(mine.layers[l].relevant, newer.layers[l].relevant);
            lengthen(mine.layers[l].irrelevant, newer.layers[l].irrelevant);
            lengthen(mine.layers[l].weightNorm, newer.layers[l].weightNorm);
            lengthen(mine.layers[l].gradientMean, newer.layers[l].gradientMean);
            lengthen(mine.layers[l].gradientSd, newer.layers[l].gradientSd);
        }
        lengthen(mine.trainLoss, newer.trainLoss);
        lengthen(mine.testLoss, newer.testLoss);
        lengthen(mine.trainError, newer.trainError);
        lengthen(mine.testError, newer.testError);
    }
    for (std::size_t l = 0; l < mine.layers.size(); ++l) {
        if (mine.layers[l].hidden != newer.layers[l].hidden)
            changes |= ViewChange::Layers;
        mine.layers[l].hidden = newer.layers[l].hidden;
        if (mine.baselineRevision != newer.baselineRevision ||
            mine.layers[l].baseline.size() != newer.layers[l].baseline.size()) {
            mine.layers[l].baseline = newer.layers[l].baseline;
            changes |= ViewChange::Layers;
        }
    }
    mine.baselineRevision = newer.baselineRevision;
    mine.run = newer.run;
    mine.lacksWeights = newer.lacksWeights;
    mine.activity = newer.activity;
    mine.sampleGradients = newer.sampleGradients;
    mine.seeds = newer.seeds;
    mine.seedsLine = newer.seedsLine;
    mine.seedsRecord = newer.seedsRecord;
    mine.title = newer.title;
    mine.specLine = newer.specLine;
    mine.dataLine = newer.dataLine;
    mine.estimatorLine = newer.estimatorLine;
    mine.lossLine = newer.lossLine;
    mine.grainLine = newer.grainLine;
    mine.gradientLine = newer.gradientLine;
    mine.lossLineShort = newer.lossLineShort;
    mine.labelObstacle = newer.labelObstacle;
    mine.scale = newer.scale;
    mine.inputBits = newer.inputBits;
    mine.labelBits = newer.labelBits;
    mine.inputReach = newer.inputReach;
    mine.labelReach = newer.labelReach;
    mine.present = newer.present;
    mine.glide = newer.glide;
    mine.dragging = newer.dragging;
    return changes;
}

bool SessionView::hasRelevance() const {
    return std::ranges::any_of(layers, [](const Layer& layer) { return !layer.irrelevant.empty(); });
}

QPointF SessionView::point(int layer, int index) const {
    const Layer& l = layers[static_cast<std::size_t>(layer)];
    const auto i = static_cast<std::size_t>(index);
    if (index < 0 || i >= l.x.size() || i >= l.y.size())
        return {std::nan(""), std::nan("")};
    return {l.x[i], l.y[i]};
}

QPointF SessionView::lowerPoint(int layer, int index) const {
    const Layer& l = layers[static_cast<std::size_t>(layer)];
    const auto i = static_cast<std::size_t>(index);
    if (index < 0 || i >= l.lowerX.size() || i >= l.y.size())
        return {std::nan(""), std::nan("")};
    return {l.lowerX[i], i < l.lowerY.size() ? l.lowerY[i] : l.y[i]};
}

QRectF SessionView::spread(int layer, int index) const {
    if (!isMean() || index < 0 || static_cast<std::size_t>(index) >= seedsRecord->epochs.size())
        return {};
    const SeedsRecord::Layer& l = seedsRecord->layers[static_cast<std::size_t>(layer)];
    const auto i = static_cast<std::size_t>(index);
    return {QPointF(l.x.low[i], l.y.low[i]), QPointF(l.x.high[i], l.y.high[i])};
}

double SessionView::baselineAt(int layer, int index) const {
    const std::vector<double>& values = layers[static_cast<std::size_t>(layer)].baseline;
    return index >= 0 && static_cast<std::size_t>(index) < values.size()
               ? values[static_cast<std::size_t>(index)]
               : std::nan("");
}

int SessionView::shownUpTo() const {
    const int last = std::min(present, measured() - 1);
    return glide >= 0 ? std::min(last, static_cast<int>(glide)) : last;
}

QString layerText(const SessionView::Layer& layer) {
    QString text;
    for (const QChar c : layer.name)
        text += c.isDigit() ? QChar(0x2080 + c.digitValue()) : c;
    return text;
}

} // namespace infoplane
