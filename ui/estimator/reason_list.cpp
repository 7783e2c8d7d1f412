#include "estimator/reason_list.h"

#include "style.h"
#include "theme.h"

#include <QComboBox>
#include <QPainter>
#include <QStandardItemModel>

namespace infoplane {

namespace {
constexpr int width = 248;
constexpr int margin = 11;
constexpr int nameHeight = 24;

QRect reasonRect(const QString& reason, int left, int top) {
    return QFontMetrics(uiFont(type::small))
        .boundingRect(QRect(left, top, width - 2 * margin, 1000), Qt::TextWordWrap, reason);
}
} // namespace

ReasonDelegate::ReasonDelegate(QComboBox* box)
    : QStyledItemDelegate(box) {
    setTheme(lightTheme());
}

void ReasonDelegate::setTheme(const Theme& theme) {
    m_name = theme.text3;
    m_reason = theme.text2;
}

void ReasonDelegate::setReason(QComboBox* box, int index, const QString& reason) {
    auto* model = qobject_cast<QStandardItemModel*>(box->model());
    if (!model || !model->item(index))
        return;
    QStandardItem* item = model->item(index);
    item->setEnabled(reason.isEmpty());
    item->setData(reason, reasonRole);
    item->setToolTip(reason.isEmpty() ? QString() : wrappedToolTip(reason));
    item->setData(reason, Qt::AccessibleDescriptionRole);
}

QString ReasonDelegate::reason(const QComboBox* box, int index) {
    return box->itemData(index, reasonRole).toString();
}

QSize ReasonDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QString reason = index.data(reasonRole).toString();
    const QSize usual = QStyledItemDelegate::sizeHint(option, index);
    if (reason.isEmpty())
        return usual;
    return {std::max(width, usual.width()), nameHeight + reasonRect(reason, 0, 0).height() + margin};
}

void ReasonDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const QString reason = index.data(reasonRole).toString();
    if (reason.isEmpty()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    const QRect room = option.rect.adjusted(margin, 0, -margin, 0);
    painter->setFont(option.font);
    painter->setPen(m_name);
    painter->drawText(QRect(room.left(), room.top(), room.width(), nameHeight),
                      Qt::AlignLeft | Qt::AlignVCenter, index.data(Qt::DisplayRole).toString());
    painter->setFont(uiFont(type::small));
    painter->setPen(m_reason);
    painter->drawText(room.adjusted(0, nameHeight, 0, 0), Qt::TextWordWrap, reason);
    painter->restore();
}

} // namespace infoplane
