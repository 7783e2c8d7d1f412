#include "session/session_folder.h"

#include "error.h"
#include "session/archive.h"
#include "session/archive_tables.h"
#include "session/npy_header.h"

#include <QSet>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <numeric>
#include <ranges>
#include <set>

namespace infoplane {

namespace {

constexpr quint64 longestManifest = 16 << 20;
constexpr quint64 longestNotes = 16 << 20;

[[noreturn]] void fail(const QString& sentence) {
    throw Error(sentence.toStdString());
}

/// Weights are those of the network, and missing only where the file is not to hold them.
bool weightsFit(const SeedRun& run, const NetworkShape& shape, int keepEvery) {
    const qint64 epochs = std::ssize(run.snapshots);
    for (qint64 i = 0; i < epochs; ++i) {
        const Weights& weights = run.snapshots[static_cast<std::size_t>(i)].parameters;
        const bool mayBeMissing = !keepsWeights(keepEvery, i, epochs);
        if (std::ssize(weights) != shape.parameterCount() && !(weights.empty() && mayBeMissing)) {
            return false;
        }
    }
    return true;
}

bool fits(const SeedRun& run, const NetworkShape& shape, qsizetype quantities, int keepEvery) {
    const auto layers = static_cast<std::size_t>(shape.layerCount());
    const auto snapshotFits = [&](const EpochSnapshot& snapshot) { return snapshot.layers.size() == layers; };
    const auto measurementFits = [&](const PlaneMeasurement& measurement) {
        return measurement.values.size() == layers &&
               std::ranges::all_of(measurement.values,
                                   [&](const auto& values) { return std::ssize(values) == quantities; });
    };
    // In ascending order of epochs, none twice, and measured from the first on.
    const bool ascends = std::ranges::adjacent_find(run.snapshots, std::ranges::greater_equal(),
                                                    &EpochSnapshot::epoch) == run.snapshots.end();
    const bool measuredInOrder =
        run.measurements.size() <= run.snapshots.size() &&
        std::ranges::equal(run.measurements, run.snapshots | std::views::take(std::ssize(run.measurements)),
                           {}, &PlaneMeasurement::epoch, &EpochSnapshot::epoch);
    return weightsFit(run, shape, keepEvery) && std::ranges::all_of(run.snapshots, snapshotFits) &&
           std::ranges::all_of(run.measurements, measurementFits) && ascends && measuredInOrder;
}

} // namespace

void requireWritable(const Session& session) {
    const qsizetype quantities = quantityColumns(session.spec.estimator).size();
    std::set<int> seeds;
    for (const SeedRun& run : session.runs) {
        if (!fits(run, session.shape, quantities, session.keepEvery) || !seeds.insert(run.seed).second) {
            fail(QStringLiteral("The run of seed %1 does not fit its session, so it cannot be saved.")
                     .arg(run.seed));
        }
    }
    if (session.keepEvery < 0 || session.keepEvery > mostKeepEvery) {
        fail(
            QStringLiteral("The weights of every %1-th epoch cannot be kept, so the session cannot be saved.")
                .arg(session.keepEvery));
    }
    if (std::ssize(session.runs) > session.spec.seeds.count) {
        fail(QStringLiteral("There are more runs than the spec has seeds, so the session cannot be saved."));
    }
    if (session.shape != shapeOf(session.spec, session.facts)) {
        fail(QStringLiteral("The network does not fit the spec, so the session cannot be saved."));
    }
    if (static_cast<quint64>(session.notes.toUtf8().size()) > longestNotes) {
        fail(QStringLiteral("The notes are longer than 16 MB; shorten them to save the session."));
    }
}

namespace {

EntryFacts writeWeights(ZipWriter& zip, const QString& folder, const SeedRun& run, const NetworkShape& shape,
                        int keepEvery) {
    static_assert(std::endian::native == std::endian::little, "the rows are written as they lie in memory");
    zip.beginEntry(folder + ArchiveManifest::weightsName(run.seed));
    const qint64 epochs = std::ssize(run.snapshots);
    const QByteArray header = npyHeader(keptEpochs(keepEvery, epochs), shape.parameterCount());
    zip.write(header.constData(), header.size());
    for (qint64 i = 0; i < epochs; ++i) {
        const Weights& weights = run.snapshots[static_cast<std::size_t>(i)].parameters;
        if (keepsWeights(keepEvery, i, epochs)) {
            zip.write(reinterpret_cast<const char*>(weights.data()),
                      std::ssize(weights) * qint64{sizeof(float)});
        }
    }
    return zip.endEntry();
}

} // namespace

EntryFacts writeSession(const Session& session, const QString& folder, ZipWriter& zip) {
    std::map<QString, EntryFacts> facts;
    facts[entries::measurements] = zip.addEntry(folder + entries::measurements, measurementsCsv(session));
    facts[entries::epochs] = zip.addEntry(folder + entries::epochs, epochsCsv(session));
    for (const SeedRun& run : session.runs) {
        if (session.keepEvery > 0) {
            facts[ArchiveManifest::weightsName(run.seed)] =
                writeWeights(zip, folder, run, session.shape, session.keepEvery);
        }
    }
    facts[entries::notes] = zip.addEntry(folder + entries::notes, session.notes.toUtf8());
    return zip.addEntry(folder + entries::manifest, writeManifest(session, facts));
}

namespace {

ArchiveManifest manifestIn(ZipReader& zip, const QString& folder, const EntryFacts* expected) {
    const QString name = folder + entries::manifest;
    EntryFacts facts;
    const QByteArray text = zip.readAll(name, longestManifest, &facts);
    if (expected != nullptr && facts != *expected) {
        throw Damage{QStringLiteral("%1 does not match its checksum.").arg(name)};
    }
    try {
        return readManifest(text);
    } catch (const Damage& damage) {
        if (folder.isEmpty()) {
            throw;
        }
        throw Damage{QStringLiteral("In %1: %2").arg(folder, damage.sentence), damage.kind};
    }
}

void dropEstimates(Session& session) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    const auto layers = static_cast<std::size_t>(session.shape.layerCount());
    for (SeedRun& run : session.runs) {
        run.draft = true; // to be made again
        for (EpochSnapshot& snapshot : run.snapshots) {
            snapshot.layers.assign(layers, {unknown, unknown, unknown});
        }
    }
}

} // namespace

