#pragma once

#include "experiment/field_editor.h"

class QCheckBox;

namespace infoplane {

class ComboField;
class NumberField;
class TextField;

/// A number field with the limits of a spec field. Where the field is optional, an empty text is no value.
class NumberEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit NumberEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool invalid) override;
    NumberField* field() const { return m_field; }

  private:
    NumberField* m_field;
};

class ChoiceEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit ChoiceEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool invalid) override;
    ComboField* combo() const { return m_combo; }

  private:
    ComboField* m_combo;
};

class FlagEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit FlagEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool) override {}

  private:
    QCheckBox* m_box;
};

/// One line of text, checked as it is typed.
class TextEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit TextEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool invalid) override;
    TextField* field() const { return m_field; }

  private:
    TextField* m_field;
};

/// "10-7-5-4-3", also with commas, blanks or x between.
class LayersEditor : public FieldEditor {
    Q_OBJECT
  public:
    explicit LayersEditor(const SpecField& field, QWidget* parent = nullptr);
    void setValue(const QJsonValue& value) override;
    void markInvalid(bool invalid) override;

  private:
    void takeText();
    void finish();
    void revert();
    void setProblem(const QString& sentence, bool unfinished);

    const SpecField* m_spec;
    TextField* m_field;
    QJsonValue m_value;
    QString m_problem;
};

} // namespace infoplane
