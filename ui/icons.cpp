#include "icons.h"

#include "drawn_icon.h"
#include "theme.h"

#include <QDir>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include <array>
#include <memory>

namespace infoplane {

namespace {

QByteArray drawing(const QString& name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No icon named %s", qUtf8Printable(name));
    return file.readAll();
}

using Renderers = std::array<std::shared_ptr<QSvgRenderer>, 3>;

std::shared_ptr<QSvgRenderer> renderer(const QByteArray& svg, const QColor& ink) {
    QByteArray inked = svg;
    inked.replace("currentColor", ink.name().toLatin1());
    return std::make_shared<QSvgRenderer>(inked);
}

QIcon svgIcon(const QString& name, const QColor& normal, const QColor& on, const QColor& disabled) {
    const QByteArray svg = drawing(name);
    const Renderers renderers = {renderer(svg, normal), renderer(svg, on), renderer(svg, disabled)};
    return drawnIcon(
        [renderers](QPainter& painter, const QRectF& rect, QIcon::Mode mode, QIcon::State state) {
            const std::size_t index = mode == QIcon::Disabled ? 2 : state == QIcon::On ? 1 : 0;
            renderers[index]->render(&painter, rect);
        });
}

} // namespace

QIcon themedIcon(const QString& name, const Theme& theme) {
    return svgIcon(name, theme.text2, theme.accent, theme.disabled);
}

QIcon colouredIcon(const QString& name, const QColor& colour, const QColor& disabled) {
    return svgIcon(name, colour, colour, disabled);
}

QStringList iconNames() {
    QStringList names;
    for (const QString& file :
         QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files))
        names.append(file.chopped(4));
    return names;
}

} // namespace infoplane
