#include "study/conditions_figure.h"

#include "document/make_seeds_record.h"
#include "estimator/multiples_views.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <set>

namespace infoplane {

namespace {

using Layer = SessionView::Layer;

const Layer* layerNamed(const SessionView& view, const QString& name) {
    const auto found = std::ranges::find(view.layers, name, &Layer::name);
    return found == view.layers.end() ? nullptr : &*found;
}

std::vector<int> inEither(const std::vector<int>& one, const std::vector<int>& other) {
    std::vector<int> all;
    std::ranges::set_union(one, other, std::back_inserter(all));
    return all;
}

/// Between its own epochs, and after its last, a path stays where it was measured last. Of a condition
/// without this layer nothing is known.
Layer pathOf(const SessionView& condition, const Layer& layer, const QString& name,
             const std::vector<int>& epochs) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    Layer path;
    path.name = name;
    for (const int epoch : epochs) {
        const auto after = std::ranges::upper_bound(condition.epochs, epoch);
        const bool isThere = after != condition.epochs.begin() && !layer.x.empty();
        const auto at = static_cast<std::size_t>(after - condition.epochs.begin()) - 1;
        path.x.push_back(isThere ? layer.x[at] : unknown);
        path.y.push_back(isThere ? layer.y[at] : unknown);
    }
    return path;
}

/// Texts, ceilings and scale of the first; what belongs to one condition alone is not there.
SessionView frameLike(const SessionView& first, const QString& layer) {
    SessionView view;
    view.bounds = SessionView::Bounds::Upper;
    SessionView::Layer named;
    named.name = layer;
    view.title = layerText(named);
    view.seedsLine = first.isMean() ? QObject::tr("means over seeds") : QString();
    view.estimatorLine = first.estimatorLine;
    view.labelObstacle = first.labelObstacle;
    view.classification = first.classification;
    view.inputBits = first.inputBits;
    view.labelBits = first.labelBits;
    view.scale = first.scale;
    return view;
}

/// What the conditions have to say of themselves, too long for the heads of cells: what most have in common
/// first, then the others' by name.
QString together(const std::vector<FigureMultiples::Cell>& cells, QString SessionView::*line) {
    struct Group {
        QString line;
        QStringList names;
    };
    std::vector<Group> groups;
    for (const FigureMultiples::Cell& cell : cells) {
        if (!cell.obstacle.isEmpty())
            continue;
        auto group = std::ranges::find(groups, cell.view.*line, &Group::line);
        if (group == groups.end())
            group = groups.insert(group, {cell.view.*line, {}});
        group->names << QStringLiteral("“%1”").arg(cell.name);
    }
    std::ranges::stable_sort(groups, std::greater(), [](const Group& group) { return group.names.size(); });
    const bool firstIsRule = groups.size() == 1 || (!groups.empty() && groups.front().names.size() > 1);
    QStringList all;
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (!groups[i].line.isEmpty())
            all << (i == 0 && firstIsRule ? groups[i].line
                                          : QStringLiteral("%1: %2").arg(
                                                groups[i].names.join(QStringLiteral(", ")), groups[i].line));
    return all.join(QStringLiteral("; "));
}

/// What is common to all: "Network 12-10-7-5-4-3-2, batch 256"; what differs is in their names.
QString commonSpec(const std::vector<FigureMultiples::Cell>& cells) {
    static const QString dot = QStringLiteral(" · ");
    std::optional<QStringList> common;
    QString network;
    for (const FigureMultiples::Cell& cell : cells) {
        if (!cell.obstacle.isEmpty() || cell.view.specLine.isEmpty())
            continue;
        QStringList parts = cell.view.specLine.split(dot);
        parts.removeAll(cell.view.seedsLine); // which has a sentence of its own
        if (!common) {
            network = parts.first();
            common = parts;
        }
        common->removeIf([&](const QString& part) { return !parts.contains(part); });
    }
    if (!common || common->isEmpty())
        return {};
    return (common->first() == network ? QObject::tr("Network %1") : QObject::tr("All with %1"))
        .arg(common->join(QStringLiteral(", ")));
}

/// What the colours stand for: in a plane of its own each condition has the whole scale, however long it is.
QString colourWords(const std::vector<SessionView>& views) {
    std::set<int> lasts;
    for (const SessionView& view : views)
        if (!view.epochs.empty())
            lasts.insert(view.scale.lastEpoch);
    if (lasts.size() > 1)
        return QObject::tr("Colours run from epoch 0 to each condition’s last");
    return lasts.empty()
               ? QString()
               : QObject::tr("Colours run from epoch 0 to %1").arg(QLocale().toString(*lasts.begin()));
}

QString sentences(const QStringList& parts) {
    QStringList said;
    for (QString part : parts)
        if (!part.isEmpty()) {
            part[0] = part[0].toUpper();
            said << part;
        }
    return said.join(QStringLiteral(". "));
}

/// What the conditions of a figure are of.
QString provenance(const std::vector<FigureMultiples::Cell>& cells) {
    return sentences({commonSpec(cells), together(cells, &SessionView::estimatorLine),
                      together(cells, &SessionView::seedsLine)});
}

} // namespace

