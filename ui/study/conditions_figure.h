#pragma once

#include "export/figure_exporter.h"

namespace infoplane {

/// The conditions of a study side by side under the same axes: planes, or I(X;T) by epoch where one of them
/// has no I(T;Y). A condition that has not run has an obstacle in place of a view. What all have in common,
/// estimator and seeds, is said once, what differs in each cell.
FigureMultiples conditionsFigure(const QString& title, std::vector<FigureMultiples::Cell> cells);

} // namespace infoplane
