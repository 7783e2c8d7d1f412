#pragma once

#include <QByteArray>
#include <QtEndian>

/// IDX files as MNIST has them: big-endian head, then the bytes.
namespace infoplane {

inline QByteArray word(quint32 number) {
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

inline QByteArray imageFile(quint32 count, quint32 rows, quint32 columns, const QByteArray& pixels) {
    return word(0x803) + word(count) + word(rows) + word(columns) + pixels;
}

inline QByteArray labelFile(const QByteArray& labels) {
    return word(0x801) + word(static_cast<quint32>(labels.size())) + labels;
}

} // namespace infoplane
