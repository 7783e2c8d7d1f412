#pragma once

#include "experiment/field_row.h"

class QVBoxLayout;

namespace infoplane {

/// A headed group of rows of the form.
class FieldGroup : public QWidget {
    Q_OBJECT
  public:
    FieldGroup(SessionDocument* document, const QString& heading, QWidget* parent = nullptr);

    /// All rows, those in pop-ups included.
    const std::vector<FieldRow*>& rows() const { return m_rows; }
    virtual void setTheme(const Theme& theme);
    /// Facts about the data, in so far as they are known, have changed.
    virtual void refreshFacts() {}
    /// What the facts about the data forbid: path and sentence.
    virtual std::map<QString, QString> problemsOfFacts() const { return {}; }

  protected:
    SessionDocument* document() const { return m_document; }
    /// A row for a field of the spec, with the editor given or the usual one.
    FieldRow* add(const QString& path, FieldEditor* editor = nullptr);
    FieldRow* add(const SpecField& field, FieldEditor* editor);
    /// A row that stands elsewhere than in the group's column.
    void adopt(FieldRow* row) { m_rows.push_back(row); }

  private:
    SessionDocument* m_document;
    QVBoxLayout* m_column;
    std::vector<FieldRow*> m_rows;
};

} // namespace infoplane
