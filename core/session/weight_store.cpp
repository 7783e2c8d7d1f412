#include "session/weight_store.h"

#include "error.h"

#include <QDir>
#include <QTemporaryFile>

#include <atomic>
#include <mutex>

namespace infoplane {

namespace {

/// Of the file, mapped at once: few mappings however many epochs there are.
constexpr qint64 segmentBytes = qint64{64} << 20;

[[noreturn]] void failToKeep(const QFile& file) {
    throw Error(QObject::tr("The weights cannot be kept in a temporary file in %1: %2. Make room there, name "
                            "another folder in TMPDIR, or measure fewer epochs.")
                    .arg(QDir::toNativeSeparators(QDir::tempPath()), file.errorString())
                    .toStdString());
}

std::atomic<quint64> heldInMemory = 0;

/// Weights that count as held in memory for as long as somebody has them.
struct Held {
    explicit Held(Weights kept)
        : weights(std::move(kept)) {}
    ~Held() { heldInMemory -= weights.size() * sizeof(float); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    const Weights weights;
};

/// Shared by the store and all weights in it, which threads let go when they like; QFile is for one at a
/// time.
struct SharedFile {
    std::mutex mutex;
    QTemporaryFile file{QDir::tempPath() + QStringLiteral("/infoplane-weights-XXXXXX")};
};

/// A part of the file; lives as long as weights in it do.
struct Segment {
    Segment(std::shared_ptr<SharedFile> ofFile, qint64 begin, qint64 bytes)
        : shared(std::move(ofFile)) {
        const std::lock_guard lock(shared->mutex);
        data = shared->file.map(begin, bytes);
        if (!data)
            failToKeep(shared->file);
    }
    ~Segment() {
        const std::lock_guard lock(shared->mutex);
        shared->file.unmap(data);
    }
    Segment(const Segment&) = delete;
    Segment& operator=(const Segment&) = delete;

    std::shared_ptr<SharedFile> shared;
    uchar* data = nullptr;
};

} // namespace

class WeightStore::Implementation {
  public:
    explicit Implementation(quint64 memoryBytes)
        : m_memory(memoryBytes) {}

    Weights keep(Weights weights) {
        const quint64 bytes = weights.size() * sizeof(float);
        if (heldInMemory.fetch_add(bytes) + bytes <= m_memory) {
            const auto held = std::make_shared<const Held>(std::move(weights));
            return {held->weights, held};
        }
        heldInMemory -= bytes;
        const std::lock_guard lock(m_mutex);
        return write(weights);
    }

    quint64 bytesInFile() const {
        const std::lock_guard lock(m_mutex);
        return m_inFile;
    }

  private:
    Weights write(const Weights& weights) {
        const auto bytes = static_cast<qint64>(weights.size() * sizeof(float));
        if (!m_segment || m_next + bytes > m_segmentEnd)
            beginSegment(bytes);
        writeAt(m_next, reinterpret_cast<const char*>(weights.data()), bytes);
        const auto* values = reinterpret_cast<const float*>(m_segment->data + (m_next - m_segmentBegin));
        m_next += bytes;
        m_inFile += static_cast<quint64>(bytes);
        return {std::span<const float>(values, weights.size()), m_segment};
    }

    // Written and not copied into the mapping: a full disk is an error here, and a signal there.
    void writeAt(qint64 place, const char* bytes, qint64 count) {
        const std::lock_guard lock(m_shared->mutex);
        QFile& file = m_shared->file;
        if (!file.seek(place) || file.write(bytes, count) != count || !file.flush())
            failToKeep(file);
    }

    void beginSegment(qint64 least) {
        if (!m_shared)
            m_shared = newFile();
        const qint64 begin = m_segmentEnd;
        const qint64 bytes = std::max(segmentBytes, least);
        resize(begin + bytes);
        m_segment = std::make_shared<const Segment>(m_shared, begin, bytes);
        m_segmentBegin = begin;
        m_segmentEnd = begin + bytes;
        m_next = begin;
    }

    static std::shared_ptr<SharedFile> newFile() {
        auto shared = std::make_shared<SharedFile>();
        if (!shared->file.open())
            failToKeep(shared->file);
        QFile::remove(shared->file.fileName());
        return shared;
    }

    void resize(qint64 bytes) {
        const std::lock_guard lock(m_shared->mutex);
        if (!m_shared->file.resize(bytes))
            failToKeep(m_shared->file);
    }

    const quint64 m_memory;
    mutable std::mutex m_mutex;
    quint64 m_inFile = 0;
    std::shared_ptr<SharedFile> m_shared;
    std::shared_ptr<const Segment> m_segment;
    qint64 m_segmentBegin = 0, m_segmentEnd = 0, m_next = 0;
};

WeightStore::WeightStore(quint64 memoryBytes)
    : m_implementation(std::make_unique<Implementation>(memoryBytes)) {}

WeightStore::~WeightStore() = default;

Weights WeightStore::keep(Weights weights) {
    return m_implementation->keep(std::move(weights));
}

quint64 WeightStore::bytesInMemory() {
    return heldInMemory;
}

quint64 WeightStore::bytesInFile() const {
    return m_implementation->bytesInFile();
}

} // namespace infoplane
