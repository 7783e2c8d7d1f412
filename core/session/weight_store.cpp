#include "session/weight_store.h"

#include "error.h"

#include <QDir>
#include <QTemporaryFile>

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

/// A part of the file; lives as long as weights in it do.
struct Segment {
    Segment(std::shared_ptr<QFile> ofFile, qint64 begin, qint64 bytes)
        : file(std::move(ofFile))
        , data(file->map(begin, bytes)) {
        if (!data)
            failToKeep(*file);
    }
    ~Segment() { file->unmap(data); }
    Segment(const Segment&) = delete;
    Segment& operator=(const Segment&) = delete;

    std::shared_ptr<QFile> file;
    uchar* data;
};

} // namespace

class WeightStore::Implementation {
  public:
    explicit Implementation(quint64 memoryBytes)
        : m_memory(memoryBytes) {}

    Weights keep(Weights weights) {
        const std::lock_guard lock(m_mutex);
        const quint64 bytes = weights.size() * sizeof(float);
        if (m_inMemory + bytes <= m_memory) {
            m_inMemory += bytes;
            return weights;
        }
        return write(weights);
    }

    std::pair<quint64, quint64> used() const {
        const std::lock_guard lock(m_mutex);
        return {m_inMemory, m_inFile};
    }

  private:
    Weights write(const Weights& weights) {
        const auto bytes = static_cast<qint64>(weights.size() * sizeof(float));
        if (!m_segment || m_next + bytes > m_segmentEnd)
            beginSegment(bytes);
        // Written and not copied into the mapping: a full disk is an error here, and a signal there.
        if (!m_file->seek(m_next) ||
            m_file->write(reinterpret_cast<const char*>(weights.data()), bytes) != bytes || !m_file->flush())
            failToKeep(*m_file);
        const auto* values = reinterpret_cast<const float*>(m_segment->data + (m_next - m_segmentBegin));
        m_next += bytes;
        m_inFile += static_cast<quint64>(bytes);
        return {std::span<const float>(values, weights.size()), m_segment};
    }

    void beginSegment(qint64 least) {
        if (!m_file) {
            auto file = std::make_shared<QTemporaryFile>(QDir::tempPath() +
                                                         QStringLiteral("/infoplane-weights-XXXXXX"));
            if (!file->open())
                failToKeep(*file);
            QFile::remove(file->fileName());
            m_file = std::move(file);
        }
        const qint64 begin = m_segmentEnd;
        const qint64 bytes = std::max(segmentBytes, least);
        if (!m_file->resize(begin + bytes))
            failToKeep(*m_file);
        m_segment = std::make_shared<const Segment>(m_file, begin, bytes);
        m_segmentBegin = begin;
        m_segmentEnd = begin + bytes;
        m_next = begin;
    }

    const quint64 m_memory;
    mutable std::mutex m_mutex;
    quint64 m_inMemory = 0;
    quint64 m_inFile = 0;
    std::shared_ptr<QFile> m_file;
    std::shared_ptr<const Segment> m_segment;
    qint64 m_segmentBegin = 0, m_segmentEnd = 0, m_next = 0;
};

WeightStore::WeightStore(quint64 memoryBytes)
    : m_implementation(std::make_unique<Implementation>(memoryBytes)) {}

WeightStore::~WeightStore() = default;

Weights WeightStore::keep(Weights weights) {
    return m_implementation->keep(std::move(weights));
}

quint64 WeightStore::bytesInMemory() const {
    return m_implementation->used().first;
}

quint64 WeightStore::bytesInFile() const {
    return m_implementation->used().second;
}

} // namespace infoplane
