#include "experiment/field_group.h"

#include "style.h"
#include "theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace infoplane {

namespace {
constexpr int headingHeight = 18;
}

FieldGroup::FieldGroup(SessionDocument* document, const QString& heading, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(size::rowGap);
    auto* label = new QLabel(heading, this);
    setRole(label, "head");
    label->setFixedHeight(headingHeight);
    label->setContentsMargins(size::panelMargin, 0, 0, 0);
    m_column->addWidget(label);
    setAccessibleName(heading);
}

void FieldGroup::setTheme(const Theme& theme) {
    for (FieldRow* row : m_rows)
        row->setTheme(theme);
}

FieldRow* FieldGroup::add(const QString& path, FieldEditor* editor) {
    const SpecField& field = *specField(path);
    return add(field, editor ? editor : makeFieldEditor(field));
}

FieldRow* FieldGroup::add(const SpecField& field, FieldEditor* editor) {
    auto* row = new FieldRow(m_document, field, editor, size::leftLabel, this);
    m_column->addWidget(row);
    m_rows.push_back(row);
    return row;
}

} // namespace infoplane
