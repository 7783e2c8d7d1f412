#pragma once

#include "error.h"
#include "session/session.h"
#include "session/study.h"

#include <QStringList>

namespace infoplane {

/// NAME.infoplane: a zip that others can read, of
///   manifest.json      the spec, facts about the data, what every other entry means, its size and SHA-256
///   measurements.csv   a row for each seed, measured epoch and layer (from 1): the estimator's quantities,
///                      then the norms of weights and gradients
///   epochs.csv         a row for each seed and measured epoch: losses, errors and their gaps
///   weights/seed-0000.npy ...  float32, a row a measured epoch, as NetworkShape lays out parameters; where
///                      weights.keepEvery in the manifest is k > 1, a row for every k-th, from the first on,
///                      and for the last; where it is 0 there is no such entry. What had no row is read with
///                      empty parameters: it is shown as it was measured, but not estimated anew
///   notes.md           what the person wrote
/// Numbers have the shortest text that reads back as the same bits; "nan" is NaN, an empty cell a quantity
/// not estimated. The same session gives the same bytes.

/// A study of several conditions has instead
///   manifest.json      the conditions' names and folders, size and SHA-256 of the next two kinds
///   study.json         the base spec and what each condition changes
///   condition-01/manifest.json, condition-01/measurements.csv ...  each condition laid out as a session

/// Written to a temporary file beside the path, synced, renamed: what fails leaves the old file as it was.
/// Throws Error (full disk, no permission, a session whose parts do not fit each other).
void writeArchive(const Session& session, const QString& path);

/// A plain study is written as the session it is.
void writeArchive(const StudyRecord& record, const QString& path);

/// Of the whole archive nothing but the estimates is damaged, and it has all weights: it can be read without
/// them.
class EstimatesDamagedError : public Error {
  public:
    using Error::Error;
};

/// Dropped: measurements.csv is not read. No epoch has estimates then, nor norms of weights and gradients
/// (NaN), which stood there too. Only where they can be made again: of an archive without all weights they
/// are read nonetheless.
enum class Estimates { Kept, Dropped };

/// Reads and checks everything: sizes against what the spec implies before anything is allocated, checksums,
/// names (which are never used as paths). Throws Error naming the file, the entry and what is wrong with it;
/// of a study, naming its conditions.
Session readArchive(const QString& path, Estimates estimates = Estimates::Kept);
/// One condition of a study, by its name or number from 1.
Session readArchive(const QString& path, const QString& condition);
/// All conditions; a session as a study of one.
StudyRecord readStudyArchive(const QString& path, Estimates estimates = Estimates::Kept);
/// Names of the conditions in an archive: of a session its title.
QStringList archiveConditions(const QString& path);

/// As `infoplane verify`: reads all entries and lists what is wrong, a sentence each; empty: whole.
QStringList verifyArchive(const QString& path);

/// A condition's folder in the archive of a study, from 0: "condition-01".
QString conditionFolder(std::size_t condition);

/// The two tables of an archive, also exported by themselves.
QByteArray measurementsCsv(const Session& session);
QByteArray epochsCsv(const Session& session);

} // namespace infoplane
