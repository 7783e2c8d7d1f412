#include "export/data_exporter.h"

#include "error.h"
#include "session/archive.h"
#include "session/save_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

namespace infoplane {

namespace {

QString number(double value) {
    return std::isfinite(value) ? QString::number(value, 'g', QLocale::FloatingPointShortest) : QString();
}

double at(const std::vector<double>& values, std::size_t index) {
    return index < values.size() ? values[index] : std::nan("");
}

} // namespace

QStringList exportTables(const Session& session, const QString& folder) {
    const std::pair<QString, QByteArray> tables[] = {
        {QStringLiteral("measurements.csv"), measurementsCsv(session)},
        {QStringLiteral("epochs.csv"), epochsCsv(session)}};
    QStringList written;
    for (const auto& [name, bytes] : tables) {
        const QString path = QDir(folder).filePath(name);
        const QString error = saveFile(path, bytes);
        if (!error.isEmpty())
            throw Error(
                QCoreApplication::translate(
                    "DataExporter", "%1 could not be written: %2. Choose another folder, or make room.")
                    .arg(path, error)
                    .toStdString());
        written << path;
    }
    return written;
}

QStringList exportTables(const StudyRecord& record, const QString& folder) {
    if (record.sessions.size() == 1)
        return exportTables(record.sessions.front(), folder);
    QStringList written;
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        if (record.sessions[i].runs.empty())
            continue;
        const QString own = QDir(folder).filePath(conditionFolder(i));
        if (!QDir().mkpath(own))
            throw Error(QCoreApplication::translate("DataExporter",
                                                    "The folder %1 cannot be made. Choose another one.")
                            .arg(own)
                            .toStdString());
        written << exportTables(record.sessions[i], own);
    }
    return written;
}

QString shownValues(const SessionView& view) {
    QString table = QStringLiteral("epoch");
    for (const SessionView::Layer& layer : view.layers)
        if (!layer.hidden)
            table += QStringLiteral("\t%1 I(X;T) [bit]\t%1 I(T;Y) [bit]").arg(layer.name);
    table += QStringLiteral("\ttrain loss\ttest loss");
    if (view.classification)
        table += QStringLiteral("\ttrain error\ttest error");
    table += QLatin1Char('\n');
    for (int index = 0; index <= view.shownUpTo(); ++index) {
        const auto i = static_cast<std::size_t>(index);
        table += QString::number(view.epochs[i]);
        for (std::size_t l = 0; l < view.layers.size(); ++l) {
            if (view.layers[l].hidden)
                continue;
            const QPointF values = view.point(static_cast<int>(l), index);
            table += QLatin1Char('\t') + number(values.x()) + QLatin1Char('\t') + number(values.y());
        }
        table += QLatin1Char('\t') + number(at(view.trainLoss, i)) + QLatin1Char('\t') +
                 number(at(view.testLoss, i));
        if (view.classification)
            table += QLatin1Char('\t') + number(at(view.trainError, i)) + QLatin1Char('\t') +
                     number(at(view.testError, i));
        table += QLatin1Char('\n');
    }
    return table;
}

} // namespace infoplane
