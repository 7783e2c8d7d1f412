#pragma once

#include "document/session_document.h"
#include "experiment/field_editor.h"
#include "widgets/form_row.h"

namespace infoplane {

/// A row that binds a field of the document's spec to its editor: shows the value, whether it applies at all,
/// whether it differs from the preset and the way back, and what is wrong; and hands edits to the document.
class FieldRow : public FormRow {
    Q_OBJECT
  public:
    /// The editor becomes the row's. Flags carry their label themselves.
    FieldRow(SessionDocument* document, const SpecField& field, FieldEditor* editor, int labelWidth,
             QWidget* parent = nullptr);

    const SpecField& field() const { return m_field; }
    FieldEditor* editor() const { return m_editor; }

    /// More fields of the spec that this control stands for; they are marked and reset with it.
    void setAlsoStandsFor(const QStringList& paths);
    /// What to do with an edited value instead of SessionDocument::editField.
    void setApply(std::function<void(const QJsonValue&)> apply);

    /// Takes what the document holds now; `changed` are its fields that differ from the preset.
    void refresh(const QStringList& changed);
    /// Also drops what was typed and is wrong.
    void refreshAnew(const QStringList& changed);
    /// What the whole spec's checks say of this field; empty: nothing. Shown unless the typed text is wrong.
    void setSpecProblem(const QString& sentence);
    /// The row applies and is not folded away.
    bool isOffered() const { return m_offered; }
    bool hasProblem() const;
    /// Whether it, or another field it stands for, differs from the preset.
    bool differsFromPreset() const { return m_differs; }

    void setTheme(const Theme& theme) override;

  signals:
    /// Shown or hidden, marked, wrong or right: what a heading over several rows may want to say.
    void appearanceChanged();

  private:
    void takeEdit(const QJsonValue& value);
    void takeProblem(const QString& sentence, bool unfinished);
    void tellDocument();
    void showProblem();
    void takeBack();
    void reset();
    QString textOf(const QJsonValue& value) const;

    SessionDocument* m_document;
    SpecField m_field;
    FieldEditor* m_editor;
    QStringList m_paths;
    std::function<void(const QJsonValue&)> m_apply;
    QString m_typedProblem;
    bool m_unfinished = false;
    QString m_specProblem;
    bool m_offered = true;
    bool m_differs = false;
    std::optional<QJsonValue> m_beforeTyping;   ///< while something is typed: what a wrong entry leaves
    QJsonValue m_shown = QJsonValue::Undefined; ///< what the editor was last told
};

} // namespace infoplane
