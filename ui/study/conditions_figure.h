#pragma once

#include "export/figure_exporter.h"

namespace infoplane {

/// The conditions of a study side by side under the same axes: planes, or I(X;T) by epoch where one of them
/// has no I(T;Y). A condition that has not run has an obstacle in place of a view. What all have in common,
/// estimator and seeds, is said once, what differs in each cell.
FigureMultiples conditionsFigure(const QString& title, std::vector<FigureMultiples::Cell> cells);

/// The conditions over each other: for each layer of the first one that was measured a view, named as the
/// layer, whose paths are the conditions that have it, at the epochs which all of these have measured. Views
/// without epochs are left out; what is not of I(X;T) and I(T;Y) is left out too.
FigureMultiples layersFigure(const QString& title, const std::vector<FigureMultiples::Cell>& conditions);
std::vector<SessionView> overlaid(const std::vector<SessionView>& conditions, const QStringList& names);

} // namespace infoplane
