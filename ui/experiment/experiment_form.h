#pragma once

#include "document/session_document.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace infoplane {

struct Theme;
class ComboField;
class FieldGroup;
class FieldRow;
class PanelScroll;

/// The left panel: preset, data, network, training; at its foot, while settings differ from those of the run,
/// what Restart would apply. Made from specFields(); every edit is a command of the document.
///
/// It needs the document only. The window gives it the width of the left panel (size::leftPanel); it fills
/// its height and scrolls where that is short. What presetChosen asks for is the window's, since a session
/// may have to be saved before.
class ExperimentForm : public QFrame {
    Q_OBJECT
  public:
    explicit ExperimentForm(SessionDocument* document, QWidget* parent = nullptr);
    void setTheme(const Theme& theme);

    /// Puts the focus into the first field that is wrong; false if none is.
    bool focusFirstProblem();

  signals:
    /// The person chose a preset: SessionDocument::openPreset, after asking what must be asked.
    void presetChosen(const infoplane::Preset& preset);
    /// The button at the foot: SessionDocument::restart, as the window's Restart does it.
    void restartRequested();

  private:
    QWidget* makePresetRow();
    QWidget* makeBar();
    std::vector<FieldRow*> rows() const;
    void choosePreset(const QString& id);
    void refresh();
    void refreshAnew();
    void refreshFacts();
    void refreshPreset(bool changed);
    void refreshBar();
    void takeChangesBack();
    void checkWhole();

    SessionDocument* m_document;
    ComboField* m_preset = nullptr;
    std::vector<FieldGroup*> m_groups;
    PanelScroll* m_scroll = nullptr;
    QWidget* m_page = nullptr;
    QWidget* m_bar = nullptr;
    QLabel* m_barText = nullptr;
    QPushButton* m_undo = nullptr;
    QPushButton* m_restart = nullptr;
    QStringList m_checkedPaths; ///< paths told to the document that have no row here
};

} // namespace infoplane
