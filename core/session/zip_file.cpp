#include "session/zip_file.h"

#include <QFileInfo>
#include <quazipnewinfo.h>

#include <algorithm>
#include <set>

namespace infoplane {

namespace {

constexpr qint64 chunk = 1 << 20;
constexpr std::size_t mostEntries = 100'000;
// Measurements shrink by two or three. Only small entries may be as monotonous as deflate allows.
constexpr quint64 largestMonotonous = 64 << 20;
constexpr quint64 largestRatio = 100;
constexpr quint64 largestDeflateRatio = 1032;

// The last record of a zip has 22 bytes, of which the last two say that no comment follows.
bool endsAsZip(QFile& file) {
    constexpr qint64 recordSize = 22;
    file.seek(std::max<qint64>(0, file.size() - recordSize));
    const QByteArray record = file.read(recordSize);
    return record.startsWith("PK\x05\x06") && record.endsWith(QByteArray(2, '\0'));
}

} // namespace

QString ZipEntry::shownName() const {
    constexpr qsizetype most = 60;
    QString text = name.left(most);
    std::replace_if(
        text.begin(), text.end(), [](QChar c) { return !c.isPrint() || c == u'%'; }, QChar(u'?'));
    return QStringLiteral("\"%1%2\"").arg(text, name.size() > most ? QStringLiteral("…") : QString());
}

ZipWriter::ZipWriter(QIODevice& device, const QDateTime& time)
    : m_time(time.isValid() ? time.toUTC() : QDateTime({1980, 1, 1}, {0, 0}, Qt::UTC))
    , m_zip(&device) {
    m_zip.setAutoClose(false); // whoever owns the device closes or commits it
    m_zip.setZip64Enabled(true);
    m_zip.setUtf8Enabled(true);
    m_zip.setDataDescriptorWritingEnabled(false); // sizes stand before the data, where every reader looks
    require(m_zip.open(QuaZip::mdCreate));
}

void ZipWriter::require(bool done) const {
    if (!done) {
        throw Damage{QStringLiteral("It cannot be written.")};
    }
}

void ZipWriter::beginEntry(const QString& name) {
    QuaZipNewInfo info(name);
    info.dateTime = m_time;
    info.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    constexpr int bestLevel = 9;
    constexpr int mostMemory = 9;
    m_entry = std::make_unique<QuaZipFile>(&m_zip);
    require(m_entry->open(QIODevice::WriteOnly, info, nullptr, 0, Z_DEFLATED, bestLevel, false, -MAX_WBITS,
                          mostMemory));
    m_hash.reset();
    m_size = 0;
}

void ZipWriter::write(const char* bytes, qint64 count) {
    require(m_entry->write(bytes, count) == count);
    m_hash.addData(QByteArrayView(bytes, count));
    m_size += static_cast<quint64>(count);
}

EntryFacts ZipWriter::endEntry() {
    m_entry->close();
    require(m_entry->getZipError() == ZIP_OK);
    return {m_size, QString::fromLatin1(m_hash.result().toHex())};
}

EntryFacts ZipWriter::addEntry(const QString& name, const QByteArray& content) {
    beginEntry(name);
    write(content.constData(), content.size());
    return endEntry();
}

void ZipWriter::close() {
    m_entry.reset();
    m_zip.close();
    require(m_zip.getZipError() == ZIP_OK);
}

ZipReader::ZipReader(const QString& path)
    : m_file(path)
    , m_zip(&m_file) {
    if (!QFileInfo(path).isFile() || !m_file.open(QIODevice::ReadOnly)) {
        const QString reason = QFileInfo(path).isDir()   ? QStringLiteral("It is a folder.")
                               : QFileInfo::exists(path) ? QStringLiteral("You may not read it.")
                                                         : QStringLiteral("It does not exist.");
        throw Damage{reason, Damage::Kind::Unreadable};
    }
    m_zip.setAutoClose(false);
    m_zip.setUtf8Enabled(true);
    if (!endsAsZip(m_file) || !m_zip.open(QuaZip::mdUnzip)) {
        throw Damage{QStringLiteral("It is not a session archive, or it is cut short."),
                     Damage::Kind::Unreadable};
    }
    list();
}

void ZipReader::list() {
    std::set<QString> names;
    quint64 packed = 0;
    for (bool more = m_zip.goToFirstFile(); more; more = m_zip.goToNextFile()) {
        QuaZipFileInfo64 info;
        if (!m_zip.getCurrentFileInfo(&info) || m_entries.size() >= mostEntries) {
            throw Damage{QStringLiteral("Its directory cannot be read.")};
        }
        m_entries.push_back({info.name, info.uncompressedSize});
        const QString name = m_entries.back().shownName();
        if (!names.insert(info.name).second) {
            throw Damage{QStringLiteral("It holds two entries named %1.").arg(name)};
        }
        const bool plainOrDeflated = info.method == 0 || info.method == Z_DEFLATED;
        if (info.isEncrypted() || !plainOrDeflated) {
            throw Damage{QStringLiteral("Its entry %1 is packed in a way no session is.").arg(name)};
        }
        packed += std::min(info.compressedSize, static_cast<quint64>(m_file.size()) + 1);
        if (packed > static_cast<quint64>(m_file.size())) {
            throw Damage{QStringLiteral("Its entry %1 is larger than the file.").arg(name)};
        }
        // The size of weights is known from the manifest, and those of a network that learns nothing all
        // repeat.
        const bool mayRepeat = info.uncompressedSize <= largestMonotonous ||
                               info.name.section(QLatin1Char('/'), -2, -2) == QLatin1String("weights");
        const quint64 most = mayRepeat ? largestDeflateRatio : largestRatio;
        if (info.uncompressedSize / most > info.compressedSize) {
            throw Damage{QStringLiteral("Its entry %1 would unpack to %2 times its size.")
                             .arg(name)
                             .arg(info.uncompressedSize / std::max<quint64>(1, info.compressedSize))};
        }
    }
    // The list may also have ended because its next item is damaged.
    if (m_zip.getZipError() != UNZ_OK || m_zip.getEntriesCount() != static_cast<int>(m_entries.size())) {
        throw Damage{QStringLiteral("Its directory cannot be read.")};
    }
}

const ZipEntry& ZipReader::entry(const QString& name) const {
    const auto found = std::ranges::find(m_entries, name, &ZipEntry::name);
    if (found == m_entries.end()) {
        throw Damage{QStringLiteral("%1 is missing.").arg(name)};
    }
    return *found;
}

void ZipReader::open(const QString& name) {
    entry(name);
    m_open = std::make_unique<QuaZipFile>(&m_zip);
    if (!m_zip.setCurrentFile(name, QuaZip::csSensitive) || !m_open->open(QIODevice::ReadOnly)) {
        throw Damage{QStringLiteral("%1 cannot be unpacked.").arg(name)};
    }
    m_hash.reset();
    m_size = 0;
}

void ZipReader::read(char* bytes, qint64 count) {
    while (count > 0) {
        const qint64 got = m_open->read(bytes, std::min(count, chunk));
        if (got <= 0) {
            throw Damage{QStringLiteral("%1 cannot be unpacked.").arg(m_open->getActualFileName())};
        }
        m_hash.addData(QByteArrayView(bytes, got));
        m_size += static_cast<quint64>(got);
        bytes += got;
        count -= got;
    }
}

EntryFacts ZipReader::close() {
    const QString name = m_open->getActualFileName();
    char beyond = 0;
    const bool ended = m_open->read(&beyond, 1) == 0;
    m_open->close();
    if (!ended || m_open->getZipError() != UNZ_OK) {
        throw Damage{QStringLiteral("%1 does not match its checksum.").arg(name)};
    }
    return {m_size, QString::fromLatin1(m_hash.result().toHex())};
}

QByteArray ZipReader::readAll(const QString& name, quint64 largest, EntryFacts* facts) {
    const quint64 size = entry(name).size;
    if (size > largest) {
        throw Damage{
            QStringLiteral("%1 is %2 bytes long, more than a session's can be.").arg(name).arg(size)};
    }
    open(name);
    QByteArray content(static_cast<qsizetype>(size), Qt::Uninitialized);
    read(content.data(), content.size());
    const EntryFacts read = close();
    if (facts != nullptr) {
        *facts = read;
    }
    return content;
}

} // namespace infoplane