SessionFolder::SessionFolder(ZipReader& zip, const QString& folder, const EntryFacts* facts)
    : m_zip(zip)
    , m_folder(folder)
    , m_manifest(manifestIn(zip, folder, facts)) {
    checkNames();
    checkSizes();
}

QStringList SessionFolder::entryNames() const {
    QStringList names = {entries::measurements, entries::epochs, entries::notes};
    for (const SeedRun& run : m_manifest.session.runs) {
        if (m_manifest.session.keepEvery > 0) {
            names += ArchiveManifest::weightsName(run.seed);
        }
    }
    return names;
}

void SessionFolder::checkEntry(const QString& name) {
    m_zip.open(m_folder + name);
    std::vector<char> bytes(1 << 20);
    for (quint64 left = m_zip.entry(m_folder + name).size; left > 0;) {
        const auto part = std::min<quint64>(left, bytes.size());
        m_zip.read(bytes.data(), static_cast<qint64>(part));
        left -= part;
    }
    checkFacts(name, m_zip.close());
}

Session SessionFolder::readSession(WeightStore& weights, Estimates estimates) {
    Session session = m_manifest.session;
    readEpochsCsv(readEntry(entries::epochs), m_manifest.epochs, session);
    const bool canBeMadeAgain = m_manifest.hasAllWeights();
    std::optional<Damage> damaged;
    if (estimates == Estimates::Dropped && canBeMadeAgain) {
        dropEstimates(session);
    } else {
        try {
            readMeasurementsCsv(readEntry(entries::measurements), session);
        } catch (const Damage& damage) {
            damaged = damage;
        }
    }
    for (SeedRun& run : session.runs) {
        if (session.keepEvery > 0) {
            readWeights(run, session.shape, weights);
        }
    }
    session.notes = QString::fromUtf8(readEntry(entries::notes));
    if (damaged) {
        throw Damage{damaged->sentence, canBeMadeAgain ? Damage::Kind::Estimates : damaged->kind};
    }
    return session;
}

