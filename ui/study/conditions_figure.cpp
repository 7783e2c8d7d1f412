#include "study/conditions_figure.h"

#include "estimator/multiples_views.h"

#include <algorithm>
#include <iterator>

namespace infoplane {

namespace {

using Layer = SessionView::Layer;

const Layer* layerNamed(const SessionView& view, const QString& name) {
    const auto found = std::ranges::find(view.layers, name, &Layer::name);
    return found == view.layers.end() ? nullptr : &*found;
}

/// Epochs of one that the other has measured too.
std::vector<int> inBoth(const std::vector<int>& one, const std::vector<int>& other) {
    std::vector<int> both;
    std::ranges::set_intersection(one, other, std::back_inserter(both));
    return both;
}

Layer pathOf(const SessionView& condition, const Layer& layer, const QString& name,
             const std::vector<int>& epochs) {
    Layer path;
    path.name = name;
    for (const int epoch : epochs) {
        const auto at = static_cast<std::size_t>(std::ranges::lower_bound(condition.epochs, epoch) -
                                                 condition.epochs.begin());
        path.x.push_back(layer.x[at]);
        path.y.push_back(layer.y[at]);
    }
    return path;
}

/// Texts, ceilings and scale of the first; what belongs to one condition alone is not there.
SessionView frameLike(const SessionView& first, const QString& layer) {
    SessionView view;
    view.bounds = SessionView::Bounds::Upper;
    view.title = layer;
    view.seedsLine = first.seedsLine;
    view.estimatorLine = first.estimatorLine;
    view.labelObstacle = first.labelObstacle;
    view.classification = first.classification;
    view.inputBits = first.inputBits;
    view.labelBits = first.labelBits;
    view.scale = first.scale;
    return view;
}

} // namespace

std::vector<SessionView> overlaid(const std::vector<SessionView>& conditions, const QStringList& names) {
    std::vector<SessionView> views;
    const auto first =
        std::ranges::find_if(conditions, [](const SessionView& one) { return !one.epochs.empty(); });
    if (first == conditions.end())
        return views;
    for (const Layer& layer : first->layers) {
        SessionView view = frameLike(*first, layer.name);
        view.epochs = first->epochs;
        for (const SessionView& condition : conditions)
            if (!condition.epochs.empty() && layerNamed(condition, layer.name)) {
                view.epochs = inBoth(view.epochs, condition.epochs);
                view.scale.lastEpoch = std::max(view.scale.lastEpoch, condition.scale.lastEpoch);
                if (view.labelObstacle.isEmpty())
                    view.labelObstacle = condition.labelObstacle;
            }
        for (std::size_t i = 0; i < conditions.size(); ++i) {
            const Layer* own = layerNamed(conditions[i], layer.name);
            if (own && !conditions[i].epochs.empty())
                view.layers.push_back(
                    pathOf(conditions[i], *own, names[static_cast<qsizetype>(i)], view.epochs));
        }
        view.present = view.measured() - 1;
        view.glide = view.present;
        views.push_back(std::move(view));
    }
    return views;
}

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

FigureMultiples layersFigure(const QString& title, const std::vector<FigureMultiples::Cell>& conditions) {
    std::vector<SessionView> views;
    QStringList names;
    for (const FigureMultiples::Cell& cell : conditions) {
        views.push_back(cell.view);
        names << cell.name;
    }
    std::vector<FigureMultiples::Cell> cells;
    for (SessionView& view : overlaid(views, names))
        cells.push_back({view.title, {}, {}, std::move(view)});
    FigureMultiples figure = conditionsFigure(title, std::move(cells));
    figure.joins = false;
    return figure;
}

} // namespace infoplane
