#pragma once

#include "session/session.h"
#include "session/zip_file.h"

#include <map>

namespace infoplane {

/// manifest.json of a session archive: what the tables and weights of the other entries mean, how large they
/// have to be, and their checksums.
struct ArchiveManifest {
    Session session;         ///< all but snapshots, measurements and notes
    std::vector<int> epochs; ///< measured epochs of each run
    std::map<QString, EntryFacts> entries;

    static QString weightsName(int seed); ///< "weights/seed-0000.npy"
    bool hasAllWeights() const;           ///< the archive has those of every measured epoch
};

QByteArray writeManifest(const Session& session, const std::map<QString, EntryFacts>& entries);
/// Throws Damage.
ArchiveManifest readManifest(const QByteArray& text);

/// manifest.json of a study's archive: which condition is in which folder, and the checksums of study.json
/// and of the conditions' own manifests, which have those of all else.
struct StudyManifest {
    QString programVersion;
    QString engineLevel;
    QDateTime created;
    QStringList conditions; ///< names, in the order of their folders
    std::map<QString, EntryFacts> entries;

    static QString folder(std::size_t condition); ///< from 0: "condition-01/"
};

QByteArray writeStudyManifest(const StudyManifest& manifest);
/// None where it is the manifest of a session. Throws Damage.
std::optional<StudyManifest> readStudyManifest(const QByteArray& text);

} // namespace infoplane
