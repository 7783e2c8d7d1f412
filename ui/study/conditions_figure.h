#pragma once

#include "export/figure_exporter.h"

namespace infoplane {

/// The conditions of a study side by side under the same axes: planes, or I(X;T) by epoch where one of them
/// has no I(T;Y). A condition that has not run has an obstacle in place of a view. What all have in common,
/// estimator and seeds, is said once, what differs in each cell.
FigureMultiples conditionsFigure(const QString& title, std::vector<FigureMultiples::Cell> cells);

/// What conditions are called in a plane that they share: their names where all are short, else numbers from
/// 1, and then a key that says what these mean ("1 tanh, 30 bins; 2 ReLU, range of the run").
struct PathNames {
    QStringList names;
    QString key; ///< empty: the names say it
};
PathNames pathNames(const QStringList& conditions);

/// The conditions over each other: for each layer of the first one that was measured a view, named as the
/// layer, whose paths are the conditions that have it, at the epochs which any of these has measured. Views
/// without epochs are left out; what is not of I(X;T) and I(T;Y) is left out too.
std::vector<SessionView> overlaid(const std::vector<SessionView>& conditions, const PathNames& paths);
/// The same as a figure, of cells as conditionsFigure takes them.
FigureMultiples layersFigure(const QString& title, std::vector<FigureMultiples::Cell> conditions);

} // namespace infoplane
