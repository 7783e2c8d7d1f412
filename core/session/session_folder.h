#pragma once

#include "session/archive.h"
#include "session/archive_manifest.h"
#include "session/weight_store.h"
#include "session/zip_file.h"

namespace infoplane {

/// A session within an archive: all entries whose names begin with `folder`, which is empty where the archive
/// is the session's own, else ends in a slash.
///
/// Throws Error where the session would be refused when it is read.
void requireWritable(const Session& session);
/// Writes its entries, the manifest last; returns the facts of that. Throws Damage.
EntryFacts writeSession(const Session& session, const QString& folder, ZipWriter& zip);

/// Reads one session step by step; each step throws Damage.
class SessionFolder {
  public:
    /// Reads the manifest and holds names and sizes of all entries against it, before anything is unpacked.
    /// `facts`: what the manifest itself must be, where that is known.
    SessionFolder(ZipReader& zip, const QString& folder, const EntryFacts* facts = nullptr);

    const Session& manifestSession() const { return m_manifest.session; }
    QStringList entryNames() const;
    /// Reads an entry to its end and compares its checksum.
    void checkEntry(const QString& name);
    /// The weights of its epochs are kept in that store. Damage of the estimates alone is told as such, once
    /// all else was read.
    Session readSession(WeightStore& weights, Estimates estimates = Estimates::Kept);

  private:
    void checkNames() const;
    void checkSizes() const;
    void checkSize(const QString& name, quint64 least, quint64 most) const;
    void checkFacts(const QString& name, const EntryFacts& facts) const;
    QByteArray readEntry(const QString& name);
    void readWeights(SeedRun& run, const NetworkShape& shape, WeightStore& weights);

    ZipReader& m_zip;
    QString m_folder;
    ArchiveManifest m_manifest;
};

/// Names of a session's entries, without their folder.
namespace entries {
inline const QString manifest = QStringLiteral("manifest.json");
inline const QString measurements = QStringLiteral("measurements.csv");
inline const QString epochs = QStringLiteral("epochs.csv");
inline const QString notes = QStringLiteral("notes.md");
} // namespace entries

} // namespace infoplane
