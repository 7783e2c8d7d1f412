#include "widgets/combo_field.h"

#include "widgets/wheel_guard.h"

#include <QAbstractItemView>
#include <QSignalBlocker>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QStyledItemDelegate>

namespace infoplane {

ComboField::ComboField(QWidget* parent)
    : QComboBox(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setIconSize(QSize(18, 18));
    setMaxVisibleItems(16);
    // Only this delegate lets a style sheet set the height of the items.
    setItemDelegate(new QStyledItemDelegate(this));
    ignoreWheelWithoutFocus(this);
    connect(this, &QComboBox::activated, this,
            [this](int index) { emit chosen(itemData(index).toString()); });
}

void ComboField::addChoice(const QString& id, const QString& name, const QIcon& icon) {
    addItem(icon, name, id);
}

void ComboField::setCurrentId(const QString& id) {
    const QSignalBlocker quiet(this);
    setCurrentIndex(findData(id));
}

void ComboField::setShownText(const QString& text) {
    if (m_shownText == text)
        return;
    m_shownText = text;
    update();
}

void ComboField::initStyleOption(QStyleOptionComboBox* option) const {
    QComboBox::initStyleOption(option);
    if (!m_shownText.isEmpty())
        option->currentText = m_shownText;
}

void ComboField::paintEvent(QPaintEvent*) {
    // As QComboBox does, but a text too long ends in an ellipsis instead of being cut.
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QRect room =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
    const int icon = option.currentIcon.isNull() ? 0 : option.iconSize.width() + 4;
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room.width() - icon);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

QSize ComboField::sizeHint() const {
    return QSize(120, QComboBox::sizeHint().height());
}

QSize ComboField::minimumSizeHint() const {
    return QSize(48, QComboBox::minimumSizeHint().height());
}

void ComboField::showPopup() {
    constexpr int frame = 2 * (4 + 1);
    constexpr int itemPadding = 24;
    view()->setMinimumWidth(std::max(width(), view()->sizeHintForColumn(0) + frame + itemPadding));
    QComboBox::showPopup();
}

} // namespace infoplane
