#include "session/archive.h"

#include "error.h"
#include "session/save_file.h"
#include "session/session_folder.h"
#include "session/weight_store.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSet>

#include <functional>
#include <new>

namespace infoplane {

namespace {

const QString studyName = QStringLiteral("study.json");

constexpr quint64 longestText = 16 << 20;

[[noreturn]] void fail(const QString& sentence) {
    throw Error(sentence.toStdString());
}

// --- writing ---

// What a condition asks for; the session's own title and the seeds it came to are no matter.
QJsonObject askedOf(const ExperimentSpec& spec) {
    QJsonObject json = toJson(spec);
    json.remove(QLatin1String("title"));
    json.remove(QLatin1String("seeds"));
    return json;
}

// Where a study is estimated anew, its conditions are written as they are then.
bool isOf(const Session& session, const StudyCondition& condition) {
    return askedOf(session.spec) == askedOf(condition.spec);
}

void requireWritable(const StudyRecord& record) {
    const std::vector<StudyCondition>& conditions = record.study.conditions;
    if (record.sessions.size() != conditions.size())
        fail(QStringLiteral("The study has not been run in all of its conditions, so it cannot be saved."));
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        requireWritable(record.sessions[i]);
        if (!isOf(record.sessions[i], conditions[i]))
            fail(QStringLiteral(
                     "What was run is not the condition \"%1\" of the study, so it cannot be saved.")
                     .arg(conditions[i].name));
    }
}

void writeStudy(const StudyRecord& record, QIODevice& device) {
    const Session& first = record.sessions.front();
    ZipWriter zip(device, first.created);
    StudyManifest manifest{first.programVersion, first.engineLevel, first.created, record.study.names(), {}};
    manifest.entries[studyName] = zip.addEntry(studyName, QJsonDocument(toJson(record.study)).toJson());
    for (std::size_t i = 0; i < record.sessions.size(); ++i) {
        const QString folder = StudyManifest::folder(i);
        manifest.entries[folder + entries::manifest] = writeSession(record.sessions[i], folder, zip);
    }
    zip.addEntry(entries::manifest, writeStudyManifest(manifest));
    zip.close();
}

// Writes beside the file, and puts it in its place only when it is whole and on the disk. Returns why it
// could not; empty: done.
QString save(const QString& path, const std::function<void(QIODevice&)>& write) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return file.errorString();
    }
    bool whole = true;
    try {
        write(file);
    } catch (const Damage&) {
        whole = false;
    }
    return complete(file, whole);
}

void requireSaved(const QString& reason, const QString& path) {
    if (!reason.isEmpty()) {
        fail(QStringLiteral("The session cannot be saved as %1: %2. What was there before is unchanged; save "
                            "it in another place.")
                 .arg(path, reason));
    }
}

// --- reading ---

/// An archive of either kind, its manifests read and held against its entries. Throws Damage.
class ArchiveReader {
  public:
    explicit ArchiveReader(const QString& path)
        : m_zip(path)
        , m_manifest(readStudyManifest(m_zip.readAll(entries::manifest, longestText))) {
        if (m_manifest)
            openStudy();
        else
            m_sessions.emplace_back(m_zip, QString());
    }

    bool isStudy() const { return m_manifest.has_value(); }
    const Study& study() const { return m_study; }
    std::vector<SessionFolder>& sessions() { return m_sessions; }

    Session readSession(std::size_t condition, Estimates estimates = Estimates::Kept) {
        return m_sessions[condition].readSession(m_weights, estimates);
    }

  private:
    void openStudy() {
        checkNames();
        m_study = readStudy();
        for (std::size_t i = 0; i < m_study.conditions.size(); ++i) {
            const QString folder = StudyManifest::folder(i);
            m_sessions.emplace_back(m_zip, folder, &factsOf(folder + entries::manifest));
            if (!isOf(m_sessions.back().manifestSession(), m_study.conditions[i]))
                throw Damage{
                    QStringLiteral("%1manifest.json is not of its condition in study.json.").arg(folder)};
        }
    }

    // Of the folders each looks at its own.
    void checkNames() const {
        QSet<QString> folders;
        for (std::size_t i = 0; i < static_cast<std::size_t>(m_manifest->conditions.size()); ++i)
            folders += StudyManifest::folder(i);
        for (const ZipEntry& entry : m_zip.entries()) {
            const QString folder = entry.name.section(QLatin1Char('/'), 0, 0) + QLatin1Char('/');
            if (entry.name != studyName && entry.name != entries::manifest &&
                !(folders.contains(folder) && entry.name.size() > folder.size()))
                throw Damage{
                    QStringLiteral("It holds an entry that no study has: %1.").arg(entry.shownName())};
        }
    }

    Study readStudy() {
        EntryFacts facts;
        const QByteArray text = m_zip.readAll(studyName, longestText, &facts);
        if (facts != factsOf(studyName))
            throw Damage{QStringLiteral("%1 does not match its checksum.").arg(studyName)};
        Study study;
        const std::vector<SpecError> errors = fromJson(QJsonDocument::fromJson(text).object(), study);
        if (!errors.empty())
            throw Damage{QStringLiteral("study.json is wrong: %1").arg(errors.front().message)};
        if (study.names() != m_manifest->conditions)
            throw Damage{QStringLiteral("The conditions in manifest.json are not those of study.json.")};
        return study;
    }

