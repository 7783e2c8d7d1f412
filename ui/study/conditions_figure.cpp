#include "study/conditions_figure.h"

#include "estimator/multiples_views.h"

#include <algorithm>

namespace infoplane {

FigureMultiples conditionsFigure(const QString& title, std::vector<FigureMultiples::Cell> cells) {
    FigureMultiples figure;
    figure.title = title;
    std::vector<SessionView> views;
    const SessionView* first = nullptr;
    for (const FigureMultiples::Cell& cell : cells) {
        if (cell.obstacle.isEmpty() && !first)
            first = &cell.view;
        figure.byEpoch = figure.byEpoch || (cell.obstacle.isEmpty() && !cell.view.labelObstacle.isEmpty());
        views.push_back(cell.view);
    }
    shareAxes(views);
    for (const auto line : {&SessionView::estimatorLine, &SessionView::seedsLine}) {
        const bool shared = std::ranges::all_of(cells, [&](const FigureMultiples::Cell& cell) {
            return !cell.obstacle.isEmpty() || cell.view.*line == first->*line;
        });
        const auto append = [&](QString& text, const QString& more) {
            text += (text.isEmpty() || more.isEmpty() ? QString() : QStringLiteral(" · ")) + more;
        };
        QStringList each; // too long for the heads of cells
        for (const FigureMultiples::Cell& cell : cells)
            if (cell.obstacle.isEmpty())
                each << QStringLiteral("%1: %2").arg(cell.name, cell.view.*line);
        append(figure.line, shared && first ? first->*line : each.join(QStringLiteral("; ")));
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i].view = std::move(views[i]);
    figure.cells = std::move(cells);
    return figure;
}

} // namespace infoplane
