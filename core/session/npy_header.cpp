#include "session/npy_header.h"

#include <QtEndian>

namespace infoplane {

QByteArray npyHeader(qint64 rows, qint64 columns) {
    QByteArray description = "{'descr': '<f4', 'fortran_order': False, 'shape': (" +
                             QByteArray::number(rows) + ", " + QByteArray::number(columns) + "), }";
    // Magic, version and length take ten bytes; all together a multiple of 64, with a line end as the last.
    constexpr qsizetype before = 10;
    constexpr qsizetype alignment = 64;
    const qsizetype used = before + description.size() + 1;
    description += QByteArray((alignment - used % alignment) % alignment, ' ') + '\n';
    QByteArray length(2, '\0');
    qToLittleEndian(static_cast<quint16>(description.size()), length.data());
    return QByteArray("\x93NUMPY\x01\x00", 8) + length + description;
}

} // namespace infoplane
