#include "session/archive.h"

#include "error.h"
#include "session/archive_manifest.h"
#include "session/archive_tables.h"
#include "session/npy_header.h"
#include "session/save_file.h"
#include "session/zip_file.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <functional>
#include <new>
#include <numeric>
#include <set>

namespace infoplane {

namespace {

const QString manifestName = QStringLiteral("manifest.json");
const QString measurementsName = QStringLiteral("measurements.csv");
const QString epochsName = QStringLiteral("epochs.csv");
const QString notesName = QStringLiteral("notes.md");

constexpr quint64 longestManifest = 16 << 20;
constexpr quint64 longestNotes = 16 << 20;

[[noreturn]] void fail(const QString& sentence) {
    throw Error(sentence.toStdString());
}

// --- writing ---

bool fits(const SeedRun& run, const NetworkShape& shape, qsizetype quantities) {
    const auto layers = static_cast<std::size_t>(shape.layerCount());
    const auto snapshotFits = [&](const EpochSnapshot& snapshot) {
        return std::ssize(snapshot.parameters) == shape.parameterCount() && snapshot.layers.size() == layers;
    };
    const auto measurementFits = [&](const PlaneMeasurement& measurement) {
        return measurement.values.size() == layers &&
               std::ranges::all_of(measurement.values,
                                   [&](const auto& values) { return std::ssize(values) == quantities; });
    };
    // Each in ascending order of epochs, none twice, and nothing measured that is not there.
    const auto ascends = [](const auto& items, auto epoch) {
        return std::ranges::adjacent_find(items, std::ranges::greater_equal(), epoch) == items.end();
    };
    const auto isThere = [&](const PlaneMeasurement& measurement) {
        return std::ranges::binary_search(run.snapshots, measurement.epoch, {}, &EpochSnapshot::epoch);
    };
    return std::ranges::all_of(run.snapshots, snapshotFits) &&
           std::ranges::all_of(run.measurements, measurementFits) &&
           ascends(run.snapshots, &EpochSnapshot::epoch) &&
           ascends(run.measurements, &PlaneMeasurement::epoch) &&
           std::ranges::all_of(run.measurements, isThere);
}

// What would be refused when it is read must not be written.
void checkWritable(const Session& session) {
    const qsizetype quantities = quantityColumns(session.spec.estimator).size();
    std::set<int> seeds;
    for (const SeedRun& run : session.runs) {
        if (!fits(run, session.shape, quantities) || !seeds.insert(run.seed).second) {
            fail(QStringLiteral("The run of seed %1 does not fit its session, so it cannot be saved.")
                     .arg(run.seed));
        }
    }
    if (session.shape != shapeOf(session.spec, session.facts)) {
        fail(QStringLiteral("The network does not fit the spec, so the session cannot be saved."));
    }
    if (static_cast<quint64>(session.notes.toUtf8().size()) > longestNotes) {
        fail(QStringLiteral("The notes are longer than 16 MB; shorten them to save the session."));
    }
}

EntryFacts writeWeights(ZipWriter& zip, const SeedRun& run, const NetworkShape& shape) {
    static_assert(std::endian::native == std::endian::little, "the rows are written as they lie in memory");
    zip.beginEntry(ArchiveManifest::weightsName(run.seed));
    const QByteArray header = npyHeader(std::ssize(run.snapshots), shape.parameterCount());
    zip.write(header.constData(), header.size());
    for (const EpochSnapshot& snapshot : run.snapshots) {
        zip.write(reinterpret_cast<const char*>(snapshot.parameters.data()),
                  std::ssize(snapshot.parameters) * qint64{sizeof(float)});
    }
    return zip.endEntry();
}

void writeEntries(const Session& session, QIODevice& device) {
    ZipWriter zip(device, session.created);
    std::map<QString, EntryFacts> entries;
    entries[measurementsName] = zip.addEntry(measurementsName, measurementsCsv(session));
    entries[epochsName] = zip.addEntry(epochsName, epochsCsv(session));
    for (const SeedRun& run : session.runs) {
        entries[ArchiveManifest::weightsName(run.seed)] = writeWeights(zip, run, session.shape);
    }
    entries[notesName] = zip.addEntry(notesName, session.notes.toUtf8());
    zip.addEntry(manifestName, writeManifest(session, entries));
    zip.close();
}

// Writes beside the file, and puts it in its place only when it is whole and on the disk. Returns why it
// could not; empty: done.
QString save(const Session& session, const QString& path) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return file.errorString();
    }
    bool whole = true;
    try {
        writeEntries(session, file);
    } catch (const Damage&) {
        whole = false;
    }
    return complete(file, whole);
}

// --- reading ---

/// Reads one archive step by step; each step throws Damage.
class ArchiveReader {
  public:
    explicit ArchiveReader(const QString& path)
        : m_zip(path)
        , m_manifest(readManifest(m_zip.readAll(manifestName, longestManifest))) {
        checkNames();
        checkSizes();
    }

    QStringList entryNames() const {
        QStringList names = {measurementsName, epochsName, notesName};
        for (const SeedRun& run : m_manifest.session.runs) {
            names += ArchiveManifest::weightsName(run.seed);
        }
        return names;
    }

