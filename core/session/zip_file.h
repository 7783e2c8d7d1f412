#pragma once

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QString>
#include <quazip.h>
#include <quazipfile.h>

#include <memory>
#include <vector>

namespace infoplane {

/// What is wrong with a file, as sentences; whoever knows the file's name puts it before them.
struct Damage {
    enum class Kind {
        Damaged,
        Estimates, ///< of the estimates alone, which can be made again
        Unreadable ///< nothing is broken: it is not there, another kind of file, or from a later version
    };
    QString sentence;
    Kind kind = Kind::Damaged;
};

/// An entry as it was written or read: its length and the SHA-256 of its content in hexadecimal.
struct EntryFacts {
    quint64 size = 0;
    QString sha256;
    bool operator==(const EntryFacts&) const = default;
};

/// Writes a zip (zip64, deflate at its best level) entry by entry into an open, seekable device. What fails
/// throws Damage; the device says why.
class ZipWriter {
  public:
    /// Every entry gets the same time, so that the same content gives the same bytes.
    ZipWriter(QIODevice& device, const QDateTime& time);

    void beginEntry(const QString& name);
    void write(const char* bytes, qint64 count);
    EntryFacts endEntry();
    EntryFacts addEntry(const QString& name, const QByteArray& content);
    /// Writes the directory; without it there is no zip.
    void close();

  private:
    void require(bool done) const;

    QDateTime m_time;
    QuaZip m_zip;
    std::unique_ptr<QuaZipFile> m_entry;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    quint64 m_size = 0;
};

/// An entry as the zip's directory describes it; nothing of it is to be believed.
struct ZipEntry {
    QString name;
    quint64 size = 0;

    /// For messages: in quotes, short, and without anything that moves a cursor.
    QString shownName() const;
};

/// Reads a zip that may have been made to do harm: names are compared, never used as paths; what the
/// directory promises is checked before anything is allocated. Throws Damage.
class ZipReader {
  public:
    explicit ZipReader(const QString& path);

    const std::vector<ZipEntry>& entries() const { return m_entries; }
    const ZipEntry& entry(const QString& name) const;

    void open(const QString& name);
    /// Exactly so many bytes of the open entry.
    void read(char* bytes, qint64 count);
    /// That the entry ends here and is whole by the zip's own checksum.
    EntryFacts close();
    /// A whole entry of at most so many bytes.
    QByteArray readAll(const QString& name, quint64 largest, EntryFacts* facts = nullptr);

  private:
    void list();

    QFile m_file;
    QuaZip m_zip;
    std::vector<ZipEntry> m_entries;
    std::unique_ptr<QuaZipFile> m_open;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
    quint64 m_size = 0;
};

} // namespace infoplane
