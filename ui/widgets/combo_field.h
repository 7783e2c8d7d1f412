#pragma once

#include <QComboBox>

namespace infoplane {

/// A combo box of id and name, as fields with choices have it. Ignores the wheel without focus, can be
/// narrower than its widest item, and its list is as wide as its items need.
class ComboField : public QComboBox {
    Q_OBJECT
  public:
    explicit ComboField(QWidget* parent = nullptr);

    void addChoice(const QString& id, const QString& name, const QIcon& icon = {});
    QString currentId() const { return currentData().toString(); }
    /// Shows a choice from outside; says nothing. An unknown id shows none.
    void setCurrentId(const QString& id);
    /// Stands in the closed box in place of the current item's text; empty: that text.
    void setShownText(const QString& text);
    QString shownText() const { return m_shownText.isEmpty() ? currentText() : m_shownText; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void showPopup() override;

  signals:
    /// By the person.
    void chosen(const QString& id);

  protected:
    void initStyleOption(QStyleOptionComboBox* option) const override;
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_shownText;
};

} // namespace infoplane