    void checkEntry(const QString& name) {
        m_zip.open(name);
        std::vector<char> bytes(1 << 20);
        for (quint64 left = m_zip.entry(name).size; left > 0;) {
            const auto part = std::min<quint64>(left, bytes.size());
            m_zip.read(bytes.data(), static_cast<qint64>(part));
            left -= part;
        }
        checkFacts(name, m_zip.close());
    }

    Session readSession() {
        Session session = m_manifest.session;
        readEpochsCsv(readEntry(epochsName), m_manifest.epochs, session);
        readMeasurementsCsv(readEntry(measurementsName), session);
        for (SeedRun& run : session.runs) {
            readWeights(run, session.shape);
        }
        session.notes = QString::fromUtf8(readEntry(notesName));
        return session;
    }

  private:
    void checkNames() const {
        const QStringList expected = entryNames();
        for (const ZipEntry& entry : m_zip.entries()) {
            if (entry.name != manifestName && !expected.contains(entry.name)) {
                throw Damage{
                    QStringLiteral("It holds an entry that no session has: %1.").arg(entry.shownName())};
            }
        }
        for (const QString& name : expected) {
            m_zip.entry(name);
            if (!m_manifest.entries.contains(name)) {
                throw Damage{QStringLiteral("manifest.json has no checksum for %1.").arg(name)};
            }
        }
    }

    // Before anything is unpacked: no entry is larger than the manifest implies.
    void checkSizes() const {
        const Session& session = m_manifest.session;
        const qint64 epochs = std::accumulate(m_manifest.epochs.begin(), m_manifest.epochs.end(), qint64{0});
        checkSize(measurementsName, 0, longestMeasurementsCsv(session, epochs));
        checkSize(epochsName, 0, longestEpochsCsv(epochs));
        checkSize(notesName, 0, longestNotes);
        for (std::size_t i = 0; i < session.runs.size(); ++i) {
            const auto rows = m_manifest.epochs[i];
            const auto columns = session.shape.parameterCount();
            const quint64 exact = static_cast<quint64>(npyHeader(rows, columns).size()) +
                                  static_cast<quint64>(rows) * static_cast<quint64>(columns) * sizeof(float);
            checkSize(ArchiveManifest::weightsName(session.runs[i].seed), exact, exact);
        }
    }

    void checkSize(const QString& name, quint64 least, quint64 most) const {
        const quint64 size = m_zip.entry(name).size;
        if (size < least || size > most || size != m_manifest.entries.at(name).size) {
            throw Damage{
                QStringLiteral("%1 is %2 bytes long, which does not fit the manifest.").arg(name).arg(size)};
        }
    }

    void checkFacts(const QString& name, const EntryFacts& facts) const {
        if (facts != m_manifest.entries.at(name)) {
            throw Damage{QStringLiteral("%1 does not match its checksum.").arg(name)};
        }
    }

    QByteArray readEntry(const QString& name) {
        EntryFacts facts;
        QByteArray content = m_zip.readAll(name, m_zip.entry(name).size, &facts);
        checkFacts(name, facts);
        return content;
    }

    void readWeights(SeedRun& run, const NetworkShape& shape) {
        const QString name = ArchiveManifest::weightsName(run.seed);
        const QByteArray expected = npyHeader(std::ssize(run.snapshots), shape.parameterCount());
        QByteArray header(expected.size(), '\0');
        m_zip.open(name);
        m_zip.read(header.data(), header.size());
        for (EpochSnapshot& snapshot : run.snapshots) {
            snapshot.parameters.resize(static_cast<std::size_t>(shape.parameterCount()));
            m_zip.read(reinterpret_cast<char*>(snapshot.parameters.data()),
                       std::ssize(snapshot.parameters) * qint64{sizeof(float)});
        }
        checkFacts(name, m_zip.close());
        if (header != expected) {
            throw Damage{QStringLiteral("%1 is not laid out as its manifest says.").arg(name)};
        }
    }

    ZipReader m_zip;
    ArchiveManifest m_manifest;
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
    return QStringLiteral("%1 is damaged: %2 Take another copy of it, or run its experiment again.")
        .arg(name, what);
}

} // namespace

void writeArchive(const Session& session, const QString& path) {
    checkWritable(session);
    const QString reason = save(session, path);
    if (!reason.isEmpty()) {
        fail(QStringLiteral("The session cannot be saved as %1: %2. What was there before is unchanged; save "
                            "it in another place.")
                 .arg(path, reason));
    }
}

Session readArchive(const QString& path) {
    try {
        return ArchiveReader(path).readSession();
    } catch (const Damage& damage) {
        fail(wholeSentence(path, damage));
    } catch (const std::bad_alloc&) {
        fail(QStringLiteral("%1 needs more memory than there is. Close other programs and open it again.")
                 .arg(QFileInfo(path).fileName()));
    }
}

QStringList verifyArchive(const QString& path) {
    QStringList sentences;
    try {
        ArchiveReader reader(path);
        for (const QString& name : reader.entryNames()) {
            try {
                reader.checkEntry(name);
            } catch (const Damage& damage) {
                sentences += damage.sentence;
            }
        }
        if (sentences.isEmpty()) {
            reader.readSession();
        }
    } catch (const Damage& damage) {
        sentences += damage.sentence;
    }
    return sentences;
}

} // namespace infoplane
