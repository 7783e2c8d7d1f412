#pragma once

#include "session/session.h"

#include <QStringList>

namespace infoplane {

/// NAME.infoplane: a zip of manifest.json, measurements.csv, epochs.csv, weights/seed-0000.npy ..., notes.md
/// that others can read. Written to a temporary file beside it, synced, renamed. Throws Error (full disk, no
/// permission).
void writeArchive(const Session& session, const QString& path);

/// Reads and checks everything: sizes against what the spec implies before anything is allocated, checksums,
/// names. Throws Error naming the entry and what is wrong with it.
Session readArchive(const QString& path);

/// As `infoplane verify`: reads all entries and lists what is wrong, a sentence each; empty: whole.
QStringList verifyArchive(const QString& path);

/// The two tables of an archive, also exported by themselves.
QByteArray measurementsCsv(const Session& session);
QByteArray epochsCsv(const Session& session);

} // namespace infoplane
