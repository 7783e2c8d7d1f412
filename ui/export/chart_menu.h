#pragma once

#include "export/figure_exporter.h"

#include <functional>

class QMenu;
class QWidget;

namespace infoplane {

class FigureCopier;

/// The menu of a chart under the right button: Copy image, Copy as SVG, Copy values, Export. Each acts on
/// what the chart shows at that moment. The caller shows it and owns it.
QMenu* makeChartMenu(const FigureContent& content, FigurePanel panel, bool dark, FigureCopier& copier,
                     const std::function<void()>& exportFigure, QWidget* parent);

} // namespace infoplane
