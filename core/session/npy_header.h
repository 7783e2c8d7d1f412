#pragma once

#include <QByteArray>

namespace infoplane {

/// The first bytes of a .npy file (NumPy's format, version 1.0) of a float32 matrix in row-major order; the
/// rows follow, little-endian.
QByteArray npyHeader(qint64 rows, qint64 columns);

} // namespace infoplane
