#include "widgets/segmented_control.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace infoplane {

SegmentedControl::SegmentedControl(const QString& accessibleName, QWidget* parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this)) {
    setProperty("role", QStringLiteral("segments"));
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::chosen);
}

void SegmentedControl::addSegment(const QString& text, const QString& toolTip) {
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(accessibleName() + QStringLiteral(": ") + text);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    const int index = static_cast<int>(m_group->buttons().size());
    m_group->addButton(button, index);
    layout()->addWidget(button);
    if (index == 0)
        button->setChecked(true);
}

void SegmentedControl::setSegmentVisible(int index, bool visible) {
    if (QAbstractButton* button = m_group->button(index))
        button->setVisible(visible);
}

int SegmentedControl::current() const {
    return m_group->checkedId();
}

void SegmentedControl::setCurrent(int index) {
    if (QAbstractButton* button = m_group->button(index))
        button->setChecked(true);
}

} // namespace infoplane
