#pragma once

#include <QString>

class QFileDialog;
class QWidget;

namespace infoplane {

/// Asks where a figure should go, and opens at once. It goes when it is done; what was chosen comes by
/// QFileDialog::fileSelected. A name without an ending gets `suffix`.
QFileDialog* askForFigureFile(QWidget* parent, const QString& suggested, const QString& filter,
                              const QString& suffix);

} // namespace infoplane