void SessionFolder::checkNames() const {
    const QStringList expected = entryNames();
    const QSet<QString> known(expected.begin(), expected.end());
    for (const ZipEntry& entry : m_zip.entries()) {
        if (!entry.name.startsWith(m_folder)) {
            continue;
        }
        const QString name = entry.name.mid(m_folder.size());
        if (name != entries::manifest && !known.contains(name)) {
            throw Damage{QStringLiteral("It holds an entry that no session has: %1.").arg(entry.shownName())};
        }
    }
    for (const QString& name : expected) {
        m_zip.entry(m_folder + name);
        if (!m_manifest.entries.contains(name)) {
            throw Damage{QStringLiteral("%1manifest.json has no checksum for %2.").arg(m_folder, name)};
        }
    }
}

// Before anything is unpacked: no entry is larger than the manifest implies.
void SessionFolder::checkSizes() const {
    const Session& session = m_manifest.session;
    const qint64 epochs = std::accumulate(m_manifest.epochs.begin(), m_manifest.epochs.end(), qint64{0});
    checkSize(entries::measurements, 0, longestMeasurementsCsv(session, epochs));
    checkSize(entries::epochs, 0, longestEpochsCsv(epochs));
    checkSize(entries::notes, 0, longestNotes);
    if (session.keepEvery == 0) {
        return;
    }
    for (std::size_t i = 0; i < session.runs.size(); ++i) {
        const auto rows = keptEpochs(session.keepEvery, m_manifest.epochs[i]);
        const auto columns = session.shape.parameterCount();
        const quint64 exact = static_cast<quint64>(npyHeader(rows, columns).size()) +
                              static_cast<quint64>(rows) * static_cast<quint64>(columns) * sizeof(float);
        checkSize(ArchiveManifest::weightsName(session.runs[i].seed), exact, exact);
    }
}

void SessionFolder::checkSize(const QString& name, quint64 least, quint64 most) const {
    const quint64 size = m_zip.entry(m_folder + name).size;
    if (size < least || size > most || size != m_manifest.entries.at(name).size) {
        throw Damage{QStringLiteral("%1 is %2 bytes long, which does not fit the manifest.")
                         .arg(m_folder + name)
                         .arg(size)};
    }
}

void SessionFolder::checkFacts(const QString& name, const EntryFacts& facts) const {
    if (facts != m_manifest.entries.at(name)) {
        throw Damage{QStringLiteral("%1 does not match its checksum.").arg(m_folder + name)};
    }
}

QByteArray SessionFolder::readEntry(const QString& name) {
    EntryFacts facts;
    QByteArray content = m_zip.readAll(m_folder + name, m_zip.entry(m_folder + name).size, &facts);
    checkFacts(name, facts);
    return content;
}

void SessionFolder::readWeights(SeedRun& run, const NetworkShape& shape, WeightStore& weights) {
    const QString name = ArchiveManifest::weightsName(run.seed);
    const int keepEvery = m_manifest.session.keepEvery;
    const qint64 epochs = std::ssize(run.snapshots);
    const QByteArray expected = npyHeader(keptEpochs(keepEvery, epochs), shape.parameterCount());
    QByteArray header(expected.size(), '\0');
    m_zip.open(m_folder + name);
    m_zip.read(header.data(), header.size());
    for (qint64 i = 0; i < epochs; ++i) {
        if (!keepsWeights(keepEvery, i, epochs)) {
            continue;
        }
        std::vector<float> parameters(static_cast<std::size_t>(shape.parameterCount()));
        m_zip.read(reinterpret_cast<char*>(parameters.data()),
                   std::ssize(parameters) * qint64{sizeof(float)});
        run.snapshots[static_cast<std::size_t>(i)].parameters = weights.keep(std::move(parameters));
    }
    checkFacts(name, m_zip.close());
    if (header != expected) {
        throw Damage{QStringLiteral("%1 is not laid out as its manifest says.").arg(m_folder + name)};
    }
}

} // namespace infoplane
