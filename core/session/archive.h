#pragma once

#include "session/session.h"

#include <QStringList>

namespace infoplane {

/// NAME.infoplane: a zip that others can read, of
///   manifest.json      the spec, facts about the data, what every other entry means, its size and SHA-256
///   measurements.csv   a row for each seed, measured epoch and layer (from 1): the estimator's quantities,
///                      then the norms of weights and gradients
///   epochs.csv         a row for each seed and measured epoch: losses, errors and their gaps
///   weights/seed-0000.npy ...  float32, a row a measured epoch, as NetworkShape lays out parameters
///   notes.md           what the person wrote
/// Numbers have the shortest text that reads back as the same bits; "nan" is NaN, an empty cell a quantity
/// not estimated. The same session gives the same bytes.

/// Written to a temporary file beside the path, synced, renamed: what fails leaves the old file as it was.
/// Throws Error (full disk, no permission, a session whose parts do not fit each other).
void writeArchive(const Session& session, const QString& path);

/// Reads and checks everything: sizes against what the spec implies before anything is allocated, checksums,
/// names (which are never used as paths). Throws Error naming the file, the entry and what is wrong with it.
Session readArchive(const QString& path);

/// As `infoplane verify`: reads all entries and lists what is wrong, a sentence each; empty: whole.
QStringList verifyArchive(const QString& path);

/// The two tables of an archive, also exported by themselves.
QByteArray measurementsCsv(const Session& session);
QByteArray epochsCsv(const Session& session);

} // namespace infoplane
