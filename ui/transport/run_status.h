#pragma once

#include "document/session_document.h"
#include "transport/playhead.h"

namespace infoplane {

class StudyDocument;

/// The words over the timeline: on the left what the window does, on the right how fast, how long, how large.
struct RunStatus {
    enum class Tone { Plain, Warning, Danger };
    QString state;                ///< bold: "Playing"
    QString detail;               ///< "epoch 1,240 of 10,000"
    QString right;                ///< "trained in 1.6 s · 6 s left at this speed"
    Tone tone = Tone::Plain;      ///< of `state`
    Tone rightTone = Tone::Plain; ///< a run that will take long or much
    bool operator==(const RunStatus&) const = default;
};

RunStatus runStatus(const SessionDocument& document, const Playhead& playhead);
/// "condition 2 of 5" while all conditions of a study are being run; else empty.
QString conditionText(const StudyDocument& study);

/// A run foretold to take more than ten minutes or a gigabyte: what to say, and a change of the spec that
/// brings it below.
struct CostAdvice {
    QString sentence;    ///< "This run will take about 3 hours."
    QString remedy;      ///< on a button: "Train 500 epochs"
    ExperimentSpec spec; ///< with the remedy applied
};
std::optional<CostAdvice> adviseOnCost(const ExperimentSpec& spec, const CostEstimate& cost);

} // namespace infoplane
