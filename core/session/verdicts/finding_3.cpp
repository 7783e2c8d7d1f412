#include "session/verdicts/verdict.h"

#include <algorithm>

namespace infoplane {

namespace {

bool isFullBatch(const JudgedCondition& condition) {
    return !condition.spec().training.batchSize;
}

/// Linear teachers have batches too, but exact information and no compression to replicate.
bool isClassification(const JudgedCondition& condition) {
    return condition.session->facts.task == Task::Classification;
}

/// The mini-batch condition it is to be held against: the same network on the same data, by the same
/// optimizer where there is one.
const JudgedCondition* counterpart(const JudgedCondition& full,
                                   const std::vector<JudgedCondition>& conditions) {
    const auto isLike = [&](const JudgedCondition& other) {
        return !isFullBatch(other) && other.spec().network == full.spec().network &&
               other.spec().data == full.spec().data;
    };
    const JudgedCondition* found = nullptr;
    for (const JudgedCondition& other : conditions) {
        if (!isLike(other))
            continue;
        if (other.spec().training.optimizer.kind == full.spec().training.optimizer.kind)
            return &other;
        found = found ? found : &other;
    }
    return found;
}

struct FullBatch {
    const JudgedCondition* full = nullptr;
    const JudgedCondition* mini = nullptr; ///< null: there is none
    CompressionFacts compression;
    Side miniCompresses = Side::Unknown;
};

/// Whether a full batch has something to replicate: with units that saturate on one side even mini-batches
/// compress nothing.
bool isAsked(const FullBatch& one) {
    return one.mini ? one.miniCompresses == Side::Above : saturatesOnBothSides(one.full->spec());
}

std::vector<FullBatch> fullBatchesOf(const std::vector<JudgedCondition>& conditions,
                                     const VerdictLimits& limits) {
    std::vector<FullBatch> all;
    for (const JudgedCondition& condition : conditions) {
        if (!isFullBatch(condition) || !isClassification(condition))
            continue;
        FullBatch one{&condition, counterpart(condition, conditions), compressionFacts(condition, limits),
                      Side::Unknown};
        if (one.mini)
            one.miniCompresses = compressionFacts(*one.mini, limits).compresses;
        all.push_back(one);
    }
    return all;
}

/// Each full batch, the mini-batches it is held against, and their difference, layer by layer.
VerdictTable batchesTable(const std::vector<FullBatch>& all, const VerdictLimits& limits) {
    const double confidence = limits.bootstrap.confidence;
    VerdictTable table;
    table.columns = QStringList{QStringLiteral("Condition"), QStringLiteral("Layer")} +
                    estimatedColumns(QStringLiteral("Compression, bit"), confidence);
    for (const FullBatch& one : all) {
        const std::vector<int> layers = one.full->lastHiddenLayers();
        const auto add = [&](const QString& name, const auto& compressionOfLayer) {
            for (const int layer : layers)
                table.rows.push_back(VerdictRow{name, layer + 1} +
                                     estimatedCells(compressionOfLayer(layer), confidence));
        };
        const auto own = [&](const JudgedCondition& condition) {
            add(condition.name, [&](int layer) { return condition.compression(layer, limits.bootstrap); });
        };
        own(*one.full);
        if (!one.mini)
            continue;
        own(*one.mini);
        add(QStringLiteral("%1 minus %2").arg(one.full->name, one.mini->name),
            [&](int layer) { return compressionDifference(*one.full, *one.mini, layer, limits.bootstrap); });
    }
    return table;
}

class FullBatchFinding final : public Finding {
  public:
    bool isAskedBy(const std::vector<JudgedCondition>& conditions) const override {
        return std::ranges::any_of(conditions, [](const JudgedCondition& condition) {
            return isFullBatch(condition) && isClassification(condition);
        });
    }

    Verdict judge(const std::vector<JudgedCondition>& conditions,
                  const VerdictLimits& limits) const override {
        const std::vector<FullBatch> all = fullBatchesOf(conditions, limits);
        std::vector<FullBatch> asked;
        std::ranges::copy_if(all, std::back_inserter(asked), isAsked);
        const bool nothingToReplicate = asked.empty();
        if (nothingToReplicate)
            asked = all;
        // The one that compresses least surely speaks for all.
        const FullBatch& weakest = *std::ranges::min_element(asked, {}, [](const FullBatch& one) {
            return std::pair(one.full->seedCount() >= 2, one.compression.estimated.interval.low);
        });
        Verdict verdict;
        verdict.finding = 3;
        verdict.unit = QStringLiteral("bit");
        verdict.statistic = weakest.compression.estimated.value;
        verdict.interval = weakest.compression.estimated.interval;
        verdict.confidence = weakest.compression.estimated.confidence;
        const auto all_of = [&](Side side) {
            return std::ranges::all_of(
                asked, [=](const FullBatch& one) { return one.compression.compresses == side; });
        };
        const bool oneDoesNot = std::ranges::any_of(
            asked, [](const FullBatch& one) { return one.compression.compresses == Side::Below; });
        if (!nothingToReplicate && all_of(Side::Above))
            verdict.judgement = Judgement::Supported;
        else if (!nothingToReplicate && oneDoesNot)
            verdict.judgement = Judgement::NotSupported;
        verdict.sentence = sentence(verdict.judgement, nothingToReplicate, weakest, asked.size(), limits);
        std::vector<const JudgedCondition*> on;
        for (const FullBatch& one : asked)
            on.push_back(one.full);
        rest(verdict, on);
        verdict.limits = {&VerdictLimits::compressionBits};
        verdict.tables.push_back(batchesTable(all, limits));
        if (std::ranges::any_of(all, [](const FullBatch& one) { return one.mini != nullptr; }))
            verdict.details += QStringLiteral("Differences from mini-batches are reported, not judged.");
        return verdict;
    }

  private:
    static QString sentence(Judgement judgement, bool nothingToReplicate, const FullBatch& weakest,
                            std::size_t count, const VerdictLimits& limits) {
        const QString bits = QStringLiteral("%1 in layer %2 of \"%3\"")
                                 .arg(withInterval(weakest.compression.estimated, QStringLiteral("bit")))
                                 .arg(weakest.compression.layer + 1)
                                 .arg(weakest.full->name);
        if (judgement == Judgement::Supported)
            return QStringLiteral("Full batch compresses too: %1%2.")
                .arg(bits, count > 1 ? QStringLiteral(", the least sure of %1").arg(count) : QString());
        if (judgement == Judgement::NotSupported)
            return QStringLiteral("Full batch does not compress where mini-batches do: %1.").arg(bits);
        if (nothingToReplicate && weakest.mini && weakest.miniCompresses == Side::Below)
            return QStringLiteral(
                       "Whether full batch compresses too is not asked here: nothing compresses with "
                       "mini-batches either. Full batch: %1.")
                .arg(bits);
        return QStringLiteral("Whether full batch compresses too is open: %1. %2")
            .arg(bits,
                 seedsAdvice(weakest.compression.estimated, limits.compressionBits, limits.fewestSeeds));
    }
};

} // namespace

std::unique_ptr<const Finding> fullBatchFinding() {
    return std::make_unique<FullBatchFinding>();
}

} // namespace infoplane
