#pragma once

#include "document/background_job.h"
#include "export/figure_exporter.h"
#include "theme.h"

#include <QDialog>
#include <QThreadPool>
#include <QTimer>

class QCheckBox;
class QLabel;
class QPushButton;

namespace infoplane {

class ComboField;
class FigureCopier;
class FigurePreview;
class NumberField;
class SegmentedControl;

/// Makes a figure for a paper: a live preview at the left, what can be chosen at the right. Choices are
/// remembered from one time to the next. A file is made and written in the background; Cancel and Esc stop
/// that, and nothing is written.
class ExportDialog : public QDialog {
    Q_OBJECT
  public:
    ExportDialog(const FigureContent& content, const Theme& theme, FigureCopier& copier,
                 QWidget* parent = nullptr);
    ~ExportDialog() override;

    FigureOptions options() const;
    void setOptions(const FigureOptions& options);

  public slots:
    /// Writes the figure; an error is told in the dialog, which then stays.
    void exportTo(const QString& path);
    /// In the background, too, and to its end if the dialog is closed meanwhile.
    void copy();
    /// While it writes, only that is stopped.
    void reject() override;

  signals:
    void exported(const QString& path);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    QWidget* makeChoices();
    QLayout* makeButtons();
    bool canDraw(int choice) const;
    bool holdsZoomed() const;
    QString suggestedName() const;
    void choose();
    void paintAndWrite();
    void takeWritten(const QString& error);
    void setWriting(bool writing);
    void changed();
    void judgeNumbers();
    void drawPreview();
    void takeCopied(const QString& error);
    void say(const QString& error);
    void remember() const;
    void recall();

    FigureContent m_content;
    Theme m_theme;
    FigureCopier& m_copier;
    FigurePreview* m_preview;
    QLabel* m_message;
    QPushButton* m_export;
    QPushButton* m_copy;
    QPushButton* m_cancel;
    QWidget* m_choices;
    ComboField* m_panels;
    SegmentedControl* m_width;
    NumberField* m_otherWidth;
    SegmentedControl* m_format;
    NumberField* m_dpi;
    SegmentedControl* m_style;
    ComboField* m_colors;
    ComboField* m_font;
    QCheckBox* m_caption;
    QCheckBox* m_letters;
    QCheckBox* m_zoomed;
    QTimer m_later;
    QString m_lastFolder;
    QString m_path; ///< being written to; empty: none is
    QThreadPool m_pool;
    BackgroundJob m_job;
};

} // namespace infoplane