PathNames pathNames(const QStringList& conditions) {
    constexpr int longest = 8;
    const bool areShort =
        std::ranges::all_of(conditions, [](const QString& name) { return name.size() <= longest; });
    if (areShort)
        return {conditions, {}};
    PathNames paths;
    QStringList key;
    for (const QString& condition : conditions) {
        paths.names << QString::number(paths.names.size() + 1);
        key << QStringLiteral("%1 %2").arg(paths.names.last(), condition);
    }
    paths.key = key.join(QStringLiteral("; "));
    return paths;
}

std::vector<SessionView> overlaid(const std::vector<SessionView>& conditions, const PathNames& paths) {
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
                view.epochs = inEither(view.epochs, condition.epochs);
                view.scale.lastEpoch = std::max(view.scale.lastEpoch, condition.scale.lastEpoch);
                if (view.labelObstacle.isEmpty())
                    view.labelObstacle = condition.labelObstacle;
            }
        for (std::size_t i = 0; i < conditions.size(); ++i) { // each with a shape of its own in every plane
            static const Layer absent;
            const Layer* own = layerNamed(conditions[i], layer.name);
            view.layers.push_back(pathOf(conditions[i], own ? *own : absent,
                                         paths.names[static_cast<qsizetype>(i)], view.epochs));
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
    for (const FigureMultiples::Cell& cell : cells) {
        figure.byEpoch = figure.byEpoch || (cell.obstacle.isEmpty() && !cell.view.labelObstacle.isEmpty());
        views.push_back(cell.view);
    }
    shareAxes(views);
    figure.line = sentences({provenance(cells), colourWords(views)});
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i].view = std::move(views[i]);
    figure.cells = std::move(cells);
    return figure;
}

FigureMultiples layersFigure(const QString& title, std::vector<FigureMultiples::Cell> conditions) {
    std::vector<SessionView> views;
    QStringList names;
    for (const FigureMultiples::Cell& cell : conditions) {
        views.push_back(cell.view);
        names << cell.name;
    }
    const PathNames paths = pathNames(names);
    std::vector<SessionView> planes = overlaid(views, paths);
    const QString colours = colourWords(planes); // one scale for all conditions
    std::vector<FigureMultiples::Cell> cells;
    for (SessionView& view : planes)
        cells.push_back({view.title, {}, {}, std::move(view)});
    for (FigureMultiples::Cell& condition : conditions) // planes of several conditions draw no bands
        if (condition.view.isMean()) {
            const QString line = meanLine(*condition.view.seedsRecord, false);
            condition.view.specLine.replace(condition.view.seedsLine, line);
            condition.view.seedsLine = line;
        }
    FigureMultiples figure = conditionsFigure(title, std::move(cells));
    figure.line = sentences({paths.key, provenance(conditions), colours});
    figure.joins = false;
    return figure;
}

} // namespace infoplane
