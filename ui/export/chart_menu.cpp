#include "export/chart_menu.h"

#include "error.h"
#include "export/data_exporter.h"
#include "export/figure_copier.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QToolTip>

namespace infoplane {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ChartMenu", text);
}

/// What went wrong is told where the person looks.
template <typename Act>
void carefully(const Act& act) {
    try {
        act();
    } catch (const Error& error) {
        QToolTip::showText(QCursor::pos(), QString::fromUtf8(error.what()));
    }
}

} // namespace

QMenu* makeChartMenu(const FigureContent& content, FigurePanel panel, bool dark, FigureCopier& copier,
                     const std::function<void()>& exportFigure, QWidget* parent) {
    auto* menu = new QMenu(parent);
    FigureOptions options;
    options.panels = {panel};
    options.widthMm = 120;
    options.style = dark ? FigureOptions::Style::Dark : FigureOptions::Style::Light;
    const bool something = content.view.measured() > 0;
    const auto add = [&](const QString& text, const std::function<void()>& act) {
        QAction* action = menu->addAction(text);
        action->setEnabled(something);
        QObject::connect(action, &QAction::triggered, menu, [act] { carefully(act); });
    };
    const auto shown = std::make_shared<const FigureContent>(content);
    add(tr("Copy image"), [shown, options, &copier] { copier.copy(*shown, options); });
    add(tr("Copy as SVG"), [shown, options]() mutable {
        options.format = FigureOptions::Format::Svg;
        const QByteArray svg = figureBytes(*shown, options);
        auto* data = new QMimeData;
        data->setData(QStringLiteral("image/svg+xml"), svg);
        data->setText(QString::fromUtf8(svg));
        QGuiApplication::clipboard()->setMimeData(data);
    });
    add(tr("Copy values"), [shown] { QGuiApplication::clipboard()->setText(shownValues(shown->view)); });
    menu->addSeparator();
    add(tr("Export…"), exportFigure);
    return menu;
}

} // namespace infoplane
