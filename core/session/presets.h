#pragma once

#include "session/experiment_spec.h"

namespace infoplane {

/// A complete experiment that ships with the program, one JSON file in resources/presets, compiled in as
/// :/presets/ID.json.
struct Preset {
    QString id;   ///< "szt-tanh"
    QString name; ///< shown: "SZT, tanh · figure 1A"
    QString note; ///< what to look for; Markdown
    ExperimentSpec spec;
};

const std::vector<Preset>& presets();
const Preset* findPreset(const QString& id);

} // namespace infoplane
