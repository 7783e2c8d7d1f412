#include "experiment/field_editor.h"

#include "experiment/basic_editors.h"

namespace infoplane {

FieldEditor::FieldEditor(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

FieldEditor* makeFieldEditor(const SpecField& field, QWidget* parent) {
    switch (field.kind) {
    case SpecField::Kind::Number:
    case SpecField::Kind::Integer:
    case SpecField::Kind::IntegerOrFull:
        return new NumberEditor(field, parent);
    case SpecField::Kind::Flag:
        return new FlagEditor(field, parent);
    case SpecField::Kind::Choice:
    case SpecField::Kind::Activations:
        return new ChoiceEditor(field, parent);
    case SpecField::Kind::Layers:
        return new LayersEditor(field, parent);
    case SpecField::Kind::Text:
    case SpecField::Kind::Path:
        break;
    }
    return new TextEditor(field, parent);
}

} // namespace infoplane
