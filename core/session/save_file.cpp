#include "session/save_file.h"

#include <QSaveFile>

#include <unistd.h>

namespace infoplane {

QString complete(QSaveFile& file, bool whole) {
    // Asked for here, since commit() overlooks what fails only as the last bytes go out; and twice, since a
    // write that was cut short knows the reason only when it is tried again.
    const bool flushed = file.flush() || file.flush();
    if (!whole || !flushed)
        return file.errorString();
    if (::fsync(file.handle()) != 0)
        return qt_error_string();
    return file.commit() ? QString() : file.errorString();
}

QString saveFile(const QString& path, const QByteArray& content) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return file.errorString();
    // A disk that is full takes a part without a word; it says why when the rest is tried.
    qint64 written = 0;
    while (written < content.size()) {
        const qint64 more = file.write(content.constData() + written, content.size() - written);
        if (more <= 0)
            break;
        written += more;
    }
    return complete(file, written == content.size());
}

} // namespace infoplane
