#pragma once

#include <QColor>
#include <QStyledItemDelegate>

class QComboBox;

namespace infoplane {

struct Theme;

/// Items of a combo box that may not apply: those stand there disabled, with the reason under them and in
/// their tool tip.
class ReasonDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    static constexpr int reasonRole = Qt::UserRole + 1;

    explicit ReasonDelegate(QComboBox* box);
    void setTheme(const Theme& theme);
    /// Empty: it applies.
    static void setReason(QComboBox* box, int index, const QString& reason);
    static QString reason(const QComboBox* box, int index);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

  private:
    QColor m_name, m_reason;
};

} // namespace infoplane
