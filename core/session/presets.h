#pragma once

#include "session/minimal_model.h"
#include "session/study.h"

namespace infoplane {

/// A complete experiment that ships with the program, one JSON file in resources/presets, compiled in as
/// :/presets/ID.json, with its lesson in resources/lessons, :/lessons/ID.md.
struct Preset {
    QString id;          ///< "szt-tanh"
    QString name;        ///< shown: "SZT, tanh · figure 1A"
    QString note;        ///< what to look for; Markdown
    ExperimentSpec spec; ///< of the study's first condition
    Study study;         ///< of one condition, where it compares nothing
    QString lesson;      ///< Markdown with numbered steps; empty: none
    QString chart;       ///< of lessonCharts(): stands beside the plane when it is opened; empty: as it is
    /// Figure 2 is a model that is computed, not trained; the study is its trained companion.
    std::optional<MinimalModel> minimalModel;
};

const std::vector<Preset>& presets();
const Preset* findPreset(const QString& id);
/// A study read from a file knows no preset; its title does. Null: it is of none.
const Preset* presetOfStudy(const QString& title);

} // namespace infoplane