    const EntryFacts& factsOf(const QString& name) const {
        const auto found = m_manifest->entries.find(name);
        if (found == m_manifest->entries.end())
            throw Damage{QStringLiteral("manifest.json has no checksum for %1.").arg(name)};
        return found->second;
    }

    ZipReader m_zip;
    std::optional<StudyManifest> m_manifest;
    Study m_study;
    std::vector<SessionFolder> m_sessions;
    WeightStore m_weights;
};

// "run.infoplane is damaged: it holds two entries named x. Take ..."
QString wholeSentence(const QString& path, const Damage& damage) {
    QString what = damage.sentence;
    for (const char* word : {"It ", "Its ", "The ", "You "}) {
        if (what.startsWith(QLatin1String(word))) {
            what[0] = what[0].toLower();
        }
    }
    const QString name = QFileInfo(path).fileName();
    if (damage.kind == Damage::Kind::Unreadable) {
        return QStringLiteral("%1 cannot be opened: %2").arg(name, what);
    }
    if (damage.kind == Damage::Kind::Estimates) {
        return QStringLiteral("%1 is damaged: %2 The weights are whole; information can be estimated again.")
            .arg(name, what);
    }
    return QStringLiteral("%1 is damaged: %2 Take another copy of it, or run its experiment again.")
        .arg(name, what);
}

/// What is done with an archive, its damage told as an error.
template <typename Read>
auto reading(const QString& path, const Read& read) {
    try {
        ArchiveReader reader(path);
        return read(reader);
    } catch (const Damage& damage) {
        if (damage.kind == Damage::Kind::Estimates)
            throw EstimatesDamagedError(wholeSentence(path, damage).toStdString());
        fail(wholeSentence(path, damage));
    } catch (const std::bad_alloc&) {
        fail(QStringLiteral("%1 needs more memory than there is. Close other programs and open it again.")
                 .arg(QFileInfo(path).fileName()));
    }
}

} // namespace

void writeArchive(const Session& session, const QString& path) {
    requireWritable(session);
    requireSaved(save(path,
                      [&](QIODevice& device) {
                          ZipWriter zip(device, session.created);
                          writeSession(session, {}, zip);
                          zip.close();
                      }),
                 path);
}

void writeArchive(const StudyRecord& record, const QString& path) {
    requireWritable(record);
    if (record.study.isPlain())
        writeArchive(record.sessions.front(), path);
    else
        requireSaved(save(path, [&](QIODevice& device) { writeStudy(record, device); }), path);
}

Session readArchive(const QString& path, Estimates estimates) {
    return reading(path, [&](ArchiveReader& reader) {
        if (reader.isStudy())
            fail(QStringLiteral("%1 is a study of %2 conditions, not one session: %3.")
                     .arg(QFileInfo(path).fileName())
                     .arg(reader.study().conditions.size())
                     .arg(conditionList(reader.study().names())));
        return reader.readSession(0, estimates);
    });
}

Session readArchive(const QString& path, const QString& condition) {
    return reading(path, [&](ArchiveReader& reader) {
        if (reader.isStudy())
            return reader.readSession(findCondition(reader.study(), condition));
        Session session = reader.readSession(0);
        findCondition(studyOf(session.spec), condition);
        return session;
    });
}

StudyRecord readStudyArchive(const QString& path, Estimates estimates) {
    return reading(path, [estimates](ArchiveReader& reader) {
        if (!reader.isStudy())
            return studyOf(reader.readSession(0, estimates));
        StudyRecord record{reader.study(), {}};
        for (std::size_t i = 0; i < reader.sessions().size(); ++i)
            record.sessions.push_back(reader.readSession(i, estimates));
        return record;
    });
}

QStringList archiveConditions(const QString& path) {
    return reading(path, [](ArchiveReader& reader) {
        return reader.isStudy() ? reader.study().names()
                                : studyOf(reader.sessions().front().manifestSession().spec).names();
    });
}

QString conditionFolder(std::size_t condition) {
    QString folder = StudyManifest::folder(condition);
    folder.chop(1); // the slash
    return folder;
}

namespace {

/// Entry by entry; where each is whole, also whether they fit together.
QStringList damageOf(SessionFolder& session) {
    QStringList sentences;
    const auto attempt = [&](const auto& read) {
        try {
            read();
        } catch (const Damage& damage) {
            sentences += damage.sentence;
        }
    };
    for (const QString& name : session.entryNames())
        attempt([&] { session.checkEntry(name); });
    if (sentences.isEmpty())
        attempt([&] {
            WeightStore weights;
            session.readSession(weights);
        });
    return sentences;
}

} // namespace

QStringList verifyArchive(const QString& path) {
    QStringList sentences;
    try {
        ArchiveReader reader(path);
        for (SessionFolder& session : reader.sessions())
            sentences += damageOf(session);
    } catch (const Damage& damage) {
        sentences += damage.sentence;
    }
    return sentences;
}

} // namespace infoplane
