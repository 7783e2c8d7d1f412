#include "export/figure_file_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

namespace infoplane {

QFileDialog* askForFigureFile(QWidget* parent, const QString& suggested, const QString& filter,
                              const QString& suffix) {
    auto* dialog = new QFileDialog(parent, QCoreApplication::translate("ExportDialog", "Export figure"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(filter);
    dialog->setDefaultSuffix(suffix);
    dialog->setDirectory(QFileInfo(suggested).absolutePath());
    dialog->selectFile(QFileInfo(suggested).fileName());
    dialog->open();
    return dialog;
}

} // namespace infoplane
