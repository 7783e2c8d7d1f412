#pragma once

#include <QByteArray>
#include <QString>

class QSaveFile;

namespace infoplane {

/// Puts a file in the place of what was there, when it is whole and on the disk; else what was there stays.
/// `whole`: everything could be written to it so far. Returns why it could not; empty: done.
QString complete(QSaveFile& file, bool whole);

/// The same with all of the content at hand.
QString saveFile(const QString& path, const QByteArray& content);

} // namespace infoplane
