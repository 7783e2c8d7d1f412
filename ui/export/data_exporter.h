#pragma once

#include "charts/session_view.h"

#include <QString>
#include <QStringList>

namespace infoplane {

struct Session;
struct StudyRecord;

/// Writes measurements.csv and epochs.csv, the two tables of an archive, into a folder that exists. Each is
/// written to a temporary file and renamed. Returns their paths; throws Error.
QStringList exportTables(const Session& session, const QString& folder);
/// The same of every condition that has run, each into a folder of its own within that one, named as in an
/// archive: condition-01.
QStringList exportTables(const StudyRecord& record, const QString& folder);

/// What a chart shows up to the present, as a table with tabs between columns, for pasting into a
/// spreadsheet: epoch, then for each visible layer I(X;T) and I(T;Y) in bits, then the losses and errors.
QString shownValues(const SessionView& view);

} // namespace infoplane
