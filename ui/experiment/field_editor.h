#pragma once

#include "session/spec_fields.h"

#include <QJsonValue>
#include <QWidget>

namespace infoplane {

struct Theme;

/// The control of one field of the spec, whatever widgets it is made of. It knows values, not documents: the
/// row around it does the rest.
class FieldEditor : public QWidget {
    Q_OBJECT
  public:
    explicit FieldEditor(QWidget* parent = nullptr);

    /// Shows a value from outside; says nothing. What was typed is replaced, unless it means the same.
    virtual void setValue(const QJsonValue& value) = 0;
    /// Frames the part that is wrong.
    virtual void markInvalid(bool invalid) = 0;
    virtual void setTheme(const Theme&) {}
    /// How the control writes a value, where it is not as it stands in the spec; else empty.
    virtual QString textOf(const QJsonValue&) const { return {}; }

  signals:
    /// By the person; the value has passed the field's check.
    void edited(const QJsonValue& value);
    /// What is typed is wrong, or (empty) right again. `unfinished`: more typing may make it right, so it is
    /// not yet to be shown as an error.
    void problemChanged(const QString& sentence, bool unfinished);
    /// By the person, who gives up a wrong text: the value in force is to be shown again.
    void takeBack();
};

/// The usual control for a field of each kind: a number field, a combo box, a check box, a line.
FieldEditor* makeFieldEditor(const SpecField& field, QWidget* parent = nullptr);

} // namespace infoplane
